"""`serve`: the service on a socket of its own, which says its address once it answers."""

from __future__ import annotations

import argparse
import errno
import importlib.util
import logging
import os
import signal
import socket
import sys
import threading
import urllib.error
import urllib.request
import webbrowser
from contextlib import suppress
from pathlib import Path

import uvicorn
from uvicorn.supervisors import Multiprocess

from ..api.assets import Assets, FrontendMissing
from ..api.lessons import FOLDER
from ..api.log import log_config
from ..api.protocol import TimedProtocol, most_connections
from ..errors import ChainruleError
from ..lessons import check_folder
from .report import print_error, print_refusal

__all__ = ["serve"]

_SILENCE = 60  # seconds for which a worker may be silent: the machine may be busy with others
_BETWEEN = 0.05
_BACKLOG = 2048


def serve(args: argparse.Namespace) -> int:
    """Run the service until it is ended. Returns the exit status: 3 where something that it needs is missing."""
    try:
        Assets()
    except FrontendMissing as error:
        print(error, file=sys.stderr)
        return 3
    if args.metrics:
        if args.workers > 1:
            print_refusal("serve", "--metrics counts in one process: start several with --workers 1 each")
            return 2
        os.environ["CHAINRULE_METRICS"] = "1"
    if args.lessons:
        try:
            check_folder(args.lessons)
        except ChainruleError as error:
            print_error(error, error.source or "", as_json=False)
            return 1
        os.environ[FOLDER] = str(Path(args.lessons).resolve())
    if args.hub:
        if importlib.util.find_spec("redis") is None:
            print_refusal("serve", "--hub needs a library that is not installed: pip install 'chainrule[redis]'")
            return 3
        os.environ["CHAINRULE_HUB"] = args.hub
    if args.short_links:
        if not args.hub:
            print_refusal("serve", "--short-links keeps links in a hub: add --hub redis://HOST")
            return 2
        os.environ["CHAINRULE_SHORT_LINKS"] = "1"
    try:
        backlog = min(_BACKLOG, max(8, most_connections() // 4))
        bound = _bound(args.host, args.port, backlog)
    except OSError as error:
        print_refusal("serve", _reason(error, args.host, args.port))
        return 3
    logging.raiseExceptions = False  # a log that cannot be written is no reason to stop
    os.environ["CHAINRULE_WORKERS"] = str(args.workers)  # read by each process: live sessions need one in common
    config = uvicorn.Config(
        "chainrule.api.app:create_app",
        factory=True,
        workers=args.workers,
        root_path=args.root_path,
        forwarded_allow_ips=args.proxy,
        backlog=backlog,  # so many are accepted before the first is looked at
        http=TimedProtocol,  # on httptools, which refuses what could be read in two ways
        ws="none",
        access_log=False,  # the service writes its own line, without the address
        server_header=False,
        timeout_graceful_shutdown=10,
        timeout_keep_alive=30,
        timeout_worker_healthcheck=_SILENCE,
        log_config=log_config(),
    )
    server = uvicorn.Server(config)
    host, port = bound.getsockname()[:2]
    address = f"http://{_reachable(args.host, host)}:{port}"
    done = threading.Event()
    announcer = threading.Thread(
        target=_announce, args=(address, args.root_path, args.open, done), name="announce", daemon=True
    )
    announcer.start()
    try:
        if args.workers > 1:
            workers = _Workers(config, sockets=[bound])
            workers.run()
            if workers.interrupted:
                raise KeyboardInterrupt
        else:
            server.run(sockets=[bound])
    finally:
        done.set()
        bound.close()
    return 0 if server.started or args.workers > 1 else 3


class _Workers(Multiprocess):
    """Several processes that one Ctrl+C ends without a word of their own."""

    interrupted = False

    def init_processes(self) -> None:
        """Start them deaf to Ctrl+C, which a terminal sends to all: what they import is no place to be stopped at."""
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            super().init_processes()
        finally:
            signal.signal(signal.SIGINT, before)

    def handle_int(self) -> None:
        """End all of them, as the parent alone was told."""
        self.interrupted = True
        super().handle_int()


def _bound(host: str, port: int, backlog: int) -> socket.socket:
    """Return a socket that listens on the first address of the host. Raises OSError."""
    kind, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    bound = socket.socket(kind, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name != "nt":  # where it would let two servers share a port
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        bound.set_inheritable(True)
        bound.listen(backlog)
    except OSError:
        bound.close()
        raise
    return bound


def _reason(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken; another one is --port {port + 1 if port < 65_535 else 0}, a free one --port 0"
    if error.errno == errno.EACCES:
        return f"port {port} is not for everybody; take one from 1024 on"
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is no address of this machine; 127.0.0.1 is, and 0.0.0.0 is all of them"
    return f"{host}:{port}: {error.strerror or error}"


def _reachable(name: str, host: str) -> str:
    """Return the address that a browser on this machine can open."""
    if name in ("0.0.0.0", "::", ""):  # noqa: S104 - compared, not bound
        return "127.0.0.1" if name != "::" else "[::1]"
    return f"[{host}]" if ":" in host else name


def _announce(address: str, prefix: str, browse: bool, done: threading.Event) -> None:
    """Print the address when it answers, and open it."""
    while not done.is_set():
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2):  # noqa: S310 - our own address
                break
        except (urllib.error.URLError, OSError):
            done.wait(_BETWEEN)
    else:
        return
    home = f"{address}{prefix}/" if prefix else address
    with suppress(OSError):  # a full disk, or a terminal that is gone
        print(f"Chainrule is at {home} (Ctrl+C stops it)", flush=True)
    if browse:
        webbrowser.open(home)
