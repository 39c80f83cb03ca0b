"""The output: the value that the writer of a program means."""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..errors import InputError, SourceError
from ..graph import INPUT, LITERAL, Assignment, CarriedValue, DrawnRound, Graph, GraphNode, ancestors, named_constants
from ..ops import OPS, Pattern
from .appended_loss import appended_loss
from .defaults import Assumption
from .gradients import depends_on_gradient
from .hand_gradients import GradientTargets, find_hand_gradients, looks_like_gradient
from .hand_gradients.gradient_names import LOSSES, readings
from .object_gradients import object_gradients, targets_of_objects, value_of_object
from .result_names import held_parameters, lists_of, names_of, without_arrays_of_lists
from .result_values import all_plain, ends_with_print, is_counter, is_size, larger
from .round_frames import framed_rounds
from .suggest import closest
from .uncalled_keras import is_model
from .updates import adds_rates, trains
from .values import (
    ArrayView,
    Const,
    Gradient,
    Ignored,
    Instance,
    Items,
    Number,
    NumberComparison,
    ProgramFunction,
    Value,
)

if TYPE_CHECKING:
    from .loops import Loop
    from .machine import Machine
    from .text import Source

__all__ = ["choose_output", "computes_nothing", "graph_so_far"]


def finished(m: Machine, text: Source, output: int, finding: GradientTargets | None = None) -> Graph:
    builder = m.builder
    if finding is not None or m.gradient_nodes:
        trains(m, 0)
    names = {text.shown_name(name): node for name, node in names_of(m).items()}  # it names the parameters of layers
    names |= _named_arguments(m, names, output, () if finding is None else finding.extra)
    nodes = tuple(builder.nodes)
    if finding is not None and finding.gradients:
        nodes += finding.extra
        nodes, names = _apart(nodes, names, output, finding)
        builder.note("hand-gradients", f"Gradients written by hand were found and are {finding.loss}.", None)
    without_arrays_of_lists(m, names, nodes, output)
    unused = [name for name in builder.shapes if name not in builder.inputs]
    if unused:
        listed = ", ".join(f"`{name[:60]}`" for name in unused[:10])
        if len(unused) == 1:
            detail = f"{listed} has a value that is not used by this program."
        else:
            detail = f"{listed} have values that are not used by this program."
        builder.note("unused-value", detail, None)
    if m.unrolled:
        needed = ancestors(Graph(text.source, nodes, output, names), output)
        nodes, calls = framed_rounds(nodes, builder.calls, m.unrolled, needed, output)
    else:
        calls = tuple(builder.calls)
    return Graph(
        text.source,
        nodes,
        output,
        names,
        calls,
        tuple(builder.notes),
        (),
        seed=finding.seed if finding is not None else m.backward_seed if output == m.backward_of else None,
        hand_gradients=finding.gradients if finding is not None else (),
        compared_with=finding.loss if finding is not None else "",
        alternatives=text.alternatives,
        lists=lists_of(m),
        asked_gradients=tuple((name, leaf) for name, of, leaf in m.asked_gradients if of == output),
        guards=tuple(m.guards),
        dialect=text.dialect if m.dialect == "numpy" and text.dialect != "python" else m.dialect,
        implied_loss=finding.implied if finding is not None else None,
        judged_at=_counts(m, nodes) if finding is not None and finding.gradients else {},
        loop=_drawn_round(m, nodes, output, names),
        parameters=held_parameters(m, nodes, output),
    )


def _counts(m: Machine, nodes: Sequence[GraphNode]) -> dict[str, float]:
    """Return the free whole numbers that the program divides by: their values may be the 1/m of a gradient by hand."""
    counts: dict[str, float] = {}
    waiting = [node.args[1] for node in nodes if node.op == "div"]
    visited: set[int] = set()
    while waiting:
        at = nodes[waiting.pop()]
        if at.id in visited or at.shape:
            continue
        visited.add(at.id)
        waiting += at.args if at.op == "mul" else ()  # 1/(2*m)
        if at.op == INPUT and at.name is not None:
            value = float(m.evaluator.value(m.builder.nodes, at.id))
            counts.update({at.name: value} if value.is_integer() else {})
    return counts


