"""`import`: a model of another framework, from a file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..errors import ChainruleError
from ..export import export_of, render
from ..layer_costs import costs_of_graph
from ..number import jsonable
from ..tracing import encode
from .commands import write
from .report import print_error, print_refusal

__all__ = ["import_model"]


def import_model(args: argparse.Namespace) -> int:
    """Print the program of an ONNX file, or the costs of its layers. Return the exit status."""
    try:
        from ..frameworks.onnx_reader import from_onnx
    except ImportError:
        reason = "this needs a library that is not installed: pip install 'chainrule[onnx]'"
        return print_refusal("import", reason, as_json=args.json)
    try:
        model = from_onnx(args.file, check=not (args.costs or args.json or args.picture))
        if args.picture:
            path = Path(args.picture)
            picture = render(model.trace, export_of(path.suffix[1:].lower()).name)
            path.write_bytes(picture if isinstance(picture, bytes) else picture.encode())
        elif args.json:
            write(encode({"source": model.source, "values": {k: jsonable(v) for k, v in model.values.items()}}))
        elif args.costs:
            print(costs_of_graph(model.graph, list(model.paths), model.paths))
        else:
            sys.stdout.write(model.source)
            print(f"# {len(model.values)} values; {model.agreement}")
    except ChainruleError as error:
        print_error(error, "", as_json=args.json)
        return 3 if error.code == "bad-file" or error.status == 501 else 1
    return 0
