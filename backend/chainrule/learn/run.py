"""train(): a run as arrays, and as the document that the API answers with."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from ..errors import InputError
from ..graph import INPUT
from ..limits import DEFAULT, Limits
from ..number import jsonable
from ..request import TraceRequest, Values
from ..sentences import translated
from ..tracing import Trace, build, encode
from ..tracing.values_json import FloatArray
from .carried_program import CARRIED
from .field import class_count
from .picture import loss_curve
from .problem import TrainingProblem
from .rule import rule_for, setting
from .rule_tape import rule_tape
from .run_document import CurveDocument, Ended, LeafRow, RunDocument, RunNotice, notices_of, summed_entries
from .run_lines import Head, translated_notices
from .schedules import schedule_for
from .training import End, Progress, Retention, RunEntry, TrainingPlan, kept_updates, train_steps
from .training_loop import program_for

__all__ = ["Run", "Settings", "start", "train"]

MOST_KEPT = 100_001
MOST_WHOLE = 2**53  # a browser counts so far without a gap
IntArray: TypeAlias = npt.NDArray[np.int64]
Setting: TypeAlias = "str | float | bool | Sequence[Setting] | Mapping[str, Setting]"  # as JSON has them
OWN_LINES = "program"  # what a run is called whose optimizer the program's own loop is
ITERATIONS = 200  # updates, where nobody says how many


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of a run; the fields of the contract.

    `optimizer`: a name of the table, a rule {"update": "w = w - lr*g"}, or None for the program's own update lines.
    `iterations`: None means 200, of the program's own loop all its rounds.
    """

    parameters: Sequence[str] | None = None
    optimizer: str | Mapping[str, Any] | None = "sgd"
    settings: Mapping[str, Any] = field(default_factory=dict)
    schedule: Mapping[str, Any] | None = None
    iterations: int | None = None
    batch: int | None = None
    data: Sequence[str] | None = None
    seed: int = 0
    keep: int = 100
    tolerance: float = 1e-10

    def check(self) -> None:
        """Check every setting. Raises: InputError `bad-setting`."""
        integers = {"seed": (self.seed, 0), "keep": (self.keep, 2)}
        if self.iterations is not None:
            integers["iterations"] = (self.iterations, 0)
        if self.batch is not None:
            integers["batch"] = (self.batch, 1)
        for name, (number, least) in integers.items():
            if isinstance(number, bool) or not isinstance(number, int) or number < least:
                raise InputError("bad-setting", f"`{name}` is not a whole number from {least} on.")
            if number >= MOST_WHOLE:
                raise InputError("bad-setting", f"`{name}` is over {MOST_WHOLE - 1:,}.")
        if self.keep > MOST_KEPT:
            raise InputError("bad-setting", f"`keep` is over {MOST_KEPT:,}.")
        if setting("tolerance", self.tolerance) < 0:
            raise InputError("bad-setting", "`tolerance` is below 0.")


@dataclass(frozen=True, slots=True)
class LossCurve:
    """The loss over the updates."""

    iterations: IntArray
    loss: FloatArray

    @classmethod
    def of(cls, entries: Sequence[RunEntry]) -> LossCurve:
        """Return the losses of entries in the order of their updates."""
        in_order = sorted(entries, key=lambda entry: entry.iteration)
        return cls(np.array([entry.iteration for entry in in_order]), np.array([entry.loss for entry in in_order]))

    def document(self) -> CurveDocument:
        """Return it JSON-ready."""
        return CurveDocument(self.iterations.tolist(), jsonable(self.loss))


