"""LaTeX as it stands on a slide -> a program: its equations one by one, whatever environment they are in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...errors import SourceError
from ...graph import Note
from .calculator import Calculated
from .mapped import Edit, Mapped, SourcePlaces
from .notation import tree
from .notation.layers import Sized, settled
from .notation.naming import label_of
from .notation.parser import StatementParser
from .notation.pieces import pieces
from .notation.recurrences import step_by_step
from .notation.resolve import resolved
from .notation.scripts import exponent
from .notation.statements import StatementLine, read_line
from .notation.substituted import with_numbers
from .notation.tex import BREAK, CELL, ROW, WORDS, tex_tokens
from .notation.tex_commands import COMMANDS
from .notation.text_names import TextNames, functions_of_places
from .notation.tokens import COMMAND, NAME, SIGN, Token
from .notation.tree import Node, Statement
from .notation.vector_entries import vectors_in, with_entries
from .notation.write import mapped
from .signs import GREEK
from .vocabulary import ELEMENTARY, SEVERAL

__all__ = ["is_latex", "read_latex"]

_LATEX = re.compile(r"\\[A-Za-z]{2}|\\\\(?!\n)|\\[({\[|,;!]|(?<![\w$])\$[^$\n]{1,400}\$|\$\$")
# Formulas of LaTeX without a command: W_{11}^1 = 0.1, x_i^L = y_i, n^l = 1000, (y_j - a_j^L)^2.
_SCRIPTS = re.compile(
    r"[_^]\{|(?<!\w)[A-Za-z]_\w\^\w[ \t]*=(?!=)|(?<!\w)[A-Za-z]\^[A-Za-z][ \t]*=(?!=)"
    r"|(?<!\w)[a-z](?:_[a-z]\^L(?!\w)|\^L_[a-z])"
)
_SCRIPT = frozenset({"{", "}", "_", "^"})
_WORDS = re.compile(r"[^\W\d_]{2,}")
# Commands whose first letter was eaten as an escape of a string: \f of \frac, \n of \neq, \r of \right, ...
_EATEN = re.compile(
    r"(?<![A-Za-z\\])[\x00-\x1f]?(?:(?P<f>rac\{)|(?P<b>eta\b|egin\{|ar\{)|(?P<r>ight(?:arrow\b|\b)|ho\b)"
    r"|(?P<n>abla_|eq[ ]|u\b)|(?P<t>heta\b|anh\b|imes\b|ext\{|au\b|o(?=[ ]*(?:\\hspace|\\qquad))))|(?P<row>\\ )(?=\S)"
)
_CERTAIN = re.compile(
    r"(?<![A-Za-z\\])(?:rac\{|egin\{|abla_|ight(?=[)\]]|arrow\b|$))|(?<=\{[a-z] )eq (?=[a-z])|[\x0b\x0c]rac"
    r"|\x08(?:eta|egin|ar)|\x07lpha"
)
# A word alone on the left of an equals sign is one name: target = 0.01.
_ASSIGNED = re.compile(
    r"(?:^|[,;\n$]|\\q?quad\b|\\\\)[ \t]*([A-Za-z]{2,12})(?:[_^](?:\{[^{}\n]{1,12}\}|\w+)){0,2}[ \t]*&?=(?!=)"
)
_OPERATORS = frozenset(
    {"=", "+", "-", "*", "·", "/", "<", ">", "<=", ">=", "(", "[", "{", ",", "^", "_", "&", "|", "<-", ":="}
)
_CONTINUES = frozenset({"=", "+", "-", "*", "·", "/", "<", ">", "<=", ">=", ")", "]", "}", ",", "^", "_", "<-", ":="})


def is_latex(code: str) -> bool:
    """Return whether a text with blank strings and comments is LaTeX: Python has a backslash only at a line's end."""
    if ("\\" in code or "$" in code) and _LATEX.search(code) is not None:
        return True
    if _SCRIPTS.search(code) is not None and all(
        word in ELEMENTARY or word in SEVERAL or word in WORDS for word in _WORDS.findall(code)
    ):
        return True
    return _CERTAIN.search(code) is not None


