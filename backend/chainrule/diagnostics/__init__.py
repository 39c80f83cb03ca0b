"""Mistakes in the gradients that a program computes by hand, and their causes."""

from .gradient_mistakes import MISTAKES, GradientMistake
from .hand_gradients import HandGradientVerdict, judge

__all__ = ["MISTAKES", "GradientMistake", "HandGradientVerdict", "judge"]
