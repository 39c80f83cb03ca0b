"""Names of a text, and the split of a word into several that stand side by side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable

from ..signs import canonical_name
from ..vocabulary import CONSTANTS, ELEMENTARY, KEYWORDS, LIBRARIES, PROGRAM, RESERVED
from .quantities import NO_PRODUCTS, NO_QUANTITIES, QuantityNames, quantities_side_by_side

__all__ = ["FUNCTION_LETTERS", "PRODUCT_WITH_RESULT", "TextNames", "functions_of_places", "names_of"]

_N = r"[^\W\d]\w*+"  # a name
_B = r"[ \t]*+"  # blanks
_WORD = re.compile(_N)
_ASSIGNED = re.compile(rf"(?<![/∂.])\b({_N}){_B}(?:(?:[-+*/@]|//|\*\*|:)?=(?!=)|<-)|\bas[ \t]+({_N})")
_SEVERAL = re.compile(r"(?m)^[ \t]*+(?!def\b)([\w \t,()*\[\]]{3,300}?)=(?!=)|\bfor[ \t]+([\w \t,()*]{1,300}?)[ \t]in\b")
_PLACES = re.compile(r"(?<=\w)\[[^\[\]\n]*\]")  # C[i, j] = ... gives i no value
_BESIDE = re.compile(r"\w[ \t]+\w")
_UNAPPLIED = re.compile(rf"(?<!\w){_N}(?!\()")  # a word that is no function in front of its argument
_DEFINED = re.compile(
    rf"\b(?:def|class|function)[ \t]+({_N})"
    rf"|\b({_N}){_B}(?:=|<-|:=){_B}(?:lambda\b|@\(|function\b)"
    rf"|\b({_N}){_B}\({_B}{_N}(?:{_B}[,;]{_B}{_N})*+{_B}\){_B}:?=(?!=)"
)
_PARAMETERS = re.compile(
    rf"\bdef[ \t]+{_N}{_B}\(([^()\n]{{0,500}})\)|\b{_N}{_B}\(([^()\n=]{{0,200}})\){_B}:?=(?!=)"
    r"|\blambda\b([^:\n]{0,200}):"
)
_IMPORTED = re.compile(r"\bimport[ \t]+([\w., \t()]{1,500})")
# A name that may stand for a function or an object: f = np.exp, model = Net(3)
_LOOP_VARIABLE = re.compile(rf"\bfor[ \t]+({_N})[ \t]+in[ \t]+(?!range\b)")
# for i, m in enumerate(layers)
_LOOP_VARIABLES = re.compile(rf"\bfor[ \t]+\(?({_N}(?:{_B},{_B}{_N}){{1,5}}+)\)?[ \t]+in\b")
_MAYBE = re.compile(rf"(?m)\b({_N}){_B}={_B}([^\W\d][\w.]*+){_B}(\(|$)")
_APPLIED = re.compile(r"(\d*)([^\W\d]\w*)")
_SIGMA = re.compile(r"\bsigma\b(?![ \t]*+['′(^])")
_WORDS_OF_TWO = frozenset({"Tr", "Re", "Im", "If", "In"})
_MATRIX_TERM = re.compile(
    r"(?m)(?:[-−+(|‖]|(=))[ \t]*([A-Z]\d?[hxz]|[WUV][XH]|X[wbWV]|H[WV]|[axh]W\d?)(?=[ \t]*(?:[-+−)|‖]|$|(?(1)[,;])))"
)
_IN_PROGRAMS = re.compile(r"\b(?:import|def|class|np|torch)\b|@|\.dot\(")
_ITSELF = re.compile(r"(?<![\w.])([^\W\d]\w*+)\((?=[^()\n]{0,60}(?<![\w.])\1(?![\w.(]|[ \t]*=))")
_CODE = re.compile(r"\b(?:import|def|class|lambda|return|for|while|with|if)\b")
_EXPLICIT = re.compile(rf"(?<!\*)\*(?!\*)|{PROGRAM}")
PRODUCT_WITH_RESULT = re.compile(r"=[ \t]*+([a-z]{2})[ \t]*+=[ \t]*+[-−]?[\d.]")
_COEFFICIENTS, _VARIABLES = "abckmuwxy", "xyz"
_OTHER_PRODUCTS = re.compile(
    r"(?<=\d)[ \t]*\*(?=[ \t]*[-(]?[\d.])|(?:d|∂)\w{1,12}[ \t]*/[ \t]*(?:d|∂)\w{1,12}[ \t]*\*(?!\*)"
)
_BELOW = "ijkntoh"  # letters that stand below another one: an index, a layer
_TRANSPOSE = re.compile(
    r"[ᵀ⊤]|\^T(?:[A-Za-z]{1,2})?\b|[^\W\d]['′](?![\w=])|[^\W\d]['′][A-Z]|\^\{?\\?(?:top|intercal)\b"
)
_PRIMED = re.compile(rf"(?m)(?:^|[,;]){_B}({_N})'+{_B}=(?!=)")  # h' = tanh(...)
_ARGUMENT = r"[a-z](?:_(?:\w+|\{[^{}]*\}))?'*"
_PLACE = re.compile(rf"(?<![A-Za-z0-9_\\])([A-Z])\(({_B}{_ARGUMENT}(?:{_B},{_B}{_ARGUMENT})*{_B})\)")  # V(s'), Q(s, a)
_PRIMED_PLACE = re.compile(rf"\b({_N})\({_B}({_N})'+{_B}\)")  # V(s')
FUNCTION_LETTERS = "fghFGH"  # letters that stand for functions
_PARTS = 6  # names side by side in one word
_LENGTH = 24  # characters of a word that may be several names


class TextNames:
    """The names of one text. All are canonical: Greek letters are their words."""

    __slots__ = (
        "all_names", "assigned", "functions", "matrices", "maybe", "paper", "parameters", "places", "primed",
        "products", "quantities", "transposes", "used", "values",
    )  # fmt: skip

    def __init__(
        self,
        values: Collection[str] = (),
        assigned: Iterable[str] = (),
        functions: Iterable[str] = (),
        used: Iterable[str] = (),
        parameters: Iterable[str] = (),
        maybe: Iterable[str] = (),
        transposes: bool = False,
        primed: Iterable[str] = (),
        places: Iterable[str] = (),
        matrices: Iterable[str] = (),
        paper: bool = False,
        quantities: QuantityNames = NO_QUANTITIES,
    ) -> None:
        self.values = frozenset(values)
        self.functions = frozenset(functions)
        self.assigned = frozenset(assigned) - self.functions
        self.parameters = frozenset(parameters)
        self.used = Counter(used)
        self.maybe = frozenset(maybe)
        self.primed = frozenset(primed)  # names that the text sets with a prime: h' = ...
        self.places = frozenset(places)  # functions that stand for their values alone: V(s), V(s')
        self.matrices = frozenset(matrices)  # words that are a matrix and a vector: Wx + b
        self.paper = paper  # whether the text is formulas without the sign `*`
        self.transposes = transposes  # whether a transpose of paper stands somewhere
        self.all_names = self.values | self.assigned | self.parameters
        self.products = quantities.words - self.all_names - self.functions - self.matrices  # mc², the ma of F = ma
        self.quantities = quantities.letters

    def is_number(self, name: str) -> bool:
        """Return whether the name stands for a value rather than a function."""
        return name in self.all_names and name not in self.functions

    def splits(self, word: str) -> list[str] | None:
        """Return the names side by side in `word`, if each of them exists and the word itself does not."""
        if not self._is_free(word) or not 2 <= len(word) <= _LENGTH:
            return None
        return _split(word, self._stands) or self._matrix_and_vector(word) or self._product_on_paper(word)

    def _product_on_paper(self, word: str) -> list[str] | None:
        """Return q and z of the `qz` behind `q = x + y`, w and x of the wx beside w: no sign `*` stands anywhere.

        What ends with the letter of an index or of a layer, h_t and w_o, is one name. So is what has no letter alone,
        but for a coefficient and a variable: mx + b, ax + by + c.
        """
        if word in self.products and self._is_free(word):
            return list(word)
        letters = self.may_split(word) if self.paper else None
        if letters is None or not word.islower():
            return None
        first, second = letters
        if not self.quantities.isdisjoint(letters) and not self._is_index(second):
            return letters
        named = (self._stands(first) and second not in _BELOW) or (self._stands(second) and second in "xyz")
        linear = (
            first in _COEFFICIENTS
            and second in _VARIABLES
            and first != second
            and (word != "by" or self.used["ax"] > 0)
        )
        return letters if named or linear else None

    def _is_index(self, letter: str) -> bool:
        """Return whether a letter stands below another one, and not for a quantity."""
        return letter in _BELOW and letter not in self.quantities

    def _matrix_and_vector(self, word: str) -> list[str] | None:
        """Return A and x of the `Ax` in xᵀAx, Q and K of QKᵀ, W and x of Wx + b: there a capital is a matrix."""
        is_product = self.transposes and len(word) == 2 and word.isalpha() and word[0].isupper()
        if word in self.matrices or (is_product and word not in _WORDS_OF_TWO):
            return re.findall(r"[A-Za-z]\d?", word)
        return None

    def may_split(self, word: str) -> list[str] | None:
        """Return the two letters of a word that may or may not be one name, to be offered as another reading."""
        if not self._is_free(word) or word in NO_PRODUCTS or len(word) != 2:
            return None
        return list(word) if word.isalpha() and word.isascii() and word[0] not in "dD" else None

    def splits_behind_number(self, word: str) -> list[str] | None:
        """The letters of `ac` in 4ac, where `ac` is no other word of the text.

        One of them is a name of its own, or no sign `*` stands anywhere and the last is no index: 2xy, 1/2mv^2.
        """
        letters = self.may_split(word) or (list(word) if len(word) == 3 and self._is_free(word) else None)
        if letters is None or not (word.isalpha() and word.isascii() and word.islower()) or self.used[word] > 1:
            return None
        on_paper = self.paper and len(letters) == 2 and letters[1] not in _BELOW
        return letters if on_paper or any(self._stands(letter) for letter in letters) else None

    def functions_and_arguments(self, word: str) -> list[tuple[str, str, str]] | None:
        """`sinx` is sin of x where x is there and `sinx` is not; `sin2xcosx` is a product of two.

        Return the functions, each with the digits before its argument and the argument.
        """
        if not self._is_free(word) or len(word) > _LENGTH:
            return None
        factors: list[tuple[str, str, str]] = []
        while word:
            factor = self._function_at(word)
            if factor is None:
                return None
            factors.append(factor)
            word = word[sum(map(len, factor)) :]
        return factors

    def _function_at(self, word: str) -> tuple[str, str, str] | None:
        """Return the function that a word starts with, and the longest argument behind which it ends or goes on."""
        for size in range(len(word) - 1, 1, -1):
            head = word[:size]
            match = _APPLIED.match(word, size) if head in ELEMENTARY else None
            for end in range(match.end(), match.start(2), -1) if match is not None else ():
                rest = word[match.start(2) : end] if match is not None else ""
                named = self._stands(rest) or rest in ("x", "pi")
                following = word[end:]
                other = not following or any(following.startswith(name) for name in ELEMENTARY if len(name) > 1)
                if match is not None and named and other:
                    return head, match[1], rest
        return None

    def _is_free(self, word: str) -> bool:
        return word not in self.all_names and word not in self.functions and word not in RESERVED

    def _stands(self, name: str) -> bool:
        if name in KEYWORDS or name in LIBRARIES:
            return False
        return name in self.all_names or name == "pi" or (self.used[name] > 0 and name not in RESERVED)


def _split(word: str, stands: Callable[[str], bool]) -> list[str] | None:
    """Return the fewest names that make the word; a name starts with a letter."""
    best: list[list[str] | None] = [[]] + [None] * len(word)
    for end in range(1, len(word) + 1):
        if end < len(word) and not word[end].isalpha():
            continue
        for start in range(end):
            before, part = best[start], word[start:end]
            if before is None or len(before) >= _PARTS or not part[0].isalpha() or len(part) == len(word):
                continue
            here = best[end]
            if (here is None or len(before) + 1 < len(here)) and stands(part):
                best[end] = [*before, part]
    return best[len(word)]


def _primed(text: str) -> set[str]:
    """Return the names whose prime makes another name: h' = ..., and the s' of V(s') beside V(s)."""
    pairs = {name for function, name in _PRIMED_PLACE.findall(text) if f"{function}({name})" in text}
    functions = functions_of_places(text)
    inside = " ".join(arguments for function, arguments in _PLACE.findall(text) if function in functions)
    return pairs.union(_PRIMED.findall(text), re.findall(rf"({_N})'", inside))


def functions_of_places(text: str) -> set[str]:
    """Return the capitals that stand for their values alone: the V of V(s') - V(s), the N of N(d_1) and N(d_2).

    Neither such a letter nor its arguments stand anywhere else, and there are several such values in the text.
    """
    arguments: dict[str, set[str]] = {}
    for letter, inside in _PLACE.findall(text):
        arguments.setdefault(letter, set()).add("".join(inside.split()))
    if sum(map(len, arguments.values())) < 2:
        return set()
    rest = Counter(re.findall(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])", _PLACE.sub(" ", text)))
    functions = {
        letter
        for letter, each in arguments.items()
        if not rest[letter] and not any(rest[one[0]] for inside in each for one in inside.split(","))
    }
    return functions if sum(len(arguments[letter]) for letter in functions) > 1 else set()


def names_of(text: str, values: Collection[str]) -> TextNames:
    """Return the names of a plain text by their form: assigned, defined, a parameter, or used by itself."""
    typed = text
    places = functions_of_places(text)
    primed = map(canonical_name, _primed(text) if "'" in text else ())
    transposes = _TRANSPOSE.search(text) is not None
    text = text if text.isascii() else canonical_name(text)
    assigned = {name for result in _ASSIGNED.findall(text) for name in result if name} - _products_with_result(text)
    for left, each in _SEVERAL.findall(text):
        plain = _PLACES.sub("", left)
        if ("," in plain and not _BESIDE.search(plain)) or each:
            assigned.update(_UNAPPLIED.findall(plain or each))
    definitions = [match for match in _DEFINED.finditer(text) if match[3] is None or _is_leftmost(text, match.start())]
    functions = {name for match in definitions for name in match.groups() if name}
    functions.update(word for group in _IMPORTED.findall(text) for word in _WORD.findall(group))
    headers = [
        tuple(group or "" for group in match.groups())
        for match in _PARAMETERS.finditer(text)
        if match[2] is None or _is_leftmost(text, match.start())
    ]
    of_def = _parameters(group for group, _, _ in headers)
    parameters = of_def | _parameters(group for _, *groups in headers for group in groups)
    if _SIGMA.search(text):
        parameters.add("sigma")  # it stands for a number somewhere: σ(x + 1) is a product
    # `out(1 - out)`: a name in front of a bracket that holds it as a number is a factor.
    if _CODE.search(text) is None:
        parameters |= {match[1] for match in _ITSELF.finditer(text)} - functions
    used = (word for word in _WORD.findall(text) if word not in CONSTANTS and word[-1] != "_")  # the x_ of x_{n+1}
    # def twice(f): a parameter that is called is a function
    handed = {name for name in of_def if len(name) > 1} | {name for name in parameters if name in FUNCTION_LETTERS}
    places -= {*values} | assigned
    maybe = {name for name, value, opened in _MAYBE.findall(text) if not (opened and _gives_number(value))}
    maybe |= handed - assigned
    if _IMPORTED.search(text) is not None:  # a program: `lambda m: m(x)` calls what it is handed, whatever its letter
        maybe |= {name for name in parameters if name.isidentifier() and re.search(rf"\b{name}\(", text)}
    looped = {name for names in _LOOP_VARIABLES.findall(text) for name in _WORD.findall(names)}
    looped.update(_LOOP_VARIABLE.findall(text))
    maybe |= {name for name in looped if f"{name}(" in text}  # [n(x) for n in neurons]
    matrices = _matrices(text) - assigned - parameters
    explicit = _is_explicit(text)
    return TextNames(
        values,
        assigned,
        functions - places,
        used,
        parameters,
        maybe,
        transposes,
        primed,
        places,
        matrices,
        paper=not explicit,
        quantities=NO_QUANTITIES if explicit else quantities_side_by_side(typed),
    )


def _is_explicit(text: str) -> bool:
    """Return whether a text writes the sign of products between names, or is a program.

    A sign behind a derivative, `df/dq * dq/dx`, or between two numbers says nothing of names.
    """
    return _EXPLICIT.search(_OTHER_PRODUCTS.sub(" ", text) if "*" in text else text) is not None


def _products_with_result(text: str) -> set[str]:
    """Return the qz of `f = qz = -12`: a product with its number, where no line sets a name of these letters."""
    if _is_explicit(text):
        return set()
    return {
        word
        for word in set(PRODUCT_WITH_RESULT.findall(text))
        if not re.search(rf"(?m)(?:^|[,;])[ \t]*{word}[ \t]*=", text)
    }


def _matrices(text: str) -> set[str]:
    """Return the words such as `Wx` that stand for a matrix times a vector: terms of a sum, outside of programs.

    A word that is multiplied with something else, or handed to a function beside another, is one name: dot(x, Wx).
    """
    if _IN_PROGRAMS.search(text) is not None:
        return set()
    terms = Counter(word for _, word in _MATRIX_TERM.findall(text))
    return {word for word, count in terms.items() if len(re.findall(rf"\b{word}\b", text)) == count}


def _gives_number(function: str) -> bool:
    """Return whether the value of a function is a number: of `np.exp` and σ, and not of a class."""
    return function == "sigma" or function.rpartition(".")[2] in ELEMENTARY


def _is_leftmost(text: str, start: int) -> bool:
    """Return whether no equals sign stands before it in its statement: `a = f(z) = 0.5` defines no f."""
    begin = max(text.rfind(sign, 0, start) for sign in "\n;,.")
    return "=" not in text[begin + 1 : start]


def _parameters(lists: Iterable[str]) -> set[str]:
    parts = (part for each in lists for part in re.split("[,;]", each))
    return {part.partition("=")[0].partition(":")[0].strip(" \t*") for part in parts} - {""}
