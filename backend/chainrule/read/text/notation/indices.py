"""Index notation: which letters below a name run over its entries, and formulas of entries as formulas of arrays.

`\\sum_j w_{ij} x_j + b_i` is `w @ x + b`. A letter runs over entries where a sum binds it, or where it stands below an
array that a sum showed to be one; every other letter is part of the name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from itertools import pairwise

from . import tree
from .bounds import length_name
from .naming import label_of, named
from .text_names import TextNames
from .tree import Node, Statement
from .walk import nodes
from .windows import has_window, letters_along, window_letters

__all__ = ["Facts", "facts_of", "letters_of"]

INDICES = frozenset("ijklmnpqrstIJKLMNcd")  # letters that people count with
_FEATURES = "features"  # the axis of the vectors that an index counts
Key = tuple[str, str, tuple[str, ...]]


def key_of(name: tree.NamePart) -> Key:
    """Return what tells one name from another, its indices left out."""
    return name.base, name.label, tuple(accent for accent in name.accents if accent != "bar")


def letters_of(name: tree.NamePart) -> list[str]:
    """Return the single letters below a name."""
    return [sub.base for sub in name.subs if isinstance(sub, tree.NamePart) and not sub.subs and len(sub.base) == 1]


class Facts:
    """Arrays of a text: `axes` are the letters that run, `arrays` the names they run over."""

    def __init__(self, axes: frozenset[str], arrays: frozenset[Key], bare: frozenset[Key], names: TextNames) -> None:
        self.axes = axes
        self.arrays = arrays
        self.bare = bare  # names that are set without an index although they are arrays elsewhere: L beside L_i
        self.names = names
        self.zero_based: frozenset[Key] = frozenset()  # arrays whose entries are counted from 0
        self.last: frozenset[str] = frozenset()  # names of last indices: the n of f_n beside ∑_{i=1}^n
        self.ends: dict[str, int] = {}  # letter -> the last index that a sum writes as a number
        self.vectors: set[Key] = set()  # names whose entries are vectors: the x of w^T x_i
        self.biases: set[str] = set()  # numbers that are added to an inner product for every entry: w^T x_i + b
        self.letters: dict[str, tuple[str, ...]] = {}  # array -> the letters that run along its axes

    def sizes(self) -> dict[str, tuple[int | str, ...]]:
        """Return the shape of each array, a letter standing for one size: a number where a sum says its last index."""
        return {
            **dict.fromkeys(self.biases, ()),
            **{name: tuple(self.ends.get(each, each) for each in letters) for name, letters in self.letters.items()},
        }

    def add_features(self, vectors: Sequence[tree.NamePart]) -> None:
        """Note that the entries of these names, or the names themselves, are vectors of one length: w^T x_i."""
        words = {vector.base for vector in vectors}
        if len(words) == 2 and not words & self.names.assigned:
            for word in words:
                letters = self.letters.get(word, ())
                self.letters[word] = letters if _FEATURES in letters else (*letters, _FEATURES)

    def has_vectors(self, name: tree.NamePart) -> bool:
        """Return whether the entries of a name are vectors."""
        return key_of(name) in self.vectors

    def is_array(self, name: tree.NamePart) -> bool:
        """Return whether a name has entries, and indices that run over them."""
        return key_of(name) in self.arrays and any(self.is_axis(sub) for sub in name.subs)

    def is_apart(self, name: tree.NamePart) -> bool:
        """Return whether it is beside an array: w_0 where entries count from 1, k_+, or what has a value itself."""
        if named(name, name.subs, self.names) in self.names.values:
            return True
        if any(isinstance(sub, tree.LabelPart) and sub.text == "plus" for sub in name.subs):
            return True
        zero = any(isinstance(sub, tree.NumberPart) and sub.text == "0" for sub in name.subs)
        return zero and key_of(name) not in self.zero_based

    def is_axis(self, sub: Node) -> bool:
        """Return whether a subscript is an index that runs."""
        return isinstance(sub, tree.NamePart) and not sub.subs and sub.base in self.axes

    def name_of(self, name: tree.NamePart) -> str:
        """Return the Python name: an array's has no running letters, any other has all its subscripts."""
        if not name.subs:
            return named(name, (), self.names)
        if key_of(name) not in self.arrays or self.is_apart(name):
            return named(name, tuple(sub for sub in name.subs if not self.is_axis(sub)), self.names)
        running = tuple(sub for sub in name.subs if isinstance(sub, tree.NamePart))
        full_name = named(name, running, self.names)
        if full_name in self.names.values or key_of(name) in self.bare:
            return full_name
        return named(name, (), self.names)


