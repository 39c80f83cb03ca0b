"""Functions of torch.nn.functional as text in the formula language, and the helpers that this text calls."""

from __future__ import annotations

import numpy as np

from ...graph import INPUT
from ..calling import Arguments
from ..operators import kind_of
from ..values import Const, Items, Value
from .creation import literal
from .prelude_calls import classes, prelude
from .present import glimpse, now
from .rows import op
from .source_definitions import SourceDefinitions
from .torch import FUNCTIONS, TORCH, over_dimension
from .torch_layers import FUNCTIONS as FUNCTIONS_OF_LAYERS
from .torch_layers import HELPERS as LAYER_HELPERS
from .torch_random import stand_in_of

__all__ = ["TEXT"]


TEXT = SourceDefinitions(
    """
def _reduced(values, reduction):
    if reduction == 'none':
        return values
    if reduction == 'sum':
        return total(values)
    if reduction != 'mean':
        refuse("A loss is reduced by 'mean', 'sum' or 'none'.", "Write `reduction='mean'`.")
    return average(values)


@hidden
def mse_loss(input, target, size_average=None, reduce=None, reduction='mean', weight=None):
    if weight is None:
        return plain_mse(input, target) if reduction == 'mean' else _reduced((input - target)**2, reduction)
    each = weight*(input - target)**2
    return total(each)/total(np.broadcast_to(weight, np.shape(each))) if reduction == 'mean' else _reduced(each, reduction)


@hidden
def l1_loss(input, target, size_average=None, reduce=None, reduction='mean'):
    if reduction == 'mean':
        return plain_l1(input, target)
    return _reduced(abs(input - target), reduction)


@hidden
def smooth_l1_loss(input, target, size_average=None, reduce=None, reduction='mean', beta=1.0):
    if beta == 0:
        return l1_loss(input, target, reduction=reduction)
    if reduction == 'mean':
        return plain_smooth_l1(input, target, beta)
    d = abs(input - target)
    return _reduced(np.where(d < beta, 0.5*d**2/beta, d - 0.5*beta), reduction)


@hidden
def huber_loss(input, target, reduction='mean', delta=1.0):
    if reduction == 'mean':
        return plain_huber(input, target, delta)
    d = abs(input - target)
    return _reduced(np.where(d < delta, 0.5*d**2, delta*(d - 0.5*delta)), reduction)


def _sizes(a):
    return '×'.join([str(n) for n in np.shape(a)]) if np.ndim(a) else 'one number'


def _one_target_for_each(input, target):
    if np.shape(input) != np.shape(target):
        have, need = _sizes(target), _sizes(input)
        refuse(f'The targets are {have}, the input is {need}.',
               'Give both the same shape: `target.view_as(output)`, or `output.squeeze(1)`.')


@hidden
def binary_cross_entropy(input, target, weight=None, size_average=None, reduce=None, reduction='mean'):
    _one_target_for_each(input, target)
    if reduction == 'mean' and weight is None:
        return plain_bce(input, target)
    each = -(target*np.log(input) + (1 - target)*np.log(1 - input))
    return _reduced(each if weight is None else weight*each, reduction)


@hidden
def binary_cross_entropy_with_logits(input, target, weight=None, size_average=None, reduce=None, reduction='mean',
                                     pos_weight=None):
    _one_target_for_each(input, target)
    if reduction == 'mean' and weight is None and pos_weight is None:
        return plain_bce_logits(input, target)
    if pos_weight is None:
        each = np.maximum(input, 0) - input*target + np.log1p(np.exp(-abs(input)))
    else:
        scale = 1 + (pos_weight - 1)*target
        each = (1 - target)*input + scale*(np.log1p(np.exp(-abs(input))) + np.maximum(-input, 0))
    return _reduced(each if weight is None else weight*each, reduction)


@hidden
def cross_entropy(input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean',
                  label_smoothing=0.0):
    if len(np.shape(input)) > 2:
        if np.shape(target) == np.shape(input):
            target = np.moveaxis(target, 1, -1)
        input = np.moveaxis(input, 1, -1)
    chances = np.shape(target) == np.shape(input)
    if not chances and np.shape(target) != np.shape(input)[:-1]:
        needs_labels(target, np.shape(input)[:-1], np.shape(input)[-1])
        refuse('The targets do not fit the scores.', 'Give one class for each row of scores, or its distribution.')
    plain = weight is None and label_smoothing == 0
    if chances:
        if plain and reduction == 'mean':
            return plain_cross_entropy(input, target)
        t = (1 - label_smoothing)*target + label_smoothing/np.shape(input)[-1] if label_smoothing != 0 else target
        p = plain_log_softmax(input)
        return _reduced(-total_last(t*p if weight is None else t*p*weight), reduction)
    if plain and reduction == 'mean' and not holds(target, ignore_index):
        if masked_out(input):
            shares = plain_log_softmax(input)
            return -np.mean(np.take_along_axis(shares, np.expand_dims(target, -1), -1))
        return plain_cross_entropy(input, target)
    return _of_classes(plain_log_softmax(input), target, weight, ignore_index, reduction, label_smoothing)


def _of_classes(p, target, weight, ignore_index, reduction, label_smoothing):
    t = one_hot_of(p, target, ignore_index)
    w = t if weight is None else t*weight
    each = -total_last(w*p)
    if label_smoothing != 0:
        kept = total_last(t)
        smooth = -total_last(p if weight is None else p*weight)*kept/np.shape(p)[-1]
        each = (1 - label_smoothing)*each + label_smoothing*smooth
    if reduction == 'mean':
        return total(each)/total(w)
    return _reduced(each, reduction)


@hidden
def nll_loss(input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean'):
    if len(np.shape(input)) > 2:
        input = np.moveaxis(input, 1, -1)
    if np.shape(target) != np.shape(input)[:-1]:
        needs_labels(target, np.shape(input)[:-1], np.shape(input)[-1])
        refuse('The targets do not fit the scores.', 'Give one class for each row of scores.')
    if reduction == 'mean' and weight is None and not holds(target, ignore_index):
        return plain_nll(input, target)
    return _of_classes(input, target, weight, ignore_index, reduction, 0)


def kl_div(input, target, size_average=None, reduce=None, reduction='mean', log_target=False):
    each = np.exp(target)*(target - input) if log_target else xlogy(target, target) - target*input
    if reduction == 'batchmean':
        return total(each)/input.shape[0]
    return _reduced(each, reduction)


def gaussian_nll_loss(input, target, var, full=False, eps=1e-06, reduction='mean'):
    v = _at_least(var, eps)
    each = 0.5*(np.log(v) + (input - target)**2/v)
    return _reduced(each + 0.9189385332046727 if full else each, reduction)


def _at_least(values, eps):
    return values + stopped(np.maximum(values, eps) - values)  # as PyTorch has it: the gradient passes the clip


def multilabel_margin_loss(input, target, size_average=None, reduce=None, reduction='mean'):
    x, t = np.atleast_2d(input), np.atleast_2d(target)
    n, c = np.shape(x)
    each = [_multilabel_margin(x[i], [int(label) for label in t[i]])/c for i in range(n)]
    return _reduced(each[0] if np.ndim(input) == 1 else np.stack(each), reduction)


def _multilabel_margin(x, labels):
    right = []
    for label in labels:
        if label < 0:
            break
        right.append(label)
    others = [i for i in range(len(labels)) if all([i != label for label in right])]
    if len(right) == 0 or len(others) == 0:
        return 0*np.sum(x)
    return sum([np.sum(np.maximum(0, 1 - (x[k] - np.take(x, others)))) for k in right])


def triplet_margin_with_distance_loss(anchor, positive, negative, distance_function=None, margin=1.0, swap=False,
                                      reduction='mean'):
    distance = pairwise_distance if distance_function is None else distance_function
    near, far = distance(anchor, positive), distance(anchor, negative)
    if swap:
        far = np.minimum(far, distance(positive, negative))
    return _reduced(np.maximum(0, near - far + margin), reduction)


def poisson_nll_loss(input, target, log_input=True, full=False, size_average=None, eps=1e-08, reduce=None,
                     reduction='mean'):
    each = np.exp(input) - target*input if log_input else input - target*np.log(input + eps)
    if full:
        above = np.where(target > 1, target, 1)
        stirling = above*np.log(above) - above + 0.5*np.log(2*np.pi*above)
        each = each + np.where(target > 1, stirling, 0)
    return _reduced(each, reduction)


def hinge_embedding_loss(input, target, margin=1.0, size_average=None, reduce=None, reduction='mean'):
    each = np.where(target == 1, 0, np.maximum(0, margin - input)) + np.where(target == -1, 0, input)
    return _reduced(each, reduction)


def margin_ranking_loss(input1, input2, target, margin=0, size_average=None, reduce=None, reduction='mean'):
    return _reduced(np.maximum(0, -target*(input1 - input2) + margin), reduction)


def soft_margin_loss(input, target, size_average=None, reduce=None, reduction='mean'):
    return _reduced(np.log1p(np.exp(-target*input)), reduction)


def multi_margin_loss(input, target, p=1, margin=1.0, weight=None, size_average=None, reduce=None, reduction='mean'):
    t = one_hot_of(input, target, -100)
    right = np.sum(t*input, axis=-1, keepdims=True)
    each = np.maximum(0, margin - right + input)**p*(1 - t)
    if weight is not None:
        each = each*np.sum(t*weight, axis=-1, keepdims=True)
    return _reduced(total_last(each)/np.shape(input)[-1], reduction)


def multilabel_soft_margin_loss(input, target, weight=None, size_average=None, reduce=None, reduction='mean'):
    each = target*plain_softplus(-input) + (1 - target)*plain_softplus(input)
    if weight is not None:
        each = each*weight
    return _reduced(total_last(each)/np.shape(input)[-1], reduction)


def triplet_margin_loss(anchor, positive, negative, margin=1.0, p=2, eps=1e-06, swap=False, size_average=None,
                        reduce=None, reduction='mean'):
    near = pairwise_distance(anchor, positive, p, eps)
    far = pairwise_distance(anchor, negative, p, eps)
    if swap:
        far = np.minimum(far, pairwise_distance(positive, negative, p, eps))
    return _reduced(np.maximum(0, near - far + margin), reduction)


def cosine_embedding_loss(input1, input2, target, margin=0, size_average=None, reduce=None, reduction='mean'):
    c = cosine_similarity(input1, input2, -1)
    return _reduced(np.where(target == 1, 1 - c, np.maximum(0, c - margin)), reduction)


def pairwise_distance(x1, x2, p=2.0, eps=1e-06, keepdim=False):
    d = abs(x1 - x2 + eps)
    if p == 2:
        return np.sqrt(np.sum(d**2, axis=-1, keepdims=keepdim))
    return np.sum(d**p, axis=-1, keepdims=keepdim)**(1/p)


def cosine_similarity(x1, x2, dim=1, eps=1e-08):
    if np.shape(x1) != np.shape(x2):
        x1, x2 = np.broadcast_arrays(x1, x2)
    length1 = np.sqrt(np.sum(x1**2, axis=dim))
    length2 = np.sqrt(np.sum(x2**2, axis=dim))
    return np.sum(x1*x2, axis=dim)/(_at_least(length1, eps)*_at_least(length2, eps))


def normalize(input, p=2.0, dim=1, eps=1e-12):
    return input/np.maximum(np.linalg.vector_norm(input, p, axis=dim, keepdims=True), eps)


def pdist(input, p=2.0):
    n = np.shape(input)[0]
    return np.stack([np.linalg.vector_norm(input[i] - input[j], p) for i in range(n) for j in range(i + 1, n)])


def linear(input, weight, bias=None):
    out = input @ transposed(weight)
    return out if bias is None else out + bias


def bilinear(input1, input2, weight, bias=None):
    out = np.einsum('...i,oij,...j->...o', input1, weight, input2)
    return out if bias is None else out + bias


@hidden
def embedding(input, weight, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False):
    if max_norm is not None or scale_grad_by_freq:
        refuse("`embedding` is read without `max_norm` and `scale_grad_by_freq`.", "Leave them out.")
    if has_negative(input):
        needs_labels(input, np.shape(input), np.shape(weight)[0])
        refuse("The places of an embedding begin at 0.", "Give it whole numbers from 0.")
    out = weight[input]
    if padding_idx is None:
        return out
    row = padding_idx % np.shape(weight)[0]
    return np.where(np.expand_dims(np.equal(input, row), -1), stopped(out), out)


def _fits(input, normalized_shape):
    sizes = tuple(normalized_shape) if isinstance(normalized_shape, (list, tuple)) else (normalized_shape,)
    if tuple(np.shape(input)[-len(sizes):]) != sizes:
        refuse('`normalized_shape` is not the size of the last axes.', 'Write `(x.shape[-1],)`.')


def layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-05):
    axes = last_axes(normalized_shape)
    if weight is None and bias is None:
        _fits(input, normalized_shape)
    if axes == -1 and weight is None and bias is None:
        return plain_layer_norm(input, eps)
    m = np.mean(input, axis=axes, keepdims=True)
    d = input - m
    out = d/np.sqrt(np.mean(d**2, axis=axes, keepdims=True) + eps)
    if weight is not None:
        out = out*weight
    return out if bias is None else out + bias


def rms_norm(input, normalized_shape, weight=None, eps=None):
    if weight is None:
        _fits(input, normalized_shape)
    e = 2.220446049250313e-16 if eps is None else eps
    out = input/np.sqrt(np.mean(input**2, axis=last_axes(normalized_shape), keepdims=True) + e)
    return out if weight is None else out*weight


def batch_norm(input, running_mean=None, running_var=None, weight=None, bias=None, training=False, momentum=0.1, eps=1e-05):
    rank = len(np.shape(input))
    axes = 0 if rank == 2 else (0,) + tuple(range(2, rank))
    if training:
        if np.size(input) == np.shape(input)[1]:
            refuse('Batch norm in training needs more than one value for each channel.',
                   'Give it more examples, or call `.eval()` first.')
        m = np.mean(input, axis=axes, keepdims=True)
        v = np.mean((input - m)**2, axis=axes, keepdims=True)
    else:
        m, v = _channels(running_mean, rank), _channels(running_var, rank)
    out = (input - m)/np.sqrt(v + eps)
    if weight is not None:
        out = out*_channels(weight, rank)
    return out if bias is None else out + _channels(bias, rank)


def _channels(values, rank):
    return values if rank == 2 else np.reshape(values, (-1,) + (1,)*(rank - 2))


def group_norm(input, num_groups, weight=None, bias=None, eps=1e-05):
    shape = np.shape(input)
    if shape[1] % num_groups:
        refuse(f'{num_groups} groups do not divide {shape[1]} channels.', '`num_groups` must divide the channels.')
    groups = np.reshape(input, (shape[0], num_groups, -1))
    d = groups - np.mean(groups, axis=-1, keepdims=True)
    out = np.reshape(d/np.sqrt(np.mean(d**2, axis=-1, keepdims=True) + eps), shape)
    if weight is not None:
        out = out*_channels(weight, len(shape))
    return out if bias is None else out + _channels(bias, len(shape))


def instance_norm(input, running_mean=None, running_var=None, weight=None, bias=None, use_input_stats=True,
                  momentum=0.1, eps=1e-05):
    if not use_input_stats:
        return batch_norm(input, running_mean, running_var, weight, bias, False, momentum, eps)
    return group_norm(input, np.shape(input)[1], weight, bias, eps)


def glu(input, dim=-1):
    a, b = halves(input, dim)
    return a*plain_sigmoid(b)


@hidden
def gelu(input, approximate='none'):
    if approximate not in ('none', 'tanh'):
        refuse("`approximate` is 'none' or 'tanh'.", 'Leave it out.')
    return plain_gelu_tanh(input) if approximate == 'tanh' else plain_gelu(input)


@hidden
def softplus(input, beta=1, threshold=20):
    if threshold == 20:
        return plain_softplus(input) if beta == 1 else plain_softplus(input, beta)
    return np.where(beta*input > threshold, input, plain_softplus(input, beta))


@hidden
def gumbel_softmax(logits, tau=1, hard=False, eps=1e-10, dim=-1):
    noise = -np.log(-np.log(random_like(logits)))
    soft = softmax_over((logits + noise)/tau, dim)
    if not hard:
        return soft
    largest = np.equal(soft, np.max(soft, axis=dim, keepdims=True))
    return largest - stopped(soft) + soft


def softmin(input, dim=None, _stacklevel=3, dtype=None):
    return softmax_over(-input, dim)


def hardtanh(input, min_val=-1.0, max_val=1.0, inplace=False):
    return np.where(input > min_val, np.where(input < max_val, input, max_val), min_val)


@hidden
def leaky_relu(input, negative_slope=0.01, inplace=False):
    return plain_leaky_relu(input, negative_slope)


@hidden
def elu(input, alpha=1.0, inplace=False):
    return plain_elu(input, alpha)


@hidden
def celu(input, alpha=1.0, inplace=False):
    return plain_celu(input, alpha)


@hidden
def prelu(input, weight):
    if np.size(weight) > 1 and len(np.shape(input)) > 2:
        weight = np.reshape(weight, (-1,) + (1,)*(len(np.shape(input)) - 2))
    return plain_prelu(input, weight)


def hardshrink(input, lambd=0.5):
    return np.where(abs(input) > lambd, input, 0)


def softshrink(input, lambd=0.5):
    return np.where(input > lambd, input - lambd, np.where(input < -lambd, input + lambd, 0))


def threshold(input, threshold, value, inplace=False):
    return np.where(input > threshold, input, value)


@hidden
def rrelu(input, lower=0.125, upper=0.3333333333333333, training=False, inplace=False):
    if training:
        refuse("`rrelu` draws its slopes at random in training.", "Call it with `training=False`, or use `leaky_relu`.")
    return plain_leaky_relu(input, (lower + upper)/2)


@hidden
def alpha_dropout(input, p=0.5, training=False, inplace=False):
    if training:
        refuse("`alpha_dropout` is not read in training.", "Call it with `training=False`.")
    return input


def dropout(input, p=0.5, training=True, inplace=False):
    _is_share(p)
    if not training or p == 0:
        return input
    if p == 1:
        return input*0
    return input*(random_like(input) > p)/(1 - p)


def _is_share(p):
    if not 0 <= p <= 1:
        refuse(f'The probability of dropout is between 0 and 1, not {p}.', 'Write `p=0.5`.')


def scaled_dot_product_attention(query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None,
                                 enable_gqa=False):
    if enable_gqa:
        share = np.shape(query)[-3]//np.shape(key)[-3]
        key, value = np.repeat(key, share, -3), np.repeat(value, share, -3)
    if is_causal and attn_mask is not None:
        refuse('`attn_mask` and `is_causal` cannot both be given.', 'Leave one of them out.')
    factor = 1/np.sqrt(np.shape(query)[-1]) if scale is None else scale
    scores = query @ swapped(key)*factor
    if is_causal:
        scores = np.where(np.tri(np.shape(query)[-2], np.shape(key)[-2]) == 0, -np.inf, scores)
    if attn_mask is not None:
        scores = np.where(attn_mask, scores, -np.inf) if is_mask(attn_mask) else scores + attn_mask
    weights = softmax_over(scores, -1)
    return (dropout(weights, dropout_p) if dropout_p > 0 else weights) @ value
"""
    + FUNCTIONS_OF_LAYERS,
    modules={"np": "numpy"},
    helpers={
        **LAYER_HELPERS,
        "total": TORCH["sum"],
        "average": TORCH["mean"],
        "total_last": lambda call: call.emit("sum", call.args, {"axis": -1, "keepdims": False}),
        "one_hot_of": lambda call: one_hot_of(call),
        "holds": lambda call: _holds(call),
        "is_mask": lambda call: _is_mask(call),
        "needs_labels": lambda call: _needs_labels(call),
        "has_negative": lambda call: _has_negative(call),
        "masked_out": lambda call: _masked_out(call),
        "stopped": op("stop"),
        "plain_nll": prelude("nll_loss"),
        "plain_elu": prelude("elu"),
        "plain_celu": prelude("celu"),
        "plain_prelu": prelude("prelu"),
        "transposed": FUNCTIONS["t"],
        "swapped": lambda call: call.emit("swapaxes", call.args, {"axis1": -1, "axis2": -2}),
        "xlogy": FUNCTIONS["xlogy"],
        "last_axes": lambda call: _last_axes(call),
        "halves": lambda call: FUNCTIONS["chunk"](
            Arguments(call.machine, call.name, [call.args[0], Const(2), call.args[1]], {}, call.node)
        ),
        "softmax_over": over_dimension("softmax", implicit=True),
        "random_like": stand_in_of(lambda call: call.shape(call.args[0])),
        "plain_mse": prelude("mse"),
        "plain_l1": prelude("l1_loss"),
        "plain_smooth_l1": prelude("smooth_l1_loss"),
        "plain_huber": prelude("huber"),
        "plain_bce": prelude("binary_cross_entropy"),
        "plain_bce_logits": prelude("binary_cross_entropy_with_logits"),
        "plain_cross_entropy": prelude("cross_entropy"),
        "plain_log_softmax": prelude("log_softmax"),
        "plain_layer_norm": prelude("layer_norm"),
        "plain_sigmoid": prelude("sigmoid"),
        "plain_gelu": prelude("gelu"),
        "plain_gelu_tanh": prelude("gelu_tanh"),
        "plain_softplus": prelude("softplus"),
        "plain_leaky_relu": prelude("leaky_relu"),
    },
)


