"""Mistakes at one expression of the source, wherever in the line and in however many rounds of a loop it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from ..sentences import sentence, tr
from .gradient_line import GradientLine
from .sites import Apply, Series, Site, gradient_series, is_activation, numbers, series, sites
from .trials import Number

__all__ = ["factor_inside", "unneeded_part", "value_inside", "wrong_operation"]


# op -> another one, and the sentence; a product of matrices is tried where the arrays are square and alike.
OPERATIONS = (
    ("mul", "div", sentence("`{0}` multiplies where it must divide")),
    ("div", "mul", sentence("`{0}` divides where it must multiply")),
    ("matmul", "mul", sentence("`{0}` multiplies matrices where it must multiply entry by entry")),
    ("mul", "matmul", sentence("`{0}` multiplies entry by entry where it must multiply matrices")),
    ("add", "mul", sentence("`{0}` adds where it must multiply")),
)


def wrong_operation(line: GradientLine) -> str | None:
    """Test for a multiplication where a division belongs, or a product of matrices, and the other ways round."""
    true, nodes = line.true_gradient(), line.situation.nodes
    for site in sites(line):
        if site.slot is not None or not _is_expression(site):
            continue
        for op, other, words in OPERATIONS:
            shapes = {nodes[arg].shape for gate in site.gates for arg in gate.args}
            alike = len(shapes) == 1 and all(len(shape) == 2 and shape[0] == shape[1] for shape in shapes)
            if site.gates[0].op != op or ("matmul" in (op, other) and not alike):
                continue
            if line.gives(true, edits={gate.id: gate._replace(op=other) for gate in site.gates}):
                return tr(words, site.text)
    return None


def value_inside(line: GradientLine) -> str | None:
    """Test for one value where another belongs: of the forward pass, another gradient, or a function of its own."""
    for site in _values(line):
        for other in [*series(line, len(site.gates)), *gradient_series(line, len(site.gates))]:
            fits = len(site.gates) == 1 or _has_shape(line, site, other)
            if fits and other.text != site.text and site.holds(line, lambda value, other: other, other):
                return tr("`{0}` stands where `{1}` belongs", site.text, other.text)
    for site in sites(line):
        if not _is_expression(site) or _is_number(site.text):
            continue
        if site.gates[0].op != "neg" and site.holds(line, lambda value, other: -value):
            return tr("the sign of `{0}` is wrong", site.text)
        for change in CHANGES if not _counts(line, site) else ():
            if site.holds(line, change.apply):
                text = site.text if _is_simple(site.text) else f"({site.text})"
                return tr("`{0}` stands where `{1}` belongs", site.text, change.text.format(text))
    return None


def factor_inside(line: GradientLine) -> str | None:
    """Test for a factor or a divisor that is missing at one expression."""
    nodes = line.situation.nodes
    divisors = {n.args[1] for n in nodes if line.forward[n.id] and n.op == "div"}
    for site in reversed([site for site in sites(line) if _is_expression(site) and not _is_number(site.text)]):
        if site.slot is not None and site.gates[0].op in ("mul", "div"):
            continue  # a factor of a product is one of the whole
        counts = _counts(line, site)  # any mask is a number too small by chance
        for other in [*series(line, len(site.gates)), *numbers(line)]:
            if (counts and _is_number(other.text)) or not _fits_into(line, site, other):
                continue
            if site.holds(line, _times, other):
                return tr("`{0}` must be multiplied by `{1}`", site.text, other.text)
            if (
                other.nodes
                and divisors.issuperset(other.nodes)
                and site.holds(line, lambda value, other: value / other, other)
            ):
                return tr("`{0}` must be divided by `{1}`", site.text, other.text)
            for slope in SLOPES if is_activation(line, site, other) else ():
                if site.holds(line, lambda value, other, slope=slope: value * slope.apply(other, None), other):
                    return tr("`{0}` must be multiplied by `{1}`", site.text, slope.text.format(other.text))
    return None


def unneeded_part(line: GradientLine) -> str | None:
    """Test for an expression that is right if only one of its own parts stands there."""
    nodes, true = line.situation.nodes, line.true_gradient()
    parts = {(site.gates[0].id, site.slot): site.text for site in sites(line) if site.slot is not None}
    texts = {gate.id: site.text for site in sites(line) if site.slot is None for gate in site.gates}
    for site in sites(line):
        if site.slot is not None or not _is_expression(site):
            continue
        for slot in range(min(len(gate.args) for gate in site.gates)):
            args = [gate.args[slot] for gate in site.gates]
            part = parts.get((site.gates[0].id, slot)) or texts.get(args[0], "")
            fits = all(nodes[arg].shape == gate.shape for arg, gate in zip(args, site.gates, strict=True))
            if not part or part == site.text or not fits or "=" in part:
                continue
            edits = {g.id: g._replace(op="copy", args=(g.args[slot],), params={}) for g in site.gates}
            if line.gives(true, edits=edits):
                return tr("`{0}` stands where `{1}` belongs", site.text, part)
    return None


def _shape(line: GradientLine, site: Site) -> tuple[int, ...]:
    gate = site.gates[0]
    return np.shape(line.value_of(gate.id if site.slot is None else gate.args[site.slot], 0))


def _has_shape(line: GradientLine, site: Site, other: Series) -> bool:
    return bool(np.shape(other.value(line, 0, 0)) == _shape(line, site))


def _fits_into(line: GradientLine, site: Site, other: Series) -> bool:
    """Return whether a factor leaves the shape of a site as it is."""
    shape, factor = _shape(line, site), np.shape(other.value(line, 0, 0))
    rows = 0 < len(factor) < len(shape) and factor == shape[: len(factor)]
    pairs = zip(reversed(shape), reversed(factor), strict=False)
    return rows or (len(factor) <= len(shape) and all(n in (1, m) for m, n in pairs))


class Change(NamedTuple):
    """A function of a value that may be meant in its place."""

    text: str
    apply: Apply


SLOPES = (
    Change("1 - {0}**2", lambda value, other: 1 - value**2),
    Change("{0}*(1 - {0})", lambda value, other: value * (1 - value)),
)
CHANGES = (
    Change("1 - {0}", lambda value, other: 1 - value),
    Change("{0} - 1", lambda value, other: value - 1),
    Change("1 - {0}**2", lambda value, other: 1 - value**2),
    Change("{0}*(1 - {0})", lambda value, other: value * (1 - value)),
    Change("{0}**2", lambda value, other: value**2),
    Change("1/{0}", lambda value, other: 1 / value),
    Change("np.exp({0})", lambda value, other: np.exp(value)),
    Change("np.sqrt({0})", lambda value, other: np.sqrt(value)),
)


def _values(line: GradientLine) -> Iterator[Site]:
    for site in sites(line):
        reads = site.gates[0].op in ("index", "pick") and all(line.forward[gate.args[0]] for gate in site.gates)
        if (site.slot is not None or reads) and _is_expression(site):
            yield site


def _is_expression(site: Site) -> bool:
    """Return whether a site has a text, and it is no assignment: `dW += x` is the sum of all rounds so far."""
    return bool(site.text) and "=" not in site.text.replace("==", "").replace("=True", "").replace("axis=", "")


def _is_number(text: str) -> bool:
    return not any(letter.isalpha() for letter in text)


def _counts(line: GradientLine, site: Site) -> bool:
    """Return whether a site holds whole numbers alone, such as a mask or a count, which too many things reproduce."""
    nodes = [gate.id if site.slot is None else gate.args[site.slot] for gate in site.gates]
    values = [np.asarray(line.value_of(node, point)) for node in nodes for point in line.points]
    return all(bool(np.all(value == np.floor(value))) for value in values)


def _is_simple(text: str) -> bool:
    return all(letter.isalnum() or letter in "_.[]" for letter in text)


def _times(value: Number, other: Number) -> Number:
    """Return the product; a vector with an entry for each row of a matrix is set upright."""
    if 0 < np.ndim(other) < np.ndim(value) and np.shape(other) == np.shape(value)[: np.ndim(other)]:
        other = np.reshape(other, (*np.shape(other), *[1] * (np.ndim(value) - np.ndim(other))))
    return value * other
