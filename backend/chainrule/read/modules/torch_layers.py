"""The functions of torch.nn.functional that work on images and sequences, written in the language over the ops.

Convolutions, pooling, resizing, recurrent cells and attention. `FUNCTIONS` joins the text of `torch_functional_text`,
and `HELPERS` are the rows that it calls.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from ..calling import Arguments
from ..values import Const, Number, Value
from .creation import checked_size, literal
from .present import now
from .rows import Row, op
from .torch_random import stand_in_of

__all__ = ["FUNCTIONS", "HELPERS", "HIDDEN_NAMES", "TORCH_NAMES"]

CONVOLUTIONS = """

def _each(value, rank):
    return tuple(value) if isinstance(value, (tuple, list)) else (value,)*rank


def _ranked(input, rank, name):
    if np.ndim(input) not in (rank + 1, rank + 2):
        refuse(f'`{name}` takes {rank + 1} or {rank + 2} axes, not {np.ndim(input)}: (examples, channels, ...).',
               'Write `x[None]` for an input of one channel, and `w[None, None]` for one kernel.')
    return np.expand_dims(input, 0) if np.ndim(input) == rank + 1 else input


def _alone(out, input, rank):
    return out[0] if np.ndim(input) == rank + 1 else out


def _biased(out, bias, rank):
    return out if bias is None else out + np.reshape(bias, (-1,) + (1,)*rank)


