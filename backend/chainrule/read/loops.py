"""Loops: written out round by round, or drawn for one round where they train or would not fit."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import LimitError
from .arrays import entries
from .classes import call_method, find_method
from .compile import CompiledCode, JumpLabel, Part, names_in, step
from .gradient_functions import moved_by_gradients
from .hand_gradients import looks_like_gradient
from .hand_gradients.gradient_names import LOSSES
from .machine import not_in_language
from .round_frames import LEAST_ROUNDS, UnrolledLoop
from .rounds import EndOfReading, put_back
from .values import Const, Instance, Number, Stack, Value

if TYPE_CHECKING:
    from ..graph import Assignment
    from .machine import Machine
    from .tape import UnreadNames

__all__ = ["LOOPS", "Loop", "note_updates"]


class Loop:
    """A loop that is being executed."""

    __slots__ = (
        "apart",
        "bounds",
        "iterator",
        "last",
        "mark",
        "node",
        "one_round",
        "outer",
        "round_begins",
        "rounds",
        "stepped_before",
        "total",
    )

    def __init__(self, m: Machine, node: ast.AST, iterator: Iterator[Value] | None, total: int | None) -> None:
        self.node = node
        self.iterator = iterator
        self.total = total  # number of rounds; None where only running the loop shows it
        self.last: int | None = None  # the number of its last round, where it counts
        self.rounds = 0  # rounds begun
        self.mark = m.mark()  # how far the program was when the loop began
        self.round_begins = self.mark.nodes  # the first node of the round at hand
        self.bounds: list[int] = []  # the first node of each round, and the end of the last
        self.one_round = False  # it is drawn for one round
        self.outer = False  # a loop in it is
        self.stepped_before, m.stepped = m.stepped, False  # a step before the loop is none of its own
        self.apart = False  # each round is for another object, as a backward pass that goes through layers

    def is_uncounted(self, unread: UnreadNames) -> bool:
        """Return whether its rounds differ in numbers only, as far as its counter or iterable is read."""
        return not isinstance(self.node, ast.For) or unread.is_counter(names_in(self.node.target))


def _numbers(m: Machine, numbers: range, node: ast.AST) -> Iterator[Value]:
    for number in numbers:
        yield Const(number)


def _start_for(m: Machine, stack: Stack, moving: list[str], node: Any) -> None:
    value = _gone_through(m, stack.pop(), node)
    _become_numbers(m, [*moving, *moved_by_gradients(m.gradient_calls, node)], node)
    if type(value) is range:
        iterator, total = _numbers(m, value, node.iter), len(value)
    elif type(value).__name__ == "Items":
        iterator, total = iter(value), len(value)  # as in Python, a list may grow while it is gone through
    else:
        value = entries(m, value, node.iter)
        iterator, total = iter(value), len(value)
    loop = Loop(m, node, iterator, total)
    loop.apart = type(value) is not range and _are_apart(value)
    loop.last = value[-1] if type(value) is range and value else None
    _begin(m, stack, loop)


def _are_apart(parts: Iterable[Value]) -> bool:
    """Return whether all parts are distinct objects: no later round sees a change that a round makes to its own."""
    objects = [id(part) for part in parts if type(part) is Instance]
    return 0 < len(objects) == len(set(objects)) == sum(1 for _ in parts)


def _gone_through(m: Machine, value: Value, node: Any) -> Value:
    """Return what an object's `__iter__` returns: a progress bar's range, so that a long one is drawn as such."""
    if type(value) is Instance and find_method(value, "__iter__") is not None:
        return call_method(m, value, "__iter__", [], node.iter)
    return value


def _next_round(m: Machine, stack: Stack, label: JumpLabel, node: Any) -> int | None:
    loop: Loop = stack[-1]
    if not loop.one_round:
        loop.bounds.append(len(m.builder.nodes))
    if loop.rounds:
        if ends_after(m, loop):
            return label.position
        if loop.one_round:
            put_back(m, loop)
    assert loop.iterator is not None
    for value in loop.iterator:
        loop.rounds += 1
        stack.append(value)
        return None
    return label.position


def _start_while(m: Machine, stack: Stack, moving: list[str], node: ast.AST) -> None:
    _become_numbers(m, [*moving, *moved_by_gradients(m.gradient_calls, node)], node)
    _begin(m, stack, Loop(m, node, None, None))


def _begin(m: Machine, stack: Stack, loop: Loop) -> None:
    if m.rounds.alone and m.rounds.drawn_loops and not m.loops:
        raise EndOfReading
    m.loops.append(loop)
    stack.append(loop)
    if m.rounds.began is not None and m.place is None:
        m.rounds.began(m, loop)


def _end_round(m: Machine, stack: Stack, label: JumpLabel, node: Any) -> int | None:
    """End the round of a `while` before its condition is computed: that belongs to the round that may follow."""
    loop: Loop = stack[-1]
    if loop.rounds and ends_after(m, loop):
        return label.position
    if loop.rounds and loop.one_round:
        put_back(m, loop)
    return None


def _next_test(m: Machine, stack: Stack, label: JumpLabel, node: Any) -> int | None:
    """Test the condition of a `while`, which is on the stack above the loop."""
    test = stack.pop()
    loop: Loop = stack[-1]
    if not loop.one_round:
        loop.bounds.append(len(m.builder.nodes))
    if not m.truth(test, node.test):
        return label.position
    loop.rounds += 1
    return None


def _end_loop(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    loop: Loop = stack.pop()
    if m.rounds.left is not None and m.place is None:
        m.rounds.left(m, loop)
    m.loops.remove(loop)
    m.stepped = m.stepped or loop.stepped_before
    if loop.rounds >= LEAST_ROUNDS and not loop.one_round:
        bounds = (*loop.bounds[: loop.rounds], len(m.builder.nodes))
        m.unrolled.append(UnrolledLoop(m.builder.call, bounds, m.span(loop.node)))
    if loop.rounds > 1 and not loop.one_round and len(m.builder.nodes) > loop.mark.nodes and not m.loops:
        m.note("unrolled", f"The loop is written out: {loop.rounds:,} rounds, one after the other.", node)


def ends_after(m: Machine, loop: Loop) -> bool:
    """Return whether the loop ends with the round that is done: it is drawn for that round, and not written out.

    Raises:
        LimitError: `nodes_read`, of a loop whose number of rounds is not known beforehand.
    """
    if loop.rounds == 1 and m.place is None and _is_drawn_for_one_round(m, loop):
        loop.one_round = True
        for outer in m.loops[: m.loops.index(loop)]:
            outer.outer = True
    if loop.one_round:
        return _ends_drawn(m, loop)
    nodes, limit = len(m.builder.nodes), m.limits.nodes_read
    if loop.total is None and nodes > limit:
        raise LimitError(
            "nodes_read",
            limit,
            f"This loop has not ended after {loop.rounds:,} rounds and makes more nodes than that",
            span=m.span(loop.node),
            hint="Does its condition ever become false? Let it end after fewer rounds.",
        )
    return False


def _is_drawn_for_one_round(m: Machine, loop: Loop) -> bool:
    """Return whether the loop trains, would not fit, or contains such a loop."""
    if loop.total == 1:
        return False
    if m.rounds.every:
        return loop is m.loops[0]
    if loop.outer or id(loop.node) in m.rounds.cut:
        return True
    nodes, limit = len(m.builder.nodes), m.limits.nodes_read
    result = nodes - loop.mark.nodes
    too_many = loop.total is not None and nodes + result * (loop.total - 1) > limit
    too_many = too_many and m.limits.gates > limit and result > 0 and not _asks_for_earlier_gradients(m, loop)
    return (not loop.apart and _trains_here(m, loop)) or too_many


def _asks_for_earlier_gradients(m: Machine, loop: Loop) -> bool:
    """Return whether a loop goes through parameters whose loss stands before it: the first round holds the backward
    pass of them all, and no later one does."""
    begins = loop.mark.nodes
    return any(node >= begins and m.gradient_outputs.get(node, node) < begins for node in m.gradient_nodes)


def _trains_here(m: Machine, loop: Loop) -> bool:
    """Return whether the loop trains. An inner loop that trained once trains in every round of the outer loop."""
    from .updates import trains

    if id(loop.node) not in m.rounds.training:
        asked_values = set(m.rounds.asked_values)
        trained = trains(m, loop.mark.assignments, loop.mark.nodes)
        m.rounds.asked_values = asked_values  # the search for gradients makes no decision of the program
        if trained:
            m.rounds.training.add(id(loop.node))
        return trained
    return True


def _ends_drawn(m: Machine, loop: Loop) -> bool:
    """Return whether the round that is done is the one to be drawn."""
    rounds = m.rounds
    if not loop.outer:
        rounds.done += 1
    if rounds.ended is not None:
        rounds.ended(m, loop)
    if not rounds.reached:
        return False
    note_updates(m, loop)
    rounds.enclosing = rounds.enclosing or list(m.loops)
    rounds.drawn_loops.append(loop)
    _say_one_round(m, loop)
    return True


def note_updates(m: Machine, loop: Loop) -> None:
    """Note the updates of the round that is done: each name is compared with its value when the round began."""
    from .updates import trains

    trains(m, loop.mark.assignments)
    older = _named_before(m, loop)
    for assignment in m.assignments[loop.mark.assignments :]:
        before = assignment.before
        if before is None or assignment.node < loop.round_begins:  # `for p in ...` gives a name to what there is
            continue
        is_moved_on = before in m.updated  # `w[1:] += ...`, then `w[0] += ...`: the last version goes to the next round
        if not assignment.alias and (is_moved_on or (before < loop.round_begins and older(assignment))):
            m.updated.setdefault(assignment.node, before)


def _named_before(m: Machine, loop: Loop) -> Callable[[Assignment], bool]:
    """Return a test of whether a name had a value before the outermost loop and so is carried from round to round."""
    mark = m.loops[0].mark if m.loops else loop.mark
    names = {(each.scope, each.name) for each in m.assignments[: mark.assignments]}
    names |= {(row[4], row[1]) for row in m.constant_assignments[: mark.constant_assignments]}
    qualified = {name for _, name in names if not name.isidentifier()}  # attributes and entries: of any scope
    free = set(m.builder.inputs)

    def older(assignment: Assignment) -> bool:
        name = assignment.name
        return (assignment.scope, name) in names or name in qualified or (assignment.scope == 0 and name in free)

    return older


def _say_one_round(m: Machine, loop: Loop) -> None:
    which = "one round" if m.rounds.count == 1 else f"round {m.rounds.count:,}"
    if loop.total is None:
        text = f"The loop runs until its condition fails; {which} is drawn: forward, then back from the loss."
    else:
        text = f"The loop runs {loop.total:,} times; {which} is drawn: forward, then back from the loss."
    m.note("loop", text, loop.node)


def _for(code: CompiledCode, node: ast.For) -> Iterable[Part]:
    from .assignments import bind_target_parts

    again, end, finish = JumpLabel(), JumpLabel(), JumpLabel()
    return [
        node.iter, step(_start_for, _moving(node), node), again, step(_next_round, end, node),
        *bind_target_parts(node.target, node.target), step(_forget_counter, names_in(node.target), node),
        _inside(again, finish), *node.body, _outside, step(_jump, again, node),
        end, *node.orelse, finish, step(_end_loop, None, node),
    ]  # fmt: skip


def _moving(loop: ast.For | ast.While) -> list[str]:
    """Return the names that a loop sets and whose gradient it sets, too: `w` beside `dw`; or, beside a loss, those that
    it moves by something computed: `w = w - 0.1*(w - 3)`."""
    from .updates import named_by

    parts = list(ast.walk(loop))
    stores = (part.id for part in parts if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store))
    stored = dict.fromkeys(stores)  # in the order of the text: a set has another order in each process
    names = [name for each in stored if looks_like_gradient(each) for name in named_by(each) if name in stored]
    if any(LOSSES.fullmatch(name) for name in stored):
        steps = [step for part in parts for step in _steps_of(part)]
        names += [name for name, by in steps if _is_computed(by, stored) and not LOSSES.fullmatch(name)]
        names += _states(parts, stored)
    return names


def _states(parts: Sequence[ast.AST], stored: Collection[str]) -> list[str]:
    """Return the names that keep a part of what they were beside what the round computes: `v = 0.9*v - eta*slope*x`."""
    counters = {name for part in parts if isinstance(part, ast.For) for name in names_in(part.target)}
    computed = {name for name in stored if name not in counters and not LOSSES.fullmatch(name)}
    states = []
    for target, value in (pair for part in parts if isinstance(part, ast.Assign) for pair in _pairs(part)):
        if isinstance(target, ast.Name) and isinstance(value, ast.BinOp):
            name, used = target.id, set(names_in(value))
            if name in used and name in computed and not computed.isdisjoint(used - {name}):
                states.append(name)
    return states


def _is_computed(by: ast.expr, stored: Collection[str]) -> bool:
    """Return whether a step is computed in the round: `0.1*dw`, or a velocity that the loop sets; no part of a sum."""
    is_velocity = isinstance(by, ast.Name) and by.id in stored and not LOSSES.fullmatch(by.id)
    return isinstance(by, ast.BinOp) or is_velocity


def _steps_of(part: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Yield the names that a line moves, each with what it adds or takes away: `w -= step`, `w = w - step`,
    `w, b = w - dw, b - db`."""
    if isinstance(part, ast.AugAssign) and isinstance(part.target, ast.Name) and isinstance(part.op, ast.Add | ast.Sub):
        yield part.target.id, part.value
    for target, value in _pairs(part) if isinstance(part, ast.Assign) else ():
        if isinstance(target, ast.Name) and isinstance(value, ast.BinOp) and _adds_to(target.id, value):
            yield target.id, value.right


