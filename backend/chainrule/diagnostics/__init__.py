"""What is wrong with what a program computes by hand, and why."""

from .hand_gradients import HandGradientVerdict, judge
from .mistakes import MISTAKES, GradientMistake

__all__ = ["MISTAKES", "GradientMistake", "HandGradientVerdict", "judge"]
