"""A run as a file: a film, slides, a page that plays without a network, a drawing of its curves."""

from .look import FRAMES, SECONDS, RunLook
from .run_exports import RUN_EXPORTS, RunExport, render_run, run_export_of, run_file

__all__ = ["FRAMES", "RUN_EXPORTS", "SECONDS", "RunExport", "RunLook", "render_run", "run_export_of", "run_file"]
