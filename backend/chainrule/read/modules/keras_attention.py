"""Keras' layers that attend, and those that wrap another layer, as classes written in the language itself.

They join `keras_text`. A projection of `MultiHeadAttention` has the kernel (features, heads, size of a head), as Keras
has it.
"""

from __future__ import annotations

__all__ = ["LAYERS"]

ATTENTION = """

@hidden
def attended(query, key, value, scores, query_mask, value_mask, causal):
    if value_mask is not None:
        scores = scores - 1e9*(1 - np.expand_dims(value_mask, -2))
    if causal:
        scores = np.where(np.tri(np.shape(scores)[-2], np.shape(scores)[-1]) == 1, scores, -1e9)
    weights = softmax(scores, -1)
    out = weights @ value
    if query_mask is not None:
        out = out*np.expand_dims(query_mask, -1)
    return out, weights


class Attention(Layer):
    def __init__(self, use_scale=False, score_mode='dot', dropout=0.0, seed=None, name=None, dtype=None):
        if score_mode != 'dot' or dropout:
            refuse('`Attention` is read with the scores of products, without dropout.', 'Leave these out.')
        self.use_scale = use_scale

    def build(self, input_shape):
        if self.use_scale:
            self.scale = initial('ones')

    @hidden
    def scores_of(self, query, key):
        scores = query @ np.swapaxes(key, -1, -2)
        return scores*self.scale if self.use_scale else scores

    @hidden
    def call(self, inputs, mask=None, training=False, return_attention_scores=False, use_causal_mask=False):
        query, value = inputs[0], inputs[1]
        key = inputs[2] if len(inputs) > 2 else value
        masks = mask if mask is not None else (None, None)
        out, weights = attended(query, key, value, self.scores_of(query, key), masks[0], masks[1], use_causal_mask)
        return (out, weights) if return_attention_scores else out


class AdditiveAttention(Attention):
    def __init__(self, use_scale=True, dropout=0.0, name=None, dtype=None):
        if dropout:
            refuse('`AdditiveAttention` is read without dropout.', 'Leave it out.')
        self.use_scale = use_scale

    def build(self, input_shape):
        if self.use_scale:
            self.scale = initial('glorot_uniform', input_shape[0][-1])

    @hidden
    def scores_of(self, query, key):
        terms = np.tanh(np.expand_dims(query, -2) + np.expand_dims(key, -3))
        return np.sum(self.scale*terms if self.use_scale else terms, axis=-1)


class Projection(Layer):
    def __init__(self, kernel, bias=None):
        self.kernel = kernel
        if bias is not None:
            self.bias = bias
        self.has_bias = bias is not None

    @hidden
    def split(self, x):
        features, heads, size = np.shape(self.kernel)
        out = np.reshape(x @ np.reshape(self.kernel, (features, heads*size)), np.shape(x)[:-1] + (heads, size))
        out = out + self.bias if self.has_bias else out
        return np.swapaxes(out, -2, -3)

    @hidden
    def merged(self, x):
        heads, size, features = np.shape(self.kernel)
        out = np.swapaxes(x, -2, -3)
        out = np.reshape(out, np.shape(out)[:-2] + (heads*size,)) @ np.reshape(self.kernel, (heads*size, features))
        return out + self.bias if self.has_bias else out


class MultiHeadAttention(Layer):
    def __init__(self, num_heads, key_dim, value_dim=None, dropout=0.0, use_bias=True, output_shape=None,
                 attention_axes=None, flash_attention=None, seed=None, name=None, dtype=None):
        if output_shape is not None or attention_axes not in (None, 1, (1,)):
            refuse('`MultiHeadAttention` is read over the axis of time, and gives what it takes.',
                   'Leave `output_shape` and `attention_axes` out.')
        self.num_heads, self.key_dim = num_heads, key_dim
        self.value_dim = key_dim if value_dim is None else value_dim
        self.dropout, self.use_bias = dropout, use_bias

    @hidden
    def projection(self, features, size):
        kernel = kernel_of('glorot_uniform', features, self.num_heads, size)
        return Projection(kernel, initial('zeros', self.num_heads, size) if self.use_bias else None)

    @hidden
    def prepared(self, query, value, key):
        if self.built:
            return None
        self.built = True
        features = np.shape(query)[-1]
        self.query_dense = self.projection(features, self.key_dim)
        self.key_dense = self.projection(np.shape(key)[-1], self.key_dim)
        self.value_dense = self.projection(np.shape(value)[-1], self.value_dim)
        kernel = kernel_of('glorot_uniform', self.num_heads, self.value_dim, features)
        self.output_dense = Projection(kernel, initial('zeros', features) if self.use_bias else None)

    def __call__(self, query, value, key=None, query_mask=None, value_mask=None, key_mask=None, attention_mask=None,
                 return_attention_scores=False, training=False, use_causal_mask=False):
        if is_symbolic(query):
            settings = {'key': key, 'attention_mask': attention_mask, 'use_causal_mask': use_causal_mask,
                        'return_attention_scores': return_attention_scores}
            return _symbolic(self, (query, value), settings, 2 if return_attention_scores else 1)
        return self.call(query, value, key, query_mask, value_mask, key_mask, attention_mask, return_attention_scores,
                         training, use_causal_mask)

    @hidden
    def call(self, query, value, key=None, query_mask=None, value_mask=None, key_mask=None, attention_mask=None,
             return_attention_scores=False, training=False, use_causal_mask=False):
        if query_mask is not None or value_mask is not None or key_mask is not None:
            refuse('`MultiHeadAttention` is read with `attention_mask` alone.', 'Put the masks into one of pairs.')
        key = value if key is None else key
        self.prepared(query, value, key)
        q, k, v = self.query_dense.split(query), self.key_dense.split(key), self.value_dense.split(value)
        scores = (q/np.sqrt(self.key_dim)) @ np.swapaxes(k, -1, -2)
        if attention_mask is not None:
            mask = np.asarray(attention_mask)
            mask = np.expand_dims(mask, -3) if np.ndim(mask) == 3 else mask
            scores = np.where(mask == 1, scores, -1e9)
        if use_causal_mask:
            scores = np.where(np.tri(np.shape(scores)[-2], np.shape(scores)[-1]) == 1, scores, -1e9)
        weights = softmax(scores, -1)
        if self.dropout:
            weights = dropout(weights, self.dropout, training)
        out = self.output_dense.merged(weights @ v)
        return (out, weights) if return_attention_scores else out
"""

