"""Options of the pictures of a run."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..errors import InputError, LimitError
from ..export import Options
from ..learn import Run
from ..learn.training import kept_updates
from ..limits import Limits

__all__ = ["FRAMES", "SECONDS", "RunLook"]

FRAMES = 30  # pictures of a film where nobody says how many
SECONDS = 0.3  # that each of them stays


@dataclass(frozen=True, slots=True)
class RunLook:
    """
    options: what the pictures have in common with those of a trace; its `step` is not used.
    frames: how many of the kept updates a film or a deck shows, spread evenly, the first and the last among them.
    update: where the cursor of a still picture stands; None: at the last update.
    with_graph: with the graph above the curves, its values and gradients at each update.

    Raises: InputError `bad-option`.
    """

    options: Options = field(default_factory=lambda: Options(seconds=SECONDS))
    frames: int = FRAMES
    update: int | None = None
    with_graph: bool = True

    def __post_init__(self) -> None:
        if not 2 <= self.frames < 10**9:
            raise InputError("bad-option", "`frames` is a whole number from 2 on.")
        if self.update is not None and not 0 <= self.update < 2**53:
            raise InputError("bad-option", "`update` is a whole number from 0 on.")

    def entry(self, run: Run) -> int:
        """The kept entry of a still picture. Raises: InputError `not-kept`."""
        if self.update is None:
            return len(run.iterations) - 1
        (places,) = np.nonzero(run.iterations == self.update)
        if not places.size:
            hint = "Train with a larger `keep`."
            raise InputError("not-kept", f"Update {self.update} was not kept.", hint=hint)
        return int(places[0])

    def entries(self, run: Run, limits: Limits) -> list[int]:
        """The kept entries of a film. Raises: LimitError `picture_frames`."""
        updates = kept_updates(len(run.iterations) - 1, self.frames)
        if len(updates) > limits.picture_frames:
            text = f"This makes {len(updates):,} pictures"
            raise LimitError("picture_frames", limits.picture_frames, text, hint="Ask for fewer `frames`.")
        return updates
