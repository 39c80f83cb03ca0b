"""/embed, /oembed, packed addresses and the files for other programs, without a browser."""

from __future__ import annotations

import ast
import base64
import contextlib
import io
import json
import re
import shlex
import shutil
import subprocess
import tarfile
import zipfile
import zlib
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainrule import __version__
from chainrule.api.assets import IMMUTABLE, Assets
from chainrule.api.embed import SCRIPTS
from chainrule.api.errors import RequestError, TooLarge
from chainrule.api.link_words import VERSION, WORDS
from chainrule.api.packed import pack, unpacked
from chainrule.cli import main
from chainrule.examples import EXAMPLES
from chainrule.limits import DEFAULT
from service import Client, check_problem

FRONTEND = Path(__file__).resolve().parents[1] / "frontend"
INTEGRATIONS = FRONTEND / "integrations"
QUESTION = {"source": "x*y", "values": '{"x":2,"y":3}'}


def deflate(content: bytes) -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return base64.urlsafe_b64encode(packer.compress(content) + packer.flush()).rstrip(b"=").decode()


def test_anybody_may_frame_the_embed_page_and_nothing_else_is_loosened(client: Client) -> None:
    reply = client.get("/embed", **QUESTION)
    assert reply.status == 200
    assert "x-frame-options" not in reply.headers
    policy = dict(part.strip().split(" ", 1) for part in reply.headers["content-security-policy"].split(";"))
    assert "frame-ancestors" not in policy
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    page = client.get("/", **QUESTION)
    assert "frame-ancestors 'self'" in page.headers["content-security-policy"]


def test_a_hostile_query_cannot_leave_its_place_in_the_page(client: Client) -> None:
    text = "</script><script>alert(1)</script>\"'<!--\u2028"
    for query in ({"source": text}, {"source": "x", "theme": text}, {"z": pack({"source": text})}):
        for path in ("/embed", "/"):
            body = client.get(path, **query).text
            assert "<script>alert" not in body
            assert body.count("</script>") == body.count("<script")


def test_without_scripts_there_is_a_picture(client: Client) -> None:
    body = client.get("/embed", **QUESTION, step=2, theme="dark", controls=0).text
    address = body.partition('<img src="')[2].partition('"')[0].replace("&amp;", "&")
    assert client.get(f"/{address}").headers["content-type"] == "image/svg+xml"
    assert '<html lang="en" data-theme="dark">' in body


@pytest.mark.parametrize(
    "query", [QUESTION, {"source": "x*y"}, {"z": pack({"source": "h = x\n" + "h = tanh(h) + 1\n" * 90})}]
)
def test_a_shared_link_is_previewed_with_a_picture_of_its_very_graph(client: Client, query: dict[str, str]) -> None:
    page = client.get("/", **query).text
    address = unescape(page.partition('property="og:image" content="')[2].partition('"')[0])
    assert address.startswith("http://test/api/v1/render.png?")
    assert len(address) < 2_000
    picture = client.request("GET", address.removeprefix("http://test"))
    assert picture.headers["content-type"] == "image/png"
    assert "summary_large_image" in page
    assert "og:image" not in client.get("/").text


def test_a_packed_address_is_the_same_as_the_plain_one_everywhere(client: Client) -> None:
    packed = pack(QUESTION)
    for path in ("/api/v1/trace", "/api/v1/render.svg", "/api/v1/render.tex"):
        assert client.get(path, z=packed).body == client.get(path, **QUESTION).body
    assert (
        client.get("/api/v1/render.svg", z=packed, step=0).body
        == client.get("/api/v1/render.svg", **QUESTION, step=0).body
    )
    assert '"query":"source=x%2Ay' in client.get("/embed", z=packed).text
    assert "x*y · Chainrule" in client.get("/", z=packed).text


