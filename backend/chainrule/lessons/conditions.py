"""CONDITIONS: what a scene can wait for, one row for each. The page has a predicate for each of the same words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

from ..errors import ChainruleError, LimitError
from ..learn import OPTIMIZERS
from ..number import as_given
from ..sentences import sentence, tr
from .context import NAMED_STEPS, SceneContext
from .lesson_document import Condition, ConditionRow, Target
from .places import PhraseError, unknown_word

__all__ = ["CONDITIONS", "read_condition", "rows"]

Relation: TypeAlias = Literal["is", "above", "below"]
RELATIONS: tuple[Relation, ...] = get_args(Relation)
_RELATION_WORDS = {"is": "is", "above": "is above", "below": "is below"}
# Titles of what is chosen, as the page has them.
_VIEWS = {"gates": sentence("Gates"), "functions": sentence("Functions"), "units": sentence("Units")}
_NOTATIONS = {"partial": "∂", "bar": "v̄", "delta": "δ"}
_PANELS = {
    "learn": sentence("Learn"),
    "check": sentence("Check"),
    "code": sentence("Code"),
    "health": sentence("Health"),
    "explorer": sentence("Activation functions"),
}
_OPTIMIZERS = {"sgd": "SGD"}
_SCHEDULES = {
    "constant": sentence("constant"),
    "step": sentence("steps"),
    "cosine": sentence("cosine"),
    "linear": sentence("linear"),
    "inverse_sqrt": "1/√t",
    "restarts": sentence("warm restarts"),
}
_BEGIN_ELSEWHERE = "Begin with other `values`, or wait for another number."
_COMPARED = re.compile(r"(?:of )?(.*?) ?\b(is|above|below)\b (.+)")


@dataclass(frozen=True, slots=True)
class _PlaceKind:
    """Meaning of the words after the condition's own."""

    name: str | None = None
    relation: Relation | None = None
    value: str | int | float | None = None
    words: Mapping[str, str] = field(default_factory=dict)  # for the sentence


@dataclass(frozen=True, slots=True)
class Kind:
    """A row: `sentence` is what the user is to do, with {name}, {relation}, {value} and what `read` adds."""

    word: str
    form: str
    sentence: str
    target: Target
    read: Callable[[SceneContext, str], _PlaceKind]


def _step(context: SceneContext, words: str) -> _PlaceKind:
    position = context.position_after(words)
    if position <= context.position:
        raise PhraseError("That step is done when the scene begins.", "Begin earlier, such as with `step: first`.")
    named = words in NAMED_STEPS or words.isdecimal()
    place = tr(NAMED_STEPS[words]) if words in NAMED_STEPS else tr("step {0}", words) if named else f"`{words}`"
    return _PlaceKind(None if named else words, None, position, {"place": place})


def _compared(words: str, relations: Sequence[Relation] = RELATIONS) -> tuple[str, Relation, str]:
    match = _COMPARED.fullmatch(words)
    for relation in relations:
        if match is not None and match[2] == relation:
            return match[1].strip(), relation, match[3].strip()
    raise PhraseError(f"It has none of the words {', '.join(relations)} with something after it.")


def _formula(context: SceneContext, words: str) -> _PlaceKind:
    _, _, formula = _compared(words, ("is",))
    if "".join(formula.split()) == "".join(context.request.source.split()):
        raise PhraseError("That is the formula with which the scene begins.")
    try:
        context.readable(formula)
    except LimitError:
        raise
    except ChainruleError as error:
        raise PhraseError(f"The formula cannot be read: {error.detail}") from None
    return _PlaceKind(None, "is", formula)


def _value(context: SceneContext, words: str) -> _PlaceKind:
    return _number(context, words, context.value_of)


def _gradient(context: SceneContext, words: str) -> _PlaceKind:
    return _number(context, words, context.gradient_of)


def _number(context: SceneContext, words: str, now: Callable[[str], float]) -> _PlaceKind:
    name, relation, text = _compared(words)
    number = context.number(text)
    if _holds(now(name), relation, number):
        raise PhraseError("That holds when the scene begins.", _BEGIN_ELSEWHERE)
    return _PlaceKind(name, relation, number)


