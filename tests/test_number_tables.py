"""Files of the check and of the Hessian: what is in them, over HTTP, on the command line, and in a picture."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any, get_args
from xml.etree import ElementTree

import numpy as np
import pytest

import chainrule
from chainrule.cli import main
from chainrule.errors import ChainruleError
from chainrule.limits import Limits
from chainrule.number_tables import TABLE_EXPORTS, TableFormat, TableLook, check_table, hessian_table, table_file
from chainrule.request import TraceRequest
from chainrule.sentences import speaking
from chainrule.tracing.direction_documents import second_derivatives
from chainrule.tracing.gradcheck import check_gradients
from service import Client, Reply

SOURCE = "sum((W @ x)**2)/3*y"
VALUES = {"W": [[1.0, 2.0], [3.0, 4.0]], "x": [1.0, -2.0], "y": 3.0}
REQUEST = TraceRequest.from_fields({"source": SOURCE, "values": VALUES})


def post(client: Client, path: str, fields: dict[str, Any]) -> Reply:
    return client.post(path, fields)


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode())))


def test_the_type_has_the_names_of_the_table() -> None:
    assert set(get_args(TableFormat)) == set(TABLE_EXPORTS)
    assert all(row.available for row in TABLE_EXPORTS.values())


def test_the_csv_of_a_hessian_reads_back_as_the_matrix_to_the_last_digit() -> None:
    head, *rows = _rows(table_file(hessian_table(REQUEST, second_derivatives(REQUEST)), "csv"))
    expected = chainrule.hessian(SOURCE, VALUES)
    assert head[1:] == expected.names == [row[0] for row in rows]
    np.testing.assert_array_equal(np.array([row[1:] for row in rows], dtype=float), expected.matrix)


def test_the_csv_of_a_check_has_a_row_for_each_entry() -> None:
    head, *rows = _rows(table_file(check_table(REQUEST, check_gradients(REQUEST)), "csv"))
    assert head == ["name", "analytic", "numeric", "error", "verdict"]
    report = chainrule.gradcheck(SOURCE, VALUES)
    expected = np.concatenate([np.ravel(check.analytic) for check in report.checks])
    np.testing.assert_array_equal([float(row[1]) for row in rows], expected)
    assert max(float(row[3]) for row in rows) == pytest.approx(max(check.error for check in report.checks))


@pytest.mark.parametrize("name", TABLE_EXPORTS)
def test_every_format_is_the_file_that_it_says(name: str) -> None:
    content = table_file(hessian_table(REQUEST, second_derivatives(REQUEST)), name, TableLook("dark", 2.0))
    beginnings = {"csv": b",W[0, 0]", "svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF"}
    assert content.replace(b'"', b"").startswith(beginnings[name])


def test_the_svg_shows_every_number_and_says_what_it_is() -> None:
    root = ElementTree.fromstring(table_file(hessian_table(REQUEST, second_derivatives(REQUEST)), "svg"))
    text = " ".join(root.itertext())
    assert f"Second derivatives of {SOURCE}" in text
    assert "Eigenvalues" in text
    assert "W[1, 1]" in text
    assert len([each for each in root.iter() if each.tag.endswith("text")]) >= 7 * 7 + 2 * 7


def test_it_speaks_german() -> None:
    request = TraceRequest.from_fields({"source": "x**2", "values": {"x": 2.0}, "lang": "de"})
    with speaking("de"):
        text = table_file(check_table(request, check_gradients(request)), "svg").decode()
    assert "analytisch" in text
    assert "geprüft" in text


def test_a_table_of_too_many_numbers_is_refused_as_a_picture_only() -> None:
    table = hessian_table(REQUEST, second_derivatives(REQUEST))
    few = Limits(picture_shapes=20, picture_pixels=1_000)
    with pytest.raises(ChainruleError, match="numbers"):
        table_file(table, "svg", limits=few)
    assert table_file(table, "csv", limits=few)
    with pytest.raises(ChainruleError, match="pixels"):
        table_file(table, "png", limits=Limits(picture_pixels=1_000))


@pytest.mark.parametrize(
    ("path", "fields", "word"),
    [("gradcheck.csv", {"kind": "forward", "fault": {"node": "n2"}}, "differ"), ("hessian.svg", {"wrt": ["y"]}, "y")],
)
def test_http_answers_with_the_same_file(client: Client, path: str, fields: Any, word: str) -> None:
    request = {"source": "x*y", "values": {"x": 2, "y": 3}, **fields}
    reply = post(client, f"/api/v1/{path}", request)
    assert reply.status == 200
    assert reply.headers["content-type"].startswith(TABLE_EXPORTS[path[-3:]].media_type.partition(";")[0])
    assert f'filename="{path[:-4]}-x-y{path[-4:]}"' in reply.headers["content-disposition"]
    assert word in reply.body.decode()
    assert post(client, f"/api/v1/{path[:-3]}doc", request).json()["code"] == "unknown-format"
    assert post(client, f"/api/v1/{path}", {**request, "theme": "red"}).json()["code"] == "bad-option"
    assert post(client, f"/api/v1/{path}", {**request, "scale": "2"}).json()["code"] == "bad-field"


def test_http_multiplies_by_a_direction_without_the_matrix(client: Client) -> None:
    names = [f"x{i}" for i in range(3)]
    request = {"source": "sum(x**3)", "values": {"x": [1.0] * 1_000}, "direction": {"x": [1.0] * 1_000}}
    assert post(client, "/api/v1/hessian", {**request, "direction": None}).json()["code"] == "limit"
    product = post(client, "/api/v1/hvp", request).json()["product"]
    assert product == {"x": [6.0] * 1_000}
    without = {"source": "+".join(names), "values": dict.fromkeys(names, 1.0)}
    assert post(client, "/api/v1/hvp", without).json()["code"] == "bad-direction"


def test_the_command_writes_files_and_keeps_its_status(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "check.csv"
    assert main(["check", "x*y", "--set", "x=2", "--set", "y=3", "--break", "n2=sign", "-o", str(file)]) == 1
    assert "differ" in file.read_text()
    assert main(["hessian", "x*y", "--set", "x=2", "--set", "y=3", "-o", str(tmp_path / "h.svg"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["format"] == "svg"
    assert main(["hessian", "x*y", "--set", "x=2", "--set", "y=3", "-o", str(tmp_path / "h.txt")]) == 1
    assert "csv, svg, png, pdf" in capsys.readouterr().err


def test_the_command_multiplies_by_a_direction(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["hessian", "x**2*y", "--set", "x=2", "--set", "y=3", "--direction", "x=1", "--json"]
    assert main(words) == 0
    assert json.loads(capsys.readouterr().out) == {"product": {"x": 6.0, "y": 4.0}}
    assert main([*words, "--wrt", "x"]) == 2
