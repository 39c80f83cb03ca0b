"""A loop whose lines are not known to follow a gradient: the numbers that it carries from round to round.

Which loop is meant is found out by running the program once: of the outermost loops that change a number which was
there before them, the one with the most rounds.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import LimitError
from .compile import CompiledCode
from .hand_gradients.gradient_names import LOSSES, MEASURES
from .loops import Loop
from .reading import Request, machine_for, text_of
from .rounds import Rounds
from .tape import RoundTape, unread_names
from .values import ArrayView, Const, Instance, Items, Number, Value

if TYPE_CHECKING:
    from .defaults import Assumption
    from .machine import Machine

__all__ = ["CarriedLoop", "OnNumbers", "carried_loop", "follow_carried"]

NO_END = 1 << 60  # a round that no loop comes to
SCOUTING = 5.0  # seconds of the run that finds the loop
MOST_PLACES = 500  # numbers that are looked at
FIRST_ROUNDS = 33  # in which a number that is carried has moved: a step may be made once in so many
Numbers = dict[str, Any]  # by the way to each: `w`, `net.w1`, `m[0]`
OnNumbers = Callable[[int, Numbers, float], bool]  # round, carried numbers, value with the name of a loss


class _NoFurtherRound(Exception):
    """No further round is next_round."""


@dataclass(frozen=True, slots=True)
class CarriedLoop:
    """A loop's place, its number of rounds (None: only running it tells), and the numbers it starts from.

    `measure`: the number that the program itself makes in each round and names like a loss, or like a count of errors.
    """

    place: tuple[int, int]
    rounds: int | None
    start: Numbers
    measure: str | None = None


@dataclass(slots=True)
class _Candidate:
    """A loop of the scouting run. `numbers`: before it, and after its first rounds, until one has moved."""

    total: int | None
    first_round: int
    numbers: list[Numbers]
    done: int = 0
    ended: bool = False

    def carried(self) -> Numbers:
        first, *later = self.numbers
        return {
            name: value
            for name, value in first.items()
            if len(later) > 1 and all(name in each and np.shape(each[name]) == np.shape(value) for each in later)
            if _changes([each[name] for each in self.numbers])
        }


def _changes(values: list[Any]) -> bool:
    """Return whether a number changes from round to round and is no counter."""
    if all(np.array_equal(values[0], each, equal_nan=True) for each in values[1:]):
        return False
    steps = [later - earlier for earlier, later in pairwise(values)]
    counts = all(type(each) is int for each in values) and len(set(steps)) == 1
    return not counts


def carried_loop(source: str, request: Request, assumed: Mapping[str, Assumption]) -> CarriedLoop | None:
    """Return the loop of a program that carries numbers, if there is one. Raises: ChainruleError."""
    candidates: dict[tuple[int, int], _Candidate] = {}

    def began(m: Machine, loop: Loop) -> None:
        if not any(each is loop for each in m.loops[1:]) and _place(loop) not in candidates:
            candidates[_place(loop)] = _Candidate(loop.total, m.rounds.done, [_numbers(m)])

    def ended(m: Machine, loop: Loop) -> None:
        each = candidates.get(_place(loop))
        if each is None or each.ended:
            return
        each.done = m.rounds.done - each.first_round
        if len(each.numbers) < 3 or (each.done <= FIRST_ROUNDS and not each.carried()):
            each.numbers.append(_numbers(m))

    def left(m: Machine, loop: Loop) -> None:
        if (each := candidates.get(_place(loop))) is not None and not each.ended:
            each.done, each.ended = m.rounds.done - each.first_round, True

    with suppress(LimitError):
        _execute(source, request, assumed, SCOUTING, (began, ended, left), _first_rounds)
    fitting = {place: each for place, each in candidates.items() if each.carried()}
    if not fitting:
        return None
    place = max(fitting, key=lambda each: fitting[each].total or fitting[each].done)
    chosen = fitting[place]
    carried = chosen.carried()
    measure = _measure_among(chosen.numbers[-1], chosen.numbers[0], carried)
    return CarriedLoop(place, chosen.done if chosen.ended else chosen.total, carried, measure)


def follow_carried(
    source: str,
    request: Request,
    assumed: Mapping[str, Assumption],
    loop: CarriedLoop,
    on_round: OnNumbers,
    next_kept: Callable[[int], int],
) -> None:
    """Execute a program, and tell of the numbers that its loop carries: before it (round 0), and after each round.

    Rounds before the next kept one may pass in silence; the last is always told of, it may be told twice.

    Raises:
        ChainruleError
    """
    first_rounds: list[int] = []
    before: Numbers = {}  # the loop
    over = False

    def tell(m: Machine, at: Loop) -> None:
        if first_rounds and not over and _place(at) == loop.place:
            numbers = _numbers(m)
            carried = {name: numbers.get(name, np.nan) for name in loop.start}
            name = loop.measure or _measure_among(numbers, before, loop.start, (LOSSES,))
            measured = numbers.get(name, np.nan) if name is not None else np.nan
            if not on_round(m.rounds.done - first_rounds[0], carried, float(np.nan if np.ndim(measured) else measured)):
                raise _NoFurtherRound

    def began(m: Machine, at: Loop) -> None:
        if not first_rounds and _place(at) == loop.place:
            first_rounds.append(m.rounds.done)
            before.update(_numbers(m))
            _become_numbers(m, loop)
            tell(m, at)

    def left(m: Machine, at: Loop) -> None:
        nonlocal over
        tell(m, at)
        over = over or (bool(first_rounds) and _place(at) == loop.place)

    def next_round(done: int) -> int:
        return NO_END if not first_rounds or over else first_rounds[0] + next_kept(done - first_rounds[0])

    with suppress(_NoFurtherRound):
        _execute(source, request, assumed, request.limits.run_seconds, (began, tell, left), next_round)


def _first_rounds(done: int) -> int:
    return done + 1 if done < FIRST_ROUNDS else NO_END


Hooks = tuple[Callable[["Machine", Loop], None], Callable[["Machine", Loop], None], Callable[["Machine", Loop], None]]


def _execute(
    source: str,
    request: Request,
    assumed: Mapping[str, Assumption],
    seconds: float,
    hooks: Hooks,
    next_round: Callable[[int], int],
) -> None:
    text = text_of(source, request)
    m = machine_for(text, request, assumed)
    m.rounds = Rounds(NO_END, seconds=seconds, deadline=time.monotonic() + seconds, limit="run_seconds", every=True)
    m.evaluator.allow(m.rounds.limit, seconds)
    m.rounds.began, m.rounds.ended, m.rounds.left = hooks
    m.rounds.next_kept = lambda: next_round(m.rounds.done)
    m.rounds.tape = RoundTape(unread_names(text.statements, request.output))
    with np.errstate(all="ignore"):
        m.execute(m.compile(CompiledCode("program", outermost=True), text.statements), m.globals)


def _place(loop: Loop) -> tuple[int, int]:
    return getattr(loop.node, "lineno", 0), getattr(loop.node, "col_offset", 0)


def _become_numbers(m: Machine, loop: CarriedLoop) -> None:
    """Numbers of the text that the loop carries are leaves of the graph from here on, so that its rounds can repeat."""
    for path, holder, key in _places(m):
        value = holder[key]
        if path in loop.start and type(value) is Const:
            holder[key] = Number(m.builder.literal(float(value.value), value.span))


def _numbers(m: Machine) -> Numbers:
    """Return every number that the program's names lead to."""
    numbers: Numbers = {}
    asked_values = set(m.rounds.asked_values)
    for path, holder, key in _places(m):
        value = holder[key]
        numbers[path] = value.value if type(value) is Const else m.value_of(m.node(value, None))
    m.rounds.asked_values = asked_values  # looking decides nothing
    return numbers


