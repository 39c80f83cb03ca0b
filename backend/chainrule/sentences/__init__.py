"""The sentences of the service in the language of whoever reads them.

The English sentence is the key: `tr("The {0} gate gives {1}.", gate, value)`. A catalogue holds the sentence of its
language with the same places. `speaking("de")` chooses the language for all that is said inside it. A finished
sentence of which only the text is at hand, such as an error's, is translated by the key whose places it fills.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, Generic, Literal, TypeAlias, TypeVar, get_args

from ..errors import ChainruleError
from .catalogue import Catalogue, load

__all__ = [
    "LANGUAGES",
    "Catalogue",
    "Language",
    "LanguageCache",
    "cached_by_language",
    "catalogue",
    "language",
    "preferred",
    "sentence",
    "speaking",
    "tr",
    "translated",
]

Language: TypeAlias = Literal["en", "de"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
_ENGLISH: Language = "en"
_LANGUAGE: ContextVar[Language] = ContextVar("language", default=_ENGLISH)
T = TypeVar("T")


def language() -> Language:
    """Return the language in which sentences are made at the moment."""
    return _LANGUAGE.get()


@contextmanager
def speaking(chosen: Language) -> Iterator[None]:
    """Sentences made inside are in this language; an error that passes knows it."""
    token = _LANGUAGE.set(chosen)
    try:
        yield
    except ChainruleError as error:
        error.language = error.language or chosen
        raise
    finally:
        _LANGUAGE.reset(token)


def catalogue(chosen: Language | None = None) -> Catalogue | None:
    """Return the sentences of a language (default: the current one); None: English."""
    chosen = chosen or language()
    return None if chosen == _ENGLISH else load(chosen)


def tr(sentence: str, *values: object) -> str:
    """Return the sentence in the language of the moment, with its places {0}, {1}, ... filled."""
    if _LANGUAGE.get() != _ENGLISH:
        catalogue = load(_LANGUAGE.get())
        sentence = catalogue.sentences.get(sentence, sentence)
    return sentence.format(*values) if values else sentence


def sentence(key: str) -> str:
    """Return the key itself: marks a sentence of a table, which is read through `tr` when it is said."""
    return key


def translated(text: str, chosen: str | None = None) -> str:
    """Return a finished English sentence in a language (default: the current one); one without a key stays as it is."""
    name = chosen or _LANGUAGE.get()
    return load(name).by_template(text) if name in LANGUAGES and name != _ENGLISH else text


class LanguageCache(Generic[T]):
    """As lru_cache, for what holds sentences: it is kept for each language apart. Arguments are positional."""

    def __init__(self, make: Callable[..., T], size: int) -> None:
        self.__wrapped__ = make
        self._cached = lru_cache(maxsize=size)(lambda _, *arguments: make(*arguments))
        self.cache_info, self.cache_clear = self._cached.cache_info, self._cached.cache_clear

    def __call__(self, *arguments: Any) -> T:
        """Return the result for the arguments in the language of the request, computed once for each."""
        return self._cached(_LANGUAGE.get(), *arguments)


def cached_by_language(size: int) -> Callable[[Callable[..., T]], LanguageCache[T]]:
    """Return the decorator of LanguageCache."""
    return lambda make: LanguageCache(make, size)


def preferred(accept: str, offered: Sequence[Language] = LANGUAGES) -> Language:
    """Return the language that a browser's `Accept-Language` likes best of those offered; English if it likes none."""
    best, weight = _ENGLISH, 0.0
    for part in accept.lower().split(","):
        tag, _, quality = part.partition(";")
        name = tag.strip().partition("-")[0]
        try:
            likes = float(quality.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        for each in offered:
            if each == name and likes > weight:
                best, weight = each, likes
    return best
