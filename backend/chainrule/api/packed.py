"""Short addresses of long programs: `z` holds other parameters, packed. Every route sees them as if written out.

`z` is a query string in UTF-8, compressed as raw DEFLATE (RFC 1951), in base64url without padding: what a browser's
`CompressionStream("deflate-raw")` makes. Shorter are the fields as they are, a null character between two: `0.` and
the same compression, or `1.` and compression against `link_words.WORDS`. A parameter that also stands in the open wins
over the packed one.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import re
import zlib
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from ..errors import ChainruleError
from ..limits import Limits
from .errors import RequestError, TooLarge, on_chainrule_error
from .link_words import VERSION, WORDS

__all__ = ["MOST_FIELDS", "Unpacker", "not_utf8", "pack", "too_many_fields", "unpacked"]

MOST_FIELDS = 200  # of a query: each costs some microseconds on the event loop, on pages several times
_BETWEEN = "\0"
_WORDS = {b"0": b"", VERSION.encode(): WORDS}
_ALPHABET = re.compile(rb"[A-Za-z0-9_-]+={0,2}")


def pack(fields: dict[str, str]) -> str:
    """The value of `z` for these parameters."""
    if any(_BETWEEN in text for text in fields.values()):
        return _deflated(zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS), urlencode(fields))
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, zdict=WORDS)
    return f"{VERSION}." + _deflated(packer, _BETWEEN.join(f"{name}={text}" for name, text in fields.items()))


def _deflated(packer: zlib._Compress, text: str) -> str:
    packed = packer.compress(text.encode()) + packer.flush()
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def unpacked(query: bytes, limits: Limits) -> bytes:
    """The query with what was packed written out, at its front. Raises: RequestError, TooLarge."""
    pairs = [pair for pair in query.split(b"&") if pair]
    packed = [pair[2:] for pair in pairs if pair.startswith(b"z=")]
    if not packed:
        return query
    if len(packed) > 1:
        raise RequestError("bad-field", "`z` is given twice.")
    plain = [pair for pair in pairs if not pair.startswith(b"z=")]
    named = {pair.partition(b"=")[0] for pair in plain}
    result = _inflated(packed[0], limits)
    if result.count(b"&") + len(plain) >= MOST_FIELDS:
        raise too_many_fields()
    inside = [pair for pair in result.split(b"&") if pair]
    if any(pair.startswith(b"z=") for pair in inside):
        raise RequestError("bad-packing", "`z` holds another `z`.", status=400)
    return b"&".join([pair for pair in inside if pair.partition(b"=")[0] not in named] + plain)


def _inflated(text: bytes, limits: Limits) -> bytes:
    version, dot, rest = text.rpartition(b".")
    if not _ALPHABET.fullmatch(rest) or (dot and version not in _WORDS):
        raise _unreadable()
    text = rest.rstrip(b"=")
    try:
        content = base64.urlsafe_b64decode(text + b"=" * (-len(text) % 4))
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS, zdict=_WORDS.get(version, b""))
        # One byte more than allowed is enough to know: a bomb is never blown up.
        encode = unpacker.decompress(content, limits.body_bytes + 1)
    except (binascii.Error, zlib.error):
        raise _unreadable() from None
    _count(encode, limits)
    if not unpacker.eof or unpacker.unused_data:
        raise _unreadable()
    try:
        fields = encode.decode()
    except UnicodeDecodeError:
        raise not_utf8() from None
    if dot:
        pairs = [pair.partition("=") for pair in fields.split(_BETWEEN) if pair]
        encode = "&".join(f"{quote(name, safe='')}={quote(text, safe='')}" for name, _, text in pairs).encode()
        _count(encode, limits)
    return encode


def _count(chunk: bytes, limits: Limits) -> None:
    """Raises TooLarge."""
    if len(chunk) > limits.body_bytes:
        raise TooLarge("body_bytes", limits.body_bytes, "What `z` holds is too large", 413)


def too_many_fields() -> RequestError:
    """Return the error of a query with too many fields."""
    return RequestError("bad-field", f"The query holds more than {MOST_FIELDS} fields.", hint="A request has about 20.")


def not_utf8() -> RequestError:
    """Return the error of a query that is not UTF-8."""
    return RequestError("bad-encoding", "The query is not UTF-8.", status=400)


def _unreadable() -> RequestError:
    hint = "It is a query string, compressed with raw DEFLATE, in base64url. Was the link cut off?"
    return RequestError("bad-packing", "`z` cannot be unpacked.", hint=hint, status=400)


class Unpacker:
    """Between the guard and the routes."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self.app = app
        self.limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Put what `z` holds into the query, or answer what is wrong with it."""
        query = scope.get("query_string", b"")
        if scope["type"] == "http" and (query.startswith(b"z=") or b"&z=" in query):
            try:
                # In place: the log line of the guard reads what the routes write into the scope.
                scope["query_string"] = await asyncio.to_thread(unpacked, query, self.limits)
                scope["packed"] = True
            except ChainruleError as error:
                await on_chainrule_error(Request(scope), error)(scope, receive, send)
                return
        await self.app(scope, receive, send)
