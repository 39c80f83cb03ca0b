"""Arguments of `check`, `hessian` and `costs`."""

from __future__ import annotations

import argparse
from typing import cast, get_args

from ..directions import FAULTS, Fault, Kind
from ..errors import RequestError
from ..number_tables import TABLE_EXPORTS
from ..tracing.gradcheck_request import FaultRequest

__all__ = ["add_check", "add_costs", "add_hessian"]


def add_check(command: argparse.ArgumentParser) -> None:
    """Add the options of `check`."""
    command.add_argument("--h", type=float, metavar="H", help="the step (default: 1e-5; 1e-8 for forward differences)")
    command.add_argument("--kind", choices=get_args(Kind), default="central", help="the difference quotient")
    command.add_argument(
        "--break",
        dest="fault",
        type=_fault,
        metavar="ID=KIND",
        help=f"break a gate first, n5=sign: an id of `chainrule trace --json`, and {', '.join(FAULTS)}",
    )
    command.add_argument("--timed", action="store_true", help="measure how long both ways take")
    command.add_argument("--json", action="store_true", help="as the API answers, with the error for every step")
    _add_file(command)
    command.set_defaults(command=_check)


def add_hessian(command: argparse.ArgumentParser) -> None:
    """Add the options of `hessian`."""
    command.add_argument("--wrt", metavar="NAMES", help="the variables, by commas (default: all)")
    command.add_argument("--json", action="store_true", help="as the API answers")
    _add_file(command)
    command.set_defaults(command=_hessian)


def add_costs(command: argparse.ArgumentParser) -> None:
    """Add the options of `costs`."""
    command.add_argument(
        "--recompute", metavar="IDS", help="saved values that are computed again instead, by commas: ids of the table"
    )
    command.add_argument("--json", action="store_true", help="as the API answers")
    command.set_defaults(command=_costs)


def _add_file(command: argparse.ArgumentParser) -> None:
    kinds = ", ".join(TABLE_EXPORTS)
    command.add_argument("-o", "--file", metavar="FILE", help=f"write it into a file; its suffix says as what: {kinds}")
    command.add_argument("--format", choices=tuple(TABLE_EXPORTS), help="if the suffix does not say it")


def _fault(text: str) -> FaultRequest:
    """The id of a gate and what it does wrong."""
    node, _, kind = text.partition("=")
    try:
        if node:
            return FaultRequest(node, cast(Fault, kind or "sign"))
    except RequestError:
        pass
    raise argparse.ArgumentTypeError(f"write n5=sign, with one of {', '.join(FAULTS)}")


def _check(args: argparse.Namespace) -> int:
    from .directions import check

    return check(args)


def _hessian(args: argparse.Namespace) -> int:
    from .directions import hessian

    return hessian(args)


def _costs(args: argparse.Namespace) -> int:
    from .directions import costs

    return costs(args)
