"""A run as a file: each kind is opened by a reader of its own, and what it shows is held to the run."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

import chainrule
from chainrule.api.app import create_app
from chainrule.cli import main
from chainrule.errors import ChainruleError
from chainrule.export.file_name import file_stem
from chainrule.number import number
from chainrule.run_pictures import RUN_EXPORTS

LINE = "L = (w*x + b - t)**2"
VALUES: dict[str, Any] = {"w": 1, "x": 2, "b": 0, "t": 5}
LOOP = "w = 1.0\nfor i in range(4):\n    L = (w - 3)**2\n    dw = 2*(w - 3)\n    w = w - 0.1*dw\n"


@pytest.fixture(scope="module")
def run() -> chainrule.Run:
    return chainrule.train(LINE, VALUES, parameters=["w", "b"], iterations=6, settings={"lr": 0.05})


def texts(svg: bytes) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)", svg.decode())


def test_a_drawing_has_the_graph_and_the_loss_of_its_update(run: chainrule.Run) -> None:
    shown = texts(chainrule.render_run(run, "svg", update=2))
    assert f"Update 2 of 6: loss {number(run.loss[2])}, learning rate 0.050" in shown
    trace = run.trace(2)
    for name in ("w", "b"):
        assert number(float(run.values[name][2])) in shown
        assert number(float(trace.gradients[name])) in shown
    curves = texts(chainrule.render_run(run, "svg", with_graph=False))
    assert "w" not in curves
    assert number(float(run.loss[0])) in curves


def test_the_rate_is_drawn_where_it_moves() -> None:
    moves = chainrule.train(LINE, VALUES, parameters=["w"], iterations=5, schedule={"kind": "cosine"})
    assert "learning rate" in texts(chainrule.render_run(moves, "svg", with_graph=False))


def test_a_film_has_a_frame_for_each_update(run: chainrule.Run) -> None:
    image = pytest.importorskip("PIL.Image")
    for name in ("gif", "webp"):
        film = image.open(io.BytesIO(chainrule.render_run(run, name, frames=4, with_graph=False)))
        assert film.n_frames == 4
    ffmpeg = pytest.importorskip("imageio_ffmpeg")
    assert ffmpeg
    assert chainrule.render_run(run, "mp4", frames=2, with_graph=False)[4:8] == b"ftyp"


def test_slides_say_each_update_and_the_notes_how_it_ended(run: chainrule.Run) -> None:
    pptx = pytest.importorskip("pptx")
    deck = pptx.Presentation(io.BytesIO(chainrule.render_run(run, "pptx", frames=3, with_graph=False)))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert [title.partition(":")[0] for title in titles] == ["Update 0 of 6", "Update 3 of 6", "Update 6 of 6"]
    assert run.text in deck.slides[2].notes_slide.notes_text_frame.text
    pypdf = pytest.importorskip("pypdf")
    pages = pypdf.PdfReader(io.BytesIO(chainrule.render_run(run, "pdf", frames=3))).pages
    assert "Update 3 of 6" in pages[1].extract_text()


def test_a_page_holds_the_run_and_needs_no_network(run: chainrule.Run) -> None:
    page = chainrule.render_run(run, "html", update=4).decode()
    held = re.search(r'<script type="application/json" class="run">(.*?)</script>', page)
    assert held is not None
    assert json.loads(held[1])["loss"] == run.to_dict()["loss"]
    assert 't="4"' in page
    assert 'class="run-traces"' not in page  # the tape is enough
    assert "connect-src" not in page
    assert "default-src 'none'" in page


def test_the_rounds_of_a_loop_are_drawn_and_stand_in_its_page() -> None:
    run = chainrule.train(LOOP, optimizer=None)
    shown = texts(chainrule.render_run(run, "svg", update=2))
    assert f"Update 2 of 4: loss {number(float(run.loss[2]))}" in shown
    assert number(float(run.values["w"][2])) in shown
    page = chainrule.render_run(run, "html").decode()
    held = re.search(r'class="run-traces">(.*?)</script>', page)
    assert held is not None
    traces = json.loads(held[1])
    assert [trace["value"] for trace in traces[:-1]] == pytest.approx(run.loss[:-1].tolist())
    assert traces[-1] is None  # behind the last round there is none


def test_values_that_stand_in_the_text_have_curves_and_no_page() -> None:
    run = chainrule.train("w = 1.0\nL = (w - 3)**2", iterations=3)
    assert "Update 3 of 3" in " ".join(texts(chainrule.render_run(run, "svg")))
    with pytest.raises(ChainruleError) as refused:
        chainrule.render_run(run, "html")
    assert refused.value.code == "no-offline-run"


@pytest.mark.parametrize(
    ("name", "look", "code"),
    [
        ("odt", {}, "unknown-format"),
        ("svg", {"update": 77}, "not-kept"),
        ("svg", {"frames": 1}, "bad-option"),
        ("png", {"scale": 10.0, "limits": chainrule.Limits(picture_pixels=10_000)}, "limit"),
        ("gif", {"limits": chainrule.Limits(film_pixels=10_000)}, "limit"),
        ("gif", {"limits": chainrule.Limits(picture_frames=3)}, "limit"),
    ],
)
def test_what_is_not_drawn_is_said(run: chainrule.Run, name: str, look: dict[str, Any], code: str) -> None:
    with pytest.raises(ChainruleError) as refused:
        chainrule.render_run(run, name, **look)
    assert code in refused.value.code


def test_the_service_draws_it_and_tells_how_far_it_is() -> None:
    asked = {"source": LINE, "values": VALUES, "parameters": ["w"], "iterations": 4, "with_graph": False, "frames": 3}
    with TestClient(create_app(threads=1)) as client:
        drawn = client.post("/api/v1/train/render.svg", json={**asked, "update": 3})
        assert drawn.headers["content-type"].startswith("image/svg+xml")
        assert any(text.startswith("Update 3 of 4") for text in texts(drawn.content))
        lines = client.post("/api/v1/train/render.svg", json=asked, headers={"accept": "application/x-ndjson"}).text
        assert json.loads(lines.splitlines()[-1])["name"] == f"{file_stem(LINE)}.svg"
        drawn = client.post("/api/v1/train/render.svg", json={**asked, "graph": "forward", "with_graph": True})
        assert "w" in texts(drawn.content)
        assert client.post("/api/v1/train/render.odt", json=asked).json()["code"] == "unknown-format"
        assert client.post("/api/v1/train/render.svg", json={**asked, "frames": 1}).json()["code"] == "bad-field"
        assert client.post("/api/v1/train/render.svg", json={**asked, "theme": "pink"}).json()["code"] == "bad-option"


def test_the_command_writes_every_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["train", LINE, *(f"--set={name}={value}" for name, value in VALUES.items()), "--iterations", "3"]
    for name in ("svg", "html"):
        assert RUN_EXPORTS[name].available
        file = tmp_path / f"run.{name}"
        assert main([*words, "--parameters", "w", "-o", str(file)]) == 0
        assert file.stat().st_size > 1_000
    assert main([*words, "-o", str(tmp_path / "run.odt")]) == 2
    assert "formats of a run" in capsys.readouterr().err