def _named_arguments(m: Machine, names: Mapping[str, int], output: int, extra: Sequence[GraphNode]) -> dict[str, int]:
    """Name the numbers of a program that has no name for any after the parameters they are given to: f(3.0, 2.0)."""
    if not m.outermost_calls:
        return {}
    builder = m.builder
    graph = Graph("", (*builder.nodes, *extra), output, names)
    needed = ancestors(graph, output)
    if any(needed[node] for node in named_constants(graph)):
        return {}
    result: dict[str, int] = {}
    for name, value in ((name, value) for bound in m.outermost_calls for name, value in bound.items()):
        node = m.node_if_any(value)
        while node is not None and builder.nodes[node].op == "copy":
            (node,) = builder.nodes[node].args
        if node is None or not needed[node] or builder.nodes[node].op != LITERAL or {name} & {*names, *result}:
            continue
        builder.set_name(node, name)
        result[name] = node
    return result


def _drawn_round(m: Machine, nodes: tuple[GraphNode, ...], output: int, names: Mapping[str, int]) -> DrawnRound | None:
    if not m.rounds.drawn_loops:
        return None
    nest = [loop for loop in m.rounds.drawn_loops if not m.rounds.enclosing or loop in m.rounds.enclosing]
    totals = [loop.total for loop in {id(loop.node): loop for loop in nest}.values()]
    rounds = None if None in totals else math.prod(total for total in totals if total is not None)
    needed = ancestors(Graph("", nodes, output, {}), output)
    begins = m.rounds.drawn_loops[0].round_begins
    assigned = {each.node: each.name for each in m.assignments}
    moving: dict[tuple[int, int | None], Assignment] = {}
    for each in sorted(m.assignments, key=lambda each: each.scope):
        moving.setdefault((each.node, each.before), each)
    lasting = sorted(names, key=lambda name: name in m.counters)  # `p` of a loop is a name only where there is no other
    by_node = {names[name]: name for name in reversed(lasting)}
    carried: dict[str, CarriedValue] = {}
    later = {before: after for after, before in m.updated.items() if after > before}  # moved more than once in a round
    for after, before in m.updated.items():
        mover = moving.get((after, before))  # the first that has it: `best_w = w.copy()` behind is another name
        own = assigned.get(after) if mover is None else mover.name
        own = None if own in m.counters else own
        name = own if own is not None and names.get(own) == before else by_node.get(before) or own or nodes[before].name
        older = before < begins or not nodes[before].args
        if name is not None and older and before <= output and needed[before]:
            last = after
            while last in later:
                last = later[last]
            carried[name] = CarriedValue(name, before, last)
    done = min(m.rounds.done, m.rounds.count)
    return DrawnRound(
        done, rounds, m.span(m.rounds.drawn_loops[0].node), tuple(carried.values()), _rounds_behind(m, nest)
    )


def _rounds_behind(m: Machine, nest: Sequence[Loop]) -> int | None:
    """Return the rounds of the loops behind a nest that move its numbers on; None where only running them shows it."""
    others = [loop for loop in m.rounds.drawn_loops if loop not in nest]
    inside = {id(loop): {id(part) for part in ast.walk(loop.node)} - {id(loop.node)} for loop in others}
    assigned = {each.node: each.name for each in m.assignments}
    end = min((loop.round_begins for loop in others), default=0)
    own = {after: assigned.get(after) for after in m.updated if after < end}
    count = 0
    for loop in others:
        if any(id(loop.node) in inside[id(each)] for each in others):
            continue  # a part of the other's rounds
        loops = [loop, *(each for each in others if id(each.node) in inside[id(loop)])]
        trained = any(id(each.node) in m.rounds.training for each in loops)
        begins = min(each.round_begins for each in loops)
        updates = ((after, before) for after, before in m.updated.items() if after >= begins)
        # In the last round that is drawn an optimizer takes no step, so that nothing is moved.
        goes_on = any(before in own or assigned.get(after) in own.values() for after, before in updates)
        if trained and (goes_on or not own):
            totals = {id(each.node): each.total for each in loops}.values()
            if None in totals:
                return None
            count += math.prod(total for total in totals if total is not None)
    return count


