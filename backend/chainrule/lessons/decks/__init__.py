"""A lesson as a deck: reveal.js slides, PowerPoint, a handout with blanks, Markdown for Marp."""

from .appearance import DeckAppearance
from .deck_table import DECKS, Deck, check_format, deck

__all__ = ["DECKS", "Deck", "DeckAppearance", "check_format", "deck"]
