"""Arguments of `check`, `hessian` and `costs`."""

from __future__ import annotations

import argparse
from typing import get_args

from ..directions import FAULTS, Kind

__all__ = ["add_check", "add_costs", "add_hessian"]


def add_check(command: argparse.ArgumentParser) -> None:
    command.add_argument("--h", type=float, metavar="H", help="the step (default: 1e-5; 1e-8 for forward differences)")
    command.add_argument("--kind", choices=get_args(Kind), default="central", help="the difference quotient")
    command.add_argument(
        "--break",
        dest="fault",
        type=_fault,
        metavar="ID=KIND",
        help=f"break a gate first, n5=sign: an id of `chainrule trace`, and {', '.join(FAULTS)}",
    )
    command.add_argument("--timed", action="store_true", help="measure how long both ways take")
    command.add_argument("--json", action="store_true", help="as the API answers, with the error for every step")
    command.set_defaults(command=_check)


def add_hessian(command: argparse.ArgumentParser) -> None:
    command.add_argument("--wrt", metavar="NAMES", help="the variables, by commas (default: all)")
    command.add_argument("--json", action="store_true", help="as the API answers")
    command.set_defaults(command=_hessian)


def add_costs(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--recompute", metavar="IDS", help="saved values that are computed again instead, by commas: ids of the table"
    )
    command.add_argument("--json", action="store_true", help="as the API answers")
    command.set_defaults(command=_costs)


def _fault(text: str) -> tuple[str, str]:
    """Return the id of a gate and what it does wrong."""
    node, _, kind = text.partition("=")
    if not node or (kind or "sign") not in FAULTS:
        raise argparse.ArgumentTypeError(f"write n5=sign, with one of {', '.join(FAULTS)}")
    return node, kind or "sign"


def _check(asked: argparse.Namespace) -> int:
    from .directions import check

    return check(asked)


def _hessian(asked: argparse.Namespace) -> int:
    from .directions import hessian

    return hessian(asked)


def _costs(asked: argparse.Namespace) -> int:
    from .directions import costs

    return costs(asked)
