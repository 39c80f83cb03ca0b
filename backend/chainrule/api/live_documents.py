"""Bodies, parameters and answers of the routes of live sessions and short links, as the OpenAPI document has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import Path
from pydantic import AfterValidator

from ..exercises import Tally
from ..live import Session
from ..schema import Bounds, Characters

__all__ = [
    "AFTER",
    "ANSWERS",
    "BLANK",
    "EVENTS",
    "MOST_CHARACTERS",
    "MOST_VERSIONS",
    "PRESENTER",
    "REQUESTS",
    "SECURITY_SCHEMES",
    "AnswerReceipt",
    "Code",
    "HandoverWord",
    "HandoverWordRequest",
    "LiveAnswer",
    "LiveState",
    "LiveStateRequest",
    "LiveVersion",
    "PresenterKey",
    "ShortLink",
    "ShortLinkRequest",
    "UnmarkedAnswers",
]

MOST_CHARACTERS = 100  # of a token, a blank, an answer or a word
MOST_VERSIONS = 2**53 - 1  # exact in JavaScript
_Text = Annotated[str, Characters(1, MOST_CHARACTERS)]
_Version = Annotated[int, Bounds(1, MOST_VERSIONS)]

Code = Annotated[
    str, AfterValidator(str.upper), Path(description="The code of the session, in capital or small letters.")
]


@dataclass(frozen=True, slots=True)
class LiveStateRequest:
    """A state of the presenter's page."""

    version: _Version
    """Number of the state; it grows with each move."""
    state: Mapping[str, Any]
    """State of the page, an object of its own, handed on as it is."""


@dataclass(frozen=True, slots=True)
class LiveState:
    """The newest state of a session: what followers load, and the data of each event."""

    version: int
    """Number of the state; 0 before the first move."""
    state: Mapping[str, Any] | None
    """State of the presenter's page; null before the first move."""


@dataclass(frozen=True, slots=True)
class LiveVersion:
    """The newest version of a session after a move."""

    version: int
    """Newest version. If it is another one than the request's, the request came too late and moved nobody."""


@dataclass(frozen=True, slots=True)
class HandoverWord:
    """The word with which the next presenter takes over."""

    word: str
    """Word that makes another screen the presenter, once, within five minutes."""


@dataclass(frozen=True, slots=True)
class HandoverWordRequest:
    """The word of whoever takes over."""

    word: _Text
    """Word that the presenter was given. Small letters are the same."""


@dataclass(frozen=True, slots=True)
class PresenterKey:
    """The key of a new presenter."""

    key: str
    """Key that moves the session from now on; the old one moves nobody."""


@dataclass(frozen=True, slots=True)
class LiveAnswer:
    """One answer to what the hall is asked."""

    token: _Text
    """Text that stands for whoever answers: a token's first answer to a blank stays."""
    blank: _Text
    """Blank that is answered, as the state's `prediction` names it."""
    answer: _Text
    """Answer, as it was typed."""


@dataclass(frozen=True, slots=True)
class AnswerReceipt:
    """Receipt of an answer."""

    counted: bool
    """False if this token has answered this blank before."""


@dataclass(frozen=True, slots=True)
class UnmarkedAnswers:
    """All answers to a blank of which no exercise is known."""

    answered: int
    """Number of those who answered."""
    values: list[tuple[str, int]]
    """Each answer with how many gave it, the most frequent first."""
    mistakes: Mapping[str, int]
    """Empty: nothing is marked."""


@dataclass(frozen=True, slots=True)
class ShortLinkRequest:
    """The page that a short link is to lead to."""

    query: str
    """Query string of the page: `source=x*y&step=3`."""


@dataclass(frozen=True, slots=True)
class ShortLink:
    """A short link to the page."""

    version: Literal["1"]
    """Form of the link."""
    name: str
    """Name of the link, made from what it holds: the same page has the same name."""
    path: str
    """Address of the link, relative to that of the service."""


ANSWERS: tuple[type, ...] = (
    Session, LiveState, LiveVersion, HandoverWord, PresenterKey, AnswerReceipt, Tally, UnmarkedAnswers, ShortLink,
)  # fmt: skip
REQUESTS: tuple[type, ...] = (LiveStateRequest, HandoverWordRequest, LiveAnswer, ShortLinkRequest)

SECURITY_SCHEMES: Mapping[str, Any] = {
    "presenter": {
        "type": "http",
        "scheme": "bearer",
        "description": "Key of a live session, as `POST /api/v1/live` answers it to the presenter alone.",
    }
}
PRESENTER: dict[str, Any] = {"security": [{"presenter": []}]}

AFTER: dict[str, Any] = {
    "name": "after",
    "in": "query",
    "required": False,
    "description": "A version: the answer waits until there is a newer one, or is 204 after 20 seconds.",
    "schema": {"type": "integer", "minimum": 0, "maximum": 10**16 - 1},
}
BLANK: dict[str, Any] = {
    "name": "blank",
    "in": "query",
    "required": True,
    "description": "The blank that was answered.",
    "schema": {"type": "string", "minLength": 1},
}
EVENTS: dict[str, Any] = {
    "description": "Server-sent events, until the session ends or the client leaves",
    "content": {
        "text/event-stream": {
            "schema": {
                "type": "object",
                "description": "One event.",
                "properties": {
                    "event": {"type": "string", "description": "`message`, or `end` for the last one."},
                    "id": {"type": "string", "description": "Version of the state."},
                    "data": {
                        "type": "string",
                        "description": "LiveState as JSON; `{}` of the last event.",
                        "contentMediaType": "application/json",
                        "contentSchema": {"$ref": "#/components/schemas/LiveState"},
                    },
                },
                "required": ["data"],
            }
        }
    },
}
