"""A lesson as a deck: reveal.js slides, PowerPoint, a handout with blanks, Markdown for Marp."""

from .looks import Looks
from .table import DECKS, Deck, check_format, deck

__all__ = ["DECKS", "Deck", "Looks", "check_format", "deck"]