def test_what_stands_in_the_open_wins_over_what_is_packed() -> None:
    packed = pack({**QUESTION, "view": "units"})
    assert unpacked(f"z={packed}&view=gates".encode(), DEFAULT).endswith(b"&view=gates")
    assert unpacked(f"z={packed}&view=gates".encode(), DEFAULT).count(b"view=") == 1


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=6), st.text(max_size=200), max_size=5))
@settings(max_examples=60, deadline=None)
def test_packing_keeps_every_character(fields: dict[str, str]) -> None:
    query = unpacked(f"z={pack(fields)}".encode(), DEFAULT) if fields else b""
    assert parse_qs(query.decode(), keep_blank_values=True) == {name: [text] for name, text in fields.items()}


@pytest.mark.parametrize(
    ("z", "code"),
    [
        ("", "bad-packing"),
        ("!!!", "bad-packing"),
        ("AAAA", "bad-packing"),
        (deflate(b"source=x")[:-3], "bad-packing"),
        (deflate(b"source=x") + "AAAA", "bad-packing"),
        (deflate(b"z=" + deflate(b"source=x").encode()), "bad-packing"),
        (deflate(b"source=x&source=y"), "bad-field"),
        (deflate(b"\xff=\xff"), "bad-encoding"),
        (deflate(b"a" * 300_000), "body_bytes"),
        ("2.AAAA", "bad-packing"),
        (pack({"source": "x"})[:-2], "bad-packing"),
        (pack({"source": "+" * 200_000}), "body_bytes"),
    ],
)
def test_what_cannot_be_unpacked_is_refused_in_one_shape(client: Client, z: str, code: str) -> None:
    found = check_problem(client.get("/api/v1/trace", z=z))
    assert found["code"] == code or code in found["detail"]
    assert found["status"] in (400, 413, 422)
    check_problem(client.request("GET", f"/api/v1/trace?z={z}&z={z}"))


def test_an_old_link_is_understood_for_ever() -> None:
    text = "source=h+%3D+x*y%0Ah+%2B+1&values=%7B%22x%22%3A2%7D"
    assert unpacked(b"z=" + deflate(text.encode()).encode(), DEFAULT) == text.encode()
    version_0 = b"z=0." + deflate(b"source=h = x*y\0view=units").encode()
    assert parse_qs(unpacked(version_0, DEFAULT).decode()) == {"source": ["h = x*y"], "view": ["units"]}
    version_1 = b"z=1.g1Kg5FChVcmVAQxrQwZkDUa1AA"
    assert parse_qs(unpacked(version_1, DEFAULT).decode()) == {"source": ["h = x*y\nh + 1"], "values": ['{"x":2}']}


def test_the_browser_compresses_against_the_same_words() -> None:
    text = (FRONTEND / "src" / "shared" / "link-words.ts").read_text(encoding="utf-8")
    lines = re.findall(r"""^  (".*"|'.*'),$""", text, re.MULTILINE)
    assert "".join(map(ast.literal_eval, lines)).encode() == WORDS
    assert f'VERSION = "{VERSION}"' in text


def test_a_packed_link_is_much_shorter_than_before() -> None:
    """Of the examples: 57 % of the length that DEFLATE of the query alone had."""
    before, now = 0, 0
    for example in EXAMPLES:
        fields = {"source": example.source, "values": json.dumps(example.values, separators=(",", ":"))}
        before, now = before + len(deflate(urlencode(fields).encode())), now + len(pack(fields))
    assert now < 0.65 * before


def test_a_bomb_is_not_blown_up() -> None:
    """200 MB packed into 200 kB: only as much is unpacked as is allowed."""
    import tracemalloc

    bomb = deflate(b"a" * 200_000_000)
    tracemalloc.start()
    with pytest.raises(TooLarge):
        unpacked(f"z={bomb}".encode(), DEFAULT)
    assert tracemalloc.get_traced_memory()[1] < 4_000_000
    tracemalloc.stop()


@given(st.text("ABCxyz019-_=", max_size=60))
@settings(max_examples=150, deadline=None)
def test_rubbish_is_refused_or_read(text: str) -> None:
    with contextlib.suppress(RequestError, TooLarge):
        unpacked(f"z={text}".encode(), DEFAULT)


