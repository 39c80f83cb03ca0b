"""The process that does heavy work: `python -m chainrule.api.process_worker`, started by `process_pool` alone.

It reads pickled messages from standard input, ("run", number, job, limits) and ("stop", number), and answers on
standard output in frames: three sizes, a header in JSON, and the bytes of the response. It ends with its input.
"""

from __future__ import annotations

import json
import os
import pickle
import queue
import signal
import struct
import sys
import threading
import traceback
from contextlib import suppress
from typing import Any, BinaryIO

from ..errors import ChainruleError
from ..limits import Limits
from .collector import rare_collections
from .errors import problem
from .handler_job import Job, Stopped
from .handlers import make_ready, run
from .process_pool import HEAD

__all__ = ["main"]


def main() -> None:
    """Do the jobs that standard input names, one after the other, until it is closed."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints must not garble the answers
    _step_back()
    jobs: queue.Queue[tuple[int, Job, Limits]] = queue.Queue()
    stopped: set[int] = set()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, jobs, stopped), daemon=True).start()
    if jobs.empty():
        make_ready()
    with rare_collections():
        while True:
            number, job, limits = jobs.get()
            _do(answers, number, job, limits, stopped)
            stopped.discard(number)


def _step_back() -> None:
    """Run when nothing else wants to, and end with the service rather than with its terminal."""
    for name in ("SIGINT", "SIGTERM"):
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    with suppress(AttributeError, OSError):
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
    with suppress(AttributeError, OSError):
        os.nice(10)


def _listen(source: BinaryIO, jobs: queue.Queue[tuple[int, Job, Limits]], stopped: set[int]) -> None:
    while len(size := source.read(4)) == 4:
        kind, number, *rest = pickle.loads(source.read(*struct.unpack(">I", size)))  # noqa: S301 - from our parent
        if kind == "stop":
            stopped.add(number)
        else:
            jobs.put((number, *rest))
    os._exit(0)  # the service has ended, whatever is being done


def _do(answers: BinaryIO, number: int, job: Job, limits: Limits, stopped: set[int]) -> None:
    def progress(done: int, of: int, part: bytes = b"", /) -> None:
        if number in stopped:
            raise Stopped
        _send(answers, {"number": number, "done": done, "of": of}, part)

    try:
        response = run(job, limits, progress)
    except ChainruleError as error:
        _send(answers, {"number": number, "problem": problem(error)})
    except Stopped:
        _send(answers, {"number": number, "failure": "stopped"})
    except Exception as error:  # a mistake of ours: where it is, without the message, which may quote the source
        frames = traceback.extract_tb(error.__traceback__)[-12:]
        places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        failure = json.dumps({"failure": type(error).__name__, "at": places})
        _send(answers, {"number": number, "failure": failure})
    else:
        header = {
            "number": number,
            "tag": response.tag,
            "media_type": response.media_type,
            "packed": response.gzipped() is not None,
        }
        _send(answers, header, response.body, response.packed or b"")


def _send(answers: BinaryIO, header: dict[str, Any], body: bytes = b"", packed: bytes = b"") -> None:
    text = json.dumps(header).encode("utf-8", "surrogatepass")
    try:
        answers.write(HEAD.pack(len(text), len(body), len(packed)) + text + body + packed)
        answers.flush()
    except BrokenPipeError:
        os._exit(0)


if __name__ == "__main__":
    main()
