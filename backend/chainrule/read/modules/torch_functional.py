"""torch.nn.functional: activations, losses with their reductions, and normalisations."""

from __future__ import annotations

from typing import Any

from ...prelude import PRELUDE
from ..calling import Arguments
from ..values import Const, Items, Value
from .prelude_calls import classes, prelude
from .random import unseeded
from .rows import op
from .torch import FUNCTIONS, TENSOR_METHODS, TORCH, one_hot, over_dimension
from .written import Text

__all__ = ["FUNCTIONAL", "TEXT"]

TEXT = Text(
    """
def _reduced(values, reduction):
    if reduction == 'none':
        return values
    if reduction == 'sum':
        return total(values)
    return average(values)


def mse_loss(input, target, size_average=None, reduce=None, reduction='mean', weight=None):
    if reduction == 'mean' and weight is None:
        return plain_mse(input, target)
    squares = (input - target)**2
    return _reduced(squares if weight is None else weight*squares, reduction)


def l1_loss(input, target, size_average=None, reduce=None, reduction='mean'):
    if reduction == 'mean':
        return plain_l1(input, target)
    return _reduced(abs(input - target), reduction)


def smooth_l1_loss(input, target, size_average=None, reduce=None, reduction='mean', beta=1.0):
    if reduction == 'mean':
        return plain_smooth_l1(input, target, beta)
    d = abs(input - target)
    return _reduced(np.where(d < beta, 0.5*d**2/beta, d - 0.5*beta), reduction)


def huber_loss(input, target, reduction='mean', delta=1.0):
    if reduction == 'mean':
        return plain_huber(input, target, delta)
    d = abs(input - target)
    return _reduced(np.where(d < delta, 0.5*d**2, delta*(d - 0.5*delta)), reduction)


def binary_cross_entropy(input, target, weight=None, size_average=None, reduce=None, reduction='mean'):
    if reduction == 'mean' and weight is None:
        return plain_bce(input, target)
    each = -(target*np.log(input) + (1 - target)*np.log(1 - input))
    return _reduced(each if weight is None else weight*each, reduction)


def binary_cross_entropy_with_logits(input, target, weight=None, size_average=None, reduce=None, reduction='mean',
                                     pos_weight=None):
    if reduction == 'mean' and weight is None and pos_weight is None:
        return plain_bce_logits(input, target)
    if pos_weight is None:
        each = np.maximum(input, 0) - input*target + np.log1p(np.exp(-abs(input)))
    else:
        scale = 1 + (pos_weight - 1)*target
        each = (1 - target)*input + scale*(np.log1p(np.exp(-abs(input))) + np.maximum(-input, 0))
    return _reduced(each if weight is None else weight*each, reduction)


def cross_entropy(input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean',
                  label_smoothing=0.0):
    t = one_hot_of(input, target)
    if reduction == 'mean' and weight is None and label_smoothing == 0.0:
        return plain_cross_entropy(input, t)
    count = input.shape[-1]
    if label_smoothing != 0.0:
        t = (1 - label_smoothing)*t + label_smoothing/count
    p = plain_log_softmax(input)
    if weight is not None:
        each = -total_last(t*p*weight)
        if reduction == 'mean':
            if label_smoothing != 0.0 or is_distribution(input, target):
                return average(each) if is_distribution(input, target) else total(each)/total(one_hot_of(input, target)*weight)
            return total(each)/total(t*weight)
        return _reduced(each, reduction)
    return _reduced(-total_last(t*p), reduction)


def nll_loss(input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean'):
    t = one_hot_of(input, target)
    if weight is not None:
        each = -total_last(t*input*weight)
        return total(each)/total(t*weight) if reduction == 'mean' else _reduced(each, reduction)
    return _reduced(-total_last(t*input), reduction)


def kl_div(input, target, size_average=None, reduce=None, reduction='mean', log_target=False):
    each = np.exp(target)*(target - input) if log_target else xlogy(target, target) - target*input
    if reduction == 'batchmean':
        return total(each)/input.shape[0]
    return _reduced(each, reduction)


def gaussian_nll_loss(input, target, var, full=False, eps=1e-06, reduction='mean'):
    v = np.maximum(var, eps)
    each = 0.5*(np.log(v) + (input - target)**2/v)
    return _reduced(each + 0.9189385332046727 if full else each, reduction)


def poisson_nll_loss(input, target, log_input=True, full=False, size_average=None, eps=1e-08, reduce=None,
                     reduction='mean'):
    if full:
        refuse("`full=True` is not read here.", "Leave it out.")
    return _reduced(np.exp(input) - target*input if log_input else input - target*np.log(input + eps), reduction)


def hinge_embedding_loss(input, target, margin=1.0, size_average=None, reduce=None, reduction='mean'):
    return _reduced(np.where(target == 1, input, np.maximum(0, margin - input)), reduction)


def margin_ranking_loss(input1, input2, target, margin=0, size_average=None, reduce=None, reduction='mean'):
    return _reduced(np.maximum(0, -target*(input1 - input2) + margin), reduction)


def soft_margin_loss(input, target, size_average=None, reduce=None, reduction='mean'):
    return _reduced(np.log1p(np.exp(-target*input)), reduction)


def multi_margin_loss(input, target, p=1, margin=1.0, weight=None, size_average=None, reduce=None, reduction='mean'):
    t = one_hot_of(input, target)
    right = np.sum(t*input, axis=-1, keepdims=True)
    each = total_last(np.maximum(0, margin - right + input)**p*(1 - t))/input.shape[-1]
    return _reduced(each, reduction)


def triplet_margin_loss(anchor, positive, negative, margin=1.0, p=2, eps=1e-06, swap=False, reduction='mean'):
    near = pairwise_distance(anchor, positive, p, eps)
    far = pairwise_distance(anchor, negative, p, eps)
    return _reduced(np.maximum(0, near - far + margin), reduction)


def cosine_embedding_loss(input1, input2, target, margin=0, reduction='mean'):
    c = cosine_similarity(input1, input2, -1)
    return _reduced(np.where(target == 1, 1 - c, np.maximum(0, c - margin)), reduction)


def pairwise_distance(x1, x2, p=2.0, eps=1e-06, keepdim=False):
    d = abs(x1 - x2 + eps)
    if p == 2:
        return np.sqrt(np.sum(d**2, axis=-1, keepdims=keepdim))
    return np.sum(d**p, axis=-1, keepdims=keepdim)**(1/p)


def cosine_similarity(x1, x2, dim=1, eps=1e-08):
    length1 = np.sqrt(np.sum(x1**2, axis=dim))
    length2 = np.sqrt(np.sum(x2**2, axis=dim))
    return np.sum(x1*x2, axis=dim)/(np.maximum(length1, eps)*np.maximum(length2, eps))


def normalize(input, p=2.0, dim=1, eps=1e-12):
    if p == 2:
        length = np.sqrt(np.sum(input**2, axis=dim, keepdims=True))
    elif p == 1:
        length = np.sum(abs(input), axis=dim, keepdims=True)
    else:
        length = np.sum(abs(input)**p, axis=dim, keepdims=True)**(1/p)
    return input/np.maximum(length, eps)


def linear(input, weight, bias=None):
    out = input @ transposed(weight)
    return out if bias is None else out + bias


def bilinear(input1, input2, weight, bias=None):
    out = np.einsum('bi,oij,bj->bo', input1, weight, input2)
    return out if bias is None else out + bias


def embedding(input, weight, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False):
    return weight[input]


def layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-05):
    axes = last_axes(normalized_shape)
    if axes == -1 and weight is None and bias is None:
        return plain_layer_norm(input, eps)
    m = np.mean(input, axis=axes, keepdims=True)
    d = input - m
    out = d/np.sqrt(np.mean(d**2, axis=axes, keepdims=True) + eps)
    if weight is not None:
        out = out*weight
    return out if bias is None else out + bias


def rms_norm(input, normalized_shape, weight=None, eps=None):
    e = 2.220446049250313e-16 if eps is None else eps
    out = input/np.sqrt(np.mean(input**2, axis=last_axes(normalized_shape), keepdims=True) + e)
    return out if weight is None else out*weight


def batch_norm(input, running_mean=None, running_var=None, weight=None, bias=None, training=False, momentum=0.1, eps=1e-05):
    if len(input.shape) > 2:
        refuse("`batch_norm` of images is not read here.", "Give it a matrix: one row an example.")
    if training:
        m = np.mean(input, axis=0, keepdims=True)
        v = np.mean((input - m)**2, axis=0, keepdims=True)
    else:
        m, v = running_mean, running_var
    out = (input - m)/np.sqrt(v + eps)
    if weight is not None:
        out = out*weight
    return out if bias is None else out + bias


def glu(input, dim=-1):
    a, b = halves(input, dim)
    return a*plain_sigmoid(b)


def gelu(input, approximate='none'):
    return plain_gelu_tanh(input) if approximate == 'tanh' else plain_gelu(input)


def softplus(input, beta=1, threshold=20):
    return plain_softplus(input) if beta == 1 else plain_softplus(input, beta)


def softmin(input, dim=-1, _stacklevel=3, dtype=None):
    return softmax_over(-input, dim)


def hardtanh(input, min_val=-1.0, max_val=1.0, inplace=False):
    return np.where(input > min_val, np.where(input < max_val, input, max_val), min_val)


def hardshrink(input, lambd=0.5):
    return np.where(abs(input) > lambd, input, 0)


def softshrink(input, lambd=0.5):
    return np.sign(input)*np.maximum(abs(input) - lambd, 0)


def threshold(input, threshold, value, inplace=False):
    return np.where(input > threshold, input, value)


def rrelu(input, lower=0.125, upper=0.3333333333333333, training=False, inplace=False):
    return plain_leaky_relu(input, (lower + upper)/2)


def dropout(input, p=0.5, training=True, inplace=False):
    if not training or p == 0:
        return input
    return input*(random_like(input) > p)/(1 - p)


def scaled_dot_product_attention(query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None):
    factor = 1/np.sqrt(query.shape[-1]) if scale is None else scale
    scores = query @ swapped(key)*factor
    if is_causal:
        scores = np.where(np.tri(query.shape[-2], key.shape[-2]) == 0, -np.inf, scores)
    if attn_mask is not None:
        scores = scores + attn_mask
    return softmax_over(scores, -1) @ value
""",
    modules={"np": "numpy"},
    helpers={
        "total": TORCH["sum"],
        "average": TORCH["mean"],
        "total_last": lambda call: call.emit("sum", call.args, {"axis": -1, "keepdims": False}),
        "one_hot_of": lambda call: classes(call, *call.bind("scores, labels")),
        "is_distribution": lambda call: call.shape(call.args[0]) == call.shape(call.args[1]),
        "transposed": FUNCTIONS["t"],
        "swapped": lambda call: call.emit("swapaxes", call.args, {"axis1": -1, "axis2": -2}),
        "xlogy": FUNCTIONS["xlogy"],
        "last_axes": lambda call: _last_axes(call),
        "halves": lambda call: FUNCTIONS["chunk"](
            Arguments(call.machine, call.name, [call.args[0], Const(2), call.args[1]], {}, call.node)
        ),
        "softmax_over": over_dimension("softmax"),
        "random_like": lambda call: unseeded(call, "rand", call.shape(call.args[0])),
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


def _last_axes(call: Arguments) -> Value:
    """The axes that a normalised shape speaks of: -1 for one size, (-2, -1) for two."""
    (shape,) = call.bind("shape")
    count = len(shape) if isinstance(shape, Items | tuple) else 1
    return Const(-1) if count == 1 else tuple(Const(axis) for axis in range(-count, 0))


def _pad(call: Arguments) -> Value:
    """PyTorch's `pad` counts from the last axis: (left, right, top, bottom)."""
    a, pad, mode, value = call.bind("a, pad, mode='constant', value=0.0")
    if mode != "constant":
        raise call.refuse(f"`pad` with mode {mode!r} is not read here.", "Use mode='constant'.")
    sizes, rank = call.sizes([pad]), len(call.shape(a))
    widths = [(0, 0)] * rank
    for place in range(0, len(sizes) - 1, 2):
        if place // 2 < rank:
            widths[rank - 1 - place // 2] = (sizes[place], sizes[place + 1])
    fill = 0.0 if value is None else float(call.static(value))
    return call.emit("pad", [a], {"widths": tuple(widths), "value": fill})


ACTIVATIONS = (
    "sigmoid", "leaky_relu", "prelu", "elu", "selu", "celu", "silu", "mish", "softsign", "logsigmoid", "hardsigmoid",
    "hardswish", "tanhshrink", "relu6",
)  # fmt: skip
NAMES_OF_PYTORCH = {"negative_slope": "a", "alpha": "a", "weight": "a", "input": "x"}
FUNCTIONAL: dict[str, Any] = {
    **{name: prelude(name, **NAMES_OF_PYTORCH) for name in ACTIVATIONS if name in PRELUDE},
    **TEXT.rows(),
    "relu": op("relu"), "tanh": op("tanh"), "softmax": over_dimension("softmax"),
    "log_softmax": over_dimension("log_softmax"), "one_hot": one_hot, "pad": _pad, "dropout1d": TEXT.row("dropout"),
}  # fmt: skip
TENSOR_METHODS["relu"] = op("relu")