@dataclass(frozen=True, slots=True, repr=False)
class Run:
    """A run: entry k is the state after `iterations[k]` updates.

    `values["w"]`, `gradients["w"]` and `state["v"]["w"]` have one row for each entry, of the parameter's shape;
    `loss` is of the whole data, `learning_rate[k]` is what the next update uses. `curve` has the loss of more updates
    where the arrays are too large to keep so many entries.
    """

    source: str
    parameters: list[str]
    iterations: IntArray
    loss: FloatArray
    learning_rate: FloatArray
    values: dict[str, FloatArray]
    gradients: dict[str, FloatArray]
    state: dict[str, dict[str, FloatArray]]
    ended: Ended
    text: str  # why it ended
    notices: list[RunNotice]
    head: Head
    initial_values: Values  # the values that the run began with
    curve: LossCurve  # the entries' losses, and those of updates between them

    def document(self) -> RunDocument:
        """Return the document that `/api/v1/train` answers."""
        return RunDocument(
            **self.head.fields(),
            iterations=self.iterations.tolist(),
            loss=jsonable(self.loss),
            curve=self.curve.document() if len(self.curve.iterations) > len(self.iterations) else None,
            learning_rate=jsonable(self.learning_rate),
            values={name: jsonable(rows) for name, rows in self.values.items()},
            gradients={name: jsonable(rows) for name, rows in self.gradients.items()},
            state={
                state: {name: jsonable(rows) for name, rows in by_name.items()} for state, by_name in self.state.items()
            },
            ended=self.ended,
            text=translated(self.text),
            notices=translated_notices(self.notices),
        )

    def to_json(self) -> bytes:
        """Return the document as UTF-8 JSON without spaces."""
        return encode(self.document())

    def to_dict(self) -> dict[str, Any]:
        """Return the document as plain dicts and lists."""
        document: dict[str, Any] = json.loads(self.to_json())
        return document

    def to_dataframe(self) -> object:
        """Return a pandas DataFrame: a row for each entry, a column for each number. Raises: ImportError."""
        pandas: Any = import_module("pandas")

        columns: dict[str, FloatArray] = {"loss": self.loss, "learning_rate": self.learning_rate}
        for name, rows in self.values.items():
            for place in np.ndindex(rows.shape[1:]):
                index = f"[{', '.join(map(str, place))}]" if place else ""
                columns[f"{name}{index}"] = rows[(slice(None), *place)]
        return pandas.DataFrame(columns, index=pandas.Index(self.iterations, name="iteration"))

    def trace(self, iteration: int) -> Trace:
        """Trace the program at a kept entry.

        Raises:
            InputError: `not-kept`; `in-the-text` where a parameter's value stands in the program; `no-round` behind
                the last round of the program's own loop.
        """
        if any(notice.code == CARRIED for notice in self.notices):
            raise InputError("no-round", "The rounds of this loop are not drawn: none of its lines is an update.")
        if self.head.optimizer == OWN_LINES:
            return build(TraceRequest(self.source, self.initial_values, round=iteration + 1))
        (places,) = np.nonzero(self.iterations == iteration)
        if not places.size or not self.values:
            raise InputError("not-kept", f"Update {iteration} was not kept.", hint="Train with a larger `keep`.")
        fixed = [leaf.name for leaf in self.head.leaves if leaf.parameter and not leaf.free]
        if fixed:
            raise InputError("in-the-text", f"The value of `{fixed[0]}` stands in the program, where it stays.")
        at = {name: rows[places[0]] for name, rows in self.values.items()}
        return build(TraceRequest(self.source, {**self.initial_values, **at}))

    def __repr__(self) -> str:
        summary = f"loss {self.loss[0]:.6g} -> {self.loss[-1]:.6g} in {int(self.iterations[-1]):,} updates"
        return f"Run({', '.join(self.parameters[:6])}: {summary}, ended={self.ended!r})"

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"image/svg+xml": loss_curve(self.curve.iterations, self.curve.loss), "text/plain": repr(self)}


