"""Layers of Flax, written in the language: those of `flax.linen`, and those of `flax.nnx`.

Kernels are (inputs, outputs), images have their channels last, and first weights follow Flax's own rules.
"""

from __future__ import annotations

__all__ = ["LINEN", "NNX", "SHARED"]

SHARED = """
@hidden
def each(value, rank):
    return tuple(value) if isinstance(value, (tuple, list)) else (value,)*rank


@hidden
def convolved(x, kernel, window, strides, padding, dilation, groups):
    rank = len(window)
    alone = np.ndim(x) == rank + 1
    x = np.expand_dims(x, 0) if alone else x
    x, padding = padded(x, window, padding, dilation)
    out = convolution(x, kernel, each(strides, rank), padding, each(dilation, rank), groups)
    return out[0] if alone else out


@hidden
def transposed(x, kernel, window, strides, padding, dilation):
    rank = len(window)
    alone = np.ndim(x) == rank + 1
    x = np.expand_dims(x, 0) if alone else x
    strides = each(1 if strides is None else strides, rank)
    dilation = each(1 if dilation is None else dilation, rank)
    reach = [d*(k - 1) for k, d in zip(window, dilation)]
    kind = padding.lower() if isinstance(padding, str) else 'stated'
    if kind not in ('same', 'valid', 'stated'):
        refuse("`ConvTranspose` is read with 'SAME', 'VALID' or widths as its padding.", "Write `padding='SAME'`.")
    if kind == 'same':
        starts = [r if s > r else (r + s)//2 for r, s in zip(reach, strides)]
        widths = [(a, r + s - 1 - a) for a, r, s in zip(starts, reach, strides)]
    elif kind == 'valid':
        widths = [(r, s - 1 + max(r + 1 - s, 0)) for r, s in zip(reach, strides)]
    else:
        widths = [tuple(w) if isinstance(w, (tuple, list)) else (w, w) for w in each(padding, rank)]
    axes = tuple(range(2, rank + 2))
    turned = np.flip(np.transpose(kernel, (rank, rank + 1) + tuple(range(rank))), axis=axes)
    out = conv_transpose_gate(np.moveaxis(x, -1, 1), turned, strides, 0, 0, dilation, 1)
    more = [(max(a - r, 0), max(b - r, 0)) for r, (a, b) in zip(reach, widths)]
    if any([w != (0, 0) for w in more]):
        out = np.pad(out, [(0, 0), (0, 0)] + more)
    cuts = [(max(r - a, 0), max(r - b, 0)) for r, (a, b) in zip(reach, widths)]
    if any([w != (0, 0) for w in cuts]):
        (a, b), *others = [(start, n - end) for (start, end), n in zip(cuts, np.shape(out)[2:])]
        if rank == 1:
            out = out[:, :, a:b]
        elif rank == 2:
            out = out[:, :, a:b, others[0][0]:others[0][1]]
        else:
            out = out[:, :, a:b, others[0][0]:others[0][1], others[1][0]:others[1][1]]
    out = np.moveaxis(out, 1, -1)
    return out[0] if alone else out


@hidden
def padded(x, window, padding, dilation):
    if isinstance(padding, str):
        kind = padding.lower()
        if kind == 'circular':
            reach = [d*(k - 1) for k, d in zip(window, each(dilation, len(window)))]
            widths = [(0, 0)] + [(r//2, r - r//2) for r in reach] + [(0, 0)]
            return np.pad(x, widths, mode='wrap'), 'valid'
        if kind == 'causal':
            reach = each(dilation, 1)[0]*(window[0] - 1)
            return np.pad(x, [(0, 0), (reach, 0), (0, 0)]), 'valid'
        return x, kind
    widths = [tuple(w) if isinstance(w, (tuple, list)) else (w, w) for w in each(padding, len(window))]
    if all([w == (0, 0) for w in widths]):
        return x, 'valid'
    return np.pad(x, [(0, 0)] + widths + [(0, 0)]), 'valid'


@hidden
def max_pool(inputs, window_shape, strides=None, padding='VALID'):
    window, strides = tuple(window_shape), (1,)*len(window_shape) if strides is None else tuple(strides)
    if not isinstance(padding, str):
        inputs = np.pad(inputs, [(0, 0)] + [tuple(w) for w in padding] + [(0, 0)], constant_values=-np.inf)
        padding = 'valid'
    return max_pooling(inputs, window, strides, padding.lower())


@hidden
def avg_pool(inputs, window_shape, strides=None, padding='VALID', count_include_pad=True):
    window, strides = tuple(window_shape), (1,)*len(window_shape) if strides is None else tuple(strides)
    if isinstance(padding, str) and padding.lower() == 'same' and count_include_pad:
        wide = widths_of(np.shape(inputs), window, strides, (1,)*len(window), 'same')
        inputs, padding = np.pad(inputs, [(0, 0)] + wide + [(0, 0)]), 'valid'
    elif not isinstance(padding, str):
        if not count_include_pad:
            refuse('`avg_pool` is read with widths of its own and `count_include_pad`.', 'Leave one of them out.')
        inputs, padding = np.pad(inputs, [(0, 0)] + [tuple(w) for w in padding] + [(0, 0)]), 'valid'
    return average_pooling(inputs, window, strides, padding.lower())


@hidden
def normalised(x, axes, epsilon):
    mean = np.mean(x, axis=axes, keepdims=True)
    var = np.mean((x - mean)**2, axis=axes, keepdims=True)
    return (x - mean)/np.sqrt(var + epsilon)


@hidden
def grouped(x, groups, epsilon):
    shape = np.shape(x)
    wide = np.reshape(x, shape[:-1] + (groups, shape[-1]//groups))
    axes = tuple(range(1, np.ndim(x) - 1)) + (np.ndim(x),)
    return np.reshape(normalised(wide, axes, epsilon), shape)


@hidden
def over_features(x, rank):
    return tuple(range(np.ndim(x) - 1))


@hidden
def attended(query, key, value, mask, bias):
    q, k, v = [np.moveaxis(each_array, -3, -2) for each_array in (query, key, value)]
    scores = q/np.sqrt(np.shape(q)[-1]) @ np.swapaxes(k, -1, -2)
    if bias is not None:
        scores = scores + bias
    if mask is not None:
        scores = np.where(mask, scores, -3.4028234663852886e+38)
    return np.moveaxis(softmax(scores, -1) @ v, -3, -2)


@hidden
def dot_product_attention(query, key, value, bias=None, mask=None, deterministic=True, dropout_rate=0.0):
    return attended(query, key, value, mask, bias)


@hidden
def make_attention_mask(query_input, key_input, pairwise_fn=None, extra_batch_dims=0):
    q, k = np.expand_dims(query_input, -1), np.expand_dims(key_input, -2)
    return np.expand_dims(q*k if pairwise_fn is None else pairwise_fn(q, k), -3)


@hidden
def make_causal_mask(x, extra_batch_dims=0):
    shape = np.shape(x)
    return np.broadcast_to(np.tri(shape[-1]), shape[:-1] + (1, shape[-1], shape[-1]))


@hidden
def combine_masks(*masks):
    out = None
    for mask in masks:
        if mask is not None:
            out = mask if out is None else out*mask
    return out


@hidden
def all_of(value):
    return value if isinstance(value, (tuple, list)) else (value,)
"""

