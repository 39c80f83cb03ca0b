"""read(source) -> Graph: the stages of reading, one after the other."""

from __future__ import annotations

import ast
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ..errors import ChainruleError, InputError, LimitError, ShapeError, SourceError, TextEdit, lines_of
from ..graph import Graph, Note, Shape
from ..limits import DEFAULT, Limits
from .assumption_hints import hinted
from .assumption_rules import biases, distributions, kinds_by_use, states_before, upstream_shapes
from .assumptions import NeedsAssumption, repaired
from .axis_sizes import column_inputs, column_targets
from .builder import Builder, ShapeMismatch
from .compile import CompiledCode
from .defaults import Assumption
from .evaluator import Evaluator
from .gradient_functions import gradient_calls
from .machine import Machine
from .module_inputs import next_side, with_guesses
from .modules import builtins_of, import_bare_layers
from .output import choose_output, computes_nothing, graph_so_far
from .rounds import EndOfReading, Rounds
from .suggest import closest
from .tape import RoundTape, unread_names
from .text import Source, read_text
from .uncalled import SKIPPED, call_uncalled, has_own_result, only_prepares, try_uncalled
from .uncalled_modules import call_uncalled_module
from .updates import trainable_attributes

__all__ = ["Request", "execute", "machine_for", "read", "text_of"]

MOST_ATTEMPTS = 24  # times a program is read until the shapes of all names without a value fit
DEFINITIONS = 3  # that no line calls: of fewer none is left out, and what is wrong with one is said
UNCALLED = ("empty", "no-formula")  # codes of programs that may make a module and never call it
QUICK = 10  # rounds that were followed in the time there is, at least: one alone is quick
# Shapes of names without a value.
RULES = (biases, upstream_shapes, states_before, column_targets, column_inputs, distributions)
LONG, LONGEST = 100, 100_000  # rounds of a loop of which one may stand for all where these take too long


