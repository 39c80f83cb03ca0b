"""The traces that the front end's tests read, written by the engine: `python tests/trace_fixtures.py`.

tests/test_trace_fixtures.py holds the files to what the engine answers today.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import chainrule

FOLDER = Path(__file__).resolve().parent.parent / "frontend" / "tests" / "traces"

LECTURES = {
    "source": "h = sigmoid(W1 @ x)\ny = sigmoid(W2 @ h)\nL = 0.5 * sum((t - y)**2)",
    "values": {"W1": [[0.1, 0.8], [0.4, 0.6]], "W2": [[0.3, 0.9]], "x": [0.35, 0.9], "t": [0.5]},
}
NEURON = {"source": "1/(1+exp(-(w0*x0+w1*x1+w2)))", "values": {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3}}

TRACES: dict[str, dict[str, Any]] = {
    "neuron": NEURON,
    "collapsed": {**NEURON, "view": "functions"},
    "tangents": {**NEURON, "mode": "forward", "direction": {"w0": 1}},
    "halves": {**NEURON, "graph": "backward"},
    "repeated": {"source": "x*x", "values": {"x": 3}},
    "shared": {"source": "max(x*y, x+z)", "values": {"x": 3, "y": -4, "z": 2}},
    "matmul": {"source": "sum(W @ x)", "values": {"W": [[1, 2], [3, 4]], "x": [-1, 0.5]}},
    "windows": {
        "source": "a = conv(x, k, stride=(2, 1), padding=1, dilation=(1, 2), groups=2)\n"
        "m = max_pool(a, (2, 3), stride=1, padding=(0, 1))\nq = avg_pool(m, 2, stride=1)\nl = conv(v, c, stride=2)\n"
        "t = conv_transpose(l, u, stride=2, padding=1, output_padding=1)\n"
        "r = conv_transpose(q, z, stride=(2, 1), dilation=(1, 2), groups=2)\nsum(q*w) + sum(l*l) + sum(t*t) + sum(r*r)",
        "values": {
            "x": [[[[(3 * i * i + 5 * j + 7 * c) % 11 - 4 for j in range(5)] for i in range(5)] for c in range(4)]],
            "k": [
                [[[(2 * i + 3 * j * j + c + o) % 5 - 2 for j in range(2)] for i in range(3)] for c in range(2)]
                for o in range(2)
            ],
            "w": [[[[1, -2, 3, 4]], [[-1, 0.5, 2, 1]]]],
            "v": [[[1, -2, 0.5, 3, 2]], [[0, 1, 1.5, -1, 2]]],
            "c": [[[2, -1, 0.5]]],
            "u": [[[1, 2, -1], [0.5, -2, 1]]],
            "z": [[[[1, -1], [2, 0.5]]], [[[0, 3], [-2, 1]]]],
        },
    },
    "lectures-functions": {**LECTURES, "view": "functions"},
    "lectures-gates": LECTURES,
    "lectures-units": {**LECTURES, "view": "units"},
    "units": {"source": "sum(W @ x)", "values": {"W": [[1, 2], [3, 4]], "x": [-1, 0.5]}, "view": "units"},
}


def text_of(name: str) -> str:
    """The JSON of a trace as it stands in its file: one field of the document a line."""
    document = chainrule.trace(**TRACES[name]).to_dict()
    fields = (f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in document.items())
    return "{\n" + ",\n".join(fields) + "\n}\n"


def main() -> None:
    """Write all files anew."""
    FOLDER.mkdir(exist_ok=True)
    for name in TRACES:
        (FOLDER / f"{name}.json").write_text(text_of(name), encoding="utf-8")


if __name__ == "__main__":
    main()
