"""Sources that are meant to break things: each is answered with a trace or with one of our errors, quickly."""

from __future__ import annotations

__all__ = ["HOSTILE", "WIDE_GATES"]

ALLOWED = 15_900  # characters: inside the limit, so that the parser itself is met


def repeated(part: str, count: int | None = None) -> str:
    return part * (count if count is not None else ALLOWED // max(1, len(part)))


def nested(opening: str, middle: str, closing: str, depth: int) -> str:
    return opening * depth + middle + closing * depth


DEEP = [
    nested(opening, "x", closing, depth)
    for opening, closing in [
        ("(", ")"), ("[", "]"), ("{", "}"), ("exp(", ")"), ("a[", "]"), ("(y:=", ")"), ("[x for x in ", "]"),
        ("f'{", "}'"), ("sigmoid(relu(", "))"), ("np.array([", "])"), ("(lambda:", ")()"), ("{x:", "}"), ("max(x,", ")"),
        ("sum([", "])"), ("softmax([", "])"), ("where(x>0,", ",1)"), ("-(", ")"), ("x+(", ")"), ("x**(", ")"),
    ]
    for depth in (49, 51, 74, 150, 201, 1_000)
]  # fmt: skip
UNCLOSED = [repeated(part) for part in ("(", "[", "{", "f(", "a[", ")", "]", "}", "x(", "(x,", "[x,", "sum(", "((x)")]
CHAINS = [
    repeated(part, count) + "x"
    for part in (
        "-", "+", "~", "not ", "x+", "x-", "x*", "x/", "x**", "x^", "x@", "x<", "x and ", "x or ", "x if x else ",
        "lambda:", "x=", "x.T.", "x·", "−", "×", "√", "- -", "x % ", "x // ", "x | ", "x << ", "await ", "*", "**",
    )
    for count in (60, 900, None)
]  # fmt: skip
LEFT_DEEP = [
    "x" + repeated(part) for part in (".T", ".a", "[0]", "()", ".dot(w)", ".sum()", "+1", "²", ".__class__", "'")
]
WIDE = [
    "\n".join(f"a{i} = x" for i in range(1_300)),
    "\n".join("a = x" for _ in range(2_500)),
    ";".join("a=x" for _ in range(3_900)),
    "f(" + repeated("x,", 7_000) + ")",
    "[" + repeated("1,", 7_000) + "]",
    "max(" + repeated("x,", 7_000) + "x)",
    "concatenate([" + repeated("x,", 7_000) + "x])",
    repeated("a=", 7_000) + "x",
    "\n" * 15_000 + "x",
    "#" * 15_000 + "\nx",
    ";" * 15_000,
    " " * 15_000 + "x",
    "\t" * 200 + "x",
    "if x:\n" + "".join(" " * i + "if x:\n" for i in range(1, 120)),
    "x" * 15_000,
    "_" * 15_000,
    "x" + "'" * 9_000,
    "x\\\n" * 4_000,
    "def f(a): return a\n" * 800,
    "f = lambda a: a\n" * 900 + "f(x)",
    "\n".join(f"def f{i}(a): return {f'f{i - 1}(f{i - 1}(a))' if i else 'a + 1'}" for i in range(40)) + "\nf39(x)",
    "\n".join(f"x{i + 1} = x{i} * x{i}" for i in range(700)),
    "\n".join(f"x{i + 1} = sigmoid(softmax([x{i}, x{i}]))[0]" for i in range(300)),
    "def f(a): return f(a)\nf(x)",
    "def f(a): return g(a)\ndef g(a): return f(a)\nf(x)",
    "f = lambda a: f(a)\nf(x)",
]
NUMBERS = [
    "3999999**3999999", "3**3999999", "*".join(["(9**9**5)"] * 200), "9**9**9**9**9", "1e999", "-1e999", "1e-999", "1e308*10",
    "0x" + "f" * 5_000, "0b" + "1" * 5_000, "0o" + "7" * 5_000, "9" * 4_300, "9" * 4_301, "9" * 15_000, "1" + "0" * 400,
    "1_000", "1__0", "1e", "1e+", "0x", "1j", "1.5j", "1.5.5", "1..real", "00", "01", "1if x else y", "0_0", ".5.", "1e400-1e400",
    "1/0", "0/0", "-1/0", "0*log(0)", "log(0)", "log(-1)", "sqrt(-1)", "(-8)**(1/3)", "0**0", "0**-1", "exp(710)", "exp(-746)",
    "inf", "nan", "np.inf", "np.nan", "float('nan')", "math.inf", "1e308+1e308", "5e-324/2", "2**1024", "arcsin(2)", "tanh(1e999)",
    "exp(exp(exp(exp(10))))", "1/(1+exp(-(-1000)))", "x/x*0/0", "max(nan, 1)", "where(nan > 0, 1, 2)", "prod([0, 0, 0])",
    "softmax([1e308, -1e308])", "log(softmax([1000, 0]))", "cosh(1000)", "1e308**2 - 1e308**2",
]  # fmt: skip
SIZES = [
    "zeros((10**6, 10**6))", "zeros((30000, 30000))", "np.zeros(1000000000)", "ones((20000, 1)) + ones((1, 20000))", "arange(3e8)",
    "sum(arange(3e8))", "linspace(0, 1, 1000000000)", "randn(100000, 100000)", "np.zeros((2,)*40)", "zeros(-1)", "zeros(1.5)",
    "zeros(0)", "sum(zeros(0))", "max(zeros(0))", "zeros((0, 5)) @ zeros((5, 0))", "eye(100000)", "zeros(x)", "reshape(x, (10**9, 1))",
    "randn(300, 300) @ randn(300, 300) @ randn(300, 300)", "randn(3000, 30) @ randn(30, 3000)", "broadcast_to(x, (100000, 100000))",
    "outer(zeros(90000), zeros(90000))", "concatenate([zeros(99999), zeros(99999)])", "cumsum(ones(100000))", "zeros(99999)[::-1]",
    "zeros((1,)*33)", "tril(ones((9999, 9999)))", "sum(zeros((10, 10)), axis=99)", "zeros((3, 4)) @ zeros((3, 4))", "ones(3) + ones(4)",
    "mean(zeros(0))", "softmax(zeros(0))", "stack([zeros(50000)]*50)", "np.zeros((1000, 100)).T.T.T.T", "[[1, 2], [3]]", "[[], []]",
    "[1, [2, [3, [4]]]]", "[]", "[[[[[[[[[[1]]]]]]]]]]", "x[10**30]", "[1, 2][5]", "[1, 2][-9]", "[1, 2]['a']", "[1, 2][x]", "[1, 2][1:2:0]",
    "[1, 2][::10**30]", "[1, 2][...]", "[1, 2][None]", "[1, 2][True]", "[1, 2][1, 2, 3]", "reshape([1, 2, 3], (2, 2))", "reshape([1], (-1, -1))",
    "transpose([1, 2], (5, 6))", "sum([1, 2], axis='x')", "sum([1, 2], axis=1e9)", "sum([1, 2], keepdims=x)", "sum([1], bad=1)",
]  # fmt: skip
ESCAPES = [
    "__import__('os').system('id')", "().__class__.__bases__[0].__subclasses__()", "x.__class__", "x.__cｌass__", "np.__loader__",
    "np.load('/etc/passwd')", "np.fromfile('/etc/passwd')", "np.lib.npyio", "open('/etc/passwd').read()", "eval('1')", "exec('1')",
    "globals()", "locals()", "vars()", "dir()", "getattr(x, 'y')", "setattr(x, 'y', 1)", "compile('1', '', 'eval')", "breakpoint()",
    "exit()", "quit()", "input()", "print(open)", "help()", "import os", "from os import system", "import numpy as os; os.system('id')",
    "from numpy import *", "from numpy import load; load('x')", "import numpy.ctypeslib", "np.ctypeslib", "x.tofile('/tmp/x')", "x.dump('y')",
    "x.ctypes", "x.data", "x.base", "x.real", "np.core", "np.linalg.inv(x)", "np.fft", "torch.load('x')", "math.__dict__",
    "f'{x}'", "f'{x.__class__}'", "'{0.__class__}'.format(x)", "'a' * 1000000000", "b'bytes'", "r'raw'", "'''x", '"""', "'\\N{DIGIT ONE}'",
    "'\\q'", "`id`", "$(id)", "${7*7}", "{{7*7}}", "%s%s%s%n", "../../etc/passwd", "<script>alert(1)</script>", "</script>", "<!--",
    "\\write18{id}", "\\input{/etc/passwd}", "\\verbatiminput{x}", "javascript:alert(1)", "x = '<img src=x onerror=alert(1)>'", "#</style>",
    "while True: pass", "for i in range(10**9): x = x + 1", "for t in range(500): w = w - 1", "class A: pass", "async def f(): pass",
    "yield x", "return x", "global x", "nonlocal x", "del x", "assert x", "raise x", "try: x\nexcept: pass", "with x: pass", "pass", "...",
    "match x:\n case 1: pass", "@x\ndef f(): pass", "def f(*a, **k): return a\nf(x)", "def f(a=f): return a\nf(x)", "lambda: 0", "lambda x: x",
    "[x for x in range(10**9)]", "{x: 1}", "{1, 2}", "(x for x in x)", "x if x else y", "x and y", "not x", "x is y", "x in y", "x < y", "x == y",
    "x := 1", "(x := 1)", "x; ; y", "x = ", "= x", "x = y = ", "x += 1", "x: int = 1", "a, b = 1", "a, b = [1, 2]", "a, *b = 1, 2", "*x", "**x",
    "exp()", "exp(1, 2, 3)", "exp(x, bad=1)", "exp(*x)", "exp(**x)", "max()", "sin(x)(y)", "exp", "np.exp", "np", "x = exp", "exp = 3; exp(1)",
    "np.exp = 3", "x.y = 3", "x[0] = 3", "pi = 4; pi", "e", "e = 2; e", "None", "True", "False", "print()", "print(x)", "self.x",
]  # fmt: skip
CHARACTERS = [
    "", " ", "\n", "\t", "\x00", "x\x00y", "\ufeffx", "x\u200by", "x\u202ey", "x\u2028y", "x\u2029y", "\x1b[31mx", "\x7f", "\x85", "\xa0x",
    "x\r\ny", "x\ry", "x\x0cy", "x\x0by", "\u2212x", "x\u00d7y", "x\u00b7y", "x\u00b2", "x\u00b3", "\u221ax", "\u03c3(x)", "w\u2080*x\u2080",
    "\u00e9 + 1", "e\u0301 + 1", "\u0445 + x", "\uff58 + x", "\U0001d427\U0001d429.\U0001d41e\U0001d431\U0001d429(x)", "\u017fin(x)",
    "\u00aa", "\ufb01le", "\u212f", "\u00b5 + \u03bc", "\U0001f600", "\U0001f468\u200d\U0001f469", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "\u0661 + \u0662", "\uff11", "\u2460", "\u00bd", "\u2160", "\u2211x", "\u2202x", "\u221e", "x\u1d40", "x\u2032", "\u4e2d\u6587 + 1",
    "\u0627\u0644 + 1", "x \u2260 y", "x \u2264 y", "\uffff", "\ufffe", "\U0010ffff", "\ue000", "a\u0300" * 3_000, "x\u20d7", "#\x00", "# \u202e",
    "x #\u2028 y", "\\", "x \\", "x \\ y", "'", '"', "?", "!", "x!", "x?y", "$x", "@x", "x ? y : z", "x => y", "x && y", "x || y", "x++", "++x", "x--",
    "--x", "x<-y", "x->y", "%%", "%", "~x", "&x", "|", "||x||", "|x|", "x'", "x''", ",", ",x", "x,", "x,y", ".", "..", ".x", "x.", "x..y", ":", "x:", ";", ";;",
]  # fmt: skip
# One gate with thousands of inputs.
WIDE_GATES = [repeated("x,", 7_000) + "x", "[" + repeated("[1,2],", 2_600) + "]", "[" + repeated("x,", 7_000) + "x]"]
HOSTILE: list[str] = list(
    dict.fromkeys([*DEEP, *UNCLOSED, *CHAINS, *LEFT_DEEP, *WIDE, *NUMBERS, *SIZES, *ESCAPES, *CHARACTERS])
)
assert len(HOSTILE) > 500