def _holds(number: float, relation: Relation, bound: float) -> bool:
    return {"is": abs(number - bound) <= 1e-9, "above": number > bound, "below": number < bound}[relation]


def _fill(context: SceneContext, words: str) -> _PlaceKind:
    if not words:
        if not context.blanks:
            raise PhraseError("The scene asks for nothing that could be filled.")
        return _PlaceKind()
    if words not in context.blanks:
        raise PhraseError(f"`{words[:60]}` is not among what the scene asks for.")
    return _PlaceKind(words, None, context.blanks.index(words))


def _open(context: SceneContext, words: str) -> _PlaceKind:
    return _function(context, words, True)


def _close(context: SceneContext, words: str) -> _PlaceKind:
    return _function(context, words, False)


def _function(context: SceneContext, words: str, to_open: bool) -> _PlaceKind:
    functions = [function for function in context.trace.functions if function.name == words]
    if not functions:
        raise PhraseError(f"The graph has no function `{words[:60]}`.")
    if all(function.open == to_open for function in functions):
        raise PhraseError(f"`{words}` is {'open' if to_open else 'closed'} when the scene begins.")
    return _PlaceKind(words)


def _choice(
    titles: Callable[[], Mapping[str, str]], now: Callable[[SceneContext], str | None]
) -> Callable[..., _PlaceKind]:
    """Read the name of a thing that is chosen; the user is told its title, as the page has it."""

    def read(context: SceneContext, words: str) -> _PlaceKind:
        chosen, titles_by_name = words.removeprefix("is ").strip(), titles()
        if chosen not in titles_by_name:
            raise PhraseError(f"`{chosen[:60]}` is none of {', '.join(titles_by_name)}.")
        if chosen == now(context):
            raise PhraseError(f"It is {chosen} when the scene begins.")
        return _PlaceKind(None, "is", chosen, {"value": tr(titles_by_name[chosen])})

    return read


def _select(context: SceneContext, words: str) -> _PlaceKind:
    return _PlaceKind(words, None, context.places.node(words).id)


def _learning_rate(context: SceneContext, words: str) -> _PlaceKind:
    _, relation, text = _compared(words)
    number = context.number(text)
    if number < 0:
        raise PhraseError("A learning rate is never below 0.")
    now = context.learning_rate
    if now is not None and _holds(now, relation, number):
        raise PhraseError("That holds when the scene begins.", _BEGIN_ELSEWHERE)
    return _PlaceKind(None, relation, number)


def _loss(context: SceneContext, words: str) -> _PlaceKind:
    _, relation, text = _compared(words, ("below",))
    number = context.number(text)
    losses = context.run.loss
    if losses[0] < number:
        raise PhraseError("That holds when the scene begins.", _BEGIN_ELSEWHERE)
    if not min(losses) < number:
        raise PhraseError(f"The training never gets there: its lowest loss is {as_given(float(min(losses)))}.")
    return _PlaceKind(None, relation, number)


def _update(context: SceneContext, words: str) -> _PlaceKind:
    _, relation, text = _compared(words, ("is", "above"))
    update, last = context.number(text), int(context.run.iterations[-1])
    if _holds(0, relation, update):
        raise PhraseError("That holds when the scene begins.", _BEGIN_ELSEWHERE)
    if not update.is_integer() or not (update < last or (relation == "is" and update == last)):
        raise PhraseError(f"The training has no such update: it has {last}.")
    place = tr("update {0}", as_given(update)) if relation == "is" else tr("an update after {0}", as_given(update))
    return _PlaceKind(None, relation, update, {"place": place})


def _choose(context: SceneContext, words: str) -> _PlaceKind:
    lists = context.choose.lists if context.choose is not None else []
    labels = [option.label for each in lists for option in each.options]
    label = tr(words)  # as the button says it
    if label not in labels:
        raise PhraseError(f"`{words[:40]}` is none of the scene's choices.")
    if label in [each.options[0].label for each in lists]:
        raise PhraseError("That is chosen when the scene begins.")
    return _PlaceKind(None, "is", label)