LINEN = """

class Module:
    __framed__ = True
    __unnamed__ = ('_variables', '_root', '_changed')

    def __init_subclass__(cls):
        return fields_of(cls)

    def setup(self):
        return None

    @hidden
    def init(self, rngs, *args, **kwargs):
        return initialised(self, args, kwargs)[1]

    @hidden
    def init_with_output(self, rngs, *args, **kwargs):
        return initialised(self, args, kwargs)

    @hidden
    def apply(self, variables, *args, rngs=None, mutable=False, **kwargs):
        return applied(self, variables, mutable, args, kwargs)

    @hidden
    def bind(self, variables, *args, rngs=None, mutable=False):
        return bound(self, variables)

    @hidden
    def param(self, name, init_fn, *args):
        return param_of(self, name, init_fn, args)

    @hidden
    def variable(self, collection, name, init_fn=None, *args):
        return variable_of(self, collection, name, init_fn, args)

    @hidden
    def has_variable(self, collection, name):
        return holds(self, collection, name)

    @hidden
    def make_rng(self, name='params'):
        return (0, 0)

    @hidden
    def is_initializing(self):
        return initialises(self)

    @hidden
    def is_mutable_collection(self, collection):
        return initialises(self)

    @hidden
    def sow(self, collection, name, value, **kwargs):
        return False

    @hidden
    def tabulate(self, rngs, *args, **kwargs):
        return ''


class Dense(Module):
    features: int
    use_bias: bool = True
    dtype: int = None
    param_dtype: int = None
    precision: int = None
    kernel_init: int = 'lecun_normal'
    bias_init: int = 'zeros'

    @hidden
    def __call__(self, inputs):
        out = inputs @ self.param('kernel', self.kernel_init, (np.shape(inputs)[-1], self.features))
        return out + self.param('bias', self.bias_init, (self.features,)) if self.use_bias else out


class DenseGeneral(Module):
    features: int
    axis: int = -1
    use_bias: bool = True
    dtype: int = None
    param_dtype: int = None
    kernel_init: int = 'lecun_normal'
    bias_init: int = 'zeros'

    @hidden
    def __call__(self, inputs):
        features, axes = tuple(all_of(self.features)), all_of(self.axis)
        rank, count = np.ndim(inputs), len(axes)
        if sorted([a % rank for a in axes]) != list(range(rank - count, rank)):
            refuse('`DenseGeneral` is read for the last axes.', 'Turn the array before.')
        sizes = np.shape(inputs)[rank - count:]
        kernel = flat_param(self, 'kernel', self.kernel_init, sizes + features, count)
        x = np.reshape(inputs, np.shape(inputs)[:rank - count] + (-1,))
        out = x @ np.reshape(kernel, (np.shape(x)[-1], -1))
        out = np.reshape(out, np.shape(inputs)[:rank - count] + features)
        return out + self.param('bias', self.bias_init, features) if self.use_bias else out


class Conv(Module):
    features: int
    kernel_size: int
    strides: int = 1
    padding: str = 'SAME'
    input_dilation: int = 1
    kernel_dilation: int = 1
    feature_group_count: int = 1
    use_bias: bool = True
    mask: int = None
    dtype: int = None
    param_dtype: int = None
    precision: int = None
    kernel_init: int = 'lecun_normal'
    bias_init: int = 'zeros'

    @hidden
    def __call__(self, inputs):
        if self.input_dilation != 1 or self.mask is not None:
            refuse('`Conv` is read without `input_dilation` and `mask`.', 'Leave them out.')
        window = tuple(all_of(self.kernel_size))
        strides = 1 if self.strides is None else self.strides
        shape = window + (np.shape(inputs)[-1]//self.feature_group_count, self.features)
        kernel = self.param('kernel', self.kernel_init, shape)
        out = convolved(inputs, kernel, window, strides, self.padding, self.kernel_dilation, self.feature_group_count)
        return out + self.param('bias', self.bias_init, (self.features,)) if self.use_bias else out


class ConvTranspose(Module):
    features: int
    kernel_size: int
    strides: int = None
    padding: str = 'SAME'
    kernel_dilation: int = None
    use_bias: bool = True
    mask: int = None
    dtype: int = None
    param_dtype: int = None
    precision: int = None
    kernel_init: int = 'lecun_normal'
    bias_init: int = 'zeros'
    transpose_kernel: bool = False

    @hidden
    def __call__(self, inputs):
        if self.transpose_kernel or self.mask is not None:
            refuse('`ConvTranspose` is read without `transpose_kernel` and `mask`.', 'Leave them out.')
        window = tuple(all_of(self.kernel_size))
        kernel = self.param('kernel', self.kernel_init, window + (np.shape(inputs)[-1], self.features))
        out = transposed(inputs, kernel, window, self.strides, self.padding, self.kernel_dilation)
        return out + self.param('bias', self.bias_init, (self.features,)) if self.use_bias else out


class Embed(Module):
    num_embeddings: int
    features: int
    dtype: int = None
    param_dtype: int = None
    embedding_init: int = 'embedding'

    @hidden
    def __call__(self, inputs):
        return self.param('embedding', self.embedding_init, (self.num_embeddings, self.features))[inputs]

    @hidden
    def attend(self, query):
        return query @ np.transpose(self.param('embedding', self.embedding_init, (self.num_embeddings, self.features)))


class LayerNorm(Module):
    epsilon: float = 1e-06
    dtype: int = None
    param_dtype: int = None
    use_bias: bool = True
    use_scale: bool = True
    bias_init: int = 'zeros'
    scale_init: int = 'ones'
    reduction_axes: int = -1
    feature_axes: int = -1

    @hidden
    def __call__(self, x):
        out = normalised(x, self.reduction_axes, self.epsilon)
        return scaled(self, out)


class RMSNorm(LayerNorm):
    use_bias: bool = False

    @hidden
    def __call__(self, x):
        return scaled(self, x/np.sqrt(np.mean(x**2, axis=-1, keepdims=True) + self.epsilon))


class GroupNorm(LayerNorm):
    num_groups: int = 32
    group_size: int = None

    @hidden
    def __call__(self, x):
        groups = self.num_groups if self.group_size is None else np.shape(x)[-1]//self.group_size
        return scaled(self, grouped(x, groups, self.epsilon))


class InstanceNorm(LayerNorm):
    @hidden
    def __call__(self, x):
        return scaled(self, normalised(x, tuple(range(1, np.ndim(x) - 1)), self.epsilon))


@hidden
def scaled(layer, x):
    size = (np.shape(x)[-1],)
    if layer.use_scale:
        x = x*layer.param('scale', layer.scale_init, size)
    return x + layer.param('bias', layer.bias_init, size) if layer.use_bias else x


class BatchNorm(Module):
    use_running_average: bool = None
    axis: int = -1
    momentum: float = 0.99
    epsilon: float = 1e-05
    dtype: int = None
    param_dtype: int = None
    use_bias: bool = True
    use_scale: bool = True
    bias_init: int = 'zeros'
    scale_init: int = 'ones'

    @hidden
    def __call__(self, x, use_running_average=None):
        uses_running = self.use_running_average if use_running_average is None else use_running_average
        if uses_running is None:
            refuse('`BatchNorm` does not say whether it takes the running average.',
                   'Write `nn.BatchNorm(use_running_average=not train)`.')
        size, axes = (np.shape(x)[-1],), tuple(range(np.ndim(x) - 1))
        mean, var = [self.variable('batch_stats', name, rule, size) for name, rule in (('mean', 'zeros'),
                                                                                       ('var', 'ones'))]
        if uses_running:
            out = (x - mean.value)/np.sqrt(var.value + self.epsilon)
        else:
            m = np.mean(x, axis=axes)
            v = np.mean((x - m)**2, axis=axes)
            out = (x - m)/np.sqrt(v + self.epsilon)
            if not self.is_initializing():
                mean.value = self.momentum*mean.value + (1 - self.momentum)*m
                var.value = self.momentum*var.value + (1 - self.momentum)*v
        return scaled(self, out)


class Dropout(Module):
    rate: float
    broadcast_dims: tuple = ()
    deterministic: bool = None

    @hidden
    def __call__(self, inputs, deterministic=None, rng=None):
        stays = self.deterministic if deterministic is None else deterministic
        if stays is None:
            refuse('`Dropout` does not say whether it is deterministic.', 'Write `nn.Dropout(0.5, deterministic=True)`.')
        if stays or self.rate == 0 or self.is_initializing():
            return inputs
        return dropout(inputs, self.rate, True)


class Sequential(Module):
    layers: list

    def __call__(self, *args, **kwargs):
        x = self.layers[0](*args, **kwargs)
        for layer in self.layers[1:]:
            x = layer(x)
        return x


class MultiHeadDotProductAttention(Module):
    num_heads: int
    dtype: int = None
    param_dtype: int = None
    qkv_features: int = None
    out_features: int = None
    broadcast_dropout: bool = True
    dropout_rate: float = 0.0
    deterministic: bool = None
    precision: int = None
    kernel_init: int = 'lecun_normal'
    bias_init: int = 'zeros'
    use_bias: bool = True

    @compact
    def __call__(self, inputs_q, inputs_k=None, inputs_v=None, inputs_kv=None, mask=None, deterministic=None,
                 dropout_rng=None, sow_weights=False):
        stays = self.deterministic if deterministic is None else deterministic
        if self.dropout_rate > 0 and not stays and not self.is_initializing():
            refuse('Attention of Flax is read without dropout.', 'Write `deterministic=True`.')
        keys = inputs_kv if inputs_k is None else inputs_k
        keys = inputs_q if keys is None else keys
        values = inputs_kv if inputs_v is None and inputs_kv is not None else inputs_v
        values = keys if values is None else values
        inner = np.shape(inputs_q)[-1] if self.qkv_features is None else self.qkv_features
        size = (self.num_heads, inner//self.num_heads)
        query, key, value = [
            DenseGeneral(size, use_bias=self.use_bias, kernel_init=self.kernel_init, bias_init=self.bias_init,
                         name=name)(x)
            for name, x in (('query', inputs_q), ('key', keys), ('value', values))
        ]
        out = attended(query, key, value, mask, None)
        features = np.shape(inputs_q)[-1] if self.out_features is None else self.out_features
        return DenseGeneral(features, axis=(-2, -1), use_bias=self.use_bias, kernel_init=self.kernel_init,
                            bias_init=self.bias_init, name='out')(out)


class MultiHeadAttention(MultiHeadDotProductAttention):
    pass


class SelfAttention(MultiHeadDotProductAttention):
    pass


class LSTMCell(Module):
    features: int
    kernel_init: int = 'lecun_normal'
    recurrent_kernel_init: int = 'orthogonal'
    bias_init: int = 'zeros'
    dtype: int = None
    param_dtype: int = None

    @compact
    def __call__(self, carry, inputs):
        c, h = carry
        i, f, g, o = [
            Dense(self.features, use_bias=False, kernel_init=self.kernel_init, name='i' + name)(inputs)
            + Dense(self.features, kernel_init=self.recurrent_kernel_init, bias_init=self.bias_init, name='h' + name)(h)
            for name in ('i', 'f', 'g', 'o')
        ]
        c = sigmoid(f)*c + sigmoid(i)*np.tanh(g)
        h = sigmoid(o)*np.tanh(c)
        return (c, h), h

    @hidden
    def initialize_carry(self, rng, input_shape):
        size = tuple(input_shape[:-1]) + (self.features,)
        return np.zeros(size), np.zeros(size)


class OptimizedLSTMCell(LSTMCell):
    pass


class GRUCell(Module):
    features: int
    kernel_init: int = 'lecun_normal'
    recurrent_kernel_init: int = 'orthogonal'
    bias_init: int = 'zeros'
    dtype: int = None
    param_dtype: int = None

    @compact
    def __call__(self, carry, inputs):
        h = carry
        parts = {}
        for name, has_bias in (('r', False), ('z', False)):
            x = Dense(self.features, kernel_init=self.kernel_init, bias_init=self.bias_init, name='i' + name)(inputs)
            parts[name] = sigmoid(x + Dense(self.features, use_bias=has_bias, kernel_init=self.recurrent_kernel_init,
                                            name='h' + name)(h))
        x = Dense(self.features, kernel_init=self.kernel_init, bias_init=self.bias_init, name='in')(inputs)
        n = np.tanh(x + parts['r']*Dense(self.features, kernel_init=self.recurrent_kernel_init,
                                         bias_init=self.bias_init, name='hn')(h))
        h = (1 - parts['z'])*n + parts['z']*h
        return h, h

    @hidden
    def initialize_carry(self, rng, input_shape):
        return np.zeros(tuple(input_shape[:-1]) + (self.features,))


class SimpleCell(Module):
    features: int
    kernel_init: int = 'lecun_normal'
    recurrent_kernel_init: int = 'orthogonal'
    bias_init: int = 'zeros'
    dtype: int = None
    param_dtype: int = None

    @compact
    def __call__(self, carry, inputs):
        x = Dense(self.features, kernel_init=self.kernel_init, bias_init=self.bias_init, name='i')(inputs)
        h = np.tanh(x + Dense(self.features, use_bias=False, kernel_init=self.recurrent_kernel_init, name='h')(carry))
        return h, h

    @hidden
    def initialize_carry(self, rng, input_shape):
        return np.zeros(tuple(input_shape[:-1]) + (self.features,))


class RNN(Module):
    cell: int
    time_major: bool = False
    return_carry: bool = False
    reverse: bool = False
    keep_order: bool = False

    @hidden
    def __call__(self, inputs, initial_carry=None, seq_lengths=None):
        if seq_lengths is not None or self.time_major:
            refuse('`RNN` is read for sequences of one length, the examples first.', 'Leave these out.')
        steps = [inputs[:, t] for t in range(np.shape(inputs)[1])]
        carry, outs = initial_carry, []
        if carry is None:
            carry = self.cell.initialize_carry(None, np.shape(steps[0]))
        for step in (steps[::-1] if self.reverse else steps):
            carry, out = self.cell(carry, step)
            outs.append(out)
        out = np.stack(outs[::-1] if self.reverse and self.keep_order else outs, 1)
        return (carry, out) if self.return_carry else out


class TrainState:
    __unnamed__ = ('tx',)

    def __init__(self, step=0, apply_fn=None, params=None, tx=None, opt_state=None, **more):
        self.step, self.apply_fn, self.params, self.tx, self.opt_state = step, apply_fn, params, tx, opt_state
        for name, value in more.items():
            setattr(self, name, value)

    @classmethod
    def create(cls, apply_fn=None, params=None, tx=None, **kwargs):
        return cls(0, apply_fn, params, tx, tx.init(params), **kwargs)

    @hidden
    def apply_gradients(self, grads=None, **kwargs):
        updates, state = self.tx.update(grads, self.opt_state, self.params)
        return changed(self, step=self.step + 1, params=tree_map(lambda p, u: p + u, self.params, updates),
                       opt_state=state, **kwargs)

    @hidden
    def replace(self, **kwargs):
        return changed(self, **kwargs)
"""

