"""Parts that let a browser install the playground: its manifest, its icons and its service worker."""

from __future__ import annotations

import json

from fastapi import APIRouter, Request, Response

from ..sentences import LANGUAGES
from .assets import Assets
from .responses import PRIVATE, CachedResponse, send

__all__ = ["router"]

_MANIFEST = {
    "name": "Chainrule: see how gradients flow",
    "short_name": "Chainrule",
    "description": "Computational graphs with their values and gradients, step by step.",
    "start_url": "./",
    "scope": "./",
    "display": "standalone",
    "background_color": "#fafaf8",
    "theme_color": "#ffffff",
}
_ICONS = {"icons/icon.svg": ("any", "image/svg+xml"), "icons/icon-192.png": ("192x192", "image/png")}
_ICONS["icons/icon-512.png"] = ("512x512", "image/png")
# A worker has a policy of its own: what it fetches is the service's.
_WORKER_HEADERS = {"Content-Security-Policy": "default-src 'none'; connect-src 'self'"}
_STABLE = "public, max-age=86400"


def _is_offline_asset(name: str) -> bool:
    """Return whether the playground, or the page that follows it, loads this file of the build."""
    script = name in ("page.js", "page.css", "offline.js", "follow.js", "follow.css") or name.startswith("chunks/")
    catalogue = name in [f"{language}.js" for language in LANGUAGES]
    font = name.startswith("fonts/") and name.endswith(".woff2") and ".picture." not in name
    return (script and name.endswith((".js", ".css"))) or font or catalogue


def router(assets: Assets) -> APIRouter:
    """Return the routes of the manifest and the service worker."""
    routes = APIRouter(include_in_schema=False)
    static = f"static/{assets.version}"
    icons = [{"src": f"{static}/{name}", "sizes": size, "type": kind} for name, (size, kind) in _ICONS.items()]
    manifest = json.dumps({**_MANIFEST, "icons": icons}).encode()
    files = [f"{static}/{name}" for name in sorted(assets.names) if _is_offline_asset(name)]
    parts = json.dumps({"version": assets.version, "files": files, "languages": LANGUAGES})

    @routes.get("/manifest.webmanifest")
    async def app_manifest(request: Request) -> Response:
        return send(request, CachedResponse.of(manifest, "application/manifest+json"), PRIVATE)

    @routes.get("/sw.js")
    async def worker(request: Request) -> Response:
        """Serve the worker at the root, since it has no say above its own folder. A new build is a new worker."""
        asset = assets.get("sw.js")
        body = f"self.PARTS={parts};\n".encode() + (asset.body if asset else b"")
        return send(request, CachedResponse.of(body, "text/javascript; charset=utf-8"), PRIVATE, _WORKER_HEADERS)

    @routes.get("/favicon.ico")
    async def favicon(request: Request) -> Response:
        asset = assets.get("icons/icon-192.png")
        return send(request, asset, _STABLE) if asset else Response(status_code=404)

    return routes
