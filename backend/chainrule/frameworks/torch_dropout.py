"""Dropout of a recorded run: the mask that it drew, and calls that drop entries where none can be seen."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import FunctionType
from typing import Any

import torch
from torch.nn import functional as F

from ..errors import SourceError
from .torch_arguments import setting
from .torch_calls import RANDOM_INSIDE

__all__ = ["STEPS", "drops_inside", "refuse_hidden_randomness", "with_mask"]


def with_mask(func: Callable[..., Any], source: torch.Tensor, args: Any, kwargs: Any) -> tuple[Any, torch.Tensor]:
    """Return the result of a call of dropout, and what it multiplied its input by: the same numbers are drawn twice."""
    state = torch.get_rng_state()
    result = func(*args, **kwargs)
    after = torch.get_rng_state()
    torch.set_rng_state(state)
    words = {word: value for word, value in kwargs.items() if word not in ("input", "inplace")}
    mask = func(torch.ones_like(source).detach(), *args[1:], **words)
    torch.set_rng_state(after)
    return result, mask


def attention(
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attn_mask: torch.Tensor | None = None,
    dropout_p: float = 0.0,
    is_causal: bool = False,
    scale: float | None = None,
    enable_gqa: bool = False,
) -> torch.Tensor:
    """Attention in steps, as PyTorch documents `scaled_dot_product_attention`: its dropout can be seen."""
    if enable_gqa:
        repeats = query.size(-3) // key.size(-3)
        key, value = key.repeat_interleave(repeats, -3), value.repeat_interleave(repeats, -3)
    scores = query @ key.transpose(-2, -1) * (1 / math.sqrt(query.size(-1)) if scale is None else scale)
    if is_causal:
        attn_mask = torch.ones(query.size(-2), key.size(-2), dtype=torch.bool).tril()
    if attn_mask is not None:
        boolean = attn_mask.dtype is torch.bool
        scores = scores.masked_fill(~attn_mask, -math.inf) if boolean else scores + attn_mask
    return F.dropout(F.softmax(scores, dim=-1), dropout_p, True) @ value


def _open(function: Any) -> Callable[..., Any]:
    """Return a function of PyTorch whose own calls are seen: it does not ask whether it is recorded itself."""
    names = {**function.__globals__, "has_torch_function": lambda _: False}
    copy = FunctionType(function.__code__, names, function.__name__, function.__defaults__, function.__closure__)
    copy.__kwdefaults__ = function.__kwdefaults__
    return copy


STEPS: Mapping[str, Callable[..., Any]] = {  # calls whose dropout can be seen in their steps
    "scaled_dot_product_attention": attention,
    "multi_head_attention_forward": _open(F.multi_head_attention_forward),
}


def drops_inside(short: str, args: Any, kwargs: Any) -> bool:
    """Return whether a call drops entries at random inside."""
    if short not in RANDOM_INSIDE:
        return False
    place, word, at, training = RANDOM_INSIDE[short]
    chance = setting(args, kwargs, place, word, 0.0)
    return bool(chance and (at < 0 or setting(args, kwargs, at, training, True)))


def refuse_hidden_randomness(short: str, args: Any, kwargs: Any, where: str) -> None:
    """Refuse a call that drops entries where no mask can be seen.

    Raises:
        SourceError: `not-in-language`.
    """
    if drops_inside(short, args, kwargs):
        raise SourceError(
            "not-in-language",
            f"`{short}`{f' in `{where}`' if where else ''} drops entries at random where no mask can be seen.",
            hint="Call `module.eval()` first, or set its dropout to 0.",
        )
