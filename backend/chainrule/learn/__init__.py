"""Learning: a program's parameters moved along their gradients by an optimizer written in the formula language."""

from __future__ import annotations

from .document import RunDocument
from .optimizers import OPTIMIZERS, Optimizer
from .run import Head, Run, Settings, lines, start, train
from .schedules import SCHEDULES, Schedule
from .training import End, Entry

__all__ = [
    "OPTIMIZERS",
    "SCHEDULES",
    "End",
    "Entry",
    "Head",
    "Optimizer",
    "Run",
    "RunDocument",
    "Schedule",
    "Settings",
    "lines",
    "start",
    "train",
]
