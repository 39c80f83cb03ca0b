"""Forward mode as code: behind the line of each value the line of its tangent, d(value)/d(direction)."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ..evaluate import Pass
from ..ops import OPS, Op, Pattern
from ..ops.op import broadcast
from ..syntax import parse_expression
from .expression import MODULES, G, expression_code, tidy
from .operands import is_variable, one_array
from .program import DownstreamLine, GateLines, Program

__all__ = ["Motion", "dotted_names", "gate_tangent", "moving_nodes", "tangent_lines", "tangent_terms"]


class Motion(NamedTuple):
    """A pass in forward mode.

    Attributes:
        run: the pass.
        direction: d(leaf)/d(direction) of the leaves that move, by node.
        tangents: the tangent of every node.
    """

    run: Pass
    direction: Mapping[int, Any]
    tangents: list[Any]


def moving_nodes(program: Program, direction: Mapping[int, Any]) -> set[int]:
    """Return the leaves that move and the gates whose tangent is formed from theirs."""
    moving = set(direction)
    for gate in program.gates:
        if tangent_terms(gate, {symbol for symbol, value in gate.symbols.items() if value in moving}):
            moving.add(gate.out)
    return moving


def dotted_names(program: Program) -> dict[int, str]:
    """Return a variable for the tangent of each value: `x_dot` of `x`."""
    return {node: program.allocator.take(f"{name}_dot") for node, name in program.names.items()}


def tangent_lines(
    program: Program, gate: GateLines, language: str, dots: Mapping[int, str], moving: set[int]
) -> tuple[str, tuple[str, ...]]:
    """Return the line of a gate's tangent, and its tags. `dots`: the variable of each tangent."""
    operands = {symbol: program.operand(value, language) for symbol, value in gate.symbols.items()}
    operands["out"] = program.names[gate.out]
    named = {s: dots[v] for s, v in gate.symbols.items() if isinstance(v, int) and v in moving}
    text = gate_tangent(program, gate, language, operands, named)
    if text is None:
        zeros = f"{MODULES[language]}.zeros_like({operands['out']})"
        text = zeros if program.graph.nodes[gate.out].shape or language == "torch" else "0.0"
    return f"{dots[gate.out]} = {text}", tuple(tag.replace("f:", "t:", 1) for tag in gate.tags)


def gate_tangent(
    program: Program, gate: GateLines, language: str, operands: Mapping[str, str], dots: Mapping[str, str]
) -> str | None:
    """Return the tangent of a gate as one expression; None where it is 0.

    Args:
        operands: name of each symbol, and of `out`, in the code.
        dots: name of the tangent of each symbol that moves.
    """
    terms = tangent_terms(gate, set(dots))
    if not terms:
        return None
    row, shape = OPS[gate.rows[0].op], program.graph.nodes[gate.out].shape
    if gate.closed or row.elementwise:
        text = _sum_text([_slope_times(term, language, operands, dots) for term in terms])
        read = {symbol for term in terms for symbol in (*term.words, term.symbol)} & set(gate.symbols)
        shapes = [program.graph.nodes[value].shape for s in read if isinstance(value := gate.symbols[s], int)]
        shapes += [shape] if any("out" in term.words for term in terms) else []
        if broadcast(*shapes) != shape:
            text = f"{MODULES[language]}.broadcast_to({text}, {shape})"
        return tidy(text)
    return tidy(_whole_row(program, gate, row, language, operands, dots, [term.symbol for term in terms]))


def _sum_text(terms: Sequence[str]) -> str:
    """Return the sum: `a - b*c` where the second term is `-b*c`."""
    text = f"({terms[0]})"
    for term in terms[1:]:
        tree = factor = parse_expression(term).body
        while isinstance(factor, ast.BinOp) and isinstance(factor.op, ast.Mult | ast.Div):
            factor = factor.left
        is_negative = isinstance(factor, ast.UnaryOp) and isinstance(factor.op, ast.USub)
        text += f" - ({ast.unparse(tree).removeprefix('-')})" if is_negative else f" + ({term})"
    return text


def tangent_terms(gate: GateLines, moving: set[str]) -> list[DownstreamLine]:
    """Return the slots through which a tangent passes, of those that move."""
    row = OPS[gate.rows[0].op]
    entrywise = gate.closed or row.elementwise
    stopped = {symbol for slot, symbol in enumerate(gate.symbols) if not gate.closed and slot in row.stops}
    return [
        line
        for line in gate.slopes
        if line.symbol in moving and line.symbol not in stopped and (line.passes or not entrywise)
    ]


def _slope_times(term: DownstreamLine, language: str, operands: Mapping[str, str], dots: Mapping[str, str]) -> str:
    """Return local gradient × tangent, as the gradient line has upstream × local."""
    words = {**operands, G: dots[term.symbol]}
    if term.tree is not None:
        return expression_code(term.tree, language, words)
    arrays = {word: text if is_variable(text) else one_array(language, text) for word, text in words.items()}
    return term.code[language].format_map(arrays)


def _whole_row(
    program: Program,
    gate: GateLines,
    row: Op,
    language: str,
    operands: Mapping[str, str],
    dots: Mapping[str, str],
    moving: list[str],
) -> str:
    """Return the tangent of a row that is no work on single entries: see `ops.tangent.tangent_function`."""
    (node,) = gate.rows
    symbols = list(gate.symbols)
    shapes = [program.graph.nodes[arg].shape for arg in node.args]
    if row.jvp_code is not None:
        words = {symbol: operands[symbol] for symbol in symbols} | {"out": operands["out"]}
        template = row.jvp_code(language, *shapes, **gate.params)
        tangents = {symbol: _tangent_or_zeros(symbol, gate, language, operands, dots) for symbol in symbols}
        words |= {f"t{symbol.removeprefix('x')}": text for symbol, text in tangents.items()}
        words["t"] = tangents[symbols[0]]
        return template.format_map(words)
    if row.pattern is Pattern.SWAP:
        return " + ".join(f"({_with(program, gate, language, operands, {s: dots[s]})})" for s in moving)
    linear = {
        symbol: _tangent_or_zeros(symbol, gate, language, operands, dots)
        for slot, symbol in enumerate(symbols)
        if slot not in row.stops
    }
    return _with(program, gate, language, operands, linear)


def _with(
    program: Program, gate: GateLines, language: str, operands: Mapping[str, str], tangents: Mapping[str, str]
) -> str:
    """Return the gate's own expression with tangents in the place of some of its operands."""
    args = [tangents.get(symbol, operands[symbol]) for symbol in gate.symbols]
    constant = [not is_variable(text) for text in args]
    return program.gate_code(gate.rows[0], gate.params, language, args, constant)


def _tangent_or_zeros(
    symbol: str, gate: GateLines, language: str, operands: Mapping[str, str], dots: Mapping[str, str]
) -> str:
    if symbol in dots:
        return dots[symbol]
    return f"{MODULES[language]}.zeros_like({operands[symbol]})" if isinstance(gate.symbols[symbol], int) else "0.0"
