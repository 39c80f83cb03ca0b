"""The page in German: no English sentence where a person looks, at the beginning and after the last step."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from decks import stand
from playwright.sync_api import Page, expect
from share import pick

from conftest import Opener, wait_ready

# Words that stand in nearly every English sentence, and in no German one, formula or name of a program.
ENGLISH = re.compile(r"\b(the|of|and|is|are|its|with|gets|hands|from|entries|every|not|for|your|all|which)\b", re.I)
TEXTS = """() => {
    const read = new Set(), code = "script, style, noscript, .cm-editor, pre, code, textarea, math";
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
        if (!node.parentElement.closest(code)) read.add(node.textContent.trim());
    for (const name of ["title", "aria-label", "placeholder", "alt"])
        for (const element of document.querySelectorAll(`[${name}]`))
            if (!element.closest(code)) read.add(element.getAttribute(name));
    return [...read];
}"""


def english_on(page: Page) -> list[str]:
    return [text for text in page.evaluate(TEXTS) if ENGLISH.search(text)]


def test_the_german_page_holds_no_english_sentence(opened: Opener) -> None:
    page = opened("/?lang=de")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator("#first-play")).to_have_text("▶ Abspielen")
    assert english_on(page) == []
    page.keyboard.press("End")
    expect(page.locator("#step-body")).to_contain_text("vertauscht die Werte")
    assert english_on(page) == []
    page.keyboard.press("?")
    expect(page.locator("#help-heading")).to_have_text("Wörter")
    assert english_on(page) == []
    assert "lang=de" in page.url


def test_an_error_and_a_lesson_are_german_too(opened: Opener) -> None:
    page = opened("/?lang=de")
    page.locator("#lessons-button").click()
    page.get_by_role("menuitem", name=re.compile("Ein erster Graph")).click()
    expect(page.locator("body")).to_contain_text("Jedes Gatter berechnet eine Zahl")
    assert english_on(page) == []


def test_a_text_that_is_shared_from_a_german_page_plays_in_german(opened: Opener) -> None:
    page = opened("/?source=x*y&step=3&lang=de")
    page.get_by_role("button", name="Teilen").click()
    page.wait_for_selector("#share .share-options")
    element, slide, deck = (pick(page, target) for target in ("component", "slidev", "reveal"))
    assert 'lang="de"' in slide
    assert 'lang="de"' in pick(page, "jupyter")
    assert "/reveal-chainrule.iife.js?lang=de" in deck
    there = stand(opened, {"/": f"<!doctype html><title>Blog</title>{element}"})
    there.locator("chain-rule .cr-svg .node").first.wait_for()
    assert there.locator("chain-rule").get_by_role("button", name="Schritt vor").count() == 1
    assert "Gatter" in there.locator("chain-rule .cr-status").inner_text()


def test_arrays_training_and_a_race_of_optimizers_are_german(opened: Opener) -> None:
    """Also what a screen reader says of an array, the names of axes, and a table that the page fetches."""
    page = opened("/?source=h+%3D+relu(W+%40+x)%0AL+%3D+sum(h*h)&lang=de")
    page.keyboard.press("End")
    expect(page.locator(".cr-array").first).to_have_attribute("aria-label", re.compile("^(Wert|Gradient) von "))
    assert english_on(page) == []
    page.goto(opened.service + f"/?{urlencode({'source': 'L = mean((w*x + b - t)**2)', 'values': DATA, 'lang': 'de'})}")
    wait_ready(page)
    page.keyboard.press("l")
    page.locator("#learn").get_by_role("button", name="Rennen").click()
    expect(page.locator("#learn")).to_contain_text("Adam ohne Bias-Korrektur")
    assert english_on(page) == []
    assert page.locator("#learn .axis-name").all_inner_texts() != []
    assert [text for text in page.locator("#learn text").all_inner_texts() if text == "loss"] == []


DATA = '{"w":1,"x":[1,2,3],"b":0,"t":[1,3,4]}'