def train(
    source: str,
    values: Values | None = None,
    *,
    parameters: Sequence[str] | None = None,
    optimizer: str | Mapping[str, Setting] | None = "sgd",
    settings: Mapping[str, Setting] | None = None,
    schedule: Mapping[str, Setting] | None = None,
    iterations: int | None = None,
    batch: int | None = None,
    data: Sequence[str] | None = None,
    seed: int = 0,
    keep: int = 100,
    tolerance: float = 1e-10,
    output: str | None = None,
    upstream: npt.ArrayLike | None = None,
    defaults: bool = False,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Run:
    """Move the parameters of a program along their gradients, update by update.

    The run minimises the output, or sum(output * upstream). What is not listed here is as `trace` takes it.

    Args:
        parameters: the leaves that move; None: what is named like a weight or drawn at random, else all free names.
        optimizer: a name of the table ("sgd", "momentum", "adam", ...), a rule, {"update": "w = w - lr*g"}, or None:
            the program's own loop runs, and its own lines are the optimizer.
        settings: `lr`, `momentum`, ... with PyTorch's names and defaults.
        schedule: {"kind": "cosine"}, {"formula": "lr*(1 - t/T)"}; None: the learning rate stays.
        iterations: how many updates; None: 200, or all rounds of the program's own loop.
        batch: how many examples a minibatch has; `data`: the arrays that are cut, along their first axis.
        seed: of the order of the minibatches.
        keep: how many entries are kept, the first and the last among them.
        progress: called now and then with the updates done and all of them; where it returns True the run ends with
            what was done, and what it raises ends it without.

    Raises:
        ChainruleError: whatever is wrong with the program, a value, a setting or a limit.
    """
    run_settings = Settings(
        parameters, optimizer, settings or {}, schedule, iterations, batch, data, seed, keep, tolerance
    )
    where = {"output": output, "upstream": upstream, "defaults": defaults}
    head, steps = start(source, values, run_settings, where, limits or DEFAULT, progress)
    entries: list[RunEntry] = []
    loss_entries: list[RunEntry] = []  # with the loss alone
    end: End | None = None
    for step in steps:
        if isinstance(step, End):
            end = step
        else:
            (loss_entries if step.is_loss_only else entries).append(step)
    assert end is not None, "A run ends."
    if len(entries) > keep:  # how long a loop runs may be known only when it has ended
        entries = [entries[place] for place in kept_updates(len(entries) - 1, keep)]
    return _collected(source, values or {}, head, entries, loss_entries, end)


def start(
    source: str,
    values: Mapping[str, Any] | None,
    run_settings: Settings,
    where: Mapping[str, Any],
    limits: Limits,
    progress: Progress | None = None,
) -> tuple[Head, Iterator[RunEntry | End]]:
    """Start a run: return the facts before its first update, and its entries as they come.

    Args:
        where: `output`, `upstream` and `defaults`.

    Raises:
        ChainruleError
    """
    run_settings.check()
    if run_settings.optimizer is None:
        return _own_lines(source, values, run_settings, where, limits, progress or _silent)
    iterations = ITERATIONS if run_settings.iterations is None else run_settings.iterations
    problem = TrainingProblem(
        source,
        values,
        parameters=run_settings.parameters,
        data=run_settings.data,
        batched=run_settings.batch is not None,
        limits=limits,
        **where,
    )
    rule = rule_for(run_settings.optimizer, run_settings.settings, limits)
    rate = schedule_for(run_settings.schedule, rule.lr, iterations, limits)
    notices = [*notices_of(problem.graph), *summed_entries(problem.graph, where["upstream"])]
    if run_settings.batch is not None and run_settings.batch > problem.examples:
        text = (
            f"There are {problem.examples:,} examples, fewer than the {run_settings.batch:,} of a minibatch: "
            "every update sees all of them."
        )
        notices.append(RunNotice("batch", text))
    size = sum(math.prod(leaf.shape) for leaf in problem.parameters) * (2 + len(rule.states))
    retention = _affordable(size, min(run_settings.keep, iterations + 1), run_settings.keep, limits, notices)
    plan = TrainingPlan(
        rule,
        rate,
        iterations,
        run_settings.batch,
        run_settings.seed,
        retention,
        float(run_settings.tolerance),
        limits,
        progress or _silent,
    )
    moving = {leaf.name for leaf in problem.parameters}
    leaves = [
        LeafRow(
            leaf.name,
            list(leaf.shape),
            leaf.name in moving,
            leaf.movable,
            leaf.op == INPUT,
            class_count(problem.whole(leaf)) if leaf.shape and leaf.name not in moving else None,
        )
        for leaf in problem.leaves.values()
    ]
    names = [leaf.name for leaf in problem.parameters]
    settings = {"lr": rule.lr, **rule.settings}
    head = Head(
        names, leaves, rule.name, rule.text, settings, rule.states, iterations, notices, rule_tape(rule, limits)
    )
    return head, train_steps(problem, plan)


def _own_lines(
    source: str,
    values: Mapping[str, Any] | None,
    run_settings: Settings,
    where: Mapping[str, Any],
    limits: Limits,
    progress: Progress,
) -> tuple[Head, Iterator[RunEntry | End]]:
    """The run of a program's own loop."""
    program = program_for(source, values, where["output"], where["defaults"], limits)
    for name in ("settings", "schedule", "batch", "parameters", "data"):
        if getattr(run_settings, name):
            raise InputError(
                "bad-setting",
                f"`{name}` belongs to an optimizer; the program's own lines say what they do.",
                hint='Leave it out, or choose an optimizer, such as "sgd".',
            )
    rounds = program.most(run_settings.iterations)
    notices = [*program.about]
    size = 2 * sum(math.prod(shape) for shape in program.updated_shapes.values())
    retention = _affordable(size, min(run_settings.keep, rounds + 1), run_settings.keep, limits, notices)
    leaves = [LeafRow(name, list(shape), True, True, False) for name, shape in program.updated_shapes.items()]
    head = Head([*program.updated_shapes], leaves, OWN_LINES, "the program's own lines", {}, (), rounds, notices, None)
    return head, program.run(run_settings.iterations, retention, progress)


def _affordable(size: int, keep: int, losses: int, limits: Limits, notices: list[RunNotice]) -> Retention:
    """Return what can be kept of entries of so many numbers."""
    entries = limits.run_numbers // max(size, 1)
    if keep <= entries:
        return Retention(keep, keep, True)
    limit = f"{limits.run_numbers:,} numbers (the limit `run_numbers`)"
    if entries < 2:
        text = f"Two entries of this run have {2 * size:,} numbers, and {limit} are kept: only the losses are."
        notices.append(RunNotice("keep", text))
        return Retention(losses, losses, False)
    text = f"Of this run {entries:,} entries are kept whole: each has {size:,} numbers, and {limit} are kept."
    notices.append(RunNotice("keep", text))
    return Retention(entries, losses, True)


def _collected(
    source: str, values: Mapping[str, Any], head: Head, entries: list[RunEntry], loss_entries: list[RunEntry], end: End
) -> Run:
    with_arrays = any(entry.values for entry in entries)  # in the first one a name may be no number of the graph yet
    names = head.parameters if with_arrays else []
    states = head.states if with_arrays else ()
    return Run(
        source,
        head.parameters,
        np.array([entry.iteration for entry in entries]),
        np.array([entry.loss for entry in entries]),
        np.array([entry.learning_rate for entry in entries]),
        {name: _over_time([entry.values for entry in entries], name) for name in names},
        {name: _over_time([entry.gradients for entry in entries], name) for name in names},
        {
            state: {name: np.array([entry.state[state][name] for entry in entries]) for name in names}
            for state in states
        },
        end.ended,
        end.text,
        head.notices,
        head,
        dict(values),
        LossCurve.of([*entries, *loss_entries]),
    )


def _over_time(entries: Sequence[Mapping[str, Any]], name: str) -> FloatArray:
    """A parameter at each entry; NaN where it is no number of the graph yet, as a bias that begins as `0.0`."""
    shape = next((np.shape(entry[name]) for entry in entries if name in entry), ())
    return np.array([entry[name] if name in entry else np.full(shape, np.nan) for entry in entries])


def _silent(done: int, of: int) -> None:
    pass
