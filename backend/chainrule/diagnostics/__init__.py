"""What is wrong with what a program computes by hand, and why."""

from .hand_gradients import Verdict, judge
from .mistakes import MISTAKES, Mistake

__all__ = ["MISTAKES", "Mistake", "Verdict", "judge"]
