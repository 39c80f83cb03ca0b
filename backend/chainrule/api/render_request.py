"""How a picture is to look, as a request says it; beside the fields of a trace."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..export import Options
from .errors import RequestError

__all__ = ["RenderRequest", "options_of"]


class RenderRequest(BaseModel):
    """How a picture is to look; beside the fields of `TraceRequest`."""

    model_config = ConfigDict(extra="forbid")

    step: int | str | None = Field(
        None, description="How many steps are done, or `last`, or `all` where the format has pages or frames."
    )
    theme: str = Field("light", description="light or dark.")
    scale: float = Field(1.0, description="Times the size, 0.1 to 10; pixels per unit where there are pixels.")
    font_size: float = Field(
        13.0, description="How big the numbers are, 6 to 96 px or pt; the picture grows with them."
    )
    transparent: bool = Field(False, description="No background.")
    animate: bool = Field(False, description="An SVG that plays by itself.")
    formula: bool = Field(False, description="The step's formula below the graph.")
    caption: bool = Field(False, description="The step's sentence below the graph.")
    notation: str = Field("partial", description="partial, bar or delta.")
    seconds: float = Field(1.2, description="How long a step stays where the picture moves, 0.05 to 20.")
    fonts: bool = Field(True, description="Whether an SVG carries its letters, some 30 kB.")
    native: bool = Field(False, description="A PPTX with shapes that can be edited, instead of pictures.")
    fragment: bool = Field(False, description="TikZ without the document around it, for \\input into another.")

    def options(self) -> Options:
        """Raises ValueProblem."""
        fields = self.model_dump()
        if isinstance(self.step, str) and self.step.lstrip("-").isdecimal() and len(self.step) < 10:
            fields["step"] = int(self.step)
        return Options(**fields)


def options_of(fields: Mapping[str, Any]) -> Options:
    """Raises: RequestError, ValueProblem."""
    try:
        return RenderRequest.model_validate(fields).options()
    except ValidationError as error:
        first = error.errors(include_input=False, include_context=False, include_url=False)[0]
        raise RequestError("bad-field", f"`{str(first['loc'][0])[:60]}`: {first['msg']}.") from None
