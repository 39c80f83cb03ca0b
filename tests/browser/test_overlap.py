"""Nothing covers anything: every example, three window sizes, light and dark, measured box by box."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest

from chainrule.examples import EXAMPLES, Example
from conftest import SIZES, Opener, wait_ready

# In units of the picture: how far two things may touch (a text's box is taller than its ink).
MEASURE = """() => {
    const faults = [];
    const root = document.querySelector('.cr-svg .viewport');
    const inverse = root.getCTM().inverse();
    const box = element => {
        const b = element.getBBox();
        const m = inverse.multiply(element.getCTM());
        return {x: b.x + m.e, y: b.y + m.f, r: b.x + b.width + m.e, b: b.y + b.height + m.f};
    };
    const shrink = (b, x, y) => ({x: b.x + x, y: b.y + y, r: b.r - x, b: b.b - y});
    const meet = (a, b) => a.x < b.r && b.x < a.r && a.y < b.b && b.y < a.b;
    const shown = e => e.textContent !== '' && getComputedStyle(e).display !== 'none';
    const nodes = [...root.querySelectorAll('.node')]
        .map(e => ({id: e.dataset.id, box: shrink(box(e.querySelector('.shape')), 1, 1)}));
    // An array is one thing: its frame of cells, and the shape written over it.
    const scalars = [...root.querySelectorAll('.labels .label > text')].filter(shown);
    const arrays = [...root.querySelectorAll('.labels .cr-array .rim')];
    const texts = [
        ...scalars.map(e => ({id: e.textContent, box: shrink(box(e), 0.5, 3.5)})),
        ...arrays.map(e => ({id: `array ${e.closest('.label').dataset.id}`, box: shrink(box(e), 1, 1)})),
    ];
    for (const text of root.querySelectorAll('.labels .cr-array text')) {
        const [inner, outer] = [box(text), box(text.closest('.cr-array').querySelector('.rim'))];
        const out = inner.x < outer.x - 1.5 || inner.r > outer.r + 1.5;
        if (out) faults.push(`${text.textContent} sticks out of its array`);
    }
    const titles = [...root.querySelectorAll('.frames text')].filter(shown)
        .map(e => ({id: e.textContent, box: shrink(box(e), 0.5, 3)}));
    const pairs = (all, others, word) => all.forEach((a, i) => others.forEach((b, j) => {
        if (all === others && j <= i) return;
        if (meet(a.box, b.box)) faults.push(`${word}: ${a.id} and ${b.id}`);
    }));
    pairs(nodes, nodes, 'box on box');
    pairs(texts, texts, 'label on label');
    pairs(texts, nodes, 'label on box');
    pairs(titles, texts, 'title on label');
    pairs(titles, nodes, 'title on box');
    for (const line of root.querySelectorAll('.wire')) {
        const path = line.querySelector('.line');
        const total = path.getTotalLength();
        const points = []; // once for all boxes: the browser computes each point anew
        for (let at = 26; at < total - 26; at += 4) points.push(path.getPointAtLength(at));
        for (const node of nodes) {
            const inner = shrink(node.box, 3, 3);
            if (points.some(p => p.x > inner.x && p.x < inner.r && p.y > inner.y && p.y < inner.b))
                faults.push(`wire ${line.dataset.id} through ${node.id}`);
        }
    }
    return faults;
}"""

PAGE = """() => {
    const faults = [];
    const shown = e => e !== null && e.checkVisibility() && e.getBoundingClientRect().width > 0;
    const parts = ['.bar', '.notice', '.left', '.stage', '.right', '.tabs', '.transport']
        .map(name => [name, document.querySelector(name)]).filter(([, e]) => shown(e))
        .map(([name, e]) => [name, e.getBoundingClientRect(), e]);
    parts.forEach(([a, p], i) => parts.slice(i + 1).forEach(([b, q]) => {
        const over = Math.min(p.right, q.right) - Math.max(p.left, q.left) > 0.5
            && Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 0.5;
        if (over) faults.push(`${a} on ${b}`);
    }));
    for (const [name, p, e] of parts) {
        const out = p.left < -0.5 || p.right > innerWidth + 0.5 || p.bottom > innerHeight + 0.5;
        if (out) faults.push(`${name} sticks out`);
        if (e.scrollWidth > e.clientWidth + 1) faults.push(`${name} scrolls sideways`);
    }
    if (document.documentElement.scrollWidth > innerWidth) faults.push('the page scrolls sideways');
    if (document.documentElement.scrollHeight > innerHeight) faults.push('the page scrolls');
    const stage = document.querySelector('.stage').getBoundingClientRect();
    if (stage.height < 200 || stage.width < 380) faults.push(`the stage is ${stage.width} x ${stage.height}`);
    for (const e of document.querySelectorAll('.bar button, .transport button, .right .card, .right li')) {
        const cut = shown(e) && e.scrollWidth > e.clientWidth + 1;
        if (cut) faults.push(`cut off: ${e.className} ${e.textContent.slice(0, 40)}`);
    }
    for (const part of ['.bar', '.left', '.transport']) {
        const controls = [...document.querySelectorAll(`${part} :is(button, input)`)].filter(shown);
        controls.forEach((a, i) => controls.slice(i + 1).forEach(b => {
            const [p, q] = [a.getBoundingClientRect(), b.getBoundingClientRect()];
            const over = Math.min(p.right, q.right) - Math.max(p.left, q.left) > 1
                && Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 1;
            if (over) faults.push(`${a.ariaLabel || a.textContent} covers ${b.ariaLabel || b.textContent}`);
        }));
    }
    return faults;
}"""


WITH_ARRAYS = ("Vectors and matrices", "Networks", "Losses", "Pasted NumPy")
# An array covers no other one and no gate, nothing of it is cut off, and no panel is wider than its place.
ARRAYS = """() => {
    const faults = [];
    const boxes = [...document.querySelectorAll('.cr-svg .cr-array .rim, .cr-svg .node .shape')]
        .map(e => [e, e.getBoundingClientRect(), e.closest('[data-id]').dataset.id + ' ' + e.parentElement.classList]);
    boxes.forEach(([, a, one], i) => boxes.slice(i + 1).forEach(([, b, two]) => {
        if (a.left < b.right - 2 && b.left < a.right - 2 && a.top < b.bottom - 2 && b.top < a.bottom - 2)
            faults.push(`${one} on ${two}`);
    }));
    for (const text of document.querySelectorAll('.cr-svg .cr-array text, .cr-svg .shape-badge')) {
        if (getComputedStyle(text).display === 'none') continue;
        const room = text.closest('.cr-array, .node').getBoundingClientRect();
        const box = text.getBoundingClientRect();
        if (box.left < room.left - 1 || box.right > room.right + 1) faults.push(`cut off: ${text.textContent}`);
    }
    for (const e of document.querySelectorAll('.right .card, .left .card, .product, .grade'))
        if (e.checkVisibility() && e.scrollWidth > e.clientWidth + 1) faults.push(`sideways: ${e.className}`);
    return faults;
}"""


def path_of(example: Example, step: int) -> str:
    fields: dict[str, Any] = {"source": example.source, "values": json.dumps(example.values), "step": step}
    if example.upstream is not None:
        fields["upstream"] = json.dumps(example.upstream)
    if example.view != "gates":
        fields["view"] = example.view
    return "/?" + "&".join(f"{name}={quote(str(value))}" for name, value in fields.items())


@pytest.mark.parametrize("size", SIZES)
def test_nothing_overlaps_in_any_example(opened: Opener, size: str) -> None:
    page = opened(size=size, reduced_motion="reduce")
    faults = {}
    for example in EXAMPLES:
        page.goto(opened.service + path_of(example, 9_999))
        wait_ready(page)
        found = page.evaluate(MEASURE)
        if example.group in WITH_ARRAYS:
            found += page.evaluate(ARRAYS)
        for theme in ("light", "dark"):  # a theme has no say in the picture's geometry
            page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
            found += page.evaluate(PAGE)
        if found:
            faults[example.name] = found[:6]
    assert faults == {}
