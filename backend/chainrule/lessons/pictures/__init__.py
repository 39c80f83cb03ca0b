"""Pictures of a scene beside its graph: drawn once, shown by the page and printed by every deck."""

from .code import program
from .inline import PictureDocument, inline
from .request import PictureRequest, render_picture
from .table import PICTURES, draw_picture

__all__ = ["PICTURES", "PictureDocument", "PictureRequest", "draw_picture", "inline", "program", "render_picture"]
