"""Short links: what an address of the page says, kept in Redis under a name that is made from it.

A link never changes: its name is a digest of what it holds (RFC 6920 names things so). The same address gets the same
link from every process, and a link leads to the same picture for ever, as long as Redis keeps its data. The name
stands behind a version, so that links of later forms live beside it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from redis.asyncio import Redis
from redis.exceptions import RedisError

from .errors import ChainruleError, LimitError
from .limits import DEFAULT, Limits
from .live import HubLost

__all__ = ["VERSION", "NoLink", "RedisLinks", "link_names"]

VERSION = "1"
_PREFIX = f"chainrule:link:{VERSION}:"
_COUNT = f"chainrule:links:{VERSION}"
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # without those that are read as another one
_SHORTEST, _LONGEST = 8, 24  # letters of a name
_TIMEOUT_SECONDS = 2.0

# The link of ARGV[1], if there is room for it: 1 new, 0 the same is there, -1 another one is there, -2 no room.
_KEEP = """
local there = redis.call('GET', KEYS[1])
if there then return there == ARGV[1] and 0 or -1 end
if tonumber(redis.call('GET', KEYS[2]) or '0') >= tonumber(ARGV[2]) then return -2 end
redis.call('SET', KEYS[1], ARGV[1])
redis.call('INCR', KEYS[2])
return 1
"""


class NoLink(ChainruleError):
    """404: no short link has the name."""

    title = "There is no such link"

    def __init__(self) -> None:
        hint = "Was it cut off? Ask whoever sent it for the long one."
        super().__init__("no-link", "No short link has this name.", hint=hint, status=404)


class LinksFull(LimitError):
    """507: as many links are kept as this service keeps."""

    status = 507


def link_names(packed: str) -> Iterator[str]:
    """The names that these packed fields may have, the shortest first."""
    digest = int.from_bytes(hashlib.sha256(packed.encode()).digest(), "big")
    name = ""
    for length in range(1, _LONGEST + 1):
        digest, letter = divmod(digest, len(_LETTERS))
        name += _LETTERS[letter]
        if length >= _SHORTEST:
            yield name


class RedisLinks:
    """The links of all processes that share `url`. Its methods raise HubLost while Redis is away."""

    version = VERSION

    def __init__(self, url: str, limits: Limits = DEFAULT) -> None:
        self.limits = limits
        self.redis: Redis = Redis.from_url(
            url, socket_connect_timeout=_TIMEOUT_SECONDS, socket_timeout=_TIMEOUT_SECONDS
        )

    async def keep(self, packed: str) -> str:
        """The name under which `packed`, a value of the parameter `z`, is kept from now on.

        Raises: LinksFull, HubLost.
        """
        most = self.limits.short_links
        for name in link_names(packed):
            with _storage_errors():
                is_stored = await cast(Any, self.redis.eval(_KEEP, 2, _PREFIX + name, _COUNT, packed, str(most)))
            if is_stored == -2:
                raise LinksFull("short_links", most, f"{most:,} links are kept", hint="Copy the long link instead.")
            if is_stored >= 0:
                return name
        raise AssertionError("No two texts have one digest of 118 bits.")

    async def packed(self, name: str) -> str:
        """Return the packed text that was kept under a name. Raises: NoLink, HubLost."""
        with _storage_errors():
            content = await self.redis.get(_PREFIX + name)
        if content is None:
            raise NoLink
        return content.decode() if isinstance(content, bytes) else content

    async def close(self) -> None:
        """Close the connection to Redis."""
        await self.redis.aclose()


@contextmanager
def _storage_errors() -> Iterator[None]:
    try:
        yield
    except (RedisError, OSError) as error:
        raise HubLost from error
