"""The kinds of files that show a run: one row for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import Unpack

from ..errors import ValueProblem
from ..export import EXPORTS, Options, Progress, film
from ..export.options import OptionFields
from ..export.page import html
from ..export.pdf import pdf
from ..export.png import png
from ..export.pptx import SlideText, pptx
from ..export.svg import svg
from ..learn import Run
from ..learn.run import OWN_LINES
from ..limits import DEFAULT, Limits
from ..request import TraceRequest
from ..tracing import build
from .job import RunJob
from .look import FRAMES, SECONDS, RunLook
from .scenes import at_update, sentence, title_of

__all__ = ["RUN_EXPORTS", "RunExport", "render_run", "run_export_of", "run_file"]


@dataclass(frozen=True, slots=True)
class RunExport:
    """A kind of file. `modules`: what it imports beyond what every installation has."""

    name: str
    title: str
    render: Callable[[RunJob], bytes]
    modules: tuple[str, ...] = ()

    @property
    def media_type(self) -> str:
        """Media type of the bytes."""
        return EXPORTS[self.name].media_type

    @property
    def available(self) -> bool:
        """True if this installation has the modules that it imports."""
        return all(find_spec(module) is not None for module in self.modules)


def _svg(job: RunJob) -> bytes:
    look = job.look.options
    return svg(job.still(), job.palette, scale=look.zoom, transparent=look.transparent, fonts=look.fonts)


def _png(job: RunJob) -> bytes:
    return png(job.still(pixels=True), job.palette, scale=job.zoom, transparent=job.look.options.transparent)


def _pdf(job: RunJob) -> bytes:
    scenes = job.frames(job.entries(), pixels=False)
    transparent = job.look.options.transparent
    return pdf(scenes, job.palette, scale=job.zoom, transparent=transparent, title=title_of(job.run))


def _gif(job: RunJob) -> bytes:
    return film.gif(job.frames(job.entries()), job.palette, scale=job.zoom, seconds=job.look.options.seconds)


def _webp(job: RunJob) -> bytes:
    look = job.look.options
    scenes = job.frames(job.entries())
    return film.webp(scenes, job.palette, scale=job.zoom, seconds=look.seconds, transparent=look.transparent)


def _mp4(job: RunJob) -> bytes:
    return film.mp4(job.frames(job.entries()), job.palette, scale=job.zoom, seconds=job.look.options.seconds)


def _pptx(job: RunJob) -> bytes:
    """A slide for each update; the notes of the last one say how the run ended."""
    entries, run, look = job.entries(), job.run, job.look.options
    words = [SlideText(sentence(run, entry), f"{run.head.optimizer}: {run.head.rule}") for entry in entries]
    words[-1] = replace(words[-1], notes="\n".join((words[-1].notes, run.text)))
    scenes = job.frames(entries)
    return pptx(scenes, job.palette, words, scale=look.zoom, title=title_of(run), native=look.native)


def _html(job: RunJob) -> bytes:
    """The player with the run in it: its numbers at an update are worked out on the page.

    Raises: ValueProblem `no-offline-run`.
    """
    run = job.run
    if run.head.optimizer == OWN_LINES or at_update(job.request, run, 0) is None:
        raise ValueProblem(
            "no-offline-run",
            "The graph of this run is drawn by the service at each update, which a file without a network cannot ask.",
            hint="Take the PPTX, the PDF or a film.",
        )
    entry = job.look.entry(run) if job.look.update is not None else 0
    trace = build(job.request, job.limits)
    return html(trace, replace(job.look.options, step="last"), title_of(run), (run.to_json(), entry))


RUN_EXPORTS: dict[str, RunExport] = {
    row.name: row
    for row in (
        RunExport("svg", "SVG of the curves", _svg),
        RunExport("png", "PNG", _png, ("resvg_py",)),
        RunExport("pdf", "PDF, a page for each update", _pdf, ("reportlab",)),
        RunExport("gif", "GIF, update by update", _gif, ("resvg_py", "PIL")),
        RunExport("webp", "WebP, update by update", _webp, ("resvg_py", "PIL")),
        RunExport("mp4", "MP4, update by update", _mp4, ("resvg_py", "PIL", "imageio_ffmpeg")),
        RunExport("pptx", "PowerPoint, a slide for each update", _pptx, ("resvg_py", "pptx")),
        RunExport("html", "One HTML file that plays without a network", _html),
    )
}


def run_export_of(name: str) -> RunExport:
    """Raises: ValueProblem `unknown-format`."""
    if name not in RUN_EXPORTS:
        hint = f"The formats of a run are: {', '.join(RUN_EXPORTS)}."
        raise ValueProblem("unknown-format", f"There is no format `{name[:40]}`.", hint=hint)
    return RUN_EXPORTS[name]


def run_file(
    request: TraceRequest, run: Run, name: str, look: RunLook, *, limits: Limits, progress: Progress | None = None
) -> bytes:
    """A file of RUN_EXPORTS that shows a run of `request`.

    Raises:
        ChainruleError: ValueProblem for an option, an update or a format that does not exist, LimitError, MissingExtra.
    """
    return run_export_of(name).render(RunJob(request, run, look, limits, progress or _silent))


def render_run(
    run: Run,
    name: str,
    *,
    frames: int = FRAMES,
    update: int | None = None,
    graph: bool = True,
    limits: Limits | None = None,
    progress: Progress | None = None,
    **settings: Unpack[OptionFields],
) -> bytes:
    """A run as a file: `render_run(run, "gif", frames=20, theme="dark")`.

    Args:
        name: of RUN_EXPORTS: svg, png, pdf, gif, webp, mp4, pptx, html.
        frames: how many of the kept updates a film or a deck shows.
        update: where the cursor of an SVG or PNG stands; None: at the last update.
        graph: with the graph at each update above the curves.
        settings: `theme`, `scale`, `seconds`, ... as `render` takes them.
        progress: called with how many pictures are done and of how many; what it raises ends the work.

    Raises:
        ChainruleError: as `run_file`.
    """
    options: OptionFields = {"seconds": SECONDS, **settings}
    look = RunLook(Options(**options), frames, update, graph)
    request = TraceRequest(run.source, run.initial_values, defaults=True)
    return run_file(request, run, name, look, limits=limits or DEFAULT, progress=progress)


def _silent(_: int, __: int) -> None:
    pass