def _restored(text: Mapped) -> Mapped:
    """Restore the first letter that commands lost in a string."""
    edits = []
    for result in _EATEN.finditer(text.text):
        word = result[0].lstrip("".join(map(chr, range(32))))
        new = "\\\\ " if result.lastgroup == "row" else f"\\{result.lastgroup}{word}"
        edits.append(Edit(result.start(), result.end(), new))
    return text.edited(edits)


# A line that is an equation: P = WX. One of words, `Loss: L = ...`, is none.
_EQUATION = re.compile(r"(?m)^[ \t]*\\?[A-Za-z]\w{0,3}(?:_\{?\w+\}?|\^\{?\w+\}?)*[ \t]*=(?!=)[^$\n]+$")
_TIME = re.compile(r"\^\{[ ]*(?:\\langle|<|⟨)[ ]*([^{}<>⟨⟩\\]{1,20}?)[ ]*(?:\\rangle|>|⟩)[ ]*\}")  # a^{⟨t⟩}: at time t
_MATH = re.compile(
    r"\\begin\{(align|aligned|equation|gather|eqnarray)(\*?)\}(?:[^\\]|\\(?!end\{))*\\end\{\1\2\}"
    r"|\$\$?[^$]*\$\$?|\\\[(?:[^\\]|\\(?![\[\]]))*\\\]|\\\((?:[^\\]|\\(?![()]))*\\\)"
)

_SYMBOL = re.compile(r"(?:\$|\\\()[ ]*(?:\\(?!frac|partial|nabla)[A-Za-z]+|[A-Za-z])(?:[_^{][\w\\{}]*)?[ ]*(?:\$|\\\))")


def _mathematics(text: Mapped) -> Mapped:
    """Keep only the text in dollars or in a formula's brackets, if there is any; the words around it are prose."""
    cuts: list[Edit] = []
    at = 0
    formulas = [*_MATH.finditer(text.text)]
    if any("=" in each[0] for each in formulas):  # `$t$ is the target` only mentions t
        formulas = [each for each in formulas if _SYMBOL.fullmatch(each[0]) is None]
    for result in formulas:
        cuts += _words(text.text, at, result.start())
        at = result.end()
    if not at:
        return text
    cuts += _words(text.text, at, len(text.text))
    return text.edited(cut for cut in cuts if cut.end > cut.start)


def _words(text: str, start: int, end: int) -> list[Edit]:
    """Return the edits that drop what stands between formulas; lines that are formulas themselves stay."""
    cuts, at = [], start
    for line in _EQUATION.finditer(text, start, end):
        cuts.append(Edit(at, line.start(), "\n"))
        at = line.end()
    return [*cuts, Edit(at, end, "\n" if cuts else "")]


def read_latex(text: Mapped, values: frozenset[str], places: SourcePlaces) -> Calculated:
    """Return the statements of a text in LaTeX.

    Raises:
        SourceError: what is not read, or that nothing in the text computes anything.
        LimitError: braces inside each other.
    """
    if _CERTAIN.search(text.text):
        text = _restored(text)
    text = text.edited(Edit(time.start(), time.end(), f"_{{{time[1]}}}") for time in _TIME.finditer(text.text))
    values = values | {match[1] for match in _ASSIGNED.finditer(text.text)}
    result = tex_tokens(_mathematics(text), places, values)
    arrow = next((token for token in result if token.text == "→"), None)
    if (
        arrow is not None
        and not any(token.text == "lim" for token in result)
        and not any(token.text in ("=", "<-", ":=") for token in result)
    ):
        raise SourceError(
            "no-computation",
            "An arrow says what leads to what; it computes nothing.",
            span=places.span(arrow.start, arrow.end),
            hint="Type a formula, such as `f = Wx`.",
        )
    rows = _pieces(result)
    names = _names(rows, values)
    line = StatementLine(names, places, COMMANDS)
    statements_by_line: list[list[Statement]] = []
    problem: SourceError | None = None
    sets: Sized = []
    for row in rows:
        try:
            membership = _membership(row, line)
            if membership:
                sets += membership
                continue
            statements_by_line.append(read_line(row, line))
        except SourceError as error:
            if error.code == "empty":
                continue
            if error.code != "no-computation":
                raise
            problem = problem or error
            line.notices.append(Note("no-computation", error.detail, error.span))
    if not statements_by_line:
        raise problem or _nothing(rows, sets, places)
    statements_by_line = with_numbers(statements_by_line, line.numbers, values)
    statements_by_line = with_entries(statements_by_line, vectors_in(statements_by_line), names)
    statements_by_line = step_by_step(statements_by_line, line)
    lines, sized = settled(statements_by_line, names, line.layers)
    statements, facts = resolved(lines, names, places)
    sizes = {facts.name_of(name): tuple(map(_size, dims)) for name, dims in [*sized, *sets]}
    flat = [statement for row in statements for statement in row]
    sizes = {**facts.sizes(), **sizes}
    return Calculated(mapped(flat), True, tuple(line.notices), tuple(line.alternatives), sizes)


