"""Documentation sites, applications and pages with strict rules: the frame and the element as Share gives them."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from decks import NPM as FRONT
from decks import blank, stand
from playwright.sync_api import Page
from share import dialog, pick, pick_all
from tools import (
    BIN,
    NPM,
    PROGRAM,
    ROOT,
    STEP,
    VALUES,
    free_port,
    node,
    npm,
    npm_version,
    pip_version,
    program,
    run,
    saw,
    served,
    site,
    steps_of,
    version,
)

from conftest import Opener, until

LAST = steps_of(PROGRAM, VALUES)
DRAWN = "document.querySelector('chain-rule')?.shadowRoot?.querySelectorAll('.cr-svg .node').length"


def given(opened: Opener, target: str) -> str:
    page = dialog(opened, source=PROGRAM, values=VALUES, step=2)
    pick(page, target)
    return pick_all(page)[0]


def article(opened: Opener) -> str:
    parts = ("# Backpropagation", "Before.", given(opened, "iframe"), "Between.", given(opened, "component"), "After.")
    return "\n\n".join(parts) + "\n"


def frame_draws(page: Page, seconds: float = 30) -> str:
    """The step that the frame of the page stands at."""
    page.wait_for_selector("iframe", timeout=seconds * 1000, state="attached")
    deadline = page.frame_locator('iframe[src*="/embed"]')
    deadline.locator("chain-rule .cr-svg .node").first.wait_for(timeout=seconds * 1000)
    inner = next(frame for frame in page.frames if "/embed" in frame.url)
    return str(inner.evaluate(STEP))


def both_draw(page: Page) -> None:
    assert frame_draws(page) == "2"
    until(page, f"{DRAWN} > 4", 20)
    until(page, f"{STEP} === 2")
    assert "<chain-rule" not in page.locator("body").inner_text()


def test_mkdocs_material_shows_the_frame_and_the_element(opened: Opener, tmp_path: Path) -> None:
    opened.allowed = ("ERR_NAME_NOT_RESOLVED", "Failed to load resource", "giscus", "ERR_INTERNET_DISCONNECTED")
    (tmp_path / "docs").mkdir()
    text = article(opened)
    (tmp_path / "docs" / "index.md").write_text(text, encoding="utf-8")
    settings = "site_name: Course\ntheme:\n  name: material\n  font: false\nplugins: []\n"
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    run(BIN / "mkdocs", "build", "--quiet", cwd=tmp_path, env=environment)
    with site(tmp_path / "site") as address:
        page = blank(opened, (1280, 900))
        page.goto(address)
        both_draw(page)
    saw("MkDocs-Material", pip_version("mkdocs-material"), "frame and element draw a program with blank lines")


def test_sphinx_with_myst_shows_the_frame_and_the_element(opened: Opener, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "conf.py").write_text('project = "Course"\nextensions = ["myst_parser"]\n', encoding="utf-8")
    text = article(opened)
    (source / "index.md").write_text(text, encoding="utf-8")
    run(BIN / "sphinx-build", "-q", "-W", "source", "out", cwd=tmp_path)
    with site(tmp_path / "out") as address:
        page = blank(opened, (1000, 900))
        page.goto(address)
        both_draw(page)
        width = page.locator("iframe").bounding_box()
        assert width is not None
        inner = next(frame for frame in page.frames if "/embed" in frame.url)
        outside = inner.evaluate(
            """() => { const root = document.querySelector("chain-rule").shadowRoot;
            const p = root.querySelector(".cr-picture").getBoundingClientRect();
            return [...root.querySelectorAll(".node")].map((n) => n.getBoundingClientRect())
              .filter((r) => r.right > p.right + 1 || r.bottom > p.bottom + 1).length; }"""
        )
        assert outside == 0
    seen = f"frame and element draw a program with blank lines; at {width['width']:.0f} px no box is cut off"
    saw("Sphinx with MyST", f"{pip_version('Sphinx')}, {pip_version('myst-parser')}", seen)


@pytest.mark.parametrize("tool", ["streamlit", "gradio"])
def test_an_application_in_python_shows_the_frame(opened: Opener, tmp_path: Path, tool: str) -> None:
    opened.allowed = ("",)  # the application's own console is its own affair
    frame = given(opened, "iframe")
    port = free_port()
    address = re.search(r'src="([^"]*)"', frame)
    assert address is not None
    if tool == "streamlit":
        url = address[1].replace("&amp;", "&")
        text = f"import streamlit as st\nst.title('Course')\nst.iframe({url!r}, height=540)\n"
        words = [BIN / "streamlit", "run", "app.py", f"--server.port={port}", "--server.headless=true"]
        words.append("--browser.gatherUsageStats=false")
        how = "st.iframe(address, height=540)"
    else:
        text = (
            f"import gradio as gr\nwith gr.Blocks() as app:\n    gr.HTML({frame!r})\n"
            f"app.launch(server_port={port}, server_name='127.0.0.1', quiet=True)\n"
        )
        words = [BIN / "python", "app.py"]
        how = "gr.HTML(frame)"
    (tmp_path / "app.py").write_text(text, encoding="utf-8")
    environment = {**os.environ, "GRADIO_ANALYTICS_ENABLED": "False", "HOME": str(tmp_path)}
    with served(*words, port=port, cwd=tmp_path, env=environment) as home:
        page = blank(opened, (1280, 900))
        page.goto(home)
        assert frame_draws(page, 60) == "2"
    saw(tool.capitalize(), pip_version(tool), f"`{how}` draws and plays")


def test_a_frame_inside_a_sandbox_of_a_learning_platform_draws(opened: Opener) -> None:
    """Without an origin of its own, two frames deep, as H5P and Canvas have it."""
    inner = f"<!doctype html><title>Activity</title>{given(opened, 'moodle')}"
    outer = '<!doctype html><title>Course</title><iframe sandbox="allow-scripts" src="/activity" width=800 height=500>'
    page = stand(opened, {"/": outer, "/activity": inner})
    page.wait_for_selector("iframe", state="attached")
    page.frame_locator("iframe").frame_locator("iframe").locator("chain-rule .node").first.wait_for(timeout=20_000)
    deepest = page.frames[-1]
    assert deepest.evaluate(STEP) == 2
    assert deepest.evaluate("window.origin") == "null"
    saw(
        "Nested sandbox (H5P, Canvas)",
        "Chromium " + opened.browser.version,
        "two frames deep, without an origin: draws",
    )


def test_a_page_with_a_strict_policy_draws_the_element(opened: Opener) -> None:
    host = opened.service
    policy = f"default-src 'none'; script-src {host}; style-src 'none'; connect-src {host}; font-src {host}"
    head = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    page = stand(opened, {"/": f"<!doctype html><title>Blog</title>{head}{given(opened, 'component')}"})
    until(page, f"{DRAWN} > 4", 20)
    until(page, "[...document.fonts].some((face) => face.status === 'loaded')")
    seen = "script-src, connect-src and font-src of the server alone: draws, with its fonts"
    saw("Strict CSP", "Chromium " + opened.browser.version, seen)


NGINX = """daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
    location /silent/ {{ proxy_pass {service}/; }}
    {documented}
  }}
}}"""


@pytest.mark.parametrize("way", ["silent", "chainrule"])
def test_nginx_serves_it_below_a_path(opened: Opener, tmp_path: Path, way: str) -> None:
    nginx = program("nginx", "nginx-light")
    port = free_port()
    hosting = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
    documented = hosting.partition("```nginx\n")[2].partition("```")[0]
    assert "location /chainrule/" in documented
    documented = documented.replace("http://127.0.0.1:8000", opened.service)
    text = NGINX.format(folder=tmp_path, port=port, service=opened.service, documented=documented)
    (tmp_path / "nginx.conf").write_text(text, encoding="utf-8")
    words = [nginx, "-p", tmp_path, "-c", tmp_path / "nginx.conf", "-e", tmp_path / "error.log"]
    with served(*words, port=port, path=f"/{way}/healthz", cwd=tmp_path, env=dict(os.environ)) as home:
        opened.service = f"{home}/{way}"
        (frame, element) = (given(opened, "iframe"), given(opened, "component"))
        assert f"{home}/{way}/embed?" in frame
        both_draw(stand(opened, {"/": f"<!doctype html><title>Blog</title>{frame}{element}"}))
    seen = {"silent": "below a path, without a header", "chainrule": "as in hosting.md, with X-Forwarded-Prefix"}[way]
    saw(f"nginx, {seen}", version(nginx, "-v"), "page, frame, element and Share work")


APP = """import {createElement} from "react";
import {createRoot} from "react-dom/client";
%s
function App() {
  return createElement("main", null, createElement(Graph));
}
createRoot(document.getElementById("root")).render(createElement(App));
"""


def test_a_react_application_shows_the_component_of_the_package(opened: Opener, tmp_path: Path) -> None:
    """Installed from the service by npm, typed by its own types, bundled by esbuild."""
    page = dialog(opened, source=PROGRAM, values=VALUES, step=2)
    pick(page, "react")
    install, component = pick_all(page)
    dependencies = {name: npm_version(name) for name in ("react", "react-dom", "@types/react")}
    manifest = {"private": True, "type": "module", "dependencies": dependencies}
    (tmp_path / "package.json").write_text(json.dumps(manifest), encoding="utf-8")
    words = install.split()
    assert words[:2] == ["npm", "install"]
    npm("install", words[2], "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", cwd=tmp_path)
    (tmp_path / "graph.tsx").write_text(component, encoding="utf-8")
    settings = {"strict": True, "jsx": "react-jsx", "module": "esnext", "moduleResolution": "bundler", "noEmit": True}
    config = {"compilerOptions": {**settings, "target": "es2022", "lib": ["es2022", "dom"]}, "files": ["graph.tsx"]}
    (tmp_path / "tsconfig.json").write_text(json.dumps(config), encoding="utf-8")
    node(str(FRONT / "typescript/bin/tsc"), "-p", str(tmp_path), cwd=tmp_path)
    (tmp_path / "app.jsx").write_text(APP % 'import {Graph} from "./graph.tsx";', encoding="utf-8")
    build = ["--bundle", "--outfile=app.js", "--jsx=automatic", "--define:process.env.NODE_ENV='production'"]
    node(str(FRONT / "esbuild/bin/esbuild"), "app.jsx", *build, cwd=tmp_path)
    app = (tmp_path / "app.js").read_text(encoding="utf-8")
    there = stand(
        opened,
        {"/": '<!doctype html><title>App</title><div id="root"></div><script src="/app.js"></script>', "/app.js": app},
    )
    until(there, f"{DRAWN} > 4", 20)
    assert there.evaluate(STEP) == 2
    assert there.evaluate("document.querySelector('chain-rule').trace.source") == PROGRAM
    there.locator("chain-rule").get_by_role("button", name="Step forward").click()
    until(there, f"{STEP} === 3")
    saw("React, by npm from the service", npm_version("react"), "typed, bundled by esbuild; draws and plays")


CELL = """import {Runtime} from "@observablehq/runtime";
import {Library} from "@observablehq/stdlib";
import {Inspector} from "@observablehq/inspector";
const main = new Runtime(new Library()).module();
main.variable(new Inspector(document.getElementById("cell"))).define(["html"], async (html) => (%s));
"""


def test_a_cell_of_an_observable_notebook_shows_the_element(opened: Opener, tmp_path: Path) -> None:
    """By Observable's own runtime, library and inspector: Framework itself takes its libraries from a network."""
    (tmp_path / "cell.js").write_text(CELL % given(opened, "observable"), encoding="utf-8")
    build = ["--bundle", "--format=esm", "--outfile=app.js", f"--external:{opened.service}/*"]
    environment = {"NODE_PATH": str(NPM)}
    node(str(FRONT / "esbuild/bin/esbuild"), "cell.js", *build, cwd=tmp_path, env=environment)
    app = (tmp_path / "app.js").read_text(encoding="utf-8")
    text = '<!doctype html><title>Notebook</title><div id="cell"></div><script type="module" src="/app.js"></script>'
    page = stand(opened, {"/": text, "/app.js": app})
    until(page, f"{DRAWN} > 4", 20)
    assert page.evaluate(STEP) == 2
    assert page.evaluate("document.querySelector('#cell chain-rule').trace.source") == PROGRAM
    page.locator("chain-rule").get_by_role("button", name="Step forward").click()
    until(page, f"{STEP} === 3")
    tried = ", ".join(npm_version(f"@observablehq/{part}") for part in ("runtime", "stdlib", "inspector"))
    saw("Observable, a cell", tried, "by its runtime, library and inspector: draws and plays")
