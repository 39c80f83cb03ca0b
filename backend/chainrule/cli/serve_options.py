"""Arguments of `serve`."""

from __future__ import annotations

import argparse

__all__ = ["add_options"]


def add_options(command: argparse.ArgumentParser) -> None:
    """Add the options of `serve`."""
    command.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    command.add_argument("--port", type=_port, default=8000, help="0 takes a free one (default: 8000)")
    command.add_argument("--workers", type=_count, default=1, help="processes (default: 1)")
    command.add_argument("--open", action="store_true", help="open the playground in the browser")
    command.add_argument(
        "--root-path", type=_prefix, default="", metavar="/PATH", help="the path that a proxy puts it below"
    )
    command.add_argument(
        "--proxy",
        metavar="ADDRESSES",
        help="proxies whose X-Forwarded-Proto is believed, by commas; * for all (default: FORWARDED_ALLOW_IPS)",
    )
    command.add_argument(
        "--hub",
        type=_hub,
        metavar="redis://HOST",
        help="where live sessions are kept for all processes (default: in the one process)",
    )
    command.add_argument(
        "--short-links",
        action="store_true",
        help="keep short links to the page in the hub, for ever (default: off, nothing is stored)",
    )
    command.add_argument(
        "--metrics", action="store_true", help="answer GET /metrics, for Prometheus; with one worker (default: off)"
    )
    command.add_argument(
        "--lessons", metavar="DIR", help="lessons of one's own: files that join or, with the same name, replace ours"
    )
    command.set_defaults(command=_serve)


def _port(word: str) -> int:
    if not (word.isascii() and word.isdecimal() and int(word[:6]) <= 65_535):
        raise argparse.ArgumentTypeError(f"a port is a number from 0 to 65535, not {word[:40]!r}")
    return int(word)


def _count(word: str) -> int:
    if not (word.isascii() and word.isdecimal() and 1 <= int(word[:4]) <= 256):
        raise argparse.ArgumentTypeError(f"a number from 1 to 256, not {word[:40]!r}")
    return int(word)


def _prefix(word: str) -> str:
    path = word.rstrip("/")
    try:
        from ..api.prefix import is_prefix
    except ImportError:  # without the libraries of the service `serve` refuses anyway
        return path
    if path and not is_prefix(path):
        raise argparse.ArgumentTypeError(f"a path such as /chainrule, not {word[:40]!r}")
    return path


def _hub(word: str) -> str:
    if not word.startswith(("redis://", "rediss://", "unix://")):
        raise argparse.ArgumentTypeError(f"an address such as redis://127.0.0.1:6379/0, not {word[:40]!r}")
    return word


def _serve(args: argparse.Namespace) -> int:
    from .report import print_refusal

    try:
        from .serving import serve
    except ImportError:
        print_refusal("serve", "this needs libraries that are not installed: pip install 'chainrule[serve]'")
        return 3
    return serve(args)