def facts_of(statements: Sequence[Statement], names: TextNames) -> Facts:
    """Return which letters of a text are indices, and which names are arrays that they run over."""
    reductions = [node for statement in statements for node in nodes(statement) if isinstance(node, tree.ReducePart)]
    bound = frozenset(node.index for node in reductions if node.index)
    result = [node for statement in statements for node in nodes(statement) if isinstance(node, tree.NamePart)]
    subbed = [name for name in result if name.subs]
    # A whole name that has a value, such as x_i, is a number of its own.
    subbed = [name for name in subbed if named(name, name.subs, names) not in names.values]
    ends = {node.high.base for node in reductions if isinstance(node.high, tree.NamePart)}
    ends |= {name.base for node in reductions if (name := length_name(node.high)) is not None} - bound
    numbers = _numbers_in(statements) - bound  # the c of z_c beside c = 2
    running = bound | _ordered_entries(statements) | compared_entries(statements)
    axes, arrays = _axes_and_arrays(subbed, running, ends | numbers)
    bare = _bare_names(statements, subbed)
    facts = Facts(frozenset(axes - (ends - bound)), frozenset(arrays), frozenset(bare & arrays), names)
    facts.last = frozenset(ends - bound)
    pieces = (piece for name in subbed for piece in name.pieces if piece.has_stop and piece.name is None)
    for piece in (piece for piece in pieces if piece.number > 0):  # the last but one has no number: x[:-1]
        facts.ends[piece.index] = max(piece.number, facts.ends.get(piece.index, 0))
    facts.vectors = {key for statement in statements for key in _vectors_of_entries(statement, facts.axes)}
    facts.biases = {facts.name_of(bias) for statement in statements for bias in _biases(statement, facts.axes)}
    for name in subbed:
        if facts.is_array(name) and all(facts.is_axis(sub) for sub in name.subs):
            facts.letters.setdefault(facts.name_of(name), tuple(letters_of(name)))
        elif facts.is_array(name) and facts.is_apart(name):
            facts.letters.setdefault(facts.name_of(name), tuple(filter(facts.axes.__contains__, letters_of(name))))
        elif has_window(name, facts.axes) and all(letters_along(name)):
            facts.letters.setdefault(facts.name_of(name), letters_along(name))
    return facts


def _biases(statement: Statement, axes: Set[str]) -> list[tree.NamePart]:
    """Return the b of w^T x_i + b, where i runs."""
    biases: list[tree.NamePart] = []
    for part in nodes(statement):
        terms = [term for _, term in part.terms] if isinstance(part, tree.SumPart) else []
        if any(_is_inner_product(term, axes) for term in terms):
            biases += [term for term in terms if isinstance(term, tree.NamePart) and not term.subs]
    return biases


def _vectors_of_entries(statement: Statement, axes: Set[str]) -> list[Key]:
    """Return the x of w^T x_i and of x_i^T w, where i runs."""
    keys: list[Key] = []
    for part in nodes(statement):
        for left, right in pairwise(part.factors) if isinstance(part, tree.ProductPart) else ():
            base = left.value if isinstance(left, tree.TransposePart) else None
            if not isinstance(base, tree.NamePart) or not isinstance(right, tree.NamePart):
                continue
            running = [not axes.isdisjoint(letters_of(name)) for name in (base, right)]
            if running != [True, True]:
                keys += [key_of(name) for name, runs in zip((base, right), running, strict=True) if runs]
    return keys


