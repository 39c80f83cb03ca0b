"""Dropout of a recorded run: the mask that it drew, and calls that drop entries where none can be seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from ..errors import SourceError
from .torch_arguments import setting
from .torch_calls import RANDOM_INSIDE

__all__ = ["refuse_hidden_randomness", "with_mask"]


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


def refuse_hidden_randomness(short: str, args: Any, kwargs: Any, where: str) -> None:
    """Refuse a call that drops entries where no mask can be seen.

    Raises:
        SourceError: `not-in-language`.
    """
    if short not in RANDOM_INSIDE:
        return
    place, word, at, training = RANDOM_INSIDE[short]
    chance = setting(args, kwargs, place, word, 0.0)
    if chance and (at < 0 or setting(args, kwargs, at, training, True)):
        raise SourceError(
            "not-in-language",
            f"`{short}`{f' in `{where}`' if where else ''} drops entries at random where no mask can be seen.",
            hint="Call `module.eval()` first, or set its dropout to 0.",
        )
