"""Every format of every example, made and opened by a program that did not make it."""

from __future__ import annotations

import importlib.util
import io
import json
import re
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import pptx
import pypdf
import pytest
from defusedxml import ElementTree
from PIL import Image, ImageChops, ImageSequence, ImageStat

import chainrule
from chainrule.errors import ChainruleError
from chainrule.export import EXPORTS, Options, render
from chainrule.export.extras import MissingExtra
from chainrule.limits import Limits
from chainrule.tracing.compact import expanded
from export_support import NAMES, every_example, numbers_at_the_end, traced

SVG = "{http://www.w3.org/2000/svg}"
LIVELY = ("simple", "sigmoid-neuron", "copy-gate", "relu-vector", "matmul")  # small enough for every frame of a film
lively = pytest.mark.parametrize("name", LIVELY)


def words(svg: bytes) -> list[str]:
    return ["".join(text.itertext()) for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@every_example
def test_svg(name: str) -> None:
    trace = traced(name)
    made = render(trace, "svg")
    root = ElementTree.fromstring(made)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "style", "rect", "path", "text", "tspan",
    }  # fmt: skip
    assert numbers_at_the_end(trace) <= set(words(made))
    assert root.findtext(f"{SVG}desc") == trace.steps[-1].text
    assert float(root.get("width", "0")) >= trace.width
    assert render(trace, "svg") == made


@every_example
def test_animated_svg(name: str) -> None:
    trace = traced(name)
    root = ElementTree.fromstring(render(trace, "svg", animate=True))
    style = root.findtext(f"{SVG}style") or ""
    assert "@media(prefers-reduced-motion:reduce){*{animation:none!important}}" in style
    # A renderer without animation shows what is not marked as hidden: the last picture.
    hidden = {id(part) for group in root.iter() if group.get("opacity") == "0" for part in group.iter()}
    shown = sorted("".join(text.itertext()) for text in root.iter(f"{SVG}text") if id(text) not in hidden)
    assert shown == sorted(words(render(trace, "svg")))


@every_example
def test_png(name: str) -> None:
    trace = traced(name)
    made = Image.open(io.BytesIO(render(trace, "png", scale=0.5)))
    assert made.size == pytest.approx((trace.width / 2, trace.height / 2), abs=1)
    assert made.convert("RGB").getpixel((0, 0)) == (0xFA, 0xFA, 0xF8)
    assert len(made.convert("RGB").getcolors(1 << 20) or []) > 20


def test_png_is_transparent_or_dark_if_asked() -> None:
    trace = traced("simple")
    clear = Image.open(io.BytesIO(render(trace, "png", transparent=True)))
    assert clear.convert("RGBA").getpixel((0, 0)) == (0, 0, 0, 0)
    dark = Image.open(io.BytesIO(render(trace, "png", theme="dark", scale=2)))
    assert dark.convert("RGB").getpixel((0, 0)) == (0x14, 0x17, 0x1C)
    assert dark.size == (clear.width * 2, clear.height * 2)


@every_example
def test_pdf(name: str) -> None:
    trace = traced(name)
    made = render(trace, "pdf", step="all", caption=True)
    book = pypdf.PdfReader(io.BytesIO(made))
    assert len(book.pages) == len(trace.steps) + 1
    said = book.pages[-1].extract_text()
    flat = re.sub(r"\s+", "", said)
    assert all(word in flat for word in numbers_at_the_end(trace))
    assert re.sub(r"\s+", "", trace.steps[-1].text) in flat
    for font in (font.get_object() for font in book.pages[-1]["/Resources"]["/Font"].values()):  # type: ignore[index, union-attr]
        assert "/FontFile2" in font["/FontDescriptor"], "every font travels inside"


def test_the_same_pdf_is_the_same_bytes() -> None:
    assert render(traced("simple"), "pdf", formula=True) == render(traced("simple"), "pdf", formula=True)


def test_the_same_slides_are_the_same_bytes_at_another_time(monkeypatch: pytest.MonkeyPatch) -> None:
    first = render(traced("simple"), "pptx", scale=0.3)
    monkeypatch.setattr("time.time", lambda: 2e9)
    assert render(traced("simple"), "pptx", scale=0.3) == first


def test_pdf_with_formulas_has_vectors_and_no_pictures() -> None:
    trace = traced("sigmoid-neuron")
    page = pypdf.PdfReader(io.BytesIO(render(trace, "pdf", step=11, formula=True))).pages[0]
    plain = pypdf.PdfReader(io.BytesIO(render(trace, "pdf", step=11))).pages[0]
    assert not page.images
    assert page.mediabox.height > plain.mediabox.height + 100
    curves = [len(re.findall(rb" c\s", one.get_contents().get_data())) for one in (page, plain)]  # type: ignore[union-attr]
    assert curves[0] > curves[1] + 200, "the outlines of a formula's letters"


def opened(kind: str) -> Callable[[bytes], list[Any]]:
    def film(content: bytes) -> list[Any]:
        picture = Image.open(io.BytesIO(content))
        assert picture.format == kind
        return [frame.convert("RGB") for frame in ImageSequence.Iterator(picture)]

    return film


