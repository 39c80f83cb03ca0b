"""Every row of every table is read as the program it is: value, gradients, names, verdicts as the library has them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import chainrule
from chainrule.errors import ChainruleError

from . import oracle, tables, texts
from .judge import judge
from .program import NOT_WRONG, Program
from .repairs import is_refused_again
from .verdicts import true_verdict

KNOWN = Path(__file__).with_name("known_failures.txt")
"""Rows that the reader cannot do yet, one a line as `table: name`. To be emptied."""


def known_failures() -> set[str]:
    return set(KNOWN.read_text(encoding="utf-8").splitlines()) if KNOWN.exists() else set()


def row_name(table: str, program: Program) -> str:
    return f"{table}: {program.name}"


def rows() -> list[object]:
    known = known_failures()
    found = []
    for table in tables.names():
        for program in tables.load(table):
            name = row_name(table, program)
            marks = [pytest.mark.xfail(strict=True, reason="known_failures.txt")] if name in known else []
            found.append(pytest.param(program, id=name, marks=marks))
    return found


@pytest.mark.parametrize("program", rows())
def test_a_pasted_program_is_read_as_its_library_runs_it(program: Program) -> None:
    outcome = judge(program)
    assert outcome.kind == "right", f"{outcome.kind}: {outcome.reason}\n\n{program.source}"


def alone(program: Program) -> bool:
    """Whether the oracle can run the row without a trace to fill in values."""
    return not program.defaults and not (program.refused is not None and program.twin is None)


def judged_without(program: Program) -> bool:
    """Whether a row can be right without the oracle, or with numbers that the trace drew, or with its verdicts unseen.

    Of every other row `judge` has run the oracle with the row's own values and held its verdicts to the planted ones.
    """
    return program.refused is not None or program.either or program.large or bool(program.pin)


@pytest.mark.parametrize("table", tables.names())
def test_the_oracle_runs_every_row_and_agrees_with_its_planted_mistakes(table: str) -> None:
    failed = []
    known = known_failures()
    for program in tables.load(table):
        if alone(program) and (judged_without(program) or row_name(table, program) in known):
            try:
                answer = oracle.run(program, given=program.values, pins={}, wanted=())
                for name, of in program.grads.items():
                    if of != NOT_WRONG and not program.large:
                        true_verdict(program, answer, name)
            except texts.NoAnswer as problem:
                failed.append(f"{program.name}: {problem}")
    assert not failed, "\n".join(failed)


def test_a_fix_that_changes_nothing_is_noticed() -> None:
    """Every error of a row is held to this by `judge`: with its edit made it is gone."""
    with pytest.raises(ChainruleError) as caught:
        chainrule.trace("f = (x + y", defaults=True)
    error = caught.value
    assert error.fix is not None
    assert not is_refused_again("f = (x + y", {}, error)
    error.fix = replace(error.fix, text="")
    assert is_refused_again("f = (x + y", {}, error)
