"""The sentences of the service in the language that is asked for, and every sentence in every language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chainrule.sentences import catalogue, preferred, speaking, tr, translated
from chainrule.sentences.catalogue import Catalogue
from service import Client

TEMPLATES = Path(__file__).parent.parent / "backend" / "chainrule" / "api" / "templates"
PLACE = re.compile(r"\{\d+\}")


def keys_of_templates() -> set[str]:
    """The keys of the pages; the documentation of the API is English."""
    said = re.compile(r"""_\((?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")
    pages = "".join(file.read_text() for file in TEMPLATES.glob("*.html") if file.name != "docs.html")
    return {(double or single).replace("\\'", "'").replace('\\"', '"') for double, single in said.findall(pages)}


def test_every_sentence_of_the_pages_is_in_the_german_catalogue() -> None:
    german = catalogue("de")
    assert german is not None
    assert keys_of_templates() - set(german.sentences) == set()


def test_pages_hold_no_text_outside_the_catalogue() -> None:
    """Between two tags stands an expression, or nothing that a person reads."""
    outside = []
    for file in sorted(TEMPLATES.glob("*.html")):
        if file.name == "docs.html":
            continue
        text = re.sub(r"<svg.*?</svg>|\{[{%].*?[}%]\}|<script.*?</script>", "", file.read_text(), flags=re.DOTALL)
        texts = [*re.findall(r">([^<>]+)<", text), *re.findall(r'\s(?:title|aria-label|placeholder)="([^"]+)"', text)]
        outside += [(file.name, each.strip()) for each in texts if re.search(r"[A-Za-z]{2}", each)]
    assert [(name, text) for name, text in outside if text not in ("chain", "rule")] == []


def test_a_german_sentence_has_the_places_of_its_key() -> None:
    german = catalogue("de")
    assert german is not None
    other = [key for key, text in german.sentences.items() if sorted(PLACE.findall(key)) != sorted(PLACE.findall(text))]
    assert other == []


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("en-US,en;q=0.9,de;q=0.8", "en"),
        ("fr, de;q=x", "en"),
    ],
)
def test_the_language_that_a_browser_likes_best(accept: str, language: str) -> None:
    assert preferred(accept) == language


def test_the_page_is_in_the_language_of_the_browser_or_of_the_address(client: Client) -> None:
    english, german = client.get("/"), client.get("/", headers={"accept-language": "de-DE"})
    assert all(part in english.text for part in ('<html lang="en">', "Lessons"))
    assert "de.js" not in english.text
    assert all(part in german.text for part in ('<html lang="de">', "Lektionen", "/de.js"))
    assert "Accept-Language" in german.headers["vary"]
    assert '<html lang="de">' in client.get("/?lang=de").text
    assert '<html lang="en">' in client.get("/?lang=en", headers={"accept-language": "de"}).text
    assert '<html lang="de">' in client.get("/embed?source=x*y&lang=de").text
    assert '<html lang="de">' in client.get("/activations?lang=de").text


def test_a_language_that_there_is_not_is_refused(client: Client) -> None:
    answer = client.post("/api/v1/trace", {"source": "x*y", "defaults": True, "lang": "xx"})
    assert (answer.status, answer.json()["code"]) == (422, "bad-field")
    assert "en, de" in answer.json()["hint"]


def test_a_finished_sentence_is_translated_by_its_template() -> None:
    german = Catalogue(
        {
            "There is no view `{0}`.": "Es gibt keine Ansicht `{0}`.",
            "There is no {0}.": "Es gibt kein {0}.",
            "place": "Ort",
            "{0} and {1} differ.": "{1} und {0} unterscheiden sich.",
        }
    )
    assert german.by_template("There is no view `x`.") == "Es gibt keine Ansicht `x`."
    assert german.by_template("There is no place. A and b differ.") == "Es gibt kein Ort. b und A unterscheiden sich."
    assert german.by_template("Nobody wrote this.") == "Nobody wrote this."


def test_a_sentence_is_made_in_the_language_of_the_moment() -> None:
    assert tr("Computational graph of {0}", "x*y") == "Computational graph of x*y"
    with speaking("de"):
        assert tr("Computational graph of {0}", "x*y") == "Berechnungsgraph von x*y"
        assert translated("Examples") == "Beispiele"
    assert translated("Examples") == "Examples"
