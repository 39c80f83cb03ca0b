"""`chainrule train` on the command line."""

from __future__ import annotations

import signal
from threading import Timer

import pytest

from chainrule.cli import main
from chainrule.learn import train

ASKED = ["train", "(w*x - y)**2", "--set", "w=1", "--set", "x=2", "--set", "y=3", "--lr", "0.05", "--iterations", "6"]
VALUES = {"w": 1, "x": 2, "y": 3}


def test_the_loss_and_the_parameters_stand_in_columns(capsys):
    assert main(ASKED) == 0
    first, titles, *rows, end = capsys.readouterr().out.splitlines()
    assert first == "sgd: w = w - lr*g"
    assert titles.split() == ["update", "loss", "lr", "w"]
    assert rows[0].split() == ["0", "1.00", "0.050", "1.00"]
    assert rows[1].split() == ["1", "0.36", "0.050", "1.20"]
    assert len(rows) == 7
    assert end == "iterations: All 6 updates are done."


@pytest.mark.parametrize(
    ("words", "settings"),
    [
        (["--optimizer", "adam", "--setting", "beta1=0.8"], {"optimizer": "adam", "settings": {"beta1": 0.8}}),
        (["--optimizer", "w = w - 2*lr*g"], {"optimizer": {"update": "w = w - 2*lr*g"}}),
        (["--schedule", "cosine"], {"schedule": {"kind": "cosine"}}),
        (["--schedule", '{"kind": "step", "every": 2}'], {"schedule": {"kind": "step", "every": 2}}),
        (["--schedule", "lr/(1 + t)"], {"schedule": {"formula": "lr/(1 + t)"}}),
        (["--parameters", "w, x", "--keep", "2"], {"parameters": ["w", "x"], "keep": 2}),
    ],
)
def test_json_is_the_document_of_the_run(capsysbinary, words, settings):
    assert main([*ASKED, *words, "--json"]) == 0
    settings["settings"] = {"lr": 0.05, **settings.get("settings", {})}
    assert capsysbinary.readouterr().out == train(ASKED[1], VALUES, iterations=6, **settings).to_json()


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["--setting", "momentum"], 2, "--setting wants NAME=NUMBER"),
        (["--schedule", "{"], 2, "--schedule wants JSON"),
        (["--optimizer", "adams"], 1, "Did you mean `adam`?"),
        (["--optimizer", "w = w - lr*q"], 1, "The rule does not say what `q` is."),
        (["--lr", "nan"], 1, "`lr` is not a finite number."),
    ],
)
def test_what_is_wrong_is_said_with_the_exit_status(capsys, words, status, said):
    assert main([*ASKED, *words]) == status
    assert said in capsys.readouterr().err


def test_a_loop_without_a_loss_has_no_column_of_nan(capsys):
    loop = "w = 1\nfor i in range(4):\n  g = 2*w\n  w -= 0.25*g"
    assert main(["train", loop, "--optimizer", "program"]) == 0
    _, titles, *rows, end, notice = capsys.readouterr().out.splitlines()
    assert titles.split() == ["update", "w"]
    assert [row.split() for row in rows] == [["0", "1.00"], ["1", "0.50"], ["2", "0.25"], ["3", "0.13"], ["4", "0.063"]]
    assert end.startswith("iterations:")
    assert notice.startswith("no-gradient-lines:")


@pytest.mark.parametrize(
    ("source", "upstream", "codes"),
    [
        ("[2*w, 3*w]", None, ["summed-output"]),
        ("[2*w, 3*w]", [1, 0], []),
        ("[2*w]", None, []),
        ("sum([2*w, 3*w])", None, []),
    ],
)
def test_what_is_made_small_of_several_outputs_is_said(source, upstream, codes):
    run = train(source, {"w": 1.0}, upstream=upstream, iterations=1, settings={"lr": 0.1})
    assert [notice.code for notice in run.notices] == codes
    assert run.values["w"][1] == pytest.approx(1 - 0.1 * {"[2*w]": 2}.get(source, 5 if upstream is None else 2))


def test_an_interrupt_gives_what_was_done(capsys):
    words = ["train", "(w*x - y)**2", "--set", "w=1", "--set", "x=2", "--set", "y=3", "--lr", "1e-7"]
    before = signal.getsignal(signal.SIGINT)
    interrupt = Timer(0.4, signal.raise_signal, [signal.SIGINT])
    interrupt.start()
    assert main([*words, "--iterations", "100000"]) == 130
    *_, last, end = capsys.readouterr().out.splitlines()
    done = last.split()[0]
    assert 0 < int(done.replace(",", "")) < 100_000
    assert end == f"stopped: The run was stopped after {done} updates."
    assert signal.getsignal(signal.SIGINT) is before
