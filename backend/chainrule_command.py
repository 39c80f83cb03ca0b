"""The program `chainrule`, beside the package: Ctrl+C while the package is imported is one line, too."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> int:
    """Run one command. Returns the exit status."""
    try:
        from chainrule.cli import main as run

        return run()
    except KeyboardInterrupt:
        print("chainrule: stopped", file=sys.stderr)
        return 130