def _apart(
    nodes: tuple[GraphNode, ...], names: dict[str, int], output: int, finding: GradientTargets
) -> tuple[tuple[GraphNode, ...], dict[str, int]]:
    """Give a gradient that is only another name of a forward value (`dx = y`) a node of its own."""
    needed = ancestors(Graph("", nodes, output, {}), output)
    for name in {gradient.name for gradient in finding.gradients}:
        node = names.get(name)
        if node is not None and node <= output and needed[node]:
            old = nodes[node]
            nodes += (GraphNode(len(nodes), "copy", (node,), {}, old.shape, old.span, name, None),)
            names[name] = len(nodes) - 1
    return nodes, names


def choose_output(m: Machine, text: Source, output_name: str | None) -> Graph:
    """Return the graph with its output: the name asked for, the target of `.backward()`, or the last value.

    Raises:
        InputError: `unknown-output`.
        SourceError: `empty`: the program computes nothing.
    """
    named = _output_named(m, output_name) if output_name is not None else _backward_output(m)
    if named is None and m.rounds.drawn_loops:
        named = appended_loss(m, m.rounds.drawn_loops[0].round_begins)
    last = number_in(m, m.last) if m.has_last and not is_size(m.last) else None
    finding = hand_gradients(m, named, last)
    if finding is not None and finding.output is not None:
        return finished(m, text, finding.output, finding)
    node = named if named is not None else last
    if node is None:
        named_values = [(name, m.assigned[name]) for name in reversed(m.assigned)]
        values = [value for name, value in named_values if not is_counter(m, name, value) and not _is_slope(m, name)]
        values = values or [value for _, value in named_values]
        results = [value for value in values if m.node_if_any(value) not in m.updated]  # not for the next round
        for value in results or values:
            node = number_in(m, value)
            if node is not None:
                break
    if m.printed is not None and (node is None or not m.builder.nodes[node].args):
        printed = number_in(m, m.printed)  # `x = 3`, `print(x * x)`: the one thing that is computed
        node = printed if node is None or (printed is not None and m.builder.nodes[printed].args) else node
    if named is None and last is None:
        node = _loss_of_round(m, node)
    if named is None and (node is None or m.builder.nodes[node].op == LITERAL):
        node = _compared(m, text, node)
    if node is None:
        raise _nothing(m, text)
    if named is None and last is None and m.printed is not None and ends_with_print(text):
        node = larger(m, node, number_in(m, m.printed))
    output = _visible_node(m, node)
    if m.custom_calls and not m.shapes_only:
        finding = _with_pullbacks(m, output, finding)
    return finished(m, text, output, finding)


def _is_slope(m: Machine, name: str) -> bool:
    """Return whether a name is that of a gradient of a value of the program: the dL_dz behind L."""
    return any(reading.of in m.assigned and reading.x in m.globals.names for reading in readings(name) if reading.of)


def _loss_of_round(m: Machine, node: int | None) -> int | None:
    """Return the loss of the round that is drawn, where `node` was there before: the loop stands in a function that
    hands nothing back, `train_network(network, dataset)`."""
    if not m.rounds.drawn_loops or (node is not None and node >= m.rounds.drawn_loops[0].round_begins):
        return node
    begins = m.rounds.drawn_loops[0].round_begins
    losses = [each.node for each in m.assignments if each.node >= begins and LOSSES.fullmatch(each.name)]
    drawable = [loss for loss in losses if m.builder.nodes[loss].args]
    return drawable[-1] if drawable else node


def _compared(m: Machine, text: Source, node: int | None) -> int | None:
    """Return what the last condition compares where the result is a number that conditions choose: a perceptron's
    `return 1 if tmp > 0 else 0`."""
    assigned = map(m.node_if_any, m.assigned.values())
    if any(each is not None and m.builder.nodes[each].args for each in assigned):
        return node  # a named value is what is meant: see _visible_node
    computed = [value for value in m.assigned.values() if type(value) is Const and value.op is not None]
    if computed:
        return m.node(computed[-1], text.statements[-1])
    compared = (each for guard in reversed(m.guards) for each in (guard.left, guard.right))
    gate = next((each for each in compared if m.builder.nodes[each].args and not _is_size(m, each)), None)
    if gate is None and m.compared is not None:
        gate = m.node(m.compared, text.statements[-1])
    if gate is None:
        return node
    m.builder.note("chosen", "The result is a number that a condition chooses; what it compares is drawn.", None)
    return gate