@lively
@pytest.mark.parametrize("kind", ["gif", "webp"])
def test_films_hold_every_step(name: str, kind: str) -> None:
    trace = traced(name)
    frames = opened(kind.upper())(render(trace, kind, scale=0.6))
    assert len(frames) == len(trace.steps) + 1
    for before, after in pairwise(frames):
        assert before.tobytes() != after.tobytes()
    last = Image.open(io.BytesIO(render(trace, "png", scale=0.6))).convert("RGB")
    difference = ImageStat.Stat(ImageChops.difference(last, frames[-1]))
    assert max(difference.mean) < (1 if kind == "gif" else 1e-9)  # of 255; a GIF has few colours


@pytest.mark.parametrize("name", [name for name in NAMES if name not in LIVELY])
@pytest.mark.parametrize("kind", ["gif", "webp"])
def test_one_frame_of_the_larger_examples(name: str, kind: str) -> None:
    assert len(opened(kind.upper())(render(traced(name), kind, scale=0.3, step="last"))) == 1


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the reader leaves its pipes open
@every_example
def test_mp4(name: str, tmp_path: Path) -> None:
    trace = traced(name)
    step: Any = "all" if name in LIVELY else 1
    path = tmp_path / "film.mp4"
    path.write_bytes(render(trace, "mp4", scale=0.3, seconds=0.1, step=step))
    reader = imageio_ffmpeg.read_frames(str(path))
    about = next(reader)
    assert about["codec"] == "h264"
    assert about["pix_fmt"].startswith("yuv420p")  # what every player reads
    assert len(list(reader)) >= (len(trace.steps) + 1 if step == "all" else 1)


@every_example
def test_pptx(name: str) -> None:
    trace = traced(name)
    step: Any = "all" if name in LIVELY else "last"
    deck = pptx.Presentation(io.BytesIO(render(trace, "pptx", step=step)))
    slides = list(deck.slides)
    assert len(slides) == (len(trace.steps) + 1 if step == "all" else 1)
    notes = slides[-1].notes_slide.notes_text_frame
    assert notes is not None
    assert notes.text.startswith(trace.steps[-1].text)
    title, picture = slides[-1].shapes
    assert slides[-1].shapes.title.text_frame.text == title.text_frame.text == trace.steps[-1].text
    assert Image.open(io.BytesIO(picture.image.blob)).format == "PNG"
    assert picture.left >= 0
    assert picture.left + picture.width <= deck.slide_width
    assert picture.top + picture.height <= deck.slide_height
    assert trace.steps[-1].text in picture._element.nvPicPr.cNvPr.get("descr")


@every_example
def test_a_native_pptx_has_every_box_and_number_as_text_that_can_be_edited(name: str) -> None:
    trace = traced(name)
    deck = pptx.Presentation(io.BytesIO(render(trace, "pptx", step="last", native=True)))
    (slide,) = deck.slides
    title, group = slide.shapes
    assert title.text_frame.text == trace.steps[-1].text
    assert trace.steps[-1].text in group._element.nvGrpSpPr.cNvPr.get("descr")
    texts = [shape.text_frame.text for shape in group.shapes if shape.has_text_frame and shape.text_frame.text]
    assert all(word in texts for word in numbers_at_the_end(trace))
    boxes = [shape for shape in group.shapes if shape.has_text_frame and shape.text_frame.text and shape.line.fill.type]
    assert len(boxes) >= sum(node.label != "" for node in trace.nodes if node.count == 1) / 2
    identities = [shape.shape_id for shape in [title, group, *group.shapes]]
    assert len(set(identities)) == len(identities)
    for shape in group.shapes:
        assert 0 <= shape.left + shape.width / 2 <= deck.slide_width
        assert 0 <= shape.top + shape.height / 2 <= deck.slide_height


@every_example
def test_html_carries_the_trace_and_fetches_nothing(name: str) -> None:
    trace = traced(name)
    page = render(trace, "html").decode()
    (data,) = re.findall(r'<script type="application/json">(.*?)</script>', page, re.DOTALL)
    assert expanded(json.loads(data)) == trace.to_dict()
    assert len(data) < len(trace.to_json())
    # The player asks servers only for what it does not carry; the policy lets it ask nobody.
    assert "default-src 'none'" in page
    assert "connect-src" not in page
    assert not re.search(r'(?:src|href)="', page)


def test_html_of_the_sigmoid_is_small() -> None:
    assert (
        len(render(traced("sigmoid-neuron"), "html")) < 225_000
    )  # the promise is 250 kB; the player may grow a little