def _conv(input, weight, bias, stride, padding, dilation, groups, rank):
    x = _ranked(input, rank, f'conv{rank}d')
    if isinstance(padding, str):
        if padding not in ('valid', 'same'):
            refuse("`padding` is a number, 'valid' or 'same'.", "Write `padding='same'`.")
        if padding == 'same' and any([s != 1 for s in _each(stride, rank)]):
            refuse("`padding='same'` goes with a stride of 1.", 'Give `padding` a number.')
        window, steps = np.shape(weight)[2:], _each(dilation, rank)
        total = [d*(k - 1) if padding == 'same' else 0 for k, d in zip(window, steps)]
        if any([t % 2 for t in total]):
            x = np.pad(x, [(0, 0), (0, 0)] + [(t//2, t - t//2) for t in total])
            total = [0]*rank
        padding = tuple([t//2 for t in total])
    out = conv_gate(x, weight, stride, padding, dilation, groups)
    return _alone(_biased(out, bias, rank), input, rank)


def _conv_transpose(input, weight, bias, stride, padding, output_padding, groups, dilation, rank):
    x = _ranked(input, rank, f'conv_transpose{rank}d')
    out = conv_transpose_gate(x, weight, stride, padding, output_padding, dilation, groups)
    return _alone(_biased(out, bias, rank), input, rank)


def _max_pool(input, kernel_size, stride, padding, dilation, ceil_mode, return_indices, rank):
    x = _ranked(input, rank, f'max_pool{rank}d')
    out = _alone(max_pool_gate(x, kernel_size, stride, padding, dilation, ceil_mode), input, rank)
    if not return_indices:
        return out
    return out, _alone(max_places_gate(x, kernel_size, stride, padding, dilation, ceil_mode), input, rank)


def _avg_pool(input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override, rank):
    x = _ranked(input, rank, f'avg_pool{rank}d')
    out = avg_pool_gate(x, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override)
    return _alone(out, input, rank)


def _targets(input, output_size, rank):
    sizes = np.shape(input)[-rank:]
    return [n if t is None else t for n, t in zip(sizes, _each(output_size, rank))]


def _adaptive_avg_pool(input, output_size, rank):
    x = _ranked(input, rank, f'adaptive_avg_pool{rank}d')
    sizes, targets = np.shape(x)[2:], _targets(x, output_size, rank)
    if all([n % t == 0 for n, t in zip(sizes, targets)]):
        window = tuple([n//t for n, t in zip(sizes, targets)])
        out = x if all([k == 1 for k in window]) else avg_pool_gate(x, window, window, 0, False, True, None)
    else:
        out = x
        for axis in range(-rank, 0):
            out = _along(out, averaging(sizes[axis], targets[axis]), axis)
    return _alone(out, input, rank)


def _along(x, matrix, axis):
    if axis == -1:
        return x @ transposed(matrix)
    if axis == -2:
        return matrix @ x
    return np.swapaxes(matrix @ np.swapaxes(x, axis, -2), axis, -2)


def _adaptive_max_pool(input, output_size, rank):
    x = _ranked(input, rank, f'adaptive_max_pool{rank}d')
    sizes, targets = np.shape(x)[2:], _targets(x, output_size, rank)
    if all([n % t == 0 for n, t in zip(sizes, targets)]):
        window = tuple([n//t for n, t in zip(sizes, targets)])
        return _alone(max_pool_gate(x, window, window, 0, 1, False), input, rank)
    spans = [[(i*n//t, -(-(i + 1)*n//t)) for i in range(t)] for n, t in zip(sizes, targets)]
    if rank == 3:
        layers = [_of_spans(x[:, :, a:b], b - a, spans[1], spans[2]) for a, b in spans[0]]
        return _alone(np.concatenate(layers, 2), input, rank)
    if rank == 1:
        parts = [max_pool_gate(x[:, :, a:b], b - a, 1, 0, 1, False) for a, b in spans[0]]
        return _alone(np.concatenate(parts, -1), input, rank)
    return _alone(_of_spans(x, None, spans[0], spans[1]), input, rank)


def _of_spans(x, depth, heights, widths):
    rows = []
    for a, b in heights:
        row = []
        for c, d in widths:
            window = (b - a, d - c) if depth is None else (depth, b - a, d - c)
            row.append(max_pool_gate(x[..., a:b, c:d], window, 1, 0, 1, False))
        rows.append(np.concatenate(row, -1))
    return np.concatenate(rows, -2)


def _max_unpool(input, indices, kernel_size, stride, padding, output_size, rank):
    x, places = _ranked(input, rank, f'max_unpool{rank}d'), _ranked(indices, rank, f'max_unpool{rank}d')
    if output_size is None:
        window, before = _each(kernel_size, rank), _each(padding, rank)
        steps = window if stride is None else _each(stride, rank)
        sizes = [(n - 1)*s - 2*p + k for n, s, p, k in zip(np.shape(x)[2:], steps, before, window)]
    else:
        sizes = list(output_size)[-rank:]
    front, total = np.shape(x)[:2], 1
    for n in sizes:
        total = total*n
    flat = scatter_along_gate(np.zeros(front + (total,)), np.reshape(x, front + (-1,)),
                              np.reshape(places, front + (-1,)), 2)
    return _alone(np.reshape(flat, front + tuple(sizes)), input, rank)


def unfold(input, kernel_size, dilation=1, padding=0, stride=1):
    x = _ranked(input, 2, 'unfold')
    out = conv_gate(x, window_kernel(np.shape(x)[1], _each(kernel_size, 2)), stride, padding, dilation, np.shape(x)[1])
    return _alone(np.reshape(out, np.shape(out)[:2] + (-1,)), input, 2)


def fold(input, output_size, kernel_size, dilation=1, padding=0, stride=1):
    x = np.expand_dims(input, 0) if np.ndim(input) == 2 else input
    window, d, p, s = _each(kernel_size, 2), _each(dilation, 2), _each(padding, 2), _each(stride, 2)
    rest = [n + 2*p[i] - d[i]*(window[i] - 1) - 1 for i, n in enumerate(_each(output_size, 2))]
    counts = tuple([r//s[i] + 1 for i, r in enumerate(rest)])
    more = tuple([r % s[i] for i, r in enumerate(rest)])
    channels = np.shape(x)[1]//(window[0]*window[1])
    out = conv_transpose_gate(np.reshape(x, np.shape(x)[:2] + counts), window_kernel(channels, window), s, p, more, d,
                              channels)
    return out[0] if np.ndim(input) == 2 else out


def pixel_shuffle(input, upscale_factor):
    r, shape = upscale_factor, np.shape(input)
    front, (c, h, w) = shape[:-3], shape[-3:]
    x = np.reshape(input, (-1, c//r**2, r, r, h, w))
    return np.reshape(np.transpose(x, (0, 1, 4, 2, 5, 3)), front + (c//r**2, h*r, w*r))


def pixel_unshuffle(input, downscale_factor):
    r, shape = downscale_factor, np.shape(input)
    front, (c, h, w) = shape[:-3], shape[-3:]
    x = np.reshape(input, (-1, c, h//r, r, w//r, r))
    return np.reshape(np.transpose(x, (0, 1, 3, 5, 2, 4)), front + (c*r**2, h//r, w//r))


def channel_shuffle(input, groups):
    shape = np.shape(input)
    x = np.reshape(input, (shape[0], groups, shape[1]//groups) + shape[2:])
    return np.reshape(np.swapaxes(x, 1, 2), shape)


def local_response_norm(input, size, alpha=0.0001, beta=0.75, k=1.0):
    shape = np.shape(input)
    squares = np.reshape(input**2, (shape[0], 1, shape[1], -1))
    wide = np.pad(squares, ((0, 0), (0, 0), (size//2, (size - 1)//2), (0, 0)))
    near = np.reshape(avg_pool_gate(wide, (size, 1), 1, 0, False, True, None), shape)
    return input/(k + alpha*near)**beta


def interpolate(input, size=None, scale_factor=None, mode='nearest', align_corners=None, recompute_scale_factor=None,
                antialias=False):
    rank = np.ndim(input) - 2
    if rank < 1:
        refuse('`interpolate` takes examples x channels x sizes.', 'Give it an array with three axes or more.')
    if mode not in ('nearest', 'nearest-exact', 'area', 'linear', 'bilinear', 'bicubic', 'trilinear'):
        refuse(f"`interpolate` has no mode '{mode}' here.", "Use 'nearest', 'bilinear' or 'bicubic'.")
    if mode in ('linear', 'bilinear', 'bicubic', 'trilinear') and rank != {'linear': 1, 'trilinear': 3}.get(mode, 2):
        refuse('This mode does not fit the number of dimensions.', "Use 'linear', 'bilinear' or 'trilinear'.")
    if (size is None) == (scale_factor is None):
        refuse('`interpolate` takes a `size` or a `scale_factor`, one of them.', 'Write `scale_factor=2`.')
    sizes = np.shape(input)[2:]
    scales = [None]*rank if scale_factor is None else list(_each(scale_factor, rank))
    targets = list(_each(size, rank)) if size is not None else [int(n*s) for n, s in zip(sizes, scales)]
    if size is not None or recompute_scale_factor:
        scales = [None]*rank
    if antialias:
        refuse('`interpolate` is read without `antialias`.', 'Leave it out.')
    if mode == 'area':
        return _adaptive_avg_pool(input, tuple(targets), rank)
    out = input
    for axis in range(-rank, 0):
        n, t, s = sizes[axis], targets[axis], scales[axis]
        if mode in ('nearest', 'nearest-exact'):
            out = np.take(out, nearest_places(n, t, s, mode == 'nearest-exact'), axis)
        elif n != t or mode == 'bicubic':
            out = _along(out, between(n, t, s, mode, align_corners), axis)
    return out


def upsample(input, size=None, scale_factor=None, mode='nearest', align_corners=None):
    return interpolate(input, size, scale_factor, mode, align_corners)


def _dropped(input, p, training, kept_axes):
    if not training or p == 0:
        return input
    shape = np.shape(input)
    return input*(random_of(shape[:kept_axes] + (1,)*(len(shape) - kept_axes)) > p)/(1 - p)


def dropout1d(input, p=0.5, training=True, inplace=False):
    return _dropped(input, p, training, np.ndim(input) - 1)


def dropout2d(input, p=0.5, training=True, inplace=False):
    return _dropped(input, p, training, max(np.ndim(input) - 2, 1))


def dropout3d(input, p=0.5, training=True, inplace=False):
    return _dropped(input, p, training, np.ndim(input) - 3)
"""

RANKED = """

def conv{n}d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return _conv(input, weight, bias, stride, padding, dilation, groups, {n})


def conv_transpose{n}d(input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    return _conv_transpose(input, weight, bias, stride, padding, output_padding, groups, dilation, {n})


@hidden
def max_pool{n}d(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False):
    return _max_pool(input, kernel_size, stride, padding, dilation, ceil_mode, return_indices, {n})


@hidden
def max_pool{n}d_with_indices(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
    return _max_pool(input, kernel_size, stride, padding, dilation, ceil_mode, True, {n})


@hidden
def avg_pool{n}d(input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True,
               divisor_override=None):
    return _avg_pool(input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override, {n})


@hidden
def adaptive_avg_pool{n}d(input, output_size):
    return _adaptive_avg_pool(input, output_size, {n})


@hidden
def adaptive_max_pool{n}d(input, output_size, return_indices=False):
    if return_indices:
        refuse('`adaptive_max_pool{n}d` is read without `return_indices`.', 'Leave it out.')
    return _adaptive_max_pool(input, output_size, {n})


def max_unpool{n}d(input, indices, kernel_size, stride=None, padding=0, output_size=None):
    return _max_unpool(input, indices, kernel_size, stride, padding, output_size, {n})


@hidden
def lp_pool{n}d(input, norm_type, kernel_size, stride=None, ceil_mode=False):
    total = 1
    for k in _each(kernel_size, {n}):
        total = total*k
    return (total*_avg_pool(input**norm_type, kernel_size, stride, 0, ceil_mode, True, None, {n}))**(1/norm_type)
"""

SEQUENCES = """

def rnn_tanh_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
    return np.tanh(linear(input, w_ih, b_ih) + linear(hx, w_hh, b_hh))


def rnn_relu_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
    return np.maximum(linear(input, w_ih, b_ih) + linear(hx, w_hh, b_hh), 0)


def lstm_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
    h, c = hx
    z = linear(input, w_ih, b_ih) + linear(h, w_hh, b_hh)
    c = lstm_memory(z, c)
    return lstm_output(z, c), c


def lstm_memory(z, c):
    n = np.shape(c)[-1]
    i, f, g = plain_sigmoid(z[..., :n]), plain_sigmoid(z[..., n:2*n]), np.tanh(z[..., 2*n:3*n])
    return f*c + i*g


def lstm_output(z, c):
    n = np.shape(c)[-1]
    return plain_sigmoid(z[..., 3*n:])*np.tanh(c)


def gru_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
    a, b = linear(input, w_ih, b_ih), linear(hx, w_hh, b_hh)
    n = np.shape(hx)[-1]
    r = plain_sigmoid(a[..., :n] + b[..., :n])
    z = plain_sigmoid(a[..., n:2*n] + b[..., n:2*n])
    m = np.tanh(a[..., 2*n:] + r*b[..., 2*n:])
    return (1 - z)*m + z*hx


def _unrolled(cell, x, starts, params, each, num_layers, dropout, train, bidirectional, batch_first, lengths):
    directions = 2 if bidirectional else 1
    if batch_first:
        x = np.swapaxes(x, 0, 1)
    steps, last = [read_here(x[t]) for t in range(np.shape(x)[0])], []
    rests = [None]*len(steps) if lengths is None else [_inside(lengths, t) for t in range(len(steps))]
    for layer in range(num_layers):
        sides = []
        for side in range(directions):
            place = layer*directions + side
            weights, state, outs = params[each*place:each*place + each], starts[place], []
            pairs = list(zip(steps, rests))
            for step, inside in (pairs if side == 0 else pairs[::-1]):
                state = _where_inside(inside, cell(step, state, *weights), state)
                outs.append(state[0] if isinstance(state, tuple) else state)
            sides.append(outs if side == 0 else outs[::-1])
            last.append(state)
        steps = sides[0] if directions == 1 else [np.concatenate(pair, -1) for pair in zip(*sides)]
        if dropout > 0 and train and layer < num_layers - 1:
            steps = [_dropped(step, dropout, True, np.ndim(step)) for step in steps]
    return np.stack(steps, 1 if batch_first else 0), last


def _inside(lengths, t):
    inside = [n > t for n in lengths]
    return None if all(inside) else np.array([[each] for each in inside])


def _where_inside(inside, new, old):
    if inside is None:
        return new
    if isinstance(new, tuple):
        return tuple([np.where(inside, a, b) for a, b in zip(new, old)])
    return np.where(inside, new, old)


def _simple(cell, input, hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first, lengths):
    starts = [read_here(hx[i]) for i in range(np.shape(hx)[0])]
    out, last = _unrolled(cell, input, starts, list(params), 4 if has_biases else 2, num_layers, dropout, train,
                          bidirectional, batch_first, lengths)
    return out, np.stack(last)


@hidden
def rnn_tanh(input, hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first=False, lengths=None):
    return _simple(rnn_tanh_cell, input, hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first,
                   lengths)


@hidden
def rnn_relu(input, hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first=False, lengths=None):
    return _simple(rnn_relu_cell, input, hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first,
                   lengths)


@hidden
def gru(input, hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first=False, lengths=None):
    return _simple(gru_cell, input, hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first,
                   lengths)


@hidden
def lstm(input, hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first=False, lengths=None):
    h, c = hx
    starts = [(read_here(h[i]), read_here(c[i])) for i in range(np.shape(h)[0])]
    projects = np.shape(h)[-1] != np.shape(c)[-1]
    each = (4 if has_biases else 2) + (1 if projects else 0)
    out, last = _unrolled(_projected_cell if projects else lstm_cell, input, starts, list(params), each, num_layers,
                          dropout, train, bidirectional, batch_first, lengths)
    return out, np.stack([h for h, c in last]), np.stack([c for h, c in last])


def _projected_cell(input, hx, *weights):
    h, c = lstm_cell(input, hx, *weights[:-1])
    return linear(h, weights[-1]), c


@hidden
def multi_head_attention_forward(query, key, value, embed_dim_to_check, num_heads, in_proj_weight, in_proj_bias, bias_k,
                                 bias_v, add_zero_attn, dropout_p, out_proj_weight, out_proj_bias, training=True,
                                 key_padding_mask=None, need_weights=True, attn_mask=None,
                                 use_separate_proj_weight=False, q_proj_weight=None, k_proj_weight=None,
                                 v_proj_weight=None, static_k=None, static_v=None, average_attn_weights=True,
                                 is_causal=False):
    if static_k is not None or static_v is not None:
        refuse('Attention is read without `static_k` and `static_v`.', 'Leave them out.')
    e = embed_dim_to_check
    if use_separate_proj_weight:
        weights = [q_proj_weight, k_proj_weight, v_proj_weight]
    else:
        weights = [in_proj_weight[i*e:(i + 1)*e] for i in range(3)]
    biases = [None]*3 if in_proj_bias is None else [in_proj_bias[i*e:(i + 1)*e] for i in range(3)]
    parts = [linear(x, w, b) for x, w, b in zip((query, key, value), weights, biases)]
    more = 0
    if bias_k is not None:
        parts, more = [parts[0], _with_row(parts[1], bias_k), _with_row(parts[2], bias_v)], 1
    if add_zero_attn:
        parts, more = [parts[0], _with_row(parts[1], None), _with_row(parts[2], None)], more + 1
    heads = [_heads(x, num_heads) for x in parts]
    mask = _masks(attn_mask, key_padding_mask, is_causal, query, key, num_heads)
    if mask is not None and more:
        mask = np.pad(mask, [(0, 0)]*(np.ndim(mask) - 1) + [(0, more)])
    p = dropout_p if training else 0.0
    mixed, shares = attention_weights(heads[0], heads[1], heads[2], mask, p)
    alone = np.ndim(query) == 2
    joined = np.reshape(np.moveaxis(mixed, -2, 0), np.shape(query)[:-1] + (e,))
    out = linear(joined, out_proj_weight, out_proj_bias)
    if not need_weights:
        return out, None
    shown = np.mean(shares, axis=-3) if average_attn_weights else shares
    return out, shown


def _with_row(x, row):
    shape = (1,) + np.shape(x)[1:]
    new = np.zeros(shape) if row is None else np.broadcast_to(np.reshape(row, (1,)*(len(shape) - 1) + (-1,)), shape)
    return np.concatenate([x, new], 0)


def _heads(x, count):
    shape = np.shape(x)
    return np.moveaxis(np.reshape(x, shape[:-1] + (count, shape[-1]//count)), 0, -2)


def attention_weights(q, k, v, mask, p):
    scores = q @ swapped(k)/np.sqrt(np.shape(q)[-1])
    if mask is not None:
        scores = scores + mask
    shares = softmax_over(scores, -1)
    if p > 0:
        shares = _dropped(shares, p, True, np.ndim(shares))
    return shares @ v, shares


def _masks(attn_mask, key_padding_mask, is_causal, query, key, num_heads):
    mask = None
    if attn_mask is not None:
        mask = np.where(attn_mask, -np.inf, 0.0) if is_mask(attn_mask) else attn_mask
        if np.ndim(mask) == 3 and np.ndim(query) == 3:
            mask = np.reshape(mask, (-1, num_heads) + np.shape(mask)[1:])
    if key_padding_mask is not None:
        hidden_keys = np.where(key_padding_mask, -np.inf, 0.0) if is_mask(key_padding_mask) else key_padding_mask
        hidden_keys = hidden_keys[..., None, None, :]
        mask = hidden_keys if mask is None else mask + hidden_keys
    return mask


def embedding_bag(input, weight, offsets=None, max_norm=None, norm_type=2, scale_grad_by_freq=False, mode='mean',
                  sparse=False, per_sample_weights=None, include_last_offset=False, padding_idx=None):
    if max_norm is not None or scale_grad_by_freq or padding_idx is not None:
        refuse('`embedding_bag` is read without `max_norm`, `scale_grad_by_freq` and `padding_idx`.', 'Leave them out.')
    if mode not in ('sum', 'mean', 'max'):
        refuse("`mode` is 'sum', 'mean' or 'max'.", "Write `mode='mean'`.")
    rows = weight[input]
    if per_sample_weights is not None:
        rows = rows*per_sample_weights[..., None]
    if offsets is None and np.ndim(input) == 1:
        refuse('Where the bags are one list, `offsets` says at which place each begins.', 'Write `offsets=[0, 2]`.')
    if offsets is None:
        return _bag(rows, mode, 1)
    starts = whole_numbers(offsets)
    ends = starts[1:] if include_last_offset else starts[1:] + [np.shape(input)[0]]
    empty = np.zeros(np.shape(weight)[1])
    return np.stack([empty if a == b else _bag(rows[a:b], mode, 0) for a, b in zip(starts, ends)])


def _bag(rows, mode, axis):
    if mode == 'sum':
        return np.sum(rows, axis=axis)
    return np.mean(rows, axis=axis) if mode == 'mean' else np.max(rows, axis=axis)
"""
FUNCTIONS = CONVOLUTIONS + "".join(RANKED.replace("{n}", str(rank)) for rank in (1, 2, 3)) + SEQUENCES


def _averaging(call: Arguments) -> Value:
    """Return the matrix that takes the mean over each of `targets` windows, which may overlap, of `size` entries."""
    size, targets = (call.integer(value) for value in call.args)
    checked_size(call, (targets, size))
    matrix = np.zeros((targets, size))
    for i in range(targets):
        start, end = i * size // targets, -(-(i + 1) * size // targets)
        matrix[i, start:end] = 1 / (end - start)
    return literal(call, matrix)


def _scale(call: Arguments, size: int, target: int, scale: Value) -> float:
    return size / target if scale is None else 1 / float(call.static(scale))


def _nearest_places(call: Arguments) -> Value:
    """Return the index of the entry that each entry of a resized axis is copied from."""
    size, target = (call.integer(value) for value in call.args[:2])
    checked_size(call, (target,))
    step, shift = _scale(call, size, target, call.args[2]), 0.5 if call.flag(call.args[3]) else 0.0
    return tuple(Const(min(int((i + shift) * step), size - 1)) for i in range(target))


def _between(call: Arguments) -> Value:
    """Return the matrix of a linear or cubic interpolation along one axis."""
    size, target = (call.integer(value) for value in call.args[:2])
    scale, mode, align = call.args[2:]
    if mode not in LINEAR and mode != "bicubic":
        raise call.refuse(f"`interpolate` has no mode {mode!r} here.", "Use 'nearest', 'bilinear' or 'bicubic'.")
    checked_size(call, (target, size))
    matrix = np.zeros((target, size))
    for i in range(target):
        if align is not None and call.flag(align):
            at = i * (size - 1) / (target - 1) if target > 1 else 0.0
        else:
            at = (i + 0.5) * _scale(call, size, target, scale) - 0.5
            at = at if mode == "bicubic" else max(at, 0.0)
        below = math.floor(at)
        weights = _cubic(at - below) if mode == "bicubic" else (1 - (at - below), at - below)
        first = below - 1 if mode == "bicubic" else below
        for place, weight in enumerate(weights, first):
            matrix[i, min(max(place, 0), size - 1)] += weight
    return literal(call, matrix)


LINEAR = ("linear", "bilinear", "trilinear")


def _cubic(t: float) -> tuple[float, ...]:
    """Keys' cubic convolution with a = -0.75, as PyTorch has it."""
    a = -0.75

    def near(x: float) -> float:
        return ((a + 2) * x - (a + 3)) * x * x + 1

    def far(x: float) -> float:
        return ((a * x - 5 * a) * x + 8 * a) * x - 4 * a

    return far(t + 1), near(t), near(1 - t), far(2 - t)


def _window_kernel(call: Arguments) -> Value:
    """Return the kernel that takes each place of a window out by itself, for each channel."""
    channels, *window = (call.integer(call.args[0]), *call.sizes([call.args[1]]))
    count = math.prod(window)
    checked_size(call, (channels * count, count))
    return literal(call, np.tile(np.eye(count), (channels, 1)).reshape(channels * count, 1, *window))


def _read_here(call: Arguments) -> Value:
    """Return a part of an array read here and not inside the function that uses it first: all cells are alike then."""
    return Number(call.machine.node(call.args[0], call.node))


def _whole_numbers(call: Arguments) -> Value:
    from ..values import Items

    return Items(Const(int(number)) for number in now(call, call.args[0]).ravel())


TORCH_NAMES = ("rnn_tanh", "rnn_relu", "gru", "lstm", "rnn_tanh_cell", "rnn_relu_cell", "gru_cell", "lstm_cell")
# of the functions above, those that PyTorch has in `torch` and not in `torch.nn.functional`
HIDDEN_NAMES = ("attention_weights", "lstm_memory", "lstm_output")  # those that PyTorch does not have
HELPERS: Mapping[str, Row] = {
    "conv_gate": op("conv"), "conv_transpose_gate": op("conv_transpose"), "max_pool_gate": op("max_pool"),
    "max_places_gate": op("max_places", kind="int"), "avg_pool_gate": op("avg_pool"),
    "scatter_along_gate": op("scatter_along", "a, b, c, axis=0"), "averaging": _averaging,
    "nearest_places": _nearest_places, "between": _between, "window_kernel": _window_kernel,
    "whole_numbers": _whole_numbers, "read_here": _read_here, "random_of": stand_in_of(lambda call: call.sizes(call.args)),
}  # fmt: skip