def _places(m: Machine) -> Iterator[tuple[str, Any, Any]]:
    """Yield the places of numbers as (path, container, key), each only once."""
    environments = [m.globals, *(each for each, _ in m.frames), m.environment]
    holders: dict[str, Any] = {}  # the innermost of each name: a function's `theta` hides that of the text
    for environment in reversed(list({id(each): each for each in environments}.values())):
        for name in environment.names:
            holders.setdefault(name, environment.names)
    todo: list[tuple[str, Any, Any]] = [(name, each, name) for name, each in holders.items() if name not in m.counters]
    visited: set[int] = set()
    named: set[int] = set()
    count = 0
    while todo and count < MOST_PLACES:
        path, holder, key = todo.pop(0)
        value: Value = holder[key]
        if type(value) in (Number, ArrayView):
            if id(value) in named and path != key:
                continue  # the tensor of a name, in an optimizer's list
            named.add(id(value))
        if type(value) in (Number, ArrayView) or (type(value) is Const and not isinstance(value.value, bool)):
            count += 1
            yield path, holder, key
        elif type(value) in (Instance, Items, dict) and id(value) not in visited:
            visited.add(id(value))
            inner: Any = value.attributes if type(value) is Instance else value
            keys = (
                range(len(inner)) if type(value) is Items else [each for each in inner if isinstance(each, str | int)]
            )
            form = "{}.{}" if type(value) is Instance else "{}[{!r}]"
            todo += [(form.format(path, each), inner, each) for each in list(keys)[:MOST_PLACES]]


def _measure_among(
    numbers: Numbers, first: Numbers, carried: Numbers, kinds: Sequence[re.Pattern[str]] = (LOSSES, MEASURES)
) -> str | None:
    """Return the last number of a round that is named like a loss, or else like a count of errors.

    Args:
        numbers: after a round; `first`: before the loop, whose numbers that it leaves alone are none of its own.
    """
    own = [name for name, value in numbers.items() if not np.ndim(value) and (name not in first or name in carried)]
    for names in kinds:
        named = [name for name in own if names.fullmatch(name.rpartition(".")[2])]
        if named:
            return named[-1]
    return None