def _is_size(m: Machine, node: int) -> bool:
    """Return whether a whole number is a size made of names without a value: `np.zeros(n_inputs + 1)`."""
    assumed = m.evaluator.assumed
    origins = m.missing_origins(node)
    return bool(origins) and all(assumed.get(leaf.name or "", Assumption()).kind == "count" for leaf in origins)


def _with_pullbacks(m: Machine, output: int, finding: GradientTargets | None) -> GradientTargets | None:
    """The gradients that the backward passes of the program's own functions hand back, beside the others."""
    from .pullbacks import gradients_of_pullbacks

    gradients = gradients_of_pullbacks(m, output, m.backward_seed if output == m.backward_of else None)
    if not gradients:
        return finding
    first = finding.gradients if finding is not None else ()
    name = m.builder.nodes[output].name or "the output"
    words = finding.loss if finding is not None and finding.loss else f"compared with {name}"
    seed = m.backward_seed if output == m.backward_of else None
    return GradientTargets(None, seed, (*first, *gradients), words)


def _backward_output(m: Machine) -> int | None:
    """Return the node that the program itself differentiates, unless that gradient is differentiated again."""
    if m.has_last and type(m.last) is Gradient and m.last.gradient_node < 0:
        return int(m.last.output)
    return None if m.differentiated_again or _computes_on(m) else m.backward_of


def _computes_on(m: Machine) -> bool:
    """Return whether the last value is a number made of gradients: `penalty = jnp.sum(grad(f)(x)**2)`.

    A step from one place to the next, `x - lr*grad(f)(x)`, is none in a program: the function it descends is drawn.
    In formulas, x₁ = x₀ - f(x₀)/f'(x₀), it is what the writer computes.
    """
    if m.backward_of is None or m.backward_calls or not m.gradient_nodes:
        return False
    formula = m.source.on_paper
    values = [m.last] if m.has_last else list(m.assigned.values())[-1:]
    if formula:  # ∂f/∂x = ∂f/∂q · ∂q/∂x, wherever it stands, speaks of f
        values += [value for name, value in m.assigned.items() if looks_like_gradient(name)]
    return any(_is_made_of_gradients(m, value, formula) for value in values)


def _is_made_of_gradients(m: Machine, value: Value, formula: bool) -> bool:
    node = number_in(m, value) if type(value) in (Number, ArrayView) else None
    if node is None or m.builder.shape(node) or node in m.updated or node in m.gradient_nodes:
        return False
    gate = m.builder.nodes[node]
    return (formula or gate.op not in ("add", "sub")) and depends_on_gradient(m, node, updates=False)


def hand_gradients(m: Machine, named: int | None, last: int | None) -> GradientTargets | None:
    """Return the gradients that the program computes by hand, and their targets.

    Finding them moves the numbers of the program, which the gates of another library's run do not allow.
    """
    if m.shapes_only or not any(looks_like_gradient(name) for name in _assigned_names(m)):
        return None
    if any(OPS[node.op].pattern is Pattern.RECORDED for node in m.builder.nodes):
        return None
    objects = object_gradients(m)
    if objects is not None:
        return targets_of_objects(m, objects, names_of(m))
    finding = find_hand_gradients(
        m.builder.nodes, m.all_assignments(), m.builder.inputs, m.value_of, named, last, m.builder.calls
    )
    if adds_rates(m, finding, m.assignments):
        return None
    return finding if finding.gradients else None


def _assigned_names(m: Machine) -> set[str]:
    return {each.name for each in m.assignments} | {name for _, name, *_ in m.constant_assignments}


def computes_nothing(m: Machine) -> bool:
    """Return whether no gate has been made: the program only defines functions and sets values."""
    if any(node.args for node in m.builder.nodes) or m.backward_of is not None:
        return False
    return bool(m.defined or m.classes) or any(type(value) is ProgramFunction for value in m.globals.names.values())


def _visible_node(m: Machine, node: int) -> int:
    """Return the node to draw as output: a leaf passes through a copy gate to be seen; `loss.item()` shows the loss."""
    node = m.plain_numbers.get(node, node)
    leaf = m.builder.nodes[node]
    if leaf.args:
        return node
    if leaf.op != LITERAL:
        return m.builder.emit("copy", (node,), None, leaf.span)
    for value in reversed(m.assigned.values()):
        other = m.node_if_any(value)
        if other is not None and m.builder.nodes[other].args:
            return other
    raise SourceError(
        "no-formula",
        "This text only sets values: there is nothing to compute.",
        span=leaf.span,
        hint="Add a line with a formula, such as `f = x * y`.",
    )


