"""Python's own modules of numbers: math, statistics, random, operator."""

from __future__ import annotations

import ast
import math
import random
from collections.abc import Callable, Mapping

from ..arrays import entries, get_item
from ..calling import Arguments
from ..comparisons import compare
from ..objects import get_attribute
from ..operators import SIGNS, binary, negative
from ..values import Builtin, Const, Items, Value
from .builtins import PYTHON
from .creation import checked_size, literal
from .numpy import NUMPY
from .random import uniform_between, unseeded
from .rows import Row, op
from .source_definitions import SourceDefinitions

__all__ = ["LOG", "MATH", "OPERATOR", "RANDOM", "STATISTICS"]

MATH_TEXT = SourceDefinitions(
    """
@hidden
def log(x, base=None):
    return np.log(x) if base is None else np.log(x)/np.log(base)

@hidden
def hypot(*coordinates):
    if len(coordinates) == 2:
        return np.hypot(coordinates[0], coordinates[1])
    return np.sqrt(sum([c**2 for c in coordinates]))

@hidden
def dist(p, q):
    return np.sqrt(sum([(a - b)**2 for a, b in zip(p, q)]))

@hidden
def prod(iterable, start=1):
    result = start
    for value in iterable:
        result = result * value
    return result

@hidden
def sumprod(p, q):
    return sum([a*b for a, b in zip(p, q)])

@hidden
def gamma(x):
    if x <= 0:
        refuse('`math.gamma` is read for positive numbers.', 'Give it a number above 0.')
    return np.exp(lgamma(x))

@hidden
def isclose(a, b, rel_tol=1e-09, abs_tol=0.0):
    return abs(a - b) <= max(rel_tol*max(abs(a), abs(b)), abs_tol)
""",
    {"np": "numpy"},
    {"lgamma": op("lgamma")},
)


def _whole(name: str, exact: Callable[[float], int]) -> Row:
    """`math.floor(x)`: a whole number."""

    def run(call: Arguments) -> Value:
        (a,) = call.bind("a")
        if type(a) is Const and math.isfinite(a.value):
            return call.constant(exact(a.value))
        return call.emit(name, [a], None, "int")

    return run


def _counted(function: Callable[..., int], signature: str) -> Row:
    """Return the row of a function of known whole numbers: `math.factorial(5)`."""

    def run(call: Arguments) -> Value:
        numbers = [call.integer(value) for value in call.bind(signature)]
        if any(abs(number) > 1000 for number in numbers) and function not in (math.gcd, math.isqrt):
            raise call.refuse(f"`{call.name}` is read up to 1000.", "Use smaller numbers.")
        try:
            result = function(*numbers)
        except ValueError as error:
            raise call.refuse(
                f"`{call.name}` does not take that. Python says: `{error}`.", "Use whole numbers from 0."
            ) from None
        return call.constant(
            result if abs(result) < 2**63 else float(result) if result.bit_length() < 1024 else math.inf
        )

    return run


LOG = MATH_TEXT.row("log")
MATH: Mapping[str, Row | Value] = {
    **{
        name: NUMPY[name]
        for name in (
            "exp", "sqrt", "sin", "cos", "tan", "tanh", "sinh", "cosh", "log2", "log10", "log1p", "expm1", "degrees",
            "radians", "copysign", "fmod", "exp2", "cbrt", "isnan", "isinf", "isfinite", "pow", "modf", "atan2", "asin",
            "acos", "atan", "asinh", "acosh", "atanh",
        )
    },
    **MATH_TEXT.rows(),
    "floor": _whole("floor", math.floor), "ceil": _whole("ceil", math.ceil), "trunc": _whole("trunc", math.trunc),
    "fabs": op("abs"), "lgamma": op("lgamma"), "erf": op("erf"), "erfc": op("erfc"), "fsum": PYTHON["sum"],
    "remainder": lambda call: _remainder(call), "factorial": _counted(math.factorial, "n"),
    "comb": _counted(math.comb, "n, k"), "perm": _counted(math.perm, "n, k"), "gcd": _counted(math.gcd, "a, b"),
    "lcm": _counted(math.lcm, "a, b"), "isqrt": _counted(math.isqrt, "n"),
    "pi": math.pi, "e": math.e, "tau": math.tau, "inf": math.inf, "nan": math.nan,
}  # fmt: skip


def _remainder(call: Arguments) -> Value:
    """IEEE's remainder: a - b*round(a/b)."""
    a, b = call.bind("a, b")
    times = call.emit("round", [call.emit("div", [a, b])])
    return call.emit("sub", [a, call.emit("mul", [b, times])])


# statistics -----------------------------------------------------------------------------------------------------------


def _deviation(name: str, ddof: int) -> Row:
    def run(call: Arguments) -> Value:
        (data,) = call.bind("data")
        return NUMPY[name](Arguments(call.machine, call.name, [data], {"ddof": Const(ddof)}, call.node))

    return run


STATISTICS: Mapping[str, Row] = {
    "mean": NUMPY["mean"], "fmean": NUMPY["mean"], "median": NUMPY["median"], "variance": _deviation("var", 1),
    "pvariance": _deviation("var", 0), "stdev": _deviation("std", 1), "pstdev": _deviation("std", 0),
}  # fmt: skip

# random: Python's own generator, so that a seed gives the very numbers ------------------------------------------------


def _source(call: Arguments) -> random.Random | None:
    generator = call.machine.generators.get("random")
    return generator if isinstance(generator, random.Random) else None