def test_oembed_gives_a_frame_within_the_size_asked_for(client: Client) -> None:
    url = f"http://test/?{urlencode(QUESTION)}"
    answer = client.get("/oembed", url=url, maxwidth=400, maxheight=1000).json()
    assert (answer["version"], answer["type"], answer["width"], answer["height"]) == ("1.0", "rich", 400, 225)
    assert 'sandbox="allow-scripts"' in answer["html"]
    source = answer["html"].partition('src="')[2].partition('"')[0].replace("&amp;", "&")
    assert parse_qs(urlsplit(source).query) == {name: [value] for name, value in QUESTION.items()}
    assert client.get("/oembed", url=f"http://test/embed?z={pack(QUESTION)}", maxheight=200).json()["height"] == 200
    wild = client.get("/oembed", url='http://test/?source="><script>x</script>').json()["html"]
    assert "<script" not in wild


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x",
        "http://elsewhere.org/?source=x",
        "http://test/docs",
        "http://test.evil.org/",
        "javascript:x",
        "http://[x",
    ],
)
def test_oembed_of_a_foreign_address_is_404(client: Client, url: str) -> None:
    check_problem(client.get("/oembed", url=url))
    assert client.get("/oembed", url=url).status == 404


def test_oembed_comes_as_xml_too_and_the_page_says_where_it_is(client: Client) -> None:
    url = "http://test/?source=x<y"
    xml = client.get("/oembed", url=url, format="xml")
    assert xml.headers["content-type"].startswith("text/xml")
    same = client.get("/oembed", url=url).json()
    found = {part.tag: part.text for part in ElementTree.fromstring(xml.text)}
    assert found["html"] == same["html"]
    assert found["width"] == str(same["width"])
    ElementTree.fromstring(client.get("/oembed", url="http://test/?source=%01%ed%a0%80", format="xml").text)
    assert client.get("/oembed", url="http://test/", format="yaml").status == 404
    for path in ("/", "/embed"):
        page = client.get(path, **QUESTION).text
        link = page.partition('type="application/json+oembed" href="')[2].partition('"')[0].replace("&amp;", "&")
        answer = client.get(link.removeprefix("http://test")).json()
        assert answer["title"] == "Computational graph of x*y"
        assert "values=" in answer["html"]


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_script_has_a_short_name_and_is_one_whole_file(client: Client, name: str) -> None:
    reply = client.get(f"/{name}")
    assert reply.headers["content-type"].startswith("text/javascript")
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "chunks/" not in reply.text
    assert ("export{" in reply.text) == (".iife" not in name)


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_of_this_build_is_kept_for_good_and_of_another_is_the_present_one(client: Client, name: str) -> None:
    build = Assets().version
    plain, pinned, old = (client.get(f"/{name}{query}") for query in ("", f"?v={build}", "?v=000000000000"))
    assert pinned.headers["cache-control"] == IMMUTABLE
    assert {plain.headers["cache-control"], old.headers["cache-control"]} == {"public, max-age=300"}
    assert plain.text == pinned.text == old.text
    assert "immutable" in client.get(f"/{name}?lang=de&v={build}").headers["cache-control"]


def quarto(tmp_path: Path, to: str, formats: set[str], args: list[str], kwargs: dict[str, str]) -> str:
    """What the shortcode makes, run by pandoc with as much of Quarto as it uses."""
    lua = "{" + ", ".join(f'["{name}"] = true' for name in formats) + "}"
    words = "{" + ", ".join(json.dumps(word) for word in args) + "}"
    named = "{" + ", ".join(f"[{json.dumps(name)}] = {json.dumps(text)}" for name, text in kwargs.items()) + "}"
    extension = INTEGRATIONS / "quarto" / "_extensions" / "chainrule" / "chainrule.lua"
    harness = tmp_path / "harness.lua"
    harness.write_text(
        f"""local formats = {lua}
        quarto = {{doc = {{is_format = function(name) return formats[name] or false end,
          add_html_dependency = function(one) assert(one.scripts[1] == "player.iife.js") end}}}}
        local shortcodes = dofile({json.dumps(str(extension))})
        function Pandoc(doc)
          local named = setmetatable({named}, {{__index = function() return "" end}})
          doc.blocks = {{shortcodes["chainrule"]({words}, named, {{}})}}
          return doc
        end""",
        encoding="utf-8",
    )
    run = subprocess.run(
        ["pandoc", "-f", "markdown", "-t", to, "-L", str(harness)],
        input="x",
        text=True,
        capture_output=True,
        check=True,
    )
    return run.stdout


