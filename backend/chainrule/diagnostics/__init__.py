"""Mistakes in the gradients that a program computes by hand, and their causes."""

from .hand_gradients import HandGradientVerdict, judge
from .mistakes import MISTAKES, GradientMistake

__all__ = ["MISTAKES", "GradientMistake", "HandGradientVerdict", "judge"]
