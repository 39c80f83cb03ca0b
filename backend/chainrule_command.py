"""The program `chainrule`, beside the package: Ctrl+C while the package is imported is one line, too."""

from __future__ import annotations

import os
import signal
import sys
import threading

__all__ = ["main"]

STOPPED = "chainrule: stopped"


def main() -> int:
    """Run one command. Returns the exit status."""
    # Raised inside an import, NumPy takes it for a broken installation and says so at length.
    own = (
        threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGINT) is not signal.SIG_IGN
    )
    before = signal.signal(signal.SIGINT, _stop) if own else None
    try:
        from chainrule.cli import main as run

        if own:
            signal.signal(signal.SIGINT, before)
        return run()
    except KeyboardInterrupt:
        print(STOPPED, file=sys.stderr)
        return 130


def _stop(*_: object) -> None:
    """End at once: nothing was begun."""
    try:
        os.write(2, f"{STOPPED}\n".encode())
    finally:
        os._exit(130)


if __name__ == "__main__":
    sys.exit(main())
