"""An ONNX file as a program: its nodes are walked in order, each written by its row, modules as frames."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import numpy as np
import onnx
from onnx import TensorProto, numpy_helper
from onnx.inliner import inline_local_functions
from onnx.reference import ReferenceEvaluator

from ..errors import InputError, SourceError
from .imported import Imported
from .onnx_calls import ALIASES, FORMS, ROLES, Operation
from .onnx_frames import Frames
from .onnx_sequences import SEQUENCES, sequence
from .onnx_written import as_number
from .record import Frame, Part, RecordedCall, RecordedLeaf, Result, Slot
from .writer import write

__all__ = ["from_onnx"]

FLOATS = frozenset({TensorProto.FLOAT, TensorProto.DOUBLE, TensorProto.FLOAT16, TensorProto.BFLOAT16})
FOLDED = 1_000_000  # entries up to which what follows from the file alone is computed
SINGLE = 1e-4  # how far float32 and float64 may be apart


def from_onnx(
    file: str | Path | bytes,
    *example: Any,
    loss: str | None = None,
    target: Any = None,
    check: bool = True,
) -> Imported:
    """Read a file; the arguments are those of `chainrule.from_onnx`.

    Raises:
        SourceError: `unknown-function`: an operator that has no form in our language, with its node.
        InputError: `bad-file`: this is no ONNX; `bad-field`: the inputs are not those of the model.
    """
    model = _load(file)
    inputs = _inputs(model, example)
    walker = _NodeWalker(_with_shapes(model, inputs), inputs)
    output = walker.run()
    if loss is not None:
        output = walker.loss(output, loss, target)
    program = write(walker.root, output, "loss" if loss is not None else "out")
    paths = {name: leaf.path for leaf, name in program.names.items() if leaf.kind == "parameter"}
    value = walker.reference() if check and loss is None else None
    return Imported(program.source, program.values, value, {}, paths, tolerance=SINGLE)


def _load(file: str | Path | bytes) -> Any:
    try:
        model = onnx.load_model_from_string(file) if isinstance(file, bytes) else onnx.load(str(file))
    except FileNotFoundError:
        raise InputError("bad-file", f"There is no file {str(file)[:200]!r}.") from None
    except Exception as error:
        text = (str(error) or type(error).__name__).splitlines()[0][:200]
        raise InputError(
            "bad-file", f"This is no ONNX file: {text}", hint="Write one with `torch.onnx.export`."
        ) from None
    if not model.graph.node:
        raise InputError("bad-file", "The file holds no node of a graph.", hint="Write one with `torch.onnx.export`.")
    return inline_local_functions(model) if model.functions else model


def _inputs(model: Any, example: Sequence[Any]) -> dict[str, Any]:
    """Return the arrays that the model is read with: those given, else random numbers; sizes that are open are 1."""
    initializers = {tensor.name for tensor in model.graph.initializer}
    free_inputs = [each for each in model.graph.input if each.name not in initializers]
    if len(example) > len(free_inputs):
        raise InputError(
            "bad-field",
            f"The model takes {len(free_inputs)} inputs, not {len(example)}.",
            hint=f"They are {', '.join(each.name for each in free_inputs[:8])}.",
        )
    rng, arrays = np.random.default_rng(0), {}
    for place, each in enumerate(free_inputs):
        kind = each.type.tensor_type
        if place < len(example):
            array = np.asarray(example[place])
            declared = [dim.dim_value if dim.HasField("dim_value") else None for dim in kind.shape.dim]
            fits = len(declared) == array.ndim and all(
                size in (None, own) for size, own in zip(declared, array.shape, strict=False)
            )
            if kind.HasField("shape") and not fits:
                shape = "×".join("?" if size is None else str(size) for size in declared) or "one number"
                raise InputError("bad-field", f"The input `{each.name[:60]}` has the shape {shape}.")
        else:
            sizes = [dim.dim_value if dim.dim_value > 0 else 1 for dim in kind.shape.dim]
            array = rng.normal(size=sizes) if kind.elem_type in FLOATS else np.zeros(sizes)
        arrays[each.name] = array.astype(np.float64 if kind.elem_type in FLOATS else np.int64)
    return arrays


def _with_shapes(model: Any, inputs: Mapping[str, Any]) -> Any:
    """Return the model with the sizes of its inputs written in and all that follows from them."""
    fixed = onnx.ModelProto()
    fixed.CopyFrom(model)
    for each in fixed.graph.input:
        if each.name in inputs:
            shape = each.type.tensor_type.shape
            del shape.dim[:]
            for size in inputs[each.name].shape:
                shape.dim.add().dim_value = size
    del fixed.graph.value_info[:]  # of the sizes that were open
    for each in fixed.graph.output:
        each.type.tensor_type.ClearField("shape")
    return onnx.shape_inference.infer_shapes(fixed, data_prop=True)


class _NodeWalker:
    def __init__(self, model: Any, inputs: Mapping[str, Any]) -> None:
        self.model, self.graph = model, model.graph
        self.versions = {each.domain: each.version for each in model.opset_import}
        self.root = Frame("", "root")
        self.frames = Frames(self.root)
        self.slots: dict[str, Slot] = {}
        self.constants: dict[str, Any] = {}
        self.tensors = {tensor.name: tensor for tensor in self.graph.initializer}
        self.shapes: dict[str, tuple[int, ...] | None] = {}
        for each in (*self.graph.value_info, *self.graph.output):
            kind = each.type.tensor_type
            sizes = [dim.dim_value if dim.HasField("dim_value") else -1 for dim in kind.shape.dim]
            self.shapes[each.name] = tuple(sizes) if kind.HasField("shape") and -1 not in sizes else None
        for name, value in inputs.items():
            self.slots[name] = RecordedLeaf(name, value, "input")
            self.shapes[name] = value.shape
        for name, tensor in self.tensors.items():
            self.shapes[name] = tuple(tensor.dims)
            if tensor.data_type not in FLOATS or not tensor.dims:
                self.constants[name] = numpy_helper.to_array(tensor)
        self.inputs = inputs
        self.parameters: list[RecordedLeaf] = []
        self.layers: dict[str, int] = {}  # by the path of a module, the last of its recurrent layers
        results = [name for node in self.graph.node for name in node.output[:1]]
        if any(self.shapes.get(name) is None for name in results):
            self.shapes.update({name: np.shape(value) for name, value in self.results.items() if value is not None})

    @cached_property
    def results(self) -> Mapping[str, Any]:
        """Return the values that ONNX's own evaluator computes from the inputs, by name; nothing if it cannot."""
        kinds = {each.name: each.type.tensor_type.elem_type for each in self.graph.input}
        feeds = {
            name: value.astype(onnx.helper.tensor_dtype_to_np_dtype(kinds[name])) for name, value in self.inputs.items()
        }
        try:
            with np.errstate(all="ignore"):
                return cast(Mapping[str, Any], ReferenceEvaluator(self.model).run(None, feeds, intermediate=True))
        except Exception:
            return {}

    def run(self) -> Slot:
        """Return the value of the model's first result that is computed.

        Raises:
            SourceError: `unknown-function`. InputError: `bad-field`.
        """
        for node in self.graph.node:
            self._node(node)
        for each in self.graph.output:
            slot = self.slots.get(each.name)
            if isinstance(slot, Result):
                return slot
        raise InputError("bad-field", "The model computes nothing from its inputs.")

    def loss(self, output: Slot, name: str, target: Any) -> Slot:
        call = RecordedCall([f"F.{name}(", output, ", ", RecordedLeaf("target", np.asarray(target), "input"), ")"])
        call.results.append(Result(call))
        self.root.items.append(call)
        result = call.results[0]
        assert result is not None
        return result

    def reference(self) -> Any:
        """Return the result that is drawn as ONNX's own evaluator has it; None if it cannot."""
        name = next(each.name for each in self.graph.output if isinstance(self.slots.get(each.name), Result))
        value = self.results.get(name)
        return None if value is None else np.asarray(value, dtype=np.float64)

    def _node(self, node: Any) -> None:
        names = list(node.input)
        if node.op_type == "Constant":
            self.constants[node.output[0]] = _constant_of(node)
            return
        constants = [self.constants.get(name) for name in names]
        if node.op_type in ("Shape", "Size") and self.shapes.get(names[0]) is not None:
            self._sized(node)
            return
        if all(value is not None or not name for name, value in zip(names, constants, strict=True)) and self._folded(
            node
        ):
            return
        if node.op_type in ALIASES:
            if names[0] in self.tensors:  # exporters share equal first values: they are parameters of their own
                self.tensors[node.output[0]] = self.tensors[names[0]]
                self.shapes[node.output[0]] = self.shapes[names[0]]
            else:
                self.slots[node.output[0]] = self._slot(node, 0)
            return
        form = FORMS.get(node.op_type) if node.domain in ("", "ai.onnx") else None
        operation = Operation(
            node.op_type,
            {each.name: onnx.helper.get_attribute_value(each) for each in node.attribute},
            [self.shapes.get(name) or () for name in names],
            constants,
            [self.shapes.get(name) for name in node.output],
            self.versions.get(node.domain, self.versions.get("", 1)),
        )
        frame = self.frames.at(node)
        try:
            if node.op_type in SEQUENCES and node.domain in ("", "ai.onnx"):
                self._sequence(node, operation, frame)
                return
            if form is None:
                raise NotImplementedError
            parts = form([self._argument(node, place) for place in range(len(names))], operation)
        except NotImplementedError:
            is_readable = form is not None or node.op_type in SEQUENCES
            raise _unknown(node, " with these settings" if is_readable else "") from None
        if len(parts) == 1 and not isinstance(parts[0], str):
            self.slots[node.output[0]] = parts[0]
            return
        call = RecordedCall(parts, where=frame.path)
        for name in node.output:
            result = Result(call) if name else None
            call.results.append(result)
            if result is not None:
                self.slots[name] = result
            if len(call.results) == 1 and node.op_type != "Split":
                break  # further results, such as the mask of a dropout, are of training
        frame.items.append(call)

    def _sequence(self, node: Any, operation: Operation, frame: Frame) -> None:
        """Write an LSTM, GRU or RNN. Raises: NotImplementedError."""
        names = [*node.input, *[""] * 8][:8]
        shape = self.shapes.get(names[0])
        if shape is None or len(shape) != 3 or names[7]:
            raise NotImplementedError
        steps, batch = shape[:2]
        if names[4]:  # the lengths of the sequences
            lengths = self.constants.get(names[4])
            if lengths is None or (np.asarray(lengths) != steps).any():
                raise NotImplementedError
        weights = [
            self.constants[name] if name in self.constants
            else numpy_helper.to_array(self.tensors[name]) if name in self.tensors else None
            for name in names[1:4]
        ]  # fmt: skip
        starts = [self._argument(node, place) if names[place] else None for place in (5, 6)]
        states = starts[: SEQUENCES[node.op_type].states]
        first = cast(Part, self._argument(node, 0))
        layer = self.layers[frame.path] = self.layers.get(frame.path, -1) + 1
        calls, results = sequence(
            operation, first, weights, states, (batch, steps), layer, lambda word: self.frames.named(node, word)
        )
        frame.items.extend(calls)
        self.slots.update((name, slot) for name, slot in zip(node.output, results, strict=False) if name)

    def _sized(self, node: Any) -> None:
        shape = self.shapes[node.input[0]] or ()
        settings: dict[str, int] = {each.name: each.i for each in node.attribute}
        sizes = np.array(shape[settings.get("start", 0) : settings.get("end", len(shape))], dtype=np.int64)
        self.constants[node.output[0]] = sizes if node.op_type == "Shape" else np.int64(np.prod(shape))

    def _folded(self, node: Any) -> bool:
        """Compute a node that follows from the file alone; return False if it would be too large, or ONNX cannot."""
        sizes = [self.shapes.get(name) for name in node.output if name]
        large = any(size is None or np.prod(size, dtype=float) > FOLDED for size in sizes)
        if large and node.op_type in GROWING:
            return False
        inner = onnx.ModelProto()
        inner.CopyFrom(
            onnx.helper.make_model(onnx.helper.make_graph([node], "one", [], []), opset_imports=self.model.opset_import)
        )
        inner.graph.output.extend(onnx.ValueInfoProto(name=name) for name in node.output)
        inner.graph.input.extend(onnx.ValueInfoProto(name=name) for name in node.input if name)
        try:
            values = ReferenceEvaluator(inner).run(None, {name: self.constants[name] for name in node.input if name})
        except Exception:
            return False
        self.constants.update(zip(node.output, values, strict=True))
        return True

    def _argument(self, node: Any, place: int) -> Part | None:
        """Return an input as it is written: a number that the file knows in the text, an array as a value."""
        name = node.input[place]
        if not name:
            return None
        if name not in self.constants:
            return self._slot(node, place)
        array = np.asarray(self.constants[name])
        if array.ndim == 0 or (array.size == 1 and array.dtype.kind == "f" and array.ndim <= 1):
            text = as_number(array.ravel()[0]) if array.dtype != bool else str(bool(array))
            return f"({text})" if text.startswith("-") else text
        if array.dtype.kind == "f":
            return self._finite(array.astype(np.float64))
        return RecordedLeaf("c", array.astype(np.int64 if array.dtype != bool else np.float64), "constant")

    def _finite(self, array: Any) -> Part:
        """Return numbers as data; the program fills in infinite entries."""
        part: Part = RecordedLeaf("c", np.where(np.isfinite(array), array, 0.0), "constant")
        for infinite, text in ((np.inf, "float('inf')"), (-np.inf, "float('-inf')")):
            if (array == infinite).any():
                mask = RecordedLeaf("where_infinite", (array == infinite).astype(np.float64), "constant")
                call = RecordedCall(["torch.masked_fill(", part, ", ", mask, f" == 1, {text})"])
                call.results.append(Result(call))
                self.root.before_open(call, self.frames.current)
                part = cast(Part, call.results[0])
        return part

    def _slot(self, node: Any, place: int) -> Slot:
        """Return the value of an operator's input.

        Raises:
            SourceError: an input that no node has made.
        """
        name = node.input[place]
        if name in self.slots:
            return self.slots[name]
        if name in self.constants:
            return RecordedLeaf("c", np.asarray(self.constants[name]), "constant")
        tensor = self.tensors.get(name)
        if tensor is None:
            raise _unknown(node, f" (nothing computes its input `{name[:60]}`)")
        role = (*ROLES.get(node.op_type, ()), *[""] * (place + 1))[place]
        path = name if re.fullmatch(r"[A-Za-z_][\w.]*|\d+(\.\w+)+", name) else self.frames.named(node, role or "c")
        kind = "constant" if role.startswith("running") else "parameter"
        array = numpy_helper.to_array(tensor).astype(np.float64)
        slot = self.slots[name] = self._tied(array) or RecordedLeaf(path, array, kind)
        if kind == "parameter" and isinstance(slot, RecordedLeaf):
            self.parameters.append(slot)
        return slot

    def _tied(self, array: Any) -> Slot | None:
        """Return the parameter that has these very entries, or its transpose: exporters write tied weights twice."""
        if array.ndim != 2 or (array == array.flat[:1]).all() or (array == np.eye(*array.shape)).all():
            return None
        for leaf in self.parameters:
            if np.array_equal(leaf.value, array):
                return leaf
            if np.array_equal(leaf.value.T, array):
                call = RecordedCall([leaf, ".T"])
                result = Result(call)
                call.results.append(result)
                self.root.before_open(call, self.frames.current)
                return result
        return None


GROWING = frozenset({"ConstantOfShape", "Expand", "Tile", "Range", "EyeLike", "OneHot", "Resize", "Pad", "MatMul",
                     "RandomNormal", "RandomUniform", "Loop", "Scan", "If"})  # fmt: skip  # larger than their inputs


def _constant_of(node: Any) -> Any:
    (setting,) = node.attribute
    value = onnx.helper.get_attribute_value(setting)
    if setting.name == "value":
        return numpy_helper.to_array(value)
    return np.asarray(value, dtype=np.int64 if setting.name.startswith("value_int") else np.float64)


def _unknown(node: Any, more: str = "") -> SourceError:
    name = f" (node `{node.name[:80]}`)" if node.name else ""
    return SourceError(
        "unknown-function",
        f"ONNX's operator `{node.op_type}`{more}{name} is not read here.",
        hint="Export the model for inference, or without this part.",
    )