WRAPPERS = """

class Bidirectional(Layer):
    def __init__(self, layer, merge_mode='concat', weights=None, backward_layer=None, input_shape=None, name=None):
        if merge_mode not in ('concat', 'sum', 'mul', 'ave', None):
            refuse(f"`Bidirectional` has no merge mode '{merge_mode}'.", "There are: concat, sum, mul, ave and None.")
        self.forward_layer, self.merge_mode = layer, merge_mode
        self.backward_layer = copy.deepcopy(layer) if backward_layer is None else backward_layer
        if backward_layer is None:
            self.backward_layer.go_backwards = not layer.go_backwards
        self.results = (2*layer.results - 1 if merge_mode is not None else 2*layer.results)
        if input_shape is not None:
            for each in (self.forward_layer, self.backward_layer):
                each.build((None,) + tuple(input_shape))
                each.built = True

    @hidden
    def call(self, inputs, initial_state=None, training=False):
        starts = (None, None)
        if initial_state is not None:
            half = len(initial_state)//2
            starts = (initial_state[:half], initial_state[half:])
        one = self.forward_layer(inputs, initial_state=starts[0], training=training)
        two = self.backward_layer(inputs, initial_state=starts[1], training=training)
        states = []
        if self.forward_layer.return_state:
            states, one, two = list(one[1:]) + list(two[1:]), one[0], two[0]
        if self.forward_layer.return_sequences:
            two = np.flip(two, 1)
        outs = [one, two] if self.merge_mode is None else [self.merged(one, two)]
        return outs[0] if len(outs) + len(states) == 1 else outs + states

    @hidden
    def merged(self, one, two):
        if self.merge_mode == 'concat':
            return np.concatenate([one, two], -1)
        if self.merge_mode == 'mul':
            return one*two
        return one + two if self.merge_mode == 'sum' else (one + two)/2


class TimeDistributed(Layer):
    def __init__(self, layer, input_shape=None, name=None):
        self.layer = layer

    @hidden
    def call(self, inputs, training=False):
        shape = np.shape(inputs)
        rows = np.reshape(inputs, (shape[0]*shape[1],) + shape[2:])
        out = self.layer(rows, training=training) if takes_training(self.layer) else self.layer(rows)
        return np.reshape(out, shape[:2] + np.shape(out)[1:])
"""
LAYERS = ATTENTION + WRAPPERS