def _own(call: Arguments) -> random.Random:
    """Return the seeded generator, or one of this reading's own that gives the same for the same text."""
    source = _source(call)
    if source is None:
        own = call.machine.generators.setdefault("random without a seed", random.Random(7))
        assert isinstance(own, random.Random)
        return own
    return source


def _seed(call: Arguments) -> Value:
    (seed,) = call.bind("a=None")
    value = seed if type(seed) is str else 0 if seed is None else call.integer(seed, "A seed")
    call.machine.generators["random"] = random.Random(value)
    return None


def _random(call: Arguments) -> Value:
    call.bind("")
    source = _source(call)
    return unseeded(call, "rand", ()) if source is None else literal(call, source.random())


def _uniform(call: Arguments) -> Value:
    low, high = call.bind("a, b")
    return uniform_between(call, _random(Arguments(call.machine, call.name, [], {}, call.node)), low, high)


def _gauss(call: Arguments) -> Value:
    mean, deviation = call.bind("mu=0.0, sigma=1.0")
    source = _source(call)
    sample = unseeded(call, "randn", ()) if source is None else literal(call, _standard_normal(call, source))
    scaled = binary(call.machine, SIGNS["*"], deviation, sample, call.node)
    return binary(call.machine, SIGNS["+"], mean, scaled, call.node)


def _standard_normal(call: Arguments, source: random.Random) -> float:
    return source.gauss(0.0, 1.0) if call.name.endswith("gauss") else source.normalvariate(0.0, 1.0)


def _randint(call: Arguments) -> Value:
    low, high = (call.integer(value) for value in call.bind("a, b"))
    if high < low:
        raise call.refuse("There is no whole number between these bounds.", "The upper bound must be larger.")
    return call.constant(_own(call).randint(low, high))


def _randrange(call: Arguments) -> Value:
    bounds = [call.integer(value) for value in call.args]
    if not 1 <= len(bounds) <= 3 or not range(*bounds):
        raise call.refuse("There is no whole number between these bounds.", "The upper bound must be larger.")
    return call.constant(_own(call).randrange(*bounds))


def _places(call: Arguments, values: Value) -> list[int]:
    return list(range(len(entries(call.machine, values, call.node))))


def _choice(call: Arguments) -> Value:
    (values,) = call.bind("seq")
    return get_item(call.machine, values, Const(_own(call).choice(_places(call, values) or [0])), call.node)


def _sample(call: Arguments) -> Value:
    values, count = call.bind("population, k")
    parts, size = entries(call.machine, values, call.node), call.integer(count)
    if not 0 <= size <= len(parts):
        raise call.refuse("There are not so many values to choose from.", "Choose fewer.")
    return Items(parts[place] for place in _own(call).sample(range(len(parts)), size))


def _choices(call: Arguments) -> Value:
    values, _, _, count = call.bind("population, weights=None, cum_weights=None, k=1")
    parts = entries(call.machine, values, call.node)
    (size,) = checked_size(call, (call.integer(count),))
    return Items(parts[place] for place in _own(call).choices(range(len(parts)), k=size))


def _shuffle(call: Arguments) -> Value:
    (values,) = call.bind("x")
    if not isinstance(values, Items):
        raise call.refuse("`random.shuffle` is read for lists.", "Use `np.random.shuffle`.")
    order = list(range(len(values)))
    _own(call).shuffle(order)
    values[:] = [values[place] for place in order]
    return None


RANDOM: Mapping[str, Row] = {
    "seed": _seed, "random": _random, "uniform": _uniform, "gauss": _gauss, "normalvariate": _gauss,
    "randint": _randint, "randrange": _randrange, "choice": _choice, "choices": _choices, "sample": _sample,
    "shuffle": _shuffle,
}  # fmt: skip

# operator -------------------------------------------------------------------------------------------------------------


def _sign(sign: str) -> Row:
    def run(call: Arguments) -> Value:
        a, b = call.bind("a, b")
        return binary(call.machine, SIGNS[sign], a, b, call.node)

    return run


def _compared(sign: type[ast.AST]) -> Row:
    def run(call: Arguments) -> Value:
        a, b = call.bind("a, b")
        return compare(call.machine, sign, a, b, call.node)

    return run


def _getter(take: Callable[[Arguments, Value, Value], Value]) -> Row:
    """`itemgetter(1)`, `attrgetter('x')`: a function that takes it from what it is given."""

    def run(call: Arguments) -> Value:
        (key,) = call.bind("key")
        return Builtin("getter", lambda later: take(later, later.args[0], key))

    return run


def _negative(call: Arguments) -> Value:
    return negative(call.machine, call.bind("a")[0], call.node)


OPERATOR: Mapping[str, Row] = {
    "add": _sign("+"), "sub": _sign("-"), "mul": _sign("*"), "truediv": _sign("/"), "pow": _sign("**"),
    "matmul": _sign("@"), "floordiv": _sign("//"), "mod": _sign("%"), "neg": _negative, "gt": _compared(ast.Gt),
    "ge": _compared(ast.GtE), "lt": _compared(ast.Lt), "le": _compared(ast.LtE), "eq": _compared(ast.Eq),
    "itemgetter": _getter(lambda call, owner, key: get_item(call.machine, owner, key, call.node)),
    "attrgetter": _getter(lambda call, owner, key: get_attribute(call.machine, owner, str(key), call.node)),
}  # fmt: skip
