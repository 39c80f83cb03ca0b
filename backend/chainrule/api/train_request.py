"""How to train, as a request says it; beside the fields of a trace."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..learn import OPTIMIZERS, SCHEDULES, Settings
from .errors import RequestError

__all__ = ["TrainRequest", "settings_of"]


class TrainRequest(BaseModel):
    """How to train; beside the fields of `TraceRequest`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    parameters: list[str] | None = Field(
        None, description="The leaves that move; null: what is named like a weight or drawn at random, else all."
    )
    optimizer: str | dict[str, str] | None = Field(
        "sgd",
        description=f"One of {', '.join(OPTIMIZERS)}; or a rule in the formula language, "
        '{"update": "v = 0.9*v + g; w = w - lr*v"}: `t` counts updates from 1, what it reads before it sets it is a '
        "state that starts at 0.",
        examples=["adam"],
    )
    settings: dict[str, float | bool] = Field(
        default_factory=dict,
        description="`lr` and the others, with PyTorch's names and defaults.",
        examples=[{"lr": 0.1}],
    )
    schedule: dict[str, Any] | None = Field(
        None,
        description=f'{{"kind": "step", "every": 30, "factor": 0.1}}; the kinds are {", ".join(SCHEDULES)} and warmup '
        '(`over`, `then`). Or {"formula": "lr*(1 - t/T)"}: `t` counts updates from 0.',
        examples=[None],
    )
    iterations: int = Field(200, description="How many updates.")
    batch: int | None = Field(None, description="How many examples a minibatch has; null: all of them.")
    data: list[str] | None = Field(None, description="The arrays that minibatches are cut from, along the first axis.")
    seed: int = Field(0, description="Of the order of the minibatches: NumPy's default_rng(seed).permutation.")
    keep: int = Field(100, description="How many entries are answered, spread evenly, with the first and the last.")
    tolerance: float = Field(1e-10, description="The length of the gradient below which the run has converged.")


def settings_of(fields: Mapping[str, Any]) -> Settings:
    """Raises: RequestError."""
    try:
        asked = TrainRequest.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_input=False, include_context=False, include_url=False)[0]
        raise RequestError("bad-field", f"`{str(first['loc'][0])[:60]}`: {first['msg']}.") from None
    return Settings(**asked.model_dump())
