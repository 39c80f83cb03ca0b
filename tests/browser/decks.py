"""Other people's pages, served to the browser from this file: a deck, a blog, a notebook's output."""

from __future__ import annotations

import mimetypes
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

from conftest import Opener

NPM = Path(__file__).resolve().parents[2] / "frontend" / "node_modules"
REVEAL = {"5": "reveal5/dist/reveal.esm.js", "6": "reveal6/dist/reveal.mjs"}


def content(files: dict[str, str], path: str) -> bytes | None:
    if path in files:
        return files[path].encode()
    file = NPM / path.removeprefix("/npm/")
    return file.read_bytes() if path.startswith("/npm/") and file.is_file() else None


def host(opened: Opener, files: dict[str, str]) -> str:
    """The address of another server with these files by path, and below /npm/ with what npm installed."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            body = content(files, path)
            kind = "text/javascript" if path.endswith(".mjs") else mimetypes.guess_type(path)[0] or "text/html"
            self.send_response(200 if body is not None else 204 if path == "/favicon.ico" else 404)
            self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    for stop in (server.server_close, thread.join, server.shutdown):  # called last to first
        opened.stack.callback(stop)
    return f"http://127.0.0.1:{server.server_port}"


def blank(opened: Opener, size: tuple[int, int] = (960, 540), **options: Any) -> Page:
    """A page whose complaints are heard."""
    context = opened.browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
    opened.stack.callback(context.close)
    page = context.new_page()
    page.on("console", lambda message: opened._hear(message.type, message.text))
    page.on("pageerror", lambda error: opened._hear("error", str(error)))
    return page


def stand(
    opened: Opener, files: dict[str, str], address: str = "/", size: tuple[int, int] = (960, 540), **options: Any
) -> Page:
    """A page of another server. It may call the service."""
    home = host(opened, files)
    page = blank(opened, size, **options)
    page.goto(home + address)
    return page


def reveal(version: str, slides: str, *, plugin: str | None = None, config: str = "") -> str:
    """A deck for reveal.js 5 or 6; `plugin`: the address of the ES module."""
    load = f'import Chainrule from "{plugin}"; const plugins = [Chainrule];' if plugin else "const plugins = [];"
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A deck</title>
<link rel="stylesheet" href="/npm/reveal{version}/dist/reveal.css">
<link rel="stylesheet" href="/npm/reveal{version}/dist/theme/white.css"></head>
<body><div class="reveal"><div class="slides">{slides}</div></div>
<script type="module">
import Reveal from "/npm/{REVEAL[version]}";
{load}
window.deck = new Reveal({{hash: true, transition: "none", plugins, {config}}});
deck.initialize().then(() => {{ window.started = true; }});
</script></body></html>"""
