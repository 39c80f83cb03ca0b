"""Live sessions: a lecture that other screens follow. A hub keeps the last state and hands it on."""

from .hub import Hub, HubLost, Move, NoSession, Session, WrongKey, WrongWord
from .memory import MemoryHub

__all__ = ["Hub", "HubLost", "MemoryHub", "Move", "NoSession", "Session", "WrongKey", "WrongWord"]
