"""The outermost layer: size limits, the headers every answer carries, CORS, HEAD, one log line, and no bare 500."""

from __future__ import annotations

import json
import logging
import time
import traceback

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..limits import Limits
from .bodies import body_too_large, drop_body, most_bytes
from .errors import TooLarge, WorkerFailure, on_chainrule_error, on_failure
from .metrics import Metrics
from .packed import MOST_FIELDS, not_utf8, too_many_fields

__all__ = ["OuterMiddleware"]

log = logging.getLogger("chainrule.access")
failures = logging.getLogger("chainrule.failures")

COMMON = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # the address holds the formula
    "Cross-Origin-Resource-Policy": "cross-origin",
    # No cookies, no accounts: anybody's page may ask. Never together with Allow-Credentials.
    "Access-Control-Allow-Origin": "*",
}
OF_DOCUMENTS = {  # pages set their own
    **COMMON,
    "Access-Control-Expose-Headers": "ETag, Content-Disposition, Retry-After",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
# Types that are no documents: the first picture waits for forty of them, and each byte of their headers is sent.
NO_DOCUMENTS = ("text/javascript", "font/")
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, DELETE",
    "Access-Control-Allow-Headers": "authorization, *",  # libraries add theirs; `*` does not stand for the first
    "Access-Control-Max-Age": "86400",
}


class OuterMiddleware:
    """Size limits, the headers every answer carries, CORS, HEAD, one log line, and no bare 500."""

    def __init__(self, app: ASGIApp, limits: Limits, metrics: Metrics | None = None) -> None:
        self.app = app
        self.limits = limits
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and finish its answer: headers, HEAD, a line of the log."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        response = {"status": 0, "bytes": 0}
        method = scope["method"]
        head = method == "HEAD"
        if head:  # answered as GET, without the body
            scope = {**scope, "method": "GET"}

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                response["status"] = message["status"]
                headers = MutableHeaders(scope=message)
                is_document = not headers.get("content-type", "").startswith(NO_DOCUMENTS)
                for name, value in (OF_DOCUMENTS if is_document else COMMON).items():
                    headers.setdefault(name, value)
            elif message["type"] == "http.response.body":
                response["bytes"] += len(message.get("body", b""))
                if head:
                    message = {**message, "body": b""}
            await send(message)

        try:
            early = self._early(scope)
            if early is not None and early.status_code == 413:
                await drop_body(scope, receive)
            await (early or self.app)(scope, receive, send_guarded)
        except ClientDisconnect:
            pass
        except Exception as error:
            _log_failure(error)
            if response["status"] == 0:
                await on_failure(Request(scope))(scope, receive, send_guarded)
        finally:
            seconds = time.perf_counter() - started
            if self.metrics is not None:
                is_stream = bool(scope.get("state", {}).get("endless"))
                duration = None if is_stream else seconds
                self.metrics.count(
                    _route(scope), _standard_method(method), response["status"], scope.get("answer"), duration
                )
            _log(method, scope, response["status"], response["bytes"], seconds)

    def _early(self, scope: Scope) -> Response | None:
        """Return the response to a request that needs no look at the route; None for any other."""
        request = Request(scope)
        length = len(scope.get("raw_path") or scope["path"].encode()) + len(scope["query_string"])
        if length > self.limits.url_bytes:
            text = f"The address is {length:,} bytes long"
            hint = "Send the same fields as a JSON body with POST."
            return on_chainrule_error(request, TooLarge("url_bytes", self.limits.url_bytes, text, 414, hint))
        try:  # pages put the query into links
            scope["query_string"].decode()
        except UnicodeDecodeError:
            return on_chainrule_error(request, not_utf8())
        if scope["query_string"].count(b"&") >= MOST_FIELDS:
            return on_chainrule_error(request, too_many_fields())
        headers = dict(scope["headers"])
        declared = headers.get(b"content-length", b"0")
        if declared.isdigit() and int(declared[:20]) > most_bytes(scope["path"], self.limits):
            return on_chainrule_error(request, body_too_large(scope["path"], self.limits))
        if scope["method"] == "OPTIONS" and b"access-control-request-method" in headers:
            return Response(status_code=204, headers=PREFLIGHT)
        return None


def _standard_method(method: str) -> str:
    return method if method in ("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH") else "other"


def _route(scope: Scope) -> str:
    return getattr(scope.get("route"), "path", None) or "unmatched"


def _log(method: str, scope: Scope, status: int, size: int, seconds: float) -> None:
    """One JSON line, of known words and numbers only: never a path, a formula or a value."""
    if log.isEnabledFor(logging.INFO):
        line = {
            "time": round(time.time(), 3),
            "method": _standard_method(method),
            "route": _route(scope),
            "status": status,
            "bytes": size,
            "ms": round(seconds * 1000, 1),
        }
        if "answer" in scope:
            line["answer"] = scope["answer"]
        log.info("%s", json.dumps(line))


def _log_failure(error: Exception) -> None:
    """Log the places where it broke, without the message: that may quote the source."""
    if isinstance(error, WorkerFailure):
        failures.error("%s", error.args[0])
        return
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]]
    failures.error("%s", json.dumps({"failure": type(error).__name__, "at": places}))
