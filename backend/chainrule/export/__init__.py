"""Consumers of the Trace that make files: pictures, films, slides, a page that needs no network."""

from .notebook_display import mimebundle, pictures
from .options import Options, Progress
from .table import EXPORTS, Export, export_of, render

__all__ = ["EXPORTS", "Export", "Options", "Progress", "export_of", "mimebundle", "pictures", "render"]