@pytest.mark.skipif(shutil.which("pandoc") is None, reason="apt-get install pandoc")
def test_the_quarto_shortcode_plays_in_html_and_is_a_picture_in_pdf(tmp_path: Path) -> None:
    source = '1/(1+exp(-x)) < "y"'
    looks = {"values": '{"x": 2}', "step": "3", "controls": "true", "editable": "false", "server": "https://host"}
    slides = quarto(tmp_path, "html", {"html:js", "revealjs"}, [source], looks)
    assert 'source="1/(1+exp(-x)) &lt; &quot;y&quot;"' in slides
    assert 'values="{&quot;x&quot;: 2}" step="3" controls server="https://host" data-fragments></chain-rule>' in slides
    assert "data-fragments" not in quarto(tmp_path, "html", {"html:js"}, [source], looks)
    picture = quarto(tmp_path, "latex", {"pdf"}, [source], looks)
    assert "https://host/api/v1/render.pdf?source=1\\%2F\\%281\\%2Bexp" in picture.replace("\n", "")
    trace = tmp_path / "trace.json"
    trace.write_text('{"source": "</script>"}', encoding="utf-8")
    inside = quarto(tmp_path, "html", {"html:js"}, [], {"file": str(trace)})
    assert '<script type="application/json">{"source": "\\u003c/script>"}</script>' in inside


@pytest.mark.skipif(shutil.which("pandoc") is None, reason="apt-get install pandoc")
def test_a_program_of_several_lines_passes_the_quarto_shortcode_unchanged(tmp_path: Path) -> None:
    """A comment, a blank line, an indented body and quotes; and in a picture's address the very same."""
    program = "# two \"layers\"\ndef f(x):\n  return 100 % x\n\nf(a) & 'b' <c>"
    packed = quote(program, safe=" ")
    kwargs = {"encoded": packed, "server": "https://host/calc"}
    html = quarto(tmp_path, "html", {"html:js"}, [], kwargs)
    assert unescape(html.partition('source="')[2].partition('"')[0]) == program
    assert "\n" not in html.strip(), "a blank line would end the block in Markdown"
    native = quarto(tmp_path, "json", set(), [], kwargs)
    address = json.loads(native)["blocks"][0]["c"][0]["c"][2][0]
    assert parse_qs(urlsplit(address).query) == {"source": [program]}
    assert urlsplit(address).path == "/calc/api/v1/render.png"


def test_the_quarto_archive_is_the_extension(client: Client) -> None:
    with zipfile.ZipFile(io.BytesIO(client.get("/quarto-chainrule.zip").body)) as archive:
        described = archive.read("_extensions/chainrule/_extension.yml").decode()
        names = set(archive.namelist())
    for word in described.split():
        if word.endswith((".lua", ".js")):
            assert f"_extensions/chainrule/{word}" in names


def test_files_for_other_programs_name_the_build_of_their_scripts(client: Client) -> None:
    build = Assets().version
    component = client.get(f"/static/{build}/integrations/slidev/ChainRule.vue").body.decode()
    assert f'const BUILD = "{build}"' in component
    assert "v=${BUILD}" in component
    with zipfile.ZipFile(io.BytesIO(client.get("/quarto-chainrule.zip").body)) as archive:
        assert f'("{build}"):match' in archive.read("_extensions/chainrule/chainrule.lua").decode()


def test_the_npm_package_holds_what_it_exports(client: Client) -> None:
    reply = client.get("/chainrule-player.tgz")
    assert reply.headers["content-type"] == "application/gzip"
    with tarfile.open(fileobj=io.BytesIO(reply.body)) as archive:
        names = set(archive.getnames())
        about = json.loads(archive.extractfile("package/package.json").read())  # type: ignore[union-attr]
    for where in about["exports"].values():
        for path in [where] if isinstance(where, str) else where.values():
            assert f"package/{path.removeprefix('./')}" in names, path
    assert client.get("/chainrule-player.tgz").body == reply.body, "the same files make the same package"


