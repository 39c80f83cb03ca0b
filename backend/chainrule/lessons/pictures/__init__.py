"""Pictures of a scene beside its graph: drawn once, shown by the page and printed by every deck."""

from .inline import PictureDocument, inline
from .picture_request import PictureRequest, render_picture
from .picture_table import PICTURES, draw_picture
from .program_lines import program

__all__ = ["PICTURES", "PictureDocument", "PictureRequest", "draw_picture", "inline", "program", "render_picture"]