def _is_inner_product(term: Node, axes: Set[str]) -> bool:
    """Return whether it is w^T x_i: of a vector and an entry that is one."""
    return isinstance(term, tree.ProductPart) and bool(_vectors_of_entries(tree.Show(0, 0, term), axes))


def _numbers_in(statements: Sequence[Statement]) -> set[str]:
    """Return the names that statements set to a number."""
    return {
        statement.target.base
        for statement in statements
        if isinstance(statement, tree.Assign)
        and isinstance(statement.target, tree.NamePart)
        and not statement.target.subs
        and isinstance(statement.value, tree.NumberPart)
    }


def _axes_and_arrays(subbed: Sequence[tree.NamePart], indices: Set[str], ends: Set[str]) -> tuple[set[str], set[Key]]:
    """Return the letters that run and the names they run over: a letter makes an array, whose others run too."""
    axes, arrays = set(indices), set[Key]()
    while True:
        before = len(axes), len(arrays)
        for name in subbed:
            letters = [*letters_of(name), *(each for pair in map(window_letters, name.subs) for each in pair or ())]
            if key_of(name) not in arrays and any(letter in axes for letter in letters):
                arrays.add(key_of(name))
            if key_of(name) in arrays:
                axes.update(letter for letter in letters if letter in INDICES and letter not in ends)
        if before == (len(axes), len(arrays)):
            return axes, arrays


def _bare_names(statements: Sequence[Statement], subbed: Sequence[tree.NamePart]) -> set[Key]:
    """Return the names that are set without an index although they have entries: L beside L_i."""
    targets = [statement.target for statement in statements if isinstance(statement, tree.Assign)]
    all_names = [target for target in targets if isinstance(target, tree.NamePart)]
    entries = {key_of(target) for target in all_names if target.subs}
    plain = {name.base for name in subbed if "bar" not in name.accents}  # x̄ beside x_i is the mean of x
    # The entries of ŷ = wx + b are meant by a ŷ_i below it; L beside L_i = ..., or made of L_i, is a name of its own.
    own = [
        target for target in all_names if not target.subs and ("bar" not in target.accents or target.base not in plain)
    ]
    return {key_of(target) for target in own} & (entries | _made_of_entries(statements))


def from_zero(statements: Sequence[Statement]) -> frozenset[Key]:
    """Return the arrays below a sign whose index starts at 0."""
    result: set[Key] = set()
    for statement in statements:
        for node in nodes(statement):
            low = node.low if isinstance(node, tree.ReducePart) else None
            if isinstance(low, tree.NumberPart) and low.text == "0" and isinstance(node, tree.ReducePart):
                parts = (part for part in nodes(node.body) if isinstance(part, tree.NamePart))
                result.update(key_of(part) for part in parts if node.index in letters_of(part))
    return frozenset(result)


def _ordered_entries(statements: Sequence[Statement]) -> set[str]:
    """Return the i of c_i = ∑_{j ≤ i} x_j: there is a c for every i."""
    result: set[str] = set()
    for statement in statements:
        target = statement.target if isinstance(statement, tree.Assign) else None
        letters = letters_of(target) if isinstance(target, tree.NamePart) else []
        for node in nodes(statement):
            other = node.unless if isinstance(node, tree.ReducePart) else None
            if isinstance(other, tree.NamePart) and not other.subs and other.base in letters:
                result.add(other.base)
    return result


def compared_entries(statements: Sequence[Statement]) -> set[str]:
    """Return the k of ∂L/∂z_k = p_k - 1[k = y]: there is a derivative for every k."""
    result: set[str] = set()
    for statement in statements:
        target = statement.target if isinstance(statement, tree.Assign) else None
        by = target.by if isinstance(target, tree.DerivativePart) else None
        below = {by.base.rpartition("_")[2], *letters_of(by)} if isinstance(by, tree.NamePart) else set[str]()
        of = target.value if isinstance(target, tree.DerivativePart) else None
        below |= {of.base.rpartition("_")[2], *letters_of(of)} if isinstance(of, tree.NamePart) else set[str]()
        for node in nodes(statement) if below else ():
            if isinstance(node, tree.ComparePart) and node.signs == ["=="]:
                result |= {part.base for part in node.parts if isinstance(part, tree.NamePart) and part.base in below}
    return result & INDICES