def _adds_to(name: str, value: ast.BinOp) -> bool:
    return isinstance(value.op, ast.Add | ast.Sub) and isinstance(value.left, ast.Name) and value.left.id == name


def _pairs(line: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield the targets of an assignment with their values; those of `a, b = 1, 2` one by one."""
    target, value = line.targets[0], line.value
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        yield from zip(target.elts, value.elts, strict=True)
    else:
        yield target, value


def _become_numbers(m: Machine, names: list[str], node: ast.AST) -> None:
    """Make each number of the text that a loop moves along its gradient a leaf of the graph instead of a constant."""
    for name in names:
        value = m.environment.names.get(name)
        if type(value) is Const and value.op is None:
            number = m.environment.names[name] = Number(m.node(value, node))
            m.builder.set_name(number.node, name)  # without a name it is a constant, which has no gradient
            if m.environment is m.globals and name in m.assigned:
                m.assigned[name] = number


def _forget_counter(m: Machine, stack: Stack, names: list[str], node: ast.AST) -> None:
    """Drop the loop's counters from the results."""
    m.counters.update(names)
    if m.environment is m.globals:
        for name in names:
            m.assigned.pop(name, None)


def _while(code: CompiledCode, node: ast.While) -> Iterable[Part]:
    again, end, finish = JumpLabel(), JumpLabel(), JumpLabel()
    return [
        step(_start_while, _moving(node), node), again, step(_end_round, end, node),
        node.test, step(_next_test, end, node),
        _inside(again, finish), *node.body, _outside, step(_jump, again, node),
        end, *node.orelse, finish, step(_end_loop, None, node),
    ]  # fmt: skip


def _inside(again: JumpLabel, finish: JumpLabel) -> Part:
    return lambda code: code.loops.append((again, finish))


def _outside(code: CompiledCode) -> None:
    code.loops.pop()


def _leave_round(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    """Count a round that `break` ends behind its update like any other round."""
    from .updates import trains

    loop: Loop = stack[-1]
    if loop.one_round and not loop.outer:
        trains(m, loop.mark.assignments, loop.mark.nodes)
        if any(after >= loop.round_begins for after in m.updated):
            _ends_drawn(m, loop)


def _jump(m: Machine, stack: Stack, label: JumpLabel, node: ast.AST) -> int:
    return label.position


def _break(code: CompiledCode, node: ast.Break) -> Iterable[Part]:
    if not code.loops:
        return [step(_stray, "break", node)]
    return [step(_leave_round, None, node), step(_jump, code.loops[-1][1], node)]


def _continue(code: CompiledCode, node: ast.Continue) -> Iterable[Part]:
    return [step(_jump, code.loops[-1][0], node)] if code.loops else [step(_stray, "continue", node)]


def _stray(m: Machine, stack: Stack, word: str, node: ast.AST) -> None:
    raise not_in_language(f"`{word}` stands outside a loop.", m.span(node), "Remove it.")


LOOPS: dict[type[ast.AST], Any] = {ast.For: _for, ast.While: _while, ast.Break: _break, ast.Continue: _continue}