def _size(node: Node) -> int | str:
    return int(node.text) if isinstance(node, tree.NumberPart) and node.text.isdigit() else label_of(node)


def _nothing(rows: Sequence[Sequence[Token]], sets: Sized, places: SourcePlaces) -> SourceError:
    if sets:
        name = sets[0][0]
        return SourceError(
            "no-computation",
            "This says how large something is; it computes nothing.",
            span=places.span(name.start, name.end),
            hint="Add the formula that uses it, such as `f = Wx`, on a line of its own.",
        )
    return SourceError("empty", "There is no formula yet.", hint="Type one, such as `f = \\max(0, Wx)`.")


def _pieces(tokens: Sequence[Token]) -> list[list[Token]]:
    """Return the equations: split at \\\\, wide blanks, arrows and line ends; a row that starts with `=` goes on."""
    pieces: list[list[Token]] = [[]]
    depth = 0
    behind: list[Token | None] = [None] * len(tokens)  # the next token that is no break
    for i in range(len(tokens) - 2, -1, -1):
        behind[i] = behind[i + 1] if tokens[i + 1].kind in (BREAK, CELL) else tokens[i + 1]
    for i, token in enumerate(tokens):
        if token.kind == COMMAND and token.text in ("cases", "matrix"):
            depth += 1
        elif token.kind == COMMAND and token.text == "end":
            depth -= 1
        elif token.kind == SIGN:
            depth += (token.text in ("{", "(", "[")) - (token.text in ("}", ")", "]"))
        if depth > 0 or not _splits(token):
            if token.kind != BREAK:
                pieces[-1].append(token)
            continue
        if _ends_here(token, pieces[-1], behind[i], tokens[i + 1 : i + 2]):
            pieces.append([])
    return _continued([piece for piece in pieces if piece and (len(pieces) == 1 or not _is_heading(piece))])


def _is_heading(piece: Sequence[Token]) -> bool:
    """Return whether a piece is a word for the formula beside it: \\quad \\text{Regularization}."""
    return (
        len(piece) == 1
        and piece[0].kind == NAME
        and piece[0].end - piece[0].start > len(piece[0].text) + 1
        and (len(piece[0].text) > 3 and piece[0].text not in GREEK.values())
    )


def _splits(token: Token) -> bool:
    return token.kind in (ROW, BREAK, CELL) or (token.kind == SIGN and token.text == "→")


def _ends_here(token: Token, before: list[Token], following: Token | None, after: Sequence[Token]) -> bool:
    """Return whether the equation so far is complete at this break."""
    if (
        not before
        or token.kind == ROW
        or (token.kind == BREAK and token.text in ("\n\n", "begin", "end", "$", "\\[", "\\]"))
    ):
        return True
    last = before[-1]
    if last.kind == SIGN and last.text in _OPERATORS:
        return False
    if token.kind == CELL:
        goes_on = following is None or (following.kind == SIGN and following.text in _CONTINUES)
        return not goes_on or bool(after and after[0].kind == CELL)
    return not (following is not None and following.kind == SIGN and following.text in _CONTINUES)


def _continued(pieces: list[list[Token]]) -> list[list[Token]]:
    """Join a derivation over several rows into one chain of equals signs."""
    joined: list[list[Token]] = []
    for piece in pieces:
        first = piece[0]
        if joined and first.kind == SIGN and first.text in ("=", "+", "-", "·", "*") and piece[1:]:
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


