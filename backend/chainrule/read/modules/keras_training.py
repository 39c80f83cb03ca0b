"""Training by a Keras model itself: `compile`, `train_on_batch`, `evaluate`; `fit` is a loop over them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..calling import Arguments
from ..classes import call as call_value
from ..gradients import gradient_of
from ..values import Builtin, Instance, Items, ProgramFunction, Value
from .keras_optim import OPTIMIZERS
from .rows import Row
from .source_definitions import SourceClass

__all__ = ["HELPERS", "METHODS"]


def _optimizer(call: Arguments) -> Value:
    """Return an optimizer with Keras's defaults for a name such as 'adam'; an optimizer is one itself."""
    (value,) = call.args
    if type(value) is not str:
        return value
    by_name = {name.lower(): each for name, each in OPTIMIZERS.items() if name != "Optimizer"}
    if value.lower() not in by_name:
        raise call.refuse(f"The optimizer {value[:40]!r} is not read here.", f"There are: {', '.join(by_name)}.")
    return call_value(call.machine, by_name[value.lower()].load(call.machine, call.node), [], {}, call.node)


def _loss(call: Arguments) -> Value:
    """Return the loss that a text names; a function or a loss object is one itself."""
    from .keras import LOSSES

    (value,) = call.args
    if value is None:
        raise call.refuse(
            "The model was compiled without a loss.", "Write `model.compile(optimizer='sgd', loss='mse')`."
        )
    if type(value) is not str:
        return value
    row: Any = LOSSES.get(value)
    if row is None:
        names = ", ".join(name for name, each in LOSSES.items() if not isinstance(each, SourceClass))
        raise call.refuse(f"The loss {value[:40]!r} is not read here.", f"There are: {names}.")
    if isinstance(row, SourceClass):
        return call_value(call.machine, row.load(call.machine, call.node), [], {}, call.node)
    return Builtin(value, row)


def _gradients(call: Arguments) -> Value:
    """Return the gradient of a loss with respect to each variable."""
    loss, variables = call.args
    m = call.machine
    output = m.node(loss, call.node)
    return Items([gradient_of(m, output, m.node(each, call.node), call.node) for each in variables])


def _all_at_once(call: Arguments) -> Value:
    """Note that the examples are not cut into batches, where Keras would."""
    count = call.integer(call.args[0])
    size = BATCH if call.args[1] is None else call.integer(call.args[1])
    if count > size:
        text = f"Keras takes {size} of the {count} examples at a time, in random order; here all are one batch."
        call.machine.builder.note("batches", text, call.machine.place or call.machine.span(call.node))
    return None


def _takes_training(call: Arguments) -> Value:
    """Return whether a layer behaves in another way while it learns: its `call` has the parameter `training`."""
    (layer,) = call.args
    function = layer.cls.find("call") if type(layer) is Instance else None
    return type(function) is ProgramFunction and "training" in function.parameters.names


HELPERS: Mapping[str, Row] = {
    "is_object": lambda call: type(call.args[0]) is Instance,
    "takes_training": _takes_training,
    "all_at_once": _all_at_once,
    "optimizer_named": _optimizer,
    "loss_named": _loss,
    "gradients_of": _gradients,
}
BATCH = 32  # examples, where `fit` does not say how many
METHODS = """
    def fit(self, x=None, y=None, **settings):
        refuse('The examples of `fit` are read as two arrays.', 'Write `model.fit(x, y, epochs=10)`.')

    @hidden
    def training_data(self, x, y, batch_size=None, validation_split=0.0):
        if validation_split > 0:
            count = int(len(x)*(1 - validation_split))
            x, y = x[:count], y[:count]
        all_at_once(len(x), batch_size)
        return x, y

    def history_of(self, loss):
        return History(loss)

    def compile(self, optimizer='rmsprop', loss=None, loss_weights=None, metrics=None, weighted_metrics=None,
                run_eagerly=False, steps_per_execution=1, jit_compile='auto', auto_scale_loss=True):
        self.optimizer = optimizer_named(optimizer)
        self.compiled_loss = loss_named(loss)
        self.measures = [] if metrics is None else [metrics] if isinstance(metrics, str) else metrics

    @hidden
    def _loss_of(self, x, y, training=False, weights=None):
        predictions = self(_batch(x), training=training) if takes_training(self) else self(_batch(x))
        y = np.asarray(y)
        if np.ndim(predictions) == np.ndim(y) + 1 and np.shape(predictions)[-1] == 1:
            y = y[..., None]
        if weights is None:
            return np.mean(self.compiled_loss(y, predictions))
        return weighted_loss(self.compiled_loss, y, predictions, np.asarray(weights))

    @hidden
    def train_on_batch(self, x, y, sample_weight=None, class_weight=None, return_dict=False):
        if class_weight is not None:
            if sample_weight is not None:
                refuse('A fit takes weights of examples or of classes, not both.', 'Leave one of them out.')
            sample_weight = weights_of_classes(np.asarray(y), class_weight)
        loss = self._loss_of(x, y, True, sample_weight)
        self.optimizer.apply_gradients(zip(gradients_of(loss, self.trainable_variables), self.trainable_variables))
        return loss

    @hidden
    def evaluate(self, x, y, batch_size=None, verbose='auto'):
        loss = self._loss_of(x, y)
        return (loss, *[None for _ in self.measures]) if self.measures else loss

    @hidden
    def predict(self, x, batch_size=None, verbose='auto'):
        return self(_batch(x))
"""