def test_a_missing_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr("chainrule.export.extras.import_module", gone)
    trace = traced("simple")
    for row in EXPORTS.values():
        if not row.modules:
            render(trace, row.name)
            continue
        with pytest.raises(MissingExtra) as problem:
            render(trace, row.name)
        assert problem.value.status == 501
        assert problem.value.hint in ("pip install 'chainrule[export]'", "pip install 'chainrule[video]'")


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"step": 6}, "bad-step"),
        ({"step": -1}, "bad-step"),
        ({"step": "middle"}, "bad-step"),
        ({"theme": "pink"}, "bad-option"),
        ({"notation": "dot"}, "bad-option"),
        ({"scale": 0}, "bad-option"),
        ({"scale": float("nan")}, "bad-option"),
        ({"font_size": 1000}, "bad-option"),
        ({"seconds": 0}, "bad-option"),
    ],
)
def test_a_wrong_option_is_the_users_mistake(settings: dict[str, Any], code: str) -> None:
    with pytest.raises(ChainruleError) as problem:
        render(traced("simple"), "svg", **settings)
    assert problem.value.code == code


@pytest.mark.parametrize(
    ("kind", "limits", "name"),
    [
        ("png", Limits(picture_pixels=1000), "picture_pixels"),
        ("gif", Limits(film_pixels=100_000), "film_pixels"),
        ("gif", Limits(picture_frames=3), "picture_frames"),
        ("pdf", Limits(picture_shapes=5), "picture_shapes"),
        ("tex", Limits(tex_length=100), "tex_length"),
    ],
)
def test_limits(kind: str, limits: Limits, name: str) -> None:
    with pytest.raises(ChainruleError, match=name):
        render(traced("simple"), kind, limits=limits)


def test_a_huge_picture_fits_the_largest_page_there_is() -> None:
    trace = chainrule.trace("+".join(f"sin(x*{i})" for i in range(1, 200)), {"x": 1.5})
    (page,) = pypdf.PdfReader(io.BytesIO(render(trace, "pdf"))).pages
    assert max(page.mediabox.width, page.mediabox.height) == pytest.approx(14_400)
    with pytest.raises(ChainruleError, match="tex_length"):
        render(trace, "tex")


def test_progress_is_told_and_can_stop_the_work() -> None:
    seen: list[tuple[int, int]] = []
    render(traced("simple"), "pdf", step="all", progress=lambda done, of: seen.append((done, of)))
    assert seen == [(done, 6) for done in range(7)]

    def stop(done: int, of: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        render(traced("simple"), "gif", progress=stop)


def test_a_larger_font_makes_a_larger_picture() -> None:
    small, large = (ElementTree.fromstring(render(traced("simple"), "svg", font_size=size)) for size in (13, 26))
    assert float(large.get("width", "0")) == 2 * float(small.get("width", "0"))
    assert large.get("viewBox") == small.get("viewBox")


def quickest(work: Callable[[int], object]) -> float:
    """Seconds; the least of many, since the machine may be busy with other things."""

    def once(run: int) -> float:
        start = time.perf_counter()
        work(run)
        return time.perf_counter() - start

    return min(once(run) for run in range(12))


@pytest.mark.parametrize(("kind", "least"), [("svg", 0.005), ("png", 0.150)])
def test_pictures_are_quick(kind: str, least: float) -> None:
    values = {"x0": -1.0, "w1": -3.0, "x1": -2.0, "w2": -3.0}
    source = traced("sigmoid-neuron").source
    assert quickest(lambda run: render(chainrule.trace(source, {**values, "w0": run / 7}), kind, step=7)) < least


HOSTILE = [
    "x * y  # </script><script>alert(1)</script>",
    "x * y  # ]]> <!-- &amp; \" ' \u2028 \u0000 \ufffe",
    "x * y  # \\input{/etc/passwd} \\end{document} $ % _ ^ ~ { } #",
]


@pytest.mark.parametrize("source", HOSTILE)
def test_a_source_is_only_ever_text(source: str) -> None:
    trace = chainrule.trace(source.replace("\0", ""), {"x": 1, "y": 2})
    root = ElementTree.fromstring(render(trace, "svg"))
    assert not list(root.iter(f"{SVG}script"))
    page = render(trace, "html").decode()
    assert page.count("<script") == 3
    assert "<script>alert" not in page
    tex = render(trace, "tex").decode()
    assert "\\input" not in tex.replace("% ", "", 1).partition("\n")[2]


def test_control_characters_do_not_break_a_picture() -> None:
    from dataclasses import replace

    trace = traced("simple")
    nasty = replace(trace, source="\x00\x0b\ud800<&>\uffff")
    assert ElementTree.fromstring(render(nasty, "svg"))


def test_a_format_is_available_where_its_libraries_are(monkeypatch: pytest.MonkeyPatch) -> None:
    assert all(row.available for row in EXPORTS.values())
    there = importlib.util.find_spec
    monkeypatch.setattr(
        "chainrule.export.table.find_spec", lambda name: None if name == "imageio_ffmpeg" else there(name)
    )
    assert [name for name, row in EXPORTS.items() if not row.available] == ["mp4"]


def test_every_format_is_named_by_its_suffix() -> None:
    assert all(row.suffix == f".{name}" for name, row in EXPORTS.items())
    assert Options().position(traced("simple")) == 5
