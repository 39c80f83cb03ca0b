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
    """Return the calls that make `outputs` of `inputs`, each behind those that it needs, and the places of the outputs.

    A call is (layer, places of its arguments, settings); of an input the layer is None and the place its own.
    """
    inputs, outputs = call.args
    starts = [id(each) for each in _listed(inputs)]
    places: dict[int, int] = {}
    rows = Items()
    todo = [(each, False) for each in reversed(_listed(outputs))]
    while todo:
        tensor, is_ready = todo.pop()
        if id(tensor) in places:
            continue
        if not _is_tensor(tensor):
            raise call.refuse("A model is made of tensors from `keras.Input` on.", "Write `keras.Input(shape=(2,))`.")
        layer, sources, settings = (tensor.attributes[name] for name in ("layer", "sources", "settings"))
        if id(tensor) in starts:
            rows.append((None, Const(starts.index(id(tensor))), {}))
        elif layer is None:
            raise call.refuse("An input that the outputs need is not among `inputs`.", "Name all of them in `inputs`.")
        elif is_ready:
            rows.append((layer, _places_of(sources, places), settings))
        else:
            todo.append((tensor, True))
            todo += [(each, False) for each in reversed(_listed(sources))]
            continue
        places[id(tensor)] = len(rows) - 1
    return rows, _places_of(outputs, places)


def _listed(value: Value) -> list[Value]:
    return list(value) if isinstance(value, Items | tuple) else [value]


def _places_of(value: Value, places: Mapping[int, int]) -> Value:
    """Return the places of tensors: a list of them where they are a list."""
    if isinstance(value, Items | tuple):
        return Items([Const(places[id(each)]) for each in value])
    return Const(places[id(value)])


HELPERS: Mapping[str, Row] = {"is_symbolic": _is_symbolic, "plan_of": _plan}
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
"""
METHODS = """
    __unnamed__ = ('_plan', '_ends', 'optimizer')

    def __init__(self, inputs=None, outputs=None, name=None):
        if outputs is not None:
            self.built = True
            plan, ends = plan_of(inputs, outputs)
            self._items = [layer for layer, places, settings in plan if layer is not None]
            self._plan, self._ends = plan, ends

    @hidden
    def call(self, inputs, training=False):
        values = []
        for layer, places, settings in self._plan:
            if layer is None:
                values.append(inputs[places] if isinstance(inputs, (list, tuple)) else inputs)
            else:
                taken = _taken(values, places)
                values.append(layer(taken, training=training) if takes_training(layer) else layer(taken, **settings))
        return _taken(values, self._ends)
"""
