"""POST /api/v1/array: whatever a document leaves out can be asked for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import chainrule
from service import Client

LARGE = "x = randn(90, 60)\nw = randn(60, 2)\nsum(x @ w)"


def ask(client: Client, **fields: Any) -> Any:
    return client.post("/api/v1/array", {"source": LARGE, **fields})


def test_a_large_array_arrives_whole_and_its_summary_is_that_of_the_document(client: Client) -> None:
    trace = chainrule.trace(LARGE)
    node = next(node for node in trace.nodes if node.name == "x")
    for field in ("value", "gradient"):
        answer = ask(client, id=node.id, field=field).json()
        entries, summary = np.array(answer["entries"]), getattr(node, field)
        assert answer["shape"] == [90, 60] == list(entries.shape)
        assert (summary.min, summary.max) == (entries.min(), entries.max())
        np.testing.assert_array_equal(np.array(summary.corner), entries[:8, :8])
        sample = np.array(summary.sample)
        assert sample.shape == (10, 14)
        for row, column in np.ndindex(10, 14):
            part = entries[row * 9 : (row + 1) * 9, column * 60 // 14 : (column + 1) * 60 // 14]
            assert sample[row, column] in part
            assert abs(sample[row, column]) == np.abs(part).max()


def test_every_number_of_a_small_trace_is_the_documents_own(client: Client) -> None:
    source, values = "b + x @ w", {"x": [[1, 2], [3, 4]], "w": [[1, 0], [2, -1]], "b": [1, 2]}
    trace = chainrule.trace(source, values=values)
    for item, fields in [(n, ("value", "gradient")) for n in trace.nodes] + [
        (e, ("value", "upstream", "downstream")) for e in trace.edges
    ]:
        for field in fields:
            answer = client.post("/api/v1/array", {"source": source, "values": values, "id": item.id, "field": field})
            assert answer.json()["entries"] == getattr(item, field)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"id": "n99"}, "unknown-id"),
        ({"id": "out", "field": "upstream"}, "no-such-number"),
        ({"id": "e0", "field": "local"}, "no-such-number"),
        ({}, "missing-field"),
        ({"id": 3}, "bad-field"),
        ({"id": "out", "foo": 1}, "unknown-field"),
    ],
)
def test_what_is_not_there_is_refused_in_a_sentence(client: Client, fields: dict[str, Any], code: str) -> None:
    answer = ask(client, **fields)
    assert (answer.status, answer.json()["code"]) == (422, code)
