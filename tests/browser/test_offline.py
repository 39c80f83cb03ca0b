"""The playground as an application: installable, and open without a network."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect

from chainrule.api.app import create_app
from chainrule.api.assets import Assets
from conftest import NEURON, Opener, position, running, until, wait_ready
from test_lessons import arrive, do_scene, lesson_of

VALUES = '{"w0":2,"x0":-1,"w1":-3,"x1":-2,"w2":-3}'
CONTROLLED = "navigator.serviceWorker.controller !== null"


def installed(opened: Opener) -> Page:
    """The page with its worker at work."""
    page = opened(f"/?{urlencode({'source': NEURON, 'values': VALUES})}", service_workers="allow")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    wait_ready(page)
    until(page, CONTROLLED)
    return page


def test_without_a_network_the_page_opens_with_what_was_traced(opened: Opener) -> None:
    page = installed(opened)
    page.goto(f"{opened.service}/?{urlencode({'source': 'x*y', 'values': VALUES_OF_XY})}")
    wait_ready(page)
    opened.allowed = ("Failed to load resource", "net::ERR", "status of 503")
    page.context.set_offline(True)
    page.reload()
    wait_ready(page)
    assert len(page.locator(".cr-svg .node").all()) >= 3
    page.keyboard.press("End")
    until(page, "document.querySelector('.cr-track').ariaValueNow === '3'")
    page.goto(f"{opened.service}/?{urlencode({'source': NEURON, 'values': VALUES})}")
    wait_ready(page)
    page.keyboard.press("ArrowRight")
    assert position(page) == 1
    page.locator("#editor .cm-content").fill("tanh(x)*y*z")
    expect(page.locator("#problem")).to_contain_text("This needs the server, and there is no connection")
    page.goto(f"{opened.service}/?z=AAAA")
    expect(page.locator("body")).to_contain_text("can only be unpacked by the server")


def test_without_a_network_the_page_speaks_german(opened: Opener) -> None:
    page = installed(opened)
    opened.allowed = ("Failed to load resource", "net::ERR", "status of 503")
    page.context.set_offline(True)
    page.goto(f"{opened.service}/?{urlencode({'source': NEURON, 'values': VALUES, 'lang': 'de'})}", wait_until="commit")
    until(page, "document.documentElement.lang === 'de' && globalThis.chainruleCatalogue?.language === 'de'")
    page.locator("#editor .cm-content").fill("tanh(x)*y*z")
    expect(page.locator("#problem")).to_contain_text("Das braucht den Server, und es gibt keine Verbindung")


@pytest.mark.parametrize("lesson", ["first-graph", "gate-patterns", "why-this-order", "losses"])
def test_without_a_network_a_lesson_that_was_open_has_all_its_scenes(opened: Opener, lesson: str) -> None:
    """On the first visit ever, and of its first scene only."""
    page = opened(f"/#lesson={lesson}", service_workers="allow", reduced_motion="reduce")
    scenes = lesson_of(lesson).scenes
    arrive(page, 0, len(scenes))
    until(page, CONTROLLED)
    wait_stored(page)
    opened.allowed = ("Failed to load resource", "net::ERR", "status of 503")
    page.context.set_offline(True)
    page.reload()
    for at, scene in enumerate(scenes):
        arrive(page, at, len(scenes))
        expect(page.locator(".lesson-sentence")).to_have_text(scene.sentence.replace("`", ""))
        assert "no connection" not in page.locator("body").inner_text()
        if scene.picture is not None:
            expect(page.locator(".lesson-picture svg")).to_be_visible()
        do_scene(page, scene, at)
    arrive(page, len(scenes), len(scenes))


# How many answers the worker keeps.
STORED = "caches.open('chainrule-answers').then(store => store.keys()).then(keys => keys.length)"


def wait_stored(page: Page) -> None:
    """Wait until the answers of the whole lesson are kept: their number is the same again after two seconds."""
    until(page, f"{STORED}.then(size => size > 0)", 60)
    until(page, f"{STORED}.then(size => size === globalThis.stored ? true : (globalThis.stored = size, false))", 60, 2)


def test_without_a_network_an_answer_in_a_lesson_is_marked(opened: Opener) -> None:
    page = opened("/#lesson=two-paths&scene=2", service_workers="allow", reduced_motion="reduce")
    until(page, CONTROLLED)
    wait_stored(page)
    opened.allowed = ("Failed to load resource", "net::ERR", "status of 503")
    page.context.set_offline(True)
    page.reload()
    expect(page.locator(".predict-ask")).to_be_visible()
    arrive(page, 1, len(lesson_of("two-paths").scenes))
    page.keyboard.type("99")
    page.keyboard.press("Enter")
    expect(page.locator(".predict-said")).to_contain_text("only the server can say")


def test_windows_of_one_machine_follow_without_a_network(opened: Opener) -> None:
    page = installed(opened)
    opened.allowed = ("Failed to load resource", "net::ERR")
    page.context.set_offline(True)
    page.keyboard.press("u")
    expect(page.locator(".live-code")).to_have_text("LOCAL")
    page.keyboard.press("ArrowRight")
    projector = opened.again(page.context.new_page(), "/live/LOCAL", ready=False)
    until(projector, f"{FOLLOWER}?.trace && {FOLLOWER}.step === 1")
    page.keyboard.press("End")
    until(projector, f"{FOLLOWER}.step === 17")
    page.get_by_role("spinbutton", name="w0", exact=True).fill("1")
    page.keyboard.press("Tab")
    until(projector, f"{FOLLOWER}.values.w0 === 1")


FOLLOWER = "document.querySelector('chain-rule')"
VALUES_OF_XY = '{"x":2,"y":3}'


def test_the_browser_finds_nothing_that_hinders_installing(opened: Opener) -> None:
    page = installed(opened)
    tools = page.context.new_cdp_session(page)
    found = tools.send("Page.getAppManifest")
    assert found["errors"] == []
    assert '"short_name": "Chainrule"' in found["data"]
    hindrances = tools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [one["errorId"] for one in hindrances if one["errorId"] != "in-incognito"] == []


def test_after_a_new_build_the_old_files_go(opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next service stands at the same address."""
    monkeypatch.setattr(opened, "service", opened.service)
    opened.allowed = ("Failed to load resource", "net::ERR", "status of 503")
    with running(create_app()) as address:
        opened.service = address
        page = installed(opened)
        wait_stored(page)
        (before,) = page.evaluate(FILES)
    made = Assets.__init__

    def renamed(assets: Assets, *arguments: Any) -> None:
        made(assets, *arguments)
        assets.version = "another-build"

    monkeypatch.setattr(Assets, "__init__", renamed)
    with running(create_app(), urlsplit(address).port or 0):
        page.reload()
        wait_ready(page)
        until(page, f"{FILES}.then(names => names.length === 1 && names[0] !== '{before}')", 60)
        assert page.evaluate(FILES) == ["chainrule-files-another-build"]
    page.context.set_offline(True)
    page.reload()
    wait_ready(page)
    assert "another-build" in (page.locator("link[rel=stylesheet]").first.get_attribute("href") or "")
    expect(page.locator(".cm-content")).to_have_text(NEURON)


FILES = "caches.keys().then(names => names.filter(name => name.startsWith('chainrule-files-')))"
