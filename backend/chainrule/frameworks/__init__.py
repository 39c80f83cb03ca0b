"""Models of other frameworks as programs of our language. Each framework is imported when it is first asked for."""

from __future__ import annotations

from .imported import LARGE, Agreement, Imported

__all__ = ["LARGE", "Agreement", "Imported"]