NNX = """

class Module:
    __framed__ = True
    __unnamed__ = ('rngs',)

    def __init__(self, *args, **kwargs):
        return None

    def named_parameters(self):
        return named_parameters(self)

    def train(self, **attributes):
        return set_attributes(self, {'deterministic': False, 'use_running_average': False, **attributes})

    def eval(self, **attributes):
        return set_attributes(self, {'deterministic': True, 'use_running_average': True, **attributes})

    def set_attributes(self, **attributes):
        return set_attributes(self, attributes)


class Rngs:
    def __init__(self, default=None, **streams):
        return None

    def params(self):
        return (0, 0)

    def dropout(self):
        return (0, 0)

    def noise(self):
        return (0, 0)

    def __call__(self):
        return (0, 0)


class Linear(Module):
    def __init__(self, in_features, out_features, use_bias=True, dtype=None, param_dtype=None, precision=None,
                 kernel_init='lecun_normal', bias_init='zeros', rngs=None):
        self.in_features, self.out_features = in_features, out_features
        self.kernel = drawn(kernel_init, (in_features, out_features))
        self.bias = drawn(bias_init, (out_features,)) if use_bias else None

    @hidden
    def expects(self, place):
        return (2, self.in_features), 0

    @hidden
    def __call__(self, inputs):
        out = inputs @ self.kernel
        return out if self.bias is None else out + self.bias


class Conv(Module):
    def __init__(self, in_features, out_features, kernel_size, strides=1, padding='SAME', input_dilation=1,
                 kernel_dilation=1, feature_group_count=1, use_bias=True, mask=None, dtype=None, param_dtype=None,
                 precision=None, kernel_init='lecun_normal', bias_init='zeros', rngs=None):
        if input_dilation != 1 or mask is not None:
            refuse('`Conv` is read without `input_dilation` and `mask`.', 'Leave them out.')
        self.window = tuple(all_of(kernel_size))
        self.in_features, self.strides, self.padding = in_features, 1 if strides is None else strides, padding
        self.dilation, self.groups = kernel_dilation, feature_group_count
        self.kernel = drawn(kernel_init, self.window + (in_features//feature_group_count, out_features))
        self.bias = drawn(bias_init, (out_features,)) if use_bias else None

    @hidden
    def expects(self, place):
        return (2,) + (0,)*len(self.window) + (self.in_features,), 0

    @hidden
    def __call__(self, inputs):
        out = convolved(inputs, self.kernel, self.window, self.strides, self.padding, self.dilation, self.groups)
        return out if self.bias is None else out + self.bias


class ConvTranspose(Conv):
    def __init__(self, in_features, out_features, kernel_size, strides=None, padding='SAME', kernel_dilation=None,
                 use_bias=True, mask=None, dtype=None, param_dtype=None, precision=None, kernel_init='lecun_normal',
                 bias_init='zeros', transpose_kernel=False, rngs=None):
        if transpose_kernel or mask is not None:
            refuse('`ConvTranspose` is read without `transpose_kernel` and `mask`.', 'Leave them out.')
        self.window = tuple(all_of(kernel_size))
        self.in_features, self.strides, self.padding, self.dilation = in_features, strides, padding, kernel_dilation
        self.kernel = drawn(kernel_init, self.window + (in_features, out_features))
        self.bias = drawn(bias_init, (out_features,)) if use_bias else None

    @hidden
    def __call__(self, inputs):
        out = transposed(inputs, self.kernel, self.window, self.strides, self.padding, self.dilation)
        return out if self.bias is None else out + self.bias


class SimpleCell(Module):
    parts, has_state = 1, False

    def __init__(self, in_features, hidden_features, dtype=None, param_dtype=None, carry_init='zeros', residual=False,
                 activation_fn=None, kernel_init='lecun_normal', recurrent_kernel_init='orthogonal', bias_init='zeros',
                 gate_fn=None, keep_rngs=True, rngs=None):
        if residual or activation_fn is not None or gate_fn is not None:
            refuse('Cells are read with their usual functions.', 'Leave `activation_fn`, `gate_fn`, `residual` out.')
        self.in_features, self.hidden_features = in_features, hidden_features
        self.make(self.parts*hidden_features, kernel_init, recurrent_kernel_init, bias_init)

    def make(self, width, kernel_init, recurrent_kernel_init, bias_init):
        self.dense_i = Linear(self.in_features, width, kernel_init=kernel_init, bias_init=bias_init)
        self.dense_h = Linear(self.hidden_features, width, use_bias=False, kernel_init=recurrent_kernel_init)

    @hidden
    def expects(self, place):
        return ((2, self.hidden_features) if place == 0 else (2, self.in_features)), 0

    @hidden
    def initialize_carry(self, input_shape, rngs=None, carry_init=None):
        size = tuple(input_shape[:-1]) + (self.hidden_features,)
        return (np.zeros(size), np.zeros(size)) if self.has_state else np.zeros(size)

    @hidden
    def __call__(self, carry, inputs):
        h = np.tanh(self.dense_i(inputs) + self.dense_h(carry))
        return h, h


class GRUCell(SimpleCell):
    parts = 3

    @hidden
    def __call__(self, carry, inputs):
        xr, xz, xn = np.split(self.dense_i(inputs), 3, axis=-1)
        hr, hz, hn = np.split(self.dense_h(carry), 3, axis=-1)
        r, z = sigmoid(xr + hr), sigmoid(xz + hz)
        n = np.tanh(xn + r*hn)
        h = (1 - z)*n + z*carry
        return h, h


class OptimizedLSTMCell(SimpleCell):
    parts, has_state = 4, True

    def make(self, width, kernel_init, recurrent_kernel_init, bias_init):
        self.dense_i = Linear(self.in_features, width, use_bias=False, kernel_init=kernel_init)
        self.dense_h = Linear(self.hidden_features, width, kernel_init=recurrent_kernel_init, bias_init=bias_init)

    @hidden
    def __call__(self, carry, inputs):
        c, h = carry
        i, f, g, o = np.split(self.dense_i(inputs) + self.dense_h(h), 4, axis=-1)
        c = sigmoid(f)*c + sigmoid(i)*np.tanh(g)
        h = sigmoid(o)*np.tanh(c)
        return (c, h), h


class LSTMCell(SimpleCell):
    has_state = True

    def make(self, width, kernel_init, recurrent_kernel_init, bias_init):
        n, m = self.in_features, self.hidden_features
        self.ii = Linear(n, m, use_bias=False, kernel_init=kernel_init)
        self.if_ = Linear(n, m, use_bias=False, kernel_init=kernel_init)
        self.ig = Linear(n, m, use_bias=False, kernel_init=kernel_init)
        self.io = Linear(n, m, use_bias=False, kernel_init=kernel_init)
        self.hi = Linear(m, m, kernel_init=recurrent_kernel_init, bias_init=bias_init)
        self.hf = Linear(m, m, kernel_init=recurrent_kernel_init, bias_init=bias_init)
        self.hg = Linear(m, m, kernel_init=recurrent_kernel_init, bias_init=bias_init)
        self.ho = Linear(m, m, kernel_init=recurrent_kernel_init, bias_init=bias_init)

    @hidden
    def __call__(self, carry, inputs):
        c, h = carry
        i, f = sigmoid(self.ii(inputs) + self.hi(h)), sigmoid(self.if_(inputs) + self.hf(h))
        g, o = np.tanh(self.ig(inputs) + self.hg(h)), sigmoid(self.io(inputs) + self.ho(h))
        c = f*c + i*g
        h = o*np.tanh(c)
        return (c, h), h


class RNN(Module):
    def __init__(self, cell, time_major=False, return_carry=False, reverse=False, keep_order=False, unroll=1,
                 rngs=None, state_axes=None, broadcast_rngs=None):
        if time_major:
            refuse('`RNN` is read with the examples first.', 'Leave `time_major` out.')
        self.cell, self.return_carry, self.reverse, self.keep_order = cell, return_carry, reverse, keep_order

    @hidden
    def expects(self, place):
        return (2, 4, self.cell.in_features), 0

    @hidden
    def __call__(self, inputs, initial_carry=None, seq_lengths=None, return_carry=None, rngs=None):
        if seq_lengths is not None:
            refuse('`RNN` is read for sequences of one length.', 'Leave `seq_lengths` out.')
        steps = [inputs[:, t] for t in range(np.shape(inputs)[1])]
        carry, outs = initial_carry, []
        if carry is None:
            carry = self.cell.initialize_carry(np.shape(steps[0]))
        for step in (steps[::-1] if self.reverse else steps):
            carry, out = self.cell(carry, step)
            outs.append(out)
        out = np.stack(outs[::-1] if self.reverse and self.keep_order else outs, 1)
        return (carry, out) if (self.return_carry if return_carry is None else return_carry) else out


class Embed(Module):
    def __init__(self, num_embeddings, features, dtype=None, param_dtype=None, embedding_init='embedding', rngs=None):
        self.num_embeddings, self.features = num_embeddings, features
        self.embedding = drawn(embedding_init, (num_embeddings, features))

    @hidden
    def expects(self, place):
        return (2, 4), self.num_embeddings

    @hidden
    def __call__(self, inputs):
        return self.embedding[inputs]

    @hidden
    def attend(self, query):
        return query @ np.transpose(self.embedding)


class LayerNorm(Module):
    def __init__(self, num_features, epsilon=1e-06, dtype=None, param_dtype=None, use_bias=True, use_scale=True,
                 bias_init='zeros', scale_init='ones', reduction_axes=-1, feature_axes=-1, rngs=None):
        self.num_features, self.epsilon, self.axes = num_features, epsilon, reduction_axes
        self.scale = drawn(scale_init, (num_features,)) if use_scale else None
        self.bias = drawn(bias_init, (num_features,)) if use_bias else None

    @hidden
    def expects(self, place):
        return (2, self.num_features), 0

    @hidden
    def __call__(self, x):
        return self.scaled(normalised(x, self.axes, self.epsilon))

    @hidden
    def scaled(self, x):
        x = x if self.scale is None else x*self.scale
        return x if self.bias is None else x + self.bias


class RMSNorm(LayerNorm):
    def __init__(self, num_features, epsilon=1e-06, dtype=None, param_dtype=None, use_scale=True, scale_init='ones',
                 reduction_axes=-1, feature_axes=-1, rngs=None):
        super().__init__(num_features, epsilon, use_bias=False, use_scale=use_scale, scale_init=scale_init)

    @hidden
    def __call__(self, x):
        return self.scaled(x/np.sqrt(np.mean(x**2, axis=-1, keepdims=True) + self.epsilon))


class GroupNorm(LayerNorm):
    def __init__(self, num_features, num_groups=32, group_size=None, epsilon=1e-06, dtype=None, param_dtype=None,
                 use_bias=True, use_scale=True, bias_init='zeros', scale_init='ones', rngs=None):
        super().__init__(num_features, epsilon, use_bias=use_bias, use_scale=use_scale, bias_init=bias_init,
                         scale_init=scale_init)
        self.groups = num_groups if group_size is None else num_features//group_size

    @hidden
    def __call__(self, x):
        return self.scaled(grouped(x, self.groups, self.epsilon))


class BatchNorm(LayerNorm):
    def __init__(self, num_features, use_running_average=False, axis=-1, momentum=0.99, epsilon=1e-05, dtype=None,
                 param_dtype=None, use_bias=True, use_scale=True, bias_init='zeros', scale_init='ones', rngs=None):
        super().__init__(num_features, epsilon, use_bias=use_bias, use_scale=use_scale, bias_init=bias_init,
                         scale_init=scale_init)
        self.use_running_average, self.momentum = use_running_average, momentum
        self.mean, self.var = kept_zeros(num_features), kept_ones(num_features)

    @hidden
    def __call__(self, x, use_running_average=None):
        if self.use_running_average if use_running_average is None else use_running_average:
            return self.scaled((x - self.mean)/np.sqrt(self.var + self.epsilon))
        axes = tuple(range(np.ndim(x) - 1))
        m = np.mean(x, axis=axes)
        v = np.mean((x - m)**2, axis=axes)
        self.mean = self.momentum*self.mean + (1 - self.momentum)*m
        self.var = self.momentum*self.var + (1 - self.momentum)*v
        return self.scaled((x - m)/np.sqrt(v + self.epsilon))


class Dropout(Module):
    def __init__(self, rate, broadcast_dims=(), deterministic=False, rng_collection='dropout', rngs=None):
        self.rate, self.deterministic = rate, deterministic

    @hidden
    def __call__(self, inputs, deterministic=None, rngs=None):
        stays = self.deterministic if deterministic is None else deterministic
        return inputs if stays or self.rate == 0 else dropout(inputs, self.rate, True)


class Sequential(Module):
    def __init__(self, *layers):
        self.layers = list(layers)

    @hidden
    def __call__(self, *args, **kwargs):
        x = self.layers[0](*args, **kwargs)
        for layer in self.layers[1:]:
            x = layer(x)
        return x


class LinearGeneral(Module):
    def __init__(self, in_features, out_features, kernel_init, bias_init, use_bias):
        ins, outs = tuple(all_of(in_features)), tuple(all_of(out_features))
        self.count, self.outs = len(ins), outs
        self.kernel = drawn(kernel_init, ins + outs, self.count)
        self.bias = drawn(bias_init, outs) if use_bias else None

    @hidden
    def __call__(self, inputs):
        front = np.shape(inputs)[:np.ndim(inputs) - self.count]
        x = np.reshape(inputs, front + (-1,))
        out = np.reshape(x @ np.reshape(self.kernel, (np.shape(x)[-1], -1)), front + self.outs)
        return out if self.bias is None else out + self.bias


class MultiHeadAttention(Module):
    def __init__(self, num_heads, in_features, qkv_features=None, out_features=None, dtype=None, param_dtype=None,
                 broadcast_dropout=True, dropout_rate=0.0, deterministic=None, precision=None,
                 kernel_init='lecun_normal', out_kernel_init=None, bias_init='zeros', out_bias_init=None, use_bias=True,
                 decode=None, normalize_qk=False, rngs=None):
        if normalize_qk or decode:
            refuse('Attention is read without `normalize_qk` and `decode`.', 'Leave them out.')
        inner = in_features if qkv_features is None else qkv_features
        size = (num_heads, inner//num_heads)
        self.in_features, self.dropout_rate, self.deterministic = in_features, dropout_rate, deterministic
        self.query = LinearGeneral(in_features, size, kernel_init, bias_init, use_bias)
        self.key = LinearGeneral(in_features, size, kernel_init, bias_init, use_bias)
        self.value = LinearGeneral(in_features, size, kernel_init, bias_init, use_bias)
        self.out = LinearGeneral(size, in_features if out_features is None else out_features, kernel_init, bias_init,
                                 use_bias)

    @hidden
    def expects(self, place):
        return (2, 3, self.in_features), 0

    @hidden
    def __call__(self, inputs_q, inputs_k=None, inputs_v=None, mask=None, deterministic=None, rngs=None, decode=None):
        stays = self.deterministic if deterministic is None else deterministic
        if self.dropout_rate > 0 and not stays:
            refuse('Attention of Flax is read without dropout.', 'Write `deterministic=True`.')
        keys = inputs_q if inputs_k is None else inputs_k
        values = keys if inputs_v is None else inputs_v
        return self.out(attended(self.query(inputs_q), self.key(keys), self.value(values), mask, None))


class Optimizer:
    __unnamed__ = ('model', 'tx')

    def __init__(self, model, tx, wrt=None):
        self.model, self.tx = model, tx
        self.opt_state = tx.init(parameters_by_path(model))

    @hidden
    def update(self, model, grads=None, **kwargs):
        if grads is None:
            grads, model = model, self.model
        if moves():
            params = parameters_by_path(model)
            updates, self.opt_state = self.tx.update(grads, self.opt_state, params)
            for path, p in params.items():
                put(p, p + updates[path])
"""
