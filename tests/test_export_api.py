"""Pictures by address and on the command line."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import stat
from pathlib import Path
from typing import Any

import pptx
import pytest
from defusedxml import ElementTree

from chainrule.api.app import create_app
from chainrule.cli import main
from chainrule.export import EXPORTS
from chainrule.export.file_name import file_stem
from chainrule.limits import Limits
from service import Client, check_problem, post_until

SOURCE = "x * y + x"
ASK: dict[str, Any] = {"source": SOURCE, "values": {"x": 3, "y": -4}}
QUERY = {"source": SOURCE, "values": '{"x": 3, "y": -4}'}


@pytest.mark.parametrize("name", EXPORTS)
def test_every_format_has_an_address(client: Client, name: str) -> None:
    row = EXPORTS[name]
    look = {"scale": 0.5, "seconds": 0.1, "step": 2}
    got = client.get(f"/api/v1/render.{name}", **QUERY, **look)
    sent = client.post(f"/api/v1/render.{name}", {**ASK, **look})
    assert (got.status, sent.status) == (200, 200)
    assert got.headers["content-type"].partition(";")[0] == row.media_type.partition(";")[0]
    assert got.headers["content-disposition"].endswith(f'filename="chainrule-x-y.{name}"')
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["cross-origin-resource-policy"] == "cross-origin"
    assert got.body == sent.body
    assert len(got.body) > 500


def test_titles_speak_the_language_of_the_request(client: Client) -> None:
    """They were empty in German: the English step was cut off their end."""
    german = {**QUERY, "lang": "de", "step": "all"}
    deck = pptx.Presentation(io.BytesIO(client.get("/api/v1/render.pptx", **german).body))
    title = "Berechnungsgraph von x * y + x"
    first = deck.slides[0]
    assert (deck.core_properties.title, first.shapes.title.text) == (title, title)
    assert first.notes_slide.notes_text_frame.text == "Die Eingaben haben ihre Werte. Jede Folie ist ein Schritt."
    page = client.get("/api/v1/render.html", **{**german, "step": 0}).body.decode()
    assert f"<title>{title}</title>" in page
    assert client.get("/api/v1/render.tex", **german).body.decode().startswith(f"% {title}\n")
    book = client.get("/api/v1/render.pdf", **german).body
    assert b"/Lang (de)" in book
    assert b"/Title (Berechnungsgraph von x * y + x)" in book
    assert pptx.Presentation(
        io.BytesIO(client.get("/api/v1/render.pptx", **QUERY, step=0).body)
    ).core_properties.title == ("Computational graph of x * y + x")


def test_a_picture_is_tagged_and_kept(client: Client) -> None:
    first = client.get("/api/v1/render.svg", **QUERY, step=1)
    assert "public" in first.headers["cache-control"]
    again = client.get("/api/v1/render.svg", {"if-none-match": first.headers["etag"]}, **QUERY, step=1)
    assert (again.status, again.body) == (304, b"")
    other = client.get("/api/v1/render.svg", **QUERY, step=2)
    assert other.headers["etag"] != first.headers["etag"]
    assert client.post("/api/v1/render.svg", ASK).headers["cache-control"] == "no-cache"


def test_an_svg_opened_by_itself_may_do_nothing(client: Client) -> None:
    policy = client.get("/api/v1/render.svg", **QUERY).headers["content-security-policy"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; font-src data:; sandbox"
    assert "allow-same-origin" not in client.get("/api/v1/render.html", **QUERY).headers["content-security-policy"]


@pytest.mark.parametrize(
    ("path", "more", "code"),
    [
        ("/api/v1/render.bmp", {}, "unknown-format"),
        ("/api/v1/render.svg", {"step": "99"}, "bad-step"),
        ("/api/v1/render.svg", {"step": "soon"}, "bad-step"),
        ("/api/v1/render.svg", {"scale": "big"}, "bad-field"),
        ("/api/v1/render.svg", {"scale": "nan"}, "bad-option"),
        ("/api/v1/render.svg", {"theme": "<script>"}, "bad-option"),
        ("/api/v1/render.svg", {"colour": "red"}, "unknown-field"),
        ("/api/v1/render.svg", {"values": "{}"}, "missing-values"),
        ("/api/v1/render.png", {"scale": "10", "font_size": "96"}, "limit"),
    ],
)
def test_a_mistake_is_a_problem(client: Client, path: str, more: dict[str, str], code: str) -> None:
    reply = client.get(path, **{**QUERY, **more})
    problem = check_problem(reply)
    assert 400 <= reply.status < 500
    assert problem["code"] == code


def test_a_slow_picture_ends_at_its_limit() -> None:
    slow = Client(create_app(Limits(picture_seconds=0.0), threads=1))
    problem = check_problem(slow.post("/api/v1/render.gif", ASK))
    slow.close()
    assert problem["code"] == "limit"
    assert "picture_seconds" in problem["detail"]


def streamed(app: Any, name: str, ask: dict[str, Any], hang_up_after: int | None = None) -> list[dict[str, Any]]:
    """The lines of a render that tells its progress; the client hangs up after some of them."""
    lines: list[dict[str, Any]] = []

    async def talk() -> None:
        end = asyncio.Event()

        def read(part: bytes) -> None:
            lines.extend(json.loads(line) for line in part.splitlines())
            if hang_up_after is not None and len(lines) >= hang_up_after:
                end.set()

        headers = {"content-type": "application/json", "accept": "application/x-ndjson"}
        async with app.router.lifespan_context(app):
            await post_until(app, f"/api/v1/render.{name}", json.dumps(ask).encode(), end, read, headers)

    asyncio.run(talk())
    return lines


def test_a_long_render_tells_how_far_it_is() -> None:
    *progress, last = streamed(create_app(threads=1), "gif", {**ASK, "scale": 0.5})
    assert progress[0] == {"done": 0, "of": 9}
    assert progress[-1] == {"done": 9, "of": 9}
    assert [line["done"] for line in progress] == list(range(10))
    assert (last["name"], last["media_type"]) == (f"{file_stem(ASK['source'])}.gif", "image/gif")
    assert base64.b64decode(last["base64"]).startswith(b"GIF89a")


def test_a_problem_ends_the_lines() -> None:
    (line,) = streamed(create_app(threads=1), "gif", {**ASK, "step": 99})
    assert line["problem"]["code"] == "bad-step"


@pytest.mark.parametrize("name", EXPORTS)
def test_the_command_writes_every_format(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = tmp_path / f"fig.{name}"
    words = ["render", SOURCE, "--set", "x=3", "--set", "y=-4", "-o", str(made), "--scale", "0.5", "--seconds", "0.1"]
    assert main(words) == 0
    assert made.stat().st_size > 500
    assert stat.S_IMODE(made.stat().st_mode) & 0o600 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == [made.name]
    assert capsys.readouterr() == ("", "")


def test_the_command_writes_to_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    words = ["render", SOURCE, "--set", "x=3", "--set", "y=-4", "-o", "-", "--format", "svg", "--step", "0"]
    assert main([*words, "--theme", "dark", "--no-fonts", "--caption"]) == 0
    assert ElementTree.fromstring(capfdbinary.readouterr().out)


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["-o", "fig.bmp"], 2, "There is no format `bmp`"),
        (["-o", "fig"], 2, "say what to write to fig, such as --format svg"),
        (["-o", "fig.svg", "--step", "99"], 1, "There is no step 99"),
        (["-o", "fig.svg", "--step", "some"], 2, "STEP is a number"),
        (["-o", "/nowhere/fig.svg"], 3, "No such file"),
        ([], 2, "required"),
    ],
)
def test_a_wrong_command_says_what_is_wrong(
    words: list[str],
    status: int,
    said: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["render", SOURCE, "--set", "x=3", "--set", "y=-4", *words]) == status
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_an_interrupted_command_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: Any, **__: Any) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr("chainrule.export.command.render", stop)
    assert main(["render", SOURCE, "--set", "x=3", "--set", "y=-4", "-o", str(tmp_path / "fig.gif")]) == 130
    assert not list(tmp_path.iterdir())


def test_the_command_shows_its_progress_on_a_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    words = ["render", SOURCE, "--set", "x=3", "--set", "y=-4", "--step", "all", "-o", str(tmp_path / "fig.pdf")]
    assert main(words) == 0
    assert "5 of 9" in capsys.readouterr().err