@pytest.mark.parametrize("name", ["player", "client"])
def test_a_package_has_an_address_of_its_version(client: Client, name: str) -> None:
    """A lock file of npm keeps address and hash, and refuses other bytes at the same address."""
    pinned = client.get(f"/chainrule-{name}-{__version__}.tgz")
    assert pinned.status == 200
    assert pinned.body == client.get(f"/chainrule-{name}.tgz").body
    assert client.get("/chainrule-nothing-0.0.0.tgz").status == 404


@pytest.mark.parametrize(("lang", "detail"), [("en", "This service has version"), ("de", "Dieser Dienst hat Version")])
def test_a_package_of_another_version_is_refused_with_the_one_that_there_is(
    client: Client, lang: str, detail: str
) -> None:
    """No redirect: the lock file of a deck holds the hash of what it installed."""
    reply = client.get(f"/chainrule-player-0.0.0.tgz?lang={lang}")
    assert reply.status == 404
    assert detail in reply.json()["detail"]
    assert f"chainrule-player-{__version__}.tgz" in reply.json()["hint"]


DOCS = (Path(__file__).resolve().parents[1] / "docs" / "embedding.md").read_text(encoding="utf-8")


def code(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", DOCS, re.DOTALL)


def test_every_address_in_the_documentation_answers(client: Client) -> None:
    found = set(re.findall(r"https://HOST(/[^\s\"`')>]*)", DOCS.replace("&amp;", "&")))
    assert len(found) >= 8
    for path in found - {"/oembed?url=..."}:
        assert client.request("GET", path).status == 200, path


def test_the_documentation_has_every_word_of_the_protocol_and_every_parameter() -> None:
    source = INTEGRATIONS.parent / "src"
    protocol = (source / "embed" / "protocol.ts").read_text(encoding="utf-8")
    methods = re.findall(r"^  (\w+): \(", protocol, re.MULTILINE)
    kinds = re.findall(r'readonly type: "(\w+)"', protocol)
    appearance = (source / "shared" / "appearance.ts").read_text(encoding="utf-8")
    looks = re.findall(r"^  (\w+): [{f]", appearance, re.MULTILINE)
    element = (source / "player" / "element" / "attributes.ts").read_text(encoding="utf-8")
    lists = re.findall(r"^export const (?:LOADS|LOOKS): readonly string\[\] = \[([^;]*)\];", element, re.MULTILINE)
    attributes = re.findall(r'"([\w-]+)"', "".join(lists))
    assert len(methods) == 9
    assert len(kinds) == 6
    assert len(looks) >= 6
    assert len(attributes) >= 12
    for word in (*methods, *kinds, *looks, *attributes):
        assert f"`{word}`" in DOCS or f'"{word}"' in DOCS, word


def test_the_python_and_the_shell_of_the_documentation_run(capsys: pytest.CaptureFixture[str]) -> None:
    for text in code("python"):
        found: dict[str, Any] = {}
        exec(compile(text, "embedding.md", "exec"), found)
        assert found["graph"].trace["value"] == 6
    for text in code("sh"):
        words = shlex.split(text.partition(">")[0])
        assert main(words[1:]) == 0
        assert json.loads(capsys.readouterr().out)["value"] == 6


@pytest.mark.skipif(
    shutil.which("pdflatex") is None, reason="apt-get install texlive-latex-recommended texlive-pictures"
)
def test_the_beamer_frame_of_the_documentation_compiles_with_the_pdf(client: Client, tmp_path: Path) -> None:
    (tmp_path / "chainrule-x-y.pdf").write_bytes(client.get("/api/v1/render.pdf", **QUESTION, step="all").body)
    text = code("latex")[0]
    preamble = "\\documentclass{beamer}\\usepackage{tikz}\\begin{document}"
    (tmp_path / "deck.tex").write_text(f"{preamble}{text}\\end{{document}}", encoding="utf-8")
    words = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "deck.tex"]
    run = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    if "beamer.cls' not found" in run.stdout:
        pytest.skip("apt-get install texlive-latex-recommended")
    assert run.returncode == 0, run.stdout[-2000:]
    assert "(4 pages" in run.stdout
