"""Keras' layers for images and sequences, as classes written in the language itself; they join `keras_text`.

Images have their channels last, kernels are (window, channels in, channels out); both are turned for the gates, which
have channels second.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from ..calling import Arguments
from ..values import Value
from .parameters import parameter_value, random_weights
from .rows import Row, op
from .torch_functional_text import TEXT

__all__ = ["HELPERS", "LAYERS"]

RANKED = """

class Conv{n}D(Layer):
    def __init__(self, filters, kernel_size, strides=1, padding='valid', data_format=None, dilation_rate=1, groups=1,
                 activation=None, use_bias=True, kernel_initializer='glorot_uniform', bias_initializer='zeros',
                 kernel_regularizer=None, input_shape=None, name=None, dtype=None):
        if data_format not in (None, 'channels_last'):
            refuse('`Conv{n}D` is read with channels last.', "Leave `data_format` out.")
        if kernel_regularizer is not None:
            refuse('`Conv{n}D` is read without regularizers.', 'Add the penalty to the loss.')
        self.filters, self.window, self.groups = filters, each(kernel_size, {n}), groups
        self.strides, self.dilation, self.padding = each(strides, {n}), each(dilation_rate, {n}), padding
        self.use_bias, self.rules = use_bias, (kernel_initializer, bias_initializer)
        self.activation = named(activation)
        if input_shape is not None:
            self.build((None,) + tuple(input_shape))
            self.built = True

    def build(self, input_shape):
        self.kernel = kernel_of(self.rules[0], *self.window, input_shape[-1]//self.groups, self.filters)
        if self.use_bias:
            self.bias = initial(self.rules[1], self.filters)

    @hidden
    def call(self, inputs):
        out = convolution(inputs, self.kernel, self.strides, self.padding, self.dilation, self.groups)
        return self.activation(out + self.bias if self.use_bias else out)


class Conv{n}DTranspose(Conv{n}D):
    def build(self, input_shape):
        self.kernel = kernel_of(self.rules[0], *self.window, self.filters, input_shape[-1])
        if self.use_bias:
            self.bias = initial(self.rules[1], self.filters)

    @hidden
    def call(self, inputs):
        out = spread(inputs, self.kernel, self.strides, self.padding, self.dilation)
        return self.activation(out + self.bias if self.use_bias else out)


class DepthwiseConv{n}D(Conv{n}D):
    def __init__(self, kernel_size, strides=1, padding='valid', depth_multiplier=1, data_format=None, dilation_rate=1,
                 activation=None, use_bias=True, depthwise_initializer='glorot_uniform', bias_initializer='zeros',
                 input_shape=None, name=None, dtype=None):
        self.multiplier = depth_multiplier
        super().__init__(1, kernel_size, strides, padding, data_format, dilation_rate, 1, activation, use_bias,
                         depthwise_initializer, bias_initializer, None, input_shape)

    def build(self, input_shape):
        self.kernel = kernel_of(self.rules[0], *self.window, input_shape[-1], self.multiplier)
        if self.use_bias:
            self.bias = initial(self.rules[1], input_shape[-1]*self.multiplier)

    @hidden
    def call(self, inputs):
        out = by_channel(inputs, self.kernel, self.strides, self.padding, self.dilation)
        return self.activation(out + self.bias if self.use_bias else out)


class SeparableConv{n}D(Conv{n}D):
    def __init__(self, filters, kernel_size, strides=1, padding='valid', data_format=None, dilation_rate=1,
                 depth_multiplier=1, activation=None, use_bias=True, depthwise_initializer='glorot_uniform',
                 pointwise_initializer='glorot_uniform', bias_initializer='zeros', input_shape=None, name=None,
                 dtype=None):
        self.multiplier, self.pointwise = depth_multiplier, pointwise_initializer
        super().__init__(filters, kernel_size, strides, padding, data_format, dilation_rate, 1, activation, use_bias,
                         depthwise_initializer, bias_initializer, None, input_shape)

    def build(self, input_shape):
        channels = input_shape[-1]
        self.depthwise_kernel = kernel_of(self.rules[0], *self.window, channels, self.multiplier)
        self.pointwise_kernel = kernel_of(self.pointwise, *each(1, {n}), channels*self.multiplier, self.filters)
        if self.use_bias:
            self.bias = initial(self.rules[1], self.filters)

    @hidden
    def call(self, inputs):
        out = by_channel(inputs, self.depthwise_kernel, self.strides, self.padding, self.dilation)
        out = convolution(out, self.pointwise_kernel, each(1, {n}), 'valid', each(1, {n}), 1)
        return self.activation(out + self.bias if self.use_bias else out)


class MaxPooling{n}D(Layer):
    def __init__(self, pool_size=2, strides=None, padding='valid', data_format=None, name=None):
        self.window = each(pool_size, {n})
        self.strides = self.window if strides is None else each(strides, {n})
        self.padding = padding

    @hidden
    def call(self, inputs):
        return max_pooling(inputs, self.window, self.strides, self.padding)


class AveragePooling{n}D(MaxPooling{n}D):
    @hidden
    def call(self, inputs):
        return average_pooling(inputs, self.window, self.strides, self.padding)


class MaxPool{n}D(MaxPooling{n}D):
    pass


class AvgPool{n}D(AveragePooling{n}D):
    pass


class GlobalMaxPooling{n}D(Layer):
    def __init__(self, data_format=None, keepdims=False, name=None):
        self.keepdims = keepdims

    @hidden
    def call(self, inputs):
        return np.max(inputs, axis=tuple(range(1, {n} + 1)), keepdims=self.keepdims)


class GlobalAveragePooling{n}D(GlobalMaxPooling{n}D):
    @hidden
    def call(self, inputs):
        return np.mean(inputs, axis=tuple(range(1, {n} + 1)), keepdims=self.keepdims)


class UpSampling{n}D(Layer):
    def __init__(self, size=2, data_format=None, interpolation='nearest', name=None):
        if interpolation != 'nearest':
            refuse("`UpSampling{n}D` is read with interpolation 'nearest'.", 'Leave it out.')
        self.sizes = each(size, {n})

    @hidden
    def call(self, inputs):
        for axis, size in enumerate(self.sizes):
            inputs = np.repeat(inputs, size, axis=axis + 1)
        return inputs


class ZeroPadding{n}D(Layer):
    def __init__(self, padding=1, data_format=None, name=None):
        self.widths = [w if isinstance(w, (tuple, list)) else (w, w) for w in each(padding, {n})]

    @hidden
    def call(self, inputs):
        return np.pad(inputs, [(0, 0)] + self.widths + [(0, 0)])
"""

SHARED = """

@hidden
def each(value, rank):
    return tuple(value) if isinstance(value, (tuple, list)) else (value,)*rank


@hidden
def widths_of(shape, window, strides, dilation, padding):
    if padding not in ('valid', 'same'):
        refuse("`padding` is 'valid' or 'same'.", "Write `padding='same'`.")
    if padding == 'valid':
        return [(0, 0) for _ in window]
    total = [max((-(-n//s) - 1)*s + d*(k - 1) + 1 - n, 0) for n, k, s, d in zip(shape[1:-1], window, strides, dilation)]
    return [(t//2, t - t//2) for t in total]


@hidden
def channels_second(x):
    return np.moveaxis(x, -1, 1)


@hidden
def wide(x, widths, value=0.0):
    return x if all([w == (0, 0) for w in widths]) else np.pad(x, [(0, 0), (0, 0)] + widths, constant_values=value)


@hidden
def convolution(inputs, kernel, strides, padding, dilation, groups):
    window = np.shape(kernel)[:-2]
    widths = widths_of(np.shape(inputs), window, strides, dilation, padding)
    x, before = channels_second(inputs), 0
    if all([low == high for low, high in widths]):
        before = tuple([low for low, high in widths])
    else:
        x = wide(x, widths)
    rank = len(window)
    turned = np.transpose(kernel, (rank + 1, rank) + tuple(range(rank)))
    return np.moveaxis(conv_gate(x, turned, strides, before, dilation, groups), 1, -1)


@hidden
def by_channel(inputs, kernel, strides, padding, dilation):
    *window, channels, multiplier = np.shape(kernel)
    kernels = np.reshape(kernel, tuple(window) + (1, channels*multiplier))
    return convolution(inputs, kernels, strides, padding, dilation, channels)


@hidden
def spread(inputs, kernel, strides, padding, dilation):
    window = np.shape(kernel)[:-2]
    reach = [d*(k - 1) + 1 for k, d in zip(window, dilation)]
    rank = len(window)
    turned = np.transpose(kernel, (rank + 1, rank) + tuple(range(rank)))
    more = tuple([max(s - r, 0) for r, s in zip(reach, strides)])
    out = conv_transpose_gate(channels_second(inputs), turned, strides, 0, more, dilation, 1)
    if padding == 'same':
        for axis, (r, s) in enumerate(zip(reach, strides)):
            low = max(r - s, 0)//2
            size = np.shape(inputs)[axis + 1]*s
            out = np.moveaxis(np.moveaxis(out, axis + 2, 0)[low:low + size], 0, axis + 2)
    return np.moveaxis(out, 1, -1)


@hidden
def max_pooling(inputs, window, strides, padding):
    widths = widths_of(np.shape(inputs), window, strides, (1,)*len(window), padding)
    x = wide(channels_second(inputs), widths, -np.inf)
    return np.moveaxis(max_pool_gate(x, window, strides, 0, 1, False), 1, -1)


@hidden
def average_pooling(inputs, window, strides, padding):
    widths = widths_of(np.shape(inputs), window, strides, (1,)*len(window), padding)
    x = channels_second(inputs)
    out = avg_pool_gate(wide(x, widths), window, strides, 0, False, True, None)
    if any([w != (0, 0) for w in widths]):
        out = out/avg_pool_gate(wide(np.ones(np.shape(x)), widths), window, strides, 0, False, True, None)
    return np.moveaxis(out, 1, -1)

"""

RECURRENT = """

class SimpleRNN(Layer):
    gates, states = 1, 1

    def __init__(self, units, activation='tanh', use_bias=True, return_sequences=False, return_state=False,
                 go_backwards=False, dropout=0.0, recurrent_dropout=0.0, input_shape=None, name=None, dtype=None):
        if activation != 'tanh' or dropout or recurrent_dropout:
            refuse('Recurrent layers are read with tanh and without dropout.', 'Leave these out.')
        self.units, self.use_bias = units, use_bias
        self.return_sequences, self.return_state, self.go_backwards = return_sequences, return_state, go_backwards
        self.results = 1 + self.states if return_state else 1
        if input_shape is not None:
            self.build((None,) + tuple(input_shape))
            self.built = True

    def build(self, input_shape):
        columns = self.gates*self.units
        self.kernel = initial('glorot_uniform', input_shape[-1], columns)
        self.recurrent_kernel = orthogonal(self.units, columns)
        if self.use_bias:
            self.bias = self.first_bias(columns)

    @hidden
    def first_bias(self, columns):
        return initial('zeros', columns)

    @hidden
    def call(self, inputs, initial_state=None, training=False):
        steps = [inputs[:, t] for t in range(np.shape(inputs)[1])]
        state, outs = self.start(np.shape(inputs)[0]), []
        if initial_state is not None:
            state = initial_state[0] if self.states == 1 and isinstance(initial_state, (list, tuple)) else initial_state
            state = state if self.states == 1 else tuple(state)
        for step in (steps[::-1] if self.go_backwards else steps):
            state = self.step(step, state)
            outs.append(state[0] if isinstance(state, tuple) else state)
        out = np.stack(outs, 1) if self.return_sequences else outs[-1]
        if not self.return_state:
            return out
        return [out, *state] if isinstance(state, tuple) else [out, state]

    @hidden
    def start(self, count):
        return np.zeros((count, self.units))

    @hidden
    def step(self, x, state):
        z = x @ self.kernel + state @ self.recurrent_kernel
        return np.tanh(z + self.bias if self.use_bias else z)


class LSTM(SimpleRNN):
    gates, states = 4, 2

    @hidden
    def first_bias(self, columns):
        return forgetting(columns)

    @hidden
    def start(self, count):
        return np.zeros((count, self.units)), np.zeros((count, self.units))

    @hidden
    def step(self, x, state):
        h, c = state
        z = x @ self.kernel + h @ self.recurrent_kernel
        z = z + self.bias if self.use_bias else z
        c = lstm_memory(z, c)
        return lstm_output(z, c), c


class GRU(SimpleRNN):
    gates = 3

    @hidden
    def first_bias(self, columns):
        return initial('zeros', 2, columns)

    @hidden
    def step(self, x, state):
        a, b, n = x @ self.kernel, state @ self.recurrent_kernel, self.units
        if self.use_bias:
            a, b = a + self.bias[0], b + self.bias[1]
        z = sigmoid_of(a[..., :n] + b[..., :n])
        r = sigmoid_of(a[..., n:2*n] + b[..., n:2*n])
        return z*state + (1 - z)*np.tanh(a[..., 2*n:] + r*b[..., 2*n:])
"""
LAYERS = "".join(RANKED.replace("{n}", str(rank)) for rank in (1, 2, 3)) + SHARED + RECURRENT


def _kernel(call: Arguments) -> Value:
    """Return the first kernel by Glorot's rule: the window counts on both sides."""
    rule, *sizes = call.args
    shape = call.sizes(sizes)
    if rule == "glorot_uniform":
        around = math.prod(shape[:-2])
        bound = math.sqrt(6 / (around * (shape[-2] + shape[-1])))
        return parameter_value(call, random_weights(call, shape, "uniform", -bound, bound))
    if rule == "he_uniform":
        bound = math.sqrt(6 / math.prod(shape[:-1]))
        return parameter_value(call, random_weights(call, shape, "uniform", -bound, bound))
    if rule == "he_normal":
        return parameter_value(call, random_weights(call, shape, "normal", 0.0, math.sqrt(2 / math.prod(shape[:-1]))))
    raise call.refuse("This initializer is not read here.", "There are: glorot_uniform, he_uniform, he_normal.")


def _orthogonal(call: Arguments) -> Value:
    """Return a matrix with orthonormal rows or columns."""
    rows, columns = call.sizes(call.args)
    numbers = random_weights(call, (max(rows, columns), min(rows, columns)), "normal", 0.0, 1.0)
    if call.machine.shapes_only:
        return parameter_value(call, random_weights(call, (rows, columns), "normal", 0.0, 1.0))
    q, r = np.linalg.qr(numbers)
    q = q * np.sign(np.diagonal(r))
    return parameter_value(call, np.ascontiguousarray(q if rows >= columns else q.T))


def _forgetting(call: Arguments) -> Value:
    """Return the first bias of an LSTM: 1 at the forget gate, else 0."""
    (columns,) = call.sizes(call.args)
    numbers = np.zeros(columns)
    numbers[columns // 4 : columns // 2] = 1.0
    return parameter_value(call, numbers)


HELPERS: Mapping[str, Row] = {
    "conv_gate": op("conv"), "conv_transpose_gate": op("conv_transpose"), "max_pool_gate": op("max_pool"), "avg_pool_gate": op("avg_pool"), "kernel_of": _kernel,
    "orthogonal": _orthogonal, "forgetting": _forgetting, "lstm_memory": TEXT.row("lstm_memory"),
    "lstm_output": TEXT.row("lstm_output"),
}  # fmt: skip