def number_in(m: Machine, value: Value) -> int | None:
    """Return the node of a value that can be drawn: the first entry of a tuple, or of a list of arrays that differ."""
    for _ in range(20):
        if isinstance(value, tuple | Items) and len(value) and (not all_plain(value) or _differ(m, value)):
            value = value[0]
        elif type(value) is Instance and (key := "data" if "data" in value.attributes else value_of_object(value)):
            value = value.attributes[key]
        elif type(value) is Instance and value.cls.find("_fields"):
            value = value.attributes[value.cls.attributes["_fields"][0]]
        else:
            break
    if type(value) in (Number, ArrayView, NumberComparison, Const, Gradient):
        return m.node(value, None)
    # A list whose entries do not make an array is none: records, `[([0, 1], 1), ...]`.
    return m.tentatively(lambda: m.node(value, None)) if type(value) is Items and len(value) else None


def _differ(m: Machine, values: Value) -> bool:
    """Return whether the arrays of a list have different shapes: the gradients of all layers, `[dW1, dW2]`."""
    return len({m.builder.shape(each.node) for each in values if type(each) is Number}) > 1


def _output_named(m: Machine, name: str) -> int:
    names = names_of(m)
    if name in names:
        return names[name]
    value = m.globals.names.get(name)
    node = None if value is None else number_in(m, value)
    if node is not None:
        return node
    guess = closest(name, names)
    raise InputError(
        "unknown-output",
        f"There is no `{name[:60]}` in the program.",
        hint=f"Did you mean `{guess}`?" if guess else f"Its names are: {', '.join(list(names)[:20])}.",
    )


def _nothing(m: Machine, text: Source) -> SourceError:
    """Return the error for a program without an output: it says what its last line is where that explains it."""
    last = text.statements[-1]
    if isinstance(last, ast.Expr) and isinstance(last.value, ast.Constant):
        detail = "The last line is a number alone, and nothing is computed."
        return SourceError(
            "empty", detail, span=text.span(last), hint="Write a formula with a name in it, such as `y = x + 2`."
        )
    detail, hint = "The program computes nothing.", "End it with an expression, such as `x + y`."
    bound = [m.globals.names.get(part.id) for part in ast.walk(last) if isinstance(part, ast.Name)]
    ignored = next((value for value in bound if type(value) is Ignored), None)
    if ignored is not None:
        detail = f"The program computes nothing that is read here: `{ignored.name}` is left out."
    elif m.has_last and is_size(m.last):
        is_constant = isinstance(last, ast.Expr) and isinstance(last.value, ast.Constant | ast.UnaryOp)
        detail = "The last line is only a number." if is_constant else "The last line only shows a size."
    elif model := next((name for name, value in m.globals.names.items() if is_model(value)), None):
        detail = f"The program makes the model `{model}` and gives it nothing to compute."
        hint = f"Add a call, `{model}(x)`, or what it learns from, `{model}.fit(x, y)`."
    elif m.classes:
        name = m.classes[0].name
        detail = f"The program defines `{name}` and computes nothing with it."
        hint = f"Make an object of it, `a = {name}(...)`, and write a line that computes something with it."
    return SourceError("empty", detail, span=text.span(last), hint=hint)


def graph_so_far(m: Machine, text: Source) -> Graph:
    """Return the graph of the nodes read before shapes did not fit.

    Its output is the value not used yet into which most others went.
    """
    nodes = [node._replace(call=None) for node in m.builder.nodes]
    used = {arg for node in nodes for arg in node.args}
    size = [1] * len(nodes)
    for node in nodes:
        size[node.id] += sum(size[arg] for arg in set(node.args))
    loose = [node for node in nodes if node.id not in used]
    output = max(loose, key=lambda node: (bool(node.args), size[node.id], len(node.shape), -node.id)).id
    return Graph(text.source, tuple(nodes), output, names_of(m), (), tuple(m.builder.notes), ())
