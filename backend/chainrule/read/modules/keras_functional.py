"""Keras's functional models: layers called of `keras.Input` make tensors without values, which `Model` executes later."""

from __future__ import annotations

from collections.abc import Mapping

from ..calling import Arguments
from ..values import Const, Instance, Items, Value
from .rows import Row

__all__ = ["HELPERS", "METHODS", "TENSOR"]

NAME = "KerasTensor"


def _is_tensor(value: Value) -> bool:
    return type(value) is Instance and value.cls.name == NAME


def _is_symbolic(call: Arguments) -> Value:
    """Return whether a layer is called of a tensor without a value, or of a list of them."""
    (value,) = call.args
    return _is_tensor(value) or (isinstance(value, Items | tuple) and any(map(_is_tensor, value)))


def _plan(call: Arguments) -> Value:
    """Return the calls that make `outputs` of `inputs`, each behind those that it needs.

    Returns:
        calls: rows (layer, arguments, settings, tensor) with tensors in them as they were given; of an input the layer
            is None and the arguments are its place among the inputs.
    """
    inputs, outputs = call.args
    starts = [id(each) for each in _listed(inputs)]
    done: set[int] = set()
    rows = Items()
    todo = [(each, False) for each in reversed(_listed(outputs))]
    while todo:
        tensor, is_ready = todo.pop()
        if id(tensor) in done:
            continue
        if not _is_tensor(tensor):
            raise call.refuse("A model is made of tensors from `keras.Input` on.", "Write `keras.Input(shape=(2,))`.")
        layer, sources, settings = (tensor.attributes[name] for name in ("layer", "sources", "settings"))
        if id(tensor) in starts:
            rows.append((None, Const(starts.index(id(tensor))), {}, tensor))
        elif layer is None:
            raise call.refuse("An input that the outputs need is not among `inputs`.", "Name all of them in `inputs`.")
        elif is_ready:
            rows.append((layer, sources, settings, tensor))
        else:
            todo.append((tensor, True))
            todo += [(each, False) for each in reversed(_tensors([sources, settings]))]
            continue
        done.add(id(tensor))
    return rows


def _filled(call: Arguments) -> Value:
    """Return arguments with the value of each tensor in its place: `filled(arguments, rows of the plan, values)`."""
    arguments, rows, values = call.args
    values_by_tensor = {id(row[3]): value for row, value in zip(rows, values, strict=False)}

    def of(value: Value) -> Value:
        if _is_tensor(value):
            return values_by_tensor[id(value)]
        if isinstance(value, tuple):
            return tuple(of(each) for each in value)
        if isinstance(value, Items):
            return Items(of(each) for each in value)
        return {name: of(each) for name, each in value.items()} if isinstance(value, dict) else value

    return of(arguments)


def _tensors(value: Value) -> list[Value]:
    """Return the tensors in nested arguments."""
    if _is_tensor(value):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return [each for part in parts for each in _tensors(part)]


def _listed(value: Value) -> list[Value]:
    return list(value) if isinstance(value, Items | tuple) else [value]


HELPERS: Mapping[str, Row] = {"is_symbolic": _is_symbolic, "plan_of": _plan, "filled": _filled}
TENSOR = f"""
class {NAME}:
    __unnamed__ = ('layer', 'sources', 'settings')

    def __init__(self, layer=None, sources=(), settings=None):
        self.layer = layer
        self.sources = sources
        self.settings = settings if settings is not None else {{}}

    def __call__(self, inputs):
        return inputs

    def __add__(self, other):
        return Add()([self, other])

    def __sub__(self, other):
        return Subtract()([self, other])

    def __mul__(self, other):
        return Multiply()([self, other])


def _symbolic(layer, arguments, settings, results):
    whole = {NAME}(layer, arguments, settings)
    return whole if results == 1 else [{NAME}(Part(place), (whole,)) for place in range(results)]


class Part(Layer):
    def __init__(self, place):
        self.place = place

    @hidden
    def call(self, inputs):
        return inputs[self.place]
"""
METHODS = """
    __unnamed__ = ('_plan', '_ends', 'optimizer')

    def __init__(self, inputs=None, outputs=None, name=None):
        if outputs is not None:
            self.built = True
            self._plan, self._ends = plan_of(inputs, outputs), outputs
            self._items = [row[0] for row in self._plan if row[0] is not None and not isinstance(row[0], Part)]
            self.results = len(outputs) if isinstance(outputs, (list, tuple)) else 1

    @hidden
    def call(self, inputs, training=False):
        values = []
        for layer, places, settings, tensor in self._plan:
            if layer is None:
                values.append(inputs[places] if isinstance(inputs, (list, tuple)) else inputs)
            else:
                taken, words = filled(places, self._plan, values), filled(settings, self._plan, values)
                if takes_training(layer):
                    words['training'] = training
                values.append(layer(*taken, **words))
        return filled(self._ends, self._plan, values)
"""