@dataclass(frozen=True, slots=True)
class Request:
    """Settings of a reading, besides the text.

    `values` has a float or float64 array for each free name that has one: its shape decides what is read, and its
    numbers do where the program chooses a way by them. `shapes` are of names whose values come later. `defaults` lets
    the other names have a value, of a shape that fits. `round` is the one that is drawn of a loop which is drawn for
    one round. With `shapes_only` the weights of layers are not drawn: their
    leaves hold zeros that take no memory, and the graph is there for its shapes. `masks` are names whose values are
    truth values: they choose entries.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    output: str | None = None
    defaults: bool = False
    partial: bool = False
    limits: Limits = DEFAULT
    round: int = 1
    shapes_only: bool = False
    masks: frozenset[str] = frozenset()


def read(source: str, request: Request | None = None) -> Graph:
    """Read a program.

    Raises:
        SourceError, ShapeError, LimitError: what is wrong, with its place and a hint.
        InputError: `missing-values` (names without a value), `unknown-output`, `no-round`.
    """
    request = request or Request()
    text = text_of(source, request)
    assumed: dict[str, Assumption] = {
        name: Assumption(shape) for name, shape in text.shapes.items() if name not in request.values
    }
    try:
        with np.errstate(all="ignore"):
            graph = _settled_or_part(text, request, assumed)
            return graph if request.round == 1 else _at_round(graph, text, request)
    except ChainruleError as error:
        error.fix = error.fix or _spelled(error, text.source)
        raise


def _spelled(error: ChainruleError, source: str) -> TextEdit | None:
    """Return the edit that spells a word right, where the place of the error is that word."""
    span = error.span
    if error.guess is None or span is None or span.line != span.end_line:
        return None
    word = "".join(lines_of(source)[span.line - 1 : span.line])[span.column : span.end_column]
    return TextEdit(span, error.guess) if closest(word, [error.guess]) is not None else None


def _settled_or_part(text: Source, request: Request, assumed: dict[str, Assumption]) -> Graph:
    """Read the program; of definitions that no line calls, those are left out that do not fit the others."""
    stated = dict(assumed)
    try:
        return _settled(text, request, assumed)
    except (SourceError, ShapeError):
        count = sum(isinstance(statement, ast.FunctionDef | ast.ClassDef) for statement in text.statements)
        if not request.defaults or request.partial or count < DEFINITIONS:
            raise
        try:
            graph = _settled(text, request, stated, skips_definitions=True)
        except ChainruleError:
            graph = None
        if graph is None or not any(note.code == SKIPPED for note in graph.notes):
            raise
        assumed.update(stated)
        return graph


def _settled(
    text: Source, request: Request, assumed: dict[str, Assumption], *, skips_definitions: bool = False
) -> Graph:
    """Read the program (a loop's first round), with fitting shapes for the names without a value."""
    last: dict[str, Assumption] = {}
    hints: dict[str, Assumption] | None = None
    tries: Counter[tuple[str, Shape]] = Counter()
    cut: frozenset[int] = frozenset()
    behind: int | None = 0  # rounds of loops that train behind the one that is drawn
    images: dict[str, Shape] = {}  # names without a value that go into a convolution
    guesses: set[str] = set()  # names without a value that a module is called with
    failure: ChainruleError | None = None
    repairs = True
    for attempt in range(MOST_ATTEMPTS):
        m = machine_for(text, request, assumed)
        m.takes_fewer_labels = attempt > MOST_ATTEMPTS // 3  # `probs[y[i]]` beside `dW[:, y[i]]`
        m.rounds.cut, m.rounds.alone = cut, behind != 0
        m.image_inputs, m.module_inputs = images, guesses
        m.skips_definitions, m.repairs_shapes = skips_definitions, skips_definitions and repairs
        try:
            graph = _executed(m, text, request)
        except NeedsAssumption as need:
            assumed[need.name] = need.assumption
            continue
        except ChainruleError as error:
            long = _too_long(m, error)
            if long is not None and not cut:
                cut = frozenset({long})
                continue
            if hints is None:
                hints = _hints(text, request, assumed)
                if hints:
                    assumed.update(hints)
                    continue
            repair = (
                repaired(m, error, assumed, tries) if request.defaults and isinstance(error, ShapeMismatch) else None
            )
            if images and m.builder.missing and not (repair and repair.keys().isdisjoint(images)):
                if isinstance(error, LimitError) and error.name != "array_elements":
                    raise  # this side may well fit: the service reads again with its full limits
                failure = failure or error
                repair = None if isinstance(error, LimitError) else next_side(m, assumed)
                if not repair or attempt + 1 == MOST_ATTEMPTS:
                    raise with_guesses(m, failure) from None
            elif not isinstance(error, ShapeError):
                with_guesses(m, error)
                raise
            mismatch = error if isinstance(error, ShapeError) else None
            if skips_definitions and repairs and (repair is None or attempt > MOST_ATTEMPTS // 2):
                repairs = False
                continue
            if mismatch is not None and (repair is None or attempt + 1 == MOST_ATTEMPTS):
                return _refused(m, text, request, mismatch, assumed)
            assumed.update(repair or {})
            continue
        if graph.loop is not None and graph.loop.behind != 0 and request.output is None:
            behind = graph.loop.behind  # what stands behind would be taken for the round: read again without it
            continue
        if hints is None and m.builder.missing:
            hints = _hints(text, request, assumed)
            if hints:
                assumed.update(hints)
                continue
        better = {
            name: assumption
            for rule in (RULES if m.builder.missing else ())
            for name, assumption in rule(graph, assumed, m.builder.missing).items()
        }
        if better and attempt + 1 < MOST_ATTEMPTS and better != last:
            last = better
            assumed.update(better)
            continue
        better = kinds_by_use(graph, assumed, m.builder.missing) if m.builder.missing else {}
        if better and (graph.guards or not better.keys().isdisjoint(graph.judged_at)):
            assumed.update(better)
            continue
        if graph.loop is not None and behind != 0:
            graph = replace(graph, loop=graph.loop._replace(behind=behind))
        return _with_assumptions(graph, {**assumed, **better}, m.builder.missing)
    raise missing_values(m)


def _too_long(m: Machine, error: ChainruleError) -> int | None:
    """Return the outermost loop, of many rounds, in which the time for following the program ran out."""
    loop = m.stopped_loop
    if not isinstance(error, LimitError) or error.name != "seconds" or loop is None:
        return None
    is_quick = loop.rounds >= QUICK
    return id(loop.node) if loop.total is not None and is_quick and LONG <= loop.total <= LONGEST else None


def _at_round(first: Graph, text: Source, request: Request) -> Graph:
    """Return the program at a later round; `first` is the same at its first one.

    Raises:
        InputError: `no-round`: the loop ends before.
        LimitError: `round_seconds`.
    """
    if first.loop is None:
        unused = "This program has no loop that is drawn for one round: the round asked for is not used."
        return replace(first, notes=(*first.notes, Note("unused-round", unused, None)))
    m = machine_for(text, request, first.assumed)
    seconds = request.limits.round_seconds
    m.rounds = Rounds(request.round, seconds=seconds, deadline=time.monotonic() + seconds)
    m.rounds.alone = first.loop.behind != 0 and request.output is None
    loops = (part for statement in text.statements for part in ast.walk(statement) if isinstance(part, ast.For))
    m.rounds.cut = frozenset(id(part) for part in loops if m.span(part) == first.loop.span)
    m.skips_definitions = any(note.code == SKIPPED for note in first.notes)
    m.rounds.tape = RoundTape(unread_names(text.statements, request.output))
    m.evaluator.allow(m.rounds.limit, seconds)
    graph = _executed(m, text, request)
    if graph.loop is not None and m.rounds.alone:
        graph = replace(graph, loop=graph.loop._replace(rounds=first.loop.rounds, behind=first.loop.behind))
    return _with_assumptions(replace(graph, pinned=dict(request.values)), first.assumed, m.builder.missing)


def _no_round(m: Machine) -> InputError:
    done = m.rounds.done
    return InputError(
        "no-round",
        f"The loop ends after {done:,} round{'s' * (done != 1)}: there is no round {m.rounds.count:,}.",
        hint=f"Ask for a round from 1 to {done:,}.",
    )


def text_of(source: str, request: Request) -> Source:
    """Return the source in Python's syntax, whatever it is written in. Raises: SourceError."""
    try:
        return read_text(source, [*request.values, *request.shapes], request.limits)
    except RecursionError:  # notation of paper and of other languages is read by descent
        raise SourceError(
            "nested",
            "This text is nested too deeply to be read.",
            hint="Name its inner parts on lines of their own.",
        ) from None


def _hints(text: Source, request: Request, assumed: Mapping[str, Assumption]) -> dict[str, Assumption]:
    if not request.defaults:
        return {}
    numbers = {name for name, value in request.values.items() if np.ndim(value) == 0}
    valued = {*request.values, *request.shapes}
    return hinted(text.statements, valued, assumed, text.is_product_by_shape, numbers)


def execute(m: Machine, text: Source) -> None:
    """Run a program, and call what it defines and does not call. Raises: ChainruleError."""
    code = m.compile(CompiledCode("program", outermost=True), text.statements)
    m.gradient_calls = gradient_calls(text.statements)
    import_bare_layers(m, text.text, text.statements[0])
    m.execute(code, m.globals)
    if computes_nothing(m) and not has_own_result(m, text.statements):
        if not call_uncalled_module(m, text.statements):
            call_uncalled(m, text.statements)
    elif only_prepares(m, text.statements):
        try_uncalled(m, text.statements)


def _executed(m: Machine, text: Source, request: Request) -> Graph:
    with suppress(EndOfReading):
        execute(m, text)
    if m.rounds.count > 1 and not m.rounds.reached:
        raise _no_round(m)
    try:
        graph = choose_output(m, text, request.output)
    except SourceError as error:
        if error.code not in UNCALLED or not call_uncalled_module(m, text.statements):
            raise
        graph = choose_output(m, text, request.output)
    if m.builder.missing and not request.defaults:
        raise missing_values(m)
    return graph


def _refused(m: Machine, text: Source, request: Request, error: ShapeError, assumed: Mapping[str, Assumption]) -> Graph:
    """Return the graph up to the shape error where that is wanted, else raise the error."""
    if m.builder.missing and not request.defaults:
        raise missing_values(m) from None
    if request.partial and m.builder.nodes:
        return _with_assumptions(graph_so_far(m, text), assumed, m.builder.missing)
    raise with_guesses(m, error)


def _with_assumptions(graph: Graph, assumed: Mapping[str, Assumption], missing: list[str]) -> Graph:
    if not missing:
        return graph
    return replace(graph, assumed={name: assumed.get(name, Assumption()) for name in missing})


def machine_for(text: Source, request: Request, assumed: Mapping[str, Assumption]) -> Machine:
    """Return the machine that will execute the program with the values of the request."""
    shapes: dict[str, Shape] = {name: np.shape(value) for name, value in request.values.items()}
    limits = request.limits.for_shapes() if request.shapes_only else request.limits
    builder = Builder(limits, {**request.shapes, **shapes}, {name: each.shape for name, each in assumed.items()})
    evaluator = Evaluator(request.values, assumed, request.limits)
    dialect = dialect_of(text)
    m = Machine(text, builder, evaluator, builtins_of(dialect, text.text), request.limits)
    m.dialect = dialect
    m.has_columns = text.dialect == "matlab"
    m.shapes_only = request.shapes_only
    m.masks = request.masks
    m.trainable_attributes = trainable_attributes(text.statements)
    builder.notes.extend(text.notices)
    return m


TENSOR_ONLY = {"unsqueeze", "permute", "masked_fill", "numel", "expand", "expand_as", "detach", "clamp", "bmm", "view",
               "requires_grad", "masked_fill_", "index_select", "add_", "mul_", "sub_"}  # fmt: skip
TENSOR_WORDS = (*(f".{name}" for name in sorted(TENSOR_ONLY)), ".size(", ".values", ".indices")
TORCH_NAMES = {"torch", "nn", "F"}
WORDS_OF = (("jax", ("jnp", "jax")), ("sympy", ("sympy", "symbols(")))  # other libraries, by what their programs hold


def dialect_of(text: Source) -> str:
    """Return the library whose conventions methods of arrays follow: the one that the program names."""
    other = next((name for name, words in WORDS_OF if any(word in text.text for word in words)), "numpy")
    if not any(word in text.text for word in ("torch", "F.", "nn.", "dim", *TENSOR_WORDS)):
        return other
    if "torch" not in text.text and other != "numpy":
        return other
    nodes = [node for statement in text.statements for node in ast.walk(statement)]
    own = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    own |= {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
    for statement in text.statements:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and node.id in TORCH_NAMES - own:
                return "torch"
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [alias.name for alias in node.names] + [getattr(node, "module", None) or ""]
                if any(name.partition(".")[0] == "torch" for name in names):
                    return "torch"
            if isinstance(node, ast.Attribute) and (
                node.attr in TENSOR_ONLY or (node.attr in ("values", "indices") and not _is_called(node, statement))
            ):
                return "torch"
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("size", "dim")
            ):
                return "torch"
            if isinstance(node, ast.keyword) and node.arg in ("dim", "keepdim"):
                return "torch"
    return other


def _is_called(node: ast.Attribute, statement: ast.stmt) -> bool:
    return any(isinstance(each, ast.Call) and each.func is node for each in ast.walk(statement))


def missing_values(m: Machine) -> InputError:
    names = m.builder.missing
    listed = ", ".join(f"`{name}`" for name in names[:20]) + (" …" if len(names) > 20 else "")
    span = m.builder.nodes[m.builder.inputs[names[0]]].span
    name_candidates = [name for name in m.builder.shapes if name not in names]
    guess = closest(names[0], name_candidates)
    example = ", ".join(f'"{name}": 1' for name in names[:3])
    hint = f"Did you mean `{guess}`?" if guess else f"Give a value for each, for example {{{example}}}."
    detail = f"No value is given for {listed}."
    return InputError("missing-values", detail, span=span, hint=hint, guess=guess, names=names)