def _needs_labels(call: Arguments) -> Value:
    """`needs_labels(value, shape, below)`: a name without a value stands for positions of that shape."""
    value, shape, below = call.args
    m = call.machine
    m.need_labels(m.node(value, call.node), tuple(int(size.value) for size in shape), call.integer(below))
    return None


def _has_negative(call: Arguments) -> Value:
    values = glimpse(call, call.args[0])
    return values is not None and bool(np.any(values < 0))


def _is_mask(call: Arguments) -> Value:
    """Return whether a mask says which scores count, by True and False; any other mask is added to them."""
    m, (mask,) = call.machine, call.args
    if kind_of(mask) == "bool":
        return True
    index = m.node(mask, call.node)
    values = glimpse(call, mask) if m.builder.nodes[index].op == INPUT else None
    if values is None:
        return False
    if np.any(values == 1) and np.all((values == 0) | (values == 1)):
        name = m.builder.nodes[index].name
        raise call.refuse(
            f"The mask `{name}` is 0 and 1: it would be added to the scores.",
            f"Write `{name} > 0` where it is used, for True and False; or give it -1e9 in place of 1.",
        )
    return False


def _holds(call: Arguments) -> Value:
    """Return whether some label is the one that is ignored; without one the graph stands for all other labels.

    Where only shapes are known none is: no size depends on it.
    """
    if call.machine.shapes_only:
        return False
    target, ignored = call.args[-2:]
    number = call.integer(ignored)
    is_certain = call.machine.is_literal(target) or number != NOTHING_IGNORED
    if not is_certain and not np.any(glimpse(call, target) == number):
        return False
    return bool(np.any(now(call, target) == number))


