"""The process that reads one ONNX file: `python -m chainrule.api.model_worker`, started by `model_file` alone.

A file of a stranger can ask for any amount of work and memory while its constants are folded, so it is read in a
process of its own, whose memory and seconds the system bounds. The file comes by standard input; a JSON object leaves
by standard output: `source`, `values` and `shapes`, or the members of a `problem`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import numpy as np

from ..errors import ChainruleError, InputError, SourceError
from ..number import jsonable
from .errors import problem

__all__ = ["main"]

MEMORY = 3_000_000_000
"""Bytes of address space: libraries map more than they use."""


def main() -> None:
    """Arguments: the seconds of a processor it may take, the most bytes that `values` may have, the language."""
    seconds, most, language = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints must not garble the answer
    _bound(seconds)
    content = sys.stdin.buffer.read()
    try:
        result = _read(content, most)
    except ChainruleError as error:
        error.language = language
        result = {"problem": problem(error)}
    except MemoryError:
        raise
    except Exception as error:  # the library's own words on what is broken in a file
        text = (str(error) or type(error).__name__).splitlines()[0][:200]
        broken = InputError(
            "bad-file", f"This ONNX file could not be read: {text}", hint="Write one with `torch.onnx.export`."
        )
        broken.language = language
        result = {"problem": problem(broken)}
    answers.write(json.dumps(result).encode("utf-8", "surrogatepass"))
    answers.flush()


def _bound(seconds: int) -> None:
    with suppress(ImportError, OSError, ValueError):  # elsewhere than on Unix the parent's clock alone bounds it
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _read(content: bytes, most: int) -> dict[str, Any]:
    import onnx

    from ..frameworks.onnx_reader import from_onnx

    try:
        model = onnx.load_model_from_string(content)
    except Exception as error:
        text = (str(error) or type(error).__name__).splitlines()[0][:200]
        raise InputError(
            "bad-file", f"This is no ONNX file: {text}", hint="Write one with `torch.onnx.export`."
        ) from None
    _refuse_foreign(model)
    imported = from_onnx(content, check=False)
    values = {name: jsonable(value) for name, value in imported.values.items()}
    return {
        "source": imported.source,
        "values": values if len(json.dumps(values)) <= most else None,
        "shapes": {name: list(np.shape(value)) for name, value in imported.values.items()},
    }


def _refuse_foreign(model: Any) -> None:
    """Refuse what a file on the web may not have: numbers in other files of this machine, and programs within it.

    Raises:
        InputError: `bad-file`. SourceError: `unknown-function`.
    """
    import onnx

    if model.functions:
        raise SourceError(
            "unknown-function",
            "The file has functions of its own, which are not read here.",
            hint="Export it with `torch.onnx.export(..., dynamo=False)`, or use `chainrule import` on your machine.",
        )
    tensors = list(model.graph.initializer)
    for node in model.graph.node:
        for each in node.attribute:
            if each.type in (onnx.AttributeProto.GRAPH, onnx.AttributeProto.GRAPHS):
                raise SourceError(
                    "unknown-function",
                    f"ONNX's operator `{node.op_type[:60]}` has a graph of its own, which is not read here.",
                    hint="Export the model without loops and branches.",
                )
            tensors += [*_tensors(each)]
    if model.graph.sparse_initializer or any(
        tensor.external_data or tensor.data_location == onnx.TensorProto.EXTERNAL for tensor in tensors
    ):
        raise InputError(
            "bad-file",
            "The numbers of this model stand in another file.",
            hint="Export it with its numbers inside, or use `chainrule import` on your machine.",
        )


def _tensors(attribute: Any) -> Iterator[Any]:
    if attribute.HasField("t"):
        yield attribute.t
    yield from attribute.tensors


if __name__ == "__main__":
    main()
