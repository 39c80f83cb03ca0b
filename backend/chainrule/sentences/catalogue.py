"""The catalogue of one language: the JSON files of its folder, each an object of English keys and their sentences."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

__all__ = ["Catalogue", "load"]

_PLACE = re.compile(r"\{(\d+)\}")
_END = re.compile(r"(?<=[.!?]) (?=[^a-z])")  # where one sentence ends and the next begins
_PIECE = r"((?:(?![.!?] [^a-z]).)+?)"  # text that fills a place: the end of no sentence
_DEEP = 3  # sentences inside sentences
_COUNT = r"(\d[\d,]*)"
# Said through `tr` alone: their keys are phrases such as "it is {0}" or "paths", too short to recognise a finished
# sentence by, or a piece of one, which may be the name of a variable. With a number in each place, as in "3 entries",
# a piece is certain.
_PHRASES = ("optimizers.json", "pictures.json", "terminal.json", "verdicts.json")


class _Template(NamedTuple):
    pattern: re.Pattern[str]
    places: tuple[int, ...]
    code: tuple[bool, ...]  # of each place: it stands between backticks, and what fills it stays as it is
    fixed: int  # characters outside the places: the template with most of them fits best
    sentence: str


class Catalogue:
    """`sentences` holds the translation of each key; `by_template` translates what was made of one.

    Args:
        sentences: each key with its sentence.
        phrases: keys that `by_template` does not look for.
    """

    def __init__(self, sentences: Mapping[str, str], phrases: Collection[str] = ()) -> None:
        self.sentences = sentences
        self.phrases = frozenset(phrases)
        self.templates: dict[str, list[_Template]] = {}  # by first character; "": they begin with a place
        for key, sentence in sentences.items():
            if _PLACE.search(key):
                first = "" if key.startswith("{") else key[0]
                place = _COUNT if key in phrases else _PIECE
                self.templates.setdefault(first, []).append(_template(key, sentence, place))

    def by_template(self, text: str, depth: int = 0) -> str:
        """Return the translation of a finished sentence, or of several; what has no key stays as it is."""
        if (sentence := self._one(text, depth)) is not None:
            return sentence[1]
        parts = _END.split(text)
        return text if len(parts) == 1 else " ".join(self.by_template(part, depth + 1) for part in parts)

    def _one(self, text: str, depth: int) -> tuple[int, str] | None:
        """Return how many characters of its key stand in the text, and the sentence."""
        if text not in self.phrases and (exact := self.sentences.get(text)) is not None:
            return len(text), exact
        likely = [*self.templates.get(text[:1], ()), *self.templates.get("", ())]
        for template in sorted(likely, key=lambda template: -template.fixed):
            match = template.pattern.fullmatch(text)
            if match is not None:
                pieces = [
                    piece if is_code or depth >= _DEEP else self._piece(piece, depth + 1)
                    for piece, is_code in zip(match.groups(), template.code, strict=True)
                ]
                return template.fixed, _filled(template.sentence, dict(zip(template.places, pieces, strict=True)))
        return None

    def _piece(self, piece: str, depth: int) -> str:
        """Return the translation of what fills a place: words, or a sentence whose full stop is that of the whole."""
        words, sentence = self._one(piece, depth), self._one(f"{piece}.", depth)
        if sentence is not None and (words is None or sentence[0] > words[0] + 1):
            return sentence[1].removesuffix(".")
        return self.by_template(piece, depth) if words is None else words[1]


def _filled(sentence: str, pieces: Mapping[int, str]) -> str:
    return _PLACE.sub(lambda place: pieces[int(place[1])], sentence)


def _template(key: str, sentence: str, place: str) -> _Template:
    pieces = _PLACE.split(key)  # text, place, text, place, ..., text
    pattern = "".join(
        re.escape(piece.replace("{{", "{").replace("}}", "}")) if at % 2 == 0 else place
        for at, piece in enumerate(pieces)
    )
    places = tuple(int(piece) for piece in pieces[1::2])
    code = tuple("".join(pieces[:at:2]).count("`") % 2 == 1 for at in range(1, len(pieces), 2))
    fixed = sum(map(len, pieces[::2]))
    return _Template(
        re.compile(pattern, re.DOTALL), places, code, fixed, sentence.replace("{{", "{").replace("}}", "}")
    )


@lru_cache(maxsize=8)
def load(language: str) -> Catalogue:
    """Return the catalogue of a language, read once."""
    folder = files("chainrule.sentences") / language
    sentences: dict[str, str] = {}
    phrases: set[str] = set()
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".json"):
            rows = json.loads(file.read_text(encoding="utf-8"))
            sentences |= rows
            if file.name in _PHRASES:
                phrases |= set(rows)
    return Catalogue(sentences, phrases)