NOTHING_IGNORED = -100  # PyTorch's default, which no label is


def _masked_out(call: Arguments) -> Value:
    """Return whether some score is -inf now: 0 times its logarithm would be no number."""
    if "inf" not in call.machine.source.text or call.machine.shapes_only:
        return False
    return bool(np.any(np.isneginf(now(call, call.args[0]))))


def one_hot_of(call: Arguments) -> Value:
    """Return labels as rows of 0 and 1; the row of a label that is ignored is 0."""
    scores, target, ignored = call.bind("scores, target, ignored")
    number = call.integer(ignored)
    if (number == NOTHING_IGNORED or call.machine.shapes_only) and not _holds(call):
        return classes(call, scores, target)
    labels = now(call, target)
    counted = labels != number
    one_hot = classes(call, scores, literal(call, np.where(counted, labels, 0.0), "int"))
    return call.emit("mul", [one_hot, literal(call, counted[..., None].astype(np.float64))])


def _last_axes(call: Arguments) -> Value:
    """Return the axes that a normalised shape speaks of: -1 for one size, (-2, -1) for two."""
    (shape,) = call.bind("shape")
    count = len(shape) if isinstance(shape, Items | tuple) else 1
    return Const(-1) if count == 1 else tuple(Const(axis) for axis in range(-count, 0))