def _made_of_entries(statements: Sequence[Statement]) -> set[Key]:
    """Return the names whose own assignment has an entry of that name in it: L = ∑ L_i."""
    keys = set[Key]()
    for statement in statements:
        target = statement.target if isinstance(statement, tree.Assign) else None
        if isinstance(target, tree.NamePart) and not target.subs:
            key = key_of(target)
            used = (node for node in nodes(statement) if isinstance(node, tree.NamePart) and node.subs)
            keys.update([key] if any(key_of(node) == key for node in used) else [])
    return keys


def name_indices(statements: Iterable[Statement]) -> None:
    """∑ x_i says its index only below x: it is given to the sign, in place."""
    for statement in statements:
        for node in nodes(statement):
            if isinstance(node, tree.ReducePart) and not node.index:
                below = {
                    letter
                    for part in nodes(node.body)
                    if isinstance(part, tree.NamePart)
                    for letter in letters_of(part)
                    if letter in INDICES
                }
                if len(below) == 1:
                    node.index = below.pop()


_PAIRS = frozenset("ijklmn")  # what people pair with ≠; y, c and t below ∑_{j≠y} are labels


def sum_over_pairs(statements: Iterable[Statement], names: TextNames) -> None:
    """∑_{i<j} q_i q_j says both indices at once: a second sign is put around the first, in place.

    In f_j = ∑_{i≠j} ... the j is one entry of the left side, and stays.
    """
    for statement in statements:
        target = statement.target if isinstance(statement, tree.Assign) else None
        outer = set(letters_of(target)) if isinstance(target, tree.NamePart) else set[str]()
        signs = [node for node in nodes(statement) if isinstance(node, tree.ReducePart)]
        for node in signs:
            other = node.unless
            if not isinstance(other, tree.NamePart) or other.subs or names.is_number(other.base):
                continue
            letter = other.base
            around = any(sign.index == letter and node in nodes(sign.body) for sign in signs)
            letters = _PAIRS if node.relation == "!=" else INDICES
            below = (letters_of(part) for part in nodes(node.body) if isinstance(part, tree.NamePart))
            if around or letter in outer or letter not in letters or not any(letter in each for each in below):
                continue
            node.body = tree.ReducePart(
                node.start, node.end, node.kind, node.index, node.low, node.high, other, node.body, node.relation
            )
            node.index, node.low, node.unless, node.relation = letter, None, None, "!="


def _parts_of(word: str) -> tuple[str, str]:
    """Return the x and i of x_i, two empty words for one without a line."""
    base, line, below = word.rpartition("_") if "_hat_" in word else word.partition("_")
    return (base, below) if line else ("", "")


def split_plain(statements: Iterable[Statement], names: TextNames) -> None:
    """In plain text x_i is one word: where a sum stands in the text, its letters are taken apart, in place."""
    all_nodes = [node for statement in statements for node in nodes(statement)]
    words = [node for node in all_nodes if isinstance(node, tree.NamePart) and not node.subs]
    parts = [(node, *_parts_of(node.base)) for node in words if node.base not in names.values]
    others = {node.index for node in all_nodes if isinstance(node, tree.ReducePart)} - INDICES  # ∑_w u_w
    vectors = {base for _, base, below in parts if below in others}
    for node, base, below in parts:
        if base and below.isalpha():
            at = node.end - len(below)
            if all(letter in INDICES for letter in below) and len(below) <= 3:
                node.subs = tuple(tree.NamePart(at + i, at + i + 1, letter) for i, letter in enumerate(below))
                node.base = base
            elif names.used[below] or (base in vectors and len(below) == 1):  # s_y, where y says which entry
                node.subs = (tree.NamePart(at, node.end, below),)
                node.base = base


__all__ += ["INDICES", "Key", "compared_entries", "from_zero", "key_of", "label_of", "name_indices"]
__all__ += ["split_plain", "sum_over_pairs"]