_BESIDE = re.compile(r" *([(){}_',]) *")  # signs that stand in a name with its arguments, without the blanks


def _names(rows: Sequence[Sequence[Token]], values: frozenset[str]) -> TextNames:
    """Return the names that the equations set, define and use."""
    assigned: set[str] = set()
    functions: set[str] = set()
    parameters: set[str] = set()
    used: list[str] = []
    used += [token.text for row in rows for token in row if token.kind == NAME]
    for row in (piece for tokens in rows for piece in pieces(tokens, latex=True)):
        for i, token in enumerate(row):
            if token.kind == NAME and token.text == "sigma" and not _is_applied(row, i + 1):
                parameters.add("sigma")
        at = _first_equals(row)
        left = row[:at]
        symbols = (token.text for token in left if token.kind == NAME and token.text not in ELEMENTARY)
        name = next(symbols, "d")  # whatever stands over it; of log p(x) it is p
        opened = next((i for i, token in enumerate(left) if token.text in ("(", "[")), 0)
        if opened and left[-1].text in (")", "]"):  # L(θ) = ..., σ'(z) = ...
            inside = [token for token in left[opened + 1 : -1] if token.text not in _SCRIPT]
            named = all(token.kind in (NAME, COMMAND) or token.text in (",", ";") for token in inside)
            unnamed = any(token.text in ("'", "∂", "d", *ELEMENTARY) for token in left[:opened])
            if left[opened].text == "(" and named and not unnamed:
                functions.add(name)
                parameters.update(token.text for token in inside if token.kind == NAME)
            continue
        if name not in ("d", "∂"):
            assigned.add(name)
    text = _BESIDE.sub(r"\1", "\n".join(" ".join(token.text for token in row) for row in rows))
    places = functions_of_places(text) - values - assigned
    return TextNames(values, assigned, functions - places, used, parameters - functions, places=places)


def _first_equals(row: Sequence[Token]) -> int:
    """Return the place of the first equals sign outside of brackets; 0 if there is none."""
    depth = 0
    for i, token in enumerate(row):
        depth += (token.text in ("{", "(", "[")) - (token.text in ("}", ")", "]"))
        if depth == 0 and token.kind == SIGN and token.text in ("=", ":=", "<-"):
            return i
    return 0


def _is_applied(row: Sequence[Token], at: int) -> bool:
    """Return whether a function's brackets follow, a prime or a power before them allowed."""
    while at < len(row) and row[at].text in ("'", "^"):
        at += 1
    return at < len(row) and row[at].text in ("(", "{", "[")


def _membership(row: Sequence[Token], line: StatementLine) -> Sized:
    """x ∈ ℝ^D, W ∈ ℝ^{C × D}: sizes. Empty for any other row."""
    if not any(token.text == "∈" for token in row) or any(token.text == "∑" for token in row):
        return []
    parser = StatementParser(row, line.names, line.places, COMMANDS)
    sized: Sized = []
    names: list[tree.NamePart] = []
    while parser.peek.kind == NAME or parser.peek.kind == COMMAND:
        value = parser.postfix()
        value = parser.power() if not isinstance(value, tree.NamePart) else value
        if isinstance(value, tree.NamePart):
            names.append(value)
        if parser.accept(","):
            continue
        if parser.accept("∈") and parser.peek.text.startswith("ℝ"):
            parser.next()
            dims: Node = tree.NumberPart(parser.before.start, parser.before.end, "1")
            if parser.accept("^"):
                dims = exponent(parser)
            sizes = tuple(dims.factors) if isinstance(dims, tree.ProductPart) else (dims,)
            sized += [(name, sizes) for name in names]
            names = []
            parser.accept(",", ";")
            continue
        break
    if sized and parser.peek.kind == "end":
        return sized
    token = next(token for token in row if token.text == "∈")
    raise SourceError(
        "no-computation",
        "This says which set something belongs to; it computes nothing.",
        span=line.places.span(row[0].start, row[-1].end if row else token.end),
        hint="Type a formula, such as `f = Wx`.",
    )