_ROWS = (
    Kind("step", "step NAME | NUMBER | backward | last", "Play on to {place}.", "transport", _step),
    Kind("formula", "formula is FORMULA", "Change the formula to {value}.", "formula", _formula),
    Kind(
        "value",
        "value of NAME is | above | below NUMBER",
        "Move the values until {name} {relation} {value}.",
        "value",
        _value,
    ),
    Kind(
        "gradient",
        "gradient of NAME is | above | below NUMBER",
        "Move the values until the gradient of {name} {relation} {value}.",
        "value",
        _gradient,
    ),
    Kind("fill", "fill | fill PHRASE", "Type the number into its place.", "blank", _fill),
    Kind("open", "open FUNCTION", "Open {name}.", "function", _open),
    Kind("close", "close FUNCTION", "Close {name} into one gate.", "function", _close),
    Kind(
        "view",
        "view is VIEW",
        "Change the view to {value}.",
        "view",
        _choice(lambda: _VIEWS, lambda context: context.request.view),
    ),
    Kind(
        "notation",
        "notation is NOTATION",
        "Change the notation to {value}.",
        "notation",
        _choice(lambda: _NOTATIONS, lambda context: context.notation),
    ),
    Kind("panel", "panel PANEL", "Open {value}.", "panel", _choice(lambda: _PANELS, lambda context: context.panel)),
    Kind("choose", "choose LABEL", "Choose {value}.", "choice", _choose),
    Kind("select", "select NAME", "Click {name}.", "node", _select),
    Kind(
        "lr",
        "lr is | above | below NUMBER",
        "Move the learning rate until it {relation} {value}.",
        "learn",
        _learning_rate,
    ),
    Kind(
        "loss",
        "loss below NUMBER",
        "Train until the loss {relation} {value}.",
        "learn",
        _loss,
    ),
    Kind(
        "update",
        "update is | above NUMBER",
        "Go to {place}.",
        "learn",
        _update,
    ),
    Kind(
        "optimizer",
        "optimizer is NAME",
        "Change the optimizer to {value}.",
        "learn",
        _choice(
            lambda: {name: row.title for name, row in OPTIMIZERS.items()} | _OPTIMIZERS,
            lambda context: context.training("optimizer", "sgd"),
        ),
    ),
    Kind(
        "schedule",
        "schedule is KIND",
        "Change the schedule to {value}.",
        "learn",
        _choice(lambda: _SCHEDULES, lambda context: context.training("schedule", "constant")),
    ),
)
CONDITIONS: Mapping[str, Kind] = {row.word: row for row in _ROWS}


def rows() -> list[ConditionRow]:
    """The table as the API answers it."""
    return [ConditionRow(row.word, row.form, _plain(row.sentence), row.target) for row in _ROWS]


def _plain(sentence: str) -> str:
    return sentence.format(name="NAME", place="a place", relation="is", value="VALUE")


def _sentence(kind: Kind, place_kind: _PlaceKind) -> str:
    value = place_kind.value
    words = {
        "name": f"`{place_kind.name}`",
        "relation": tr(_RELATION_WORDS.get(place_kind.relation or "", "")),
        "value": as_given(value) if isinstance(value, float) else f"`{value}`",
        **place_kind.words,
    }
    return tr(kind.sentence).format(**words)


def read_condition(context: SceneContext, text: str) -> Condition:
    """Return the condition of a `do` line, which the scene waits for. Raises: PhraseError."""
    word, _, rest = " ".join(text.split()).partition(" ")
    kind = CONDITIONS.get(word)
    if kind is None:
        raise unknown_word(word, "condition", CONDITIONS)
    try:
        result = kind.read(context, rest)
    except PhraseError as error:
        raise PhraseError(str(error), error.hint or f"`{word}` is written `{kind.form}`.", error.edit) from None
    return Condition(word, result.name, result.relation, result.value, text, _sentence(kind, result), kind.target)
