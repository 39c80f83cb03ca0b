"""The kinds of files that show a run: one row for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import Any, Literal, TypeAlias, Unpack

from ..errors import InputError
from ..export import EXPORTS, Options, Progress, film
from ..export.options import OptionFields
from ..export.page import RunInPage, html
from ..export.pdf import pdf
from ..export.png import png
from ..export.pptx import SlideText, pptx
from ..export.svg import svg
from ..learn import Run
from ..learn.run import OWN_LINES
from ..limits import DEFAULT, Limits
from ..request import TraceRequest
from ..sentences import translated
from ..tracing import Trace, build
from .job import RunJob
from .look import FRAMES, SECONDS, RunLook
from .scenes import at_update, run_traces, sentence, title_of

__all__ = ["RUN_EXPORTS", "RunExport", "RunFormat", "render_run", "run_export_of", "run_file"]

RunFormat: TypeAlias = Literal["svg", "png", "pdf", "gif", "webp", "mp4", "pptx", "html"]
"""Names of RUN_EXPORTS, for types; a test compares the two."""


@dataclass(frozen=True, slots=True)
class RunExport:
    """A kind of file. `modules`: what it imports beyond what every installation has."""

    name: RunFormat
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
    words[-1] = replace(words[-1], notes="\n".join((words[-1].notes, translated(run.text))))
    scenes = job.frames(entries)
    return pptx(scenes, job.palette, words, scale=look.zoom, title=title_of(run), native=look.native)


def _html(job: RunJob) -> bytes:
    """The player with the run in it. Where the page cannot work out the numbers at an update by itself, it holds a
    trace for each of `frames` updates.

    Raises: InputError `no-offline-run`.
    """
    run, look = job.run, job.look
    entries: Sequence[int] = range(len(run.iterations))
    first = at_update(job.request, run, 0)
    trace = None if first is None else build(first, job.limits)
    traces: list[Trace | None] | None = None
    if trace is None or trace.tape is None or run.head.optimizer == OWN_LINES:
        run_entries = job.entries()
        traces = run_traces(job.request, run, run_entries, job.limits)
        trace, entries = traces[0], run_entries
    if trace is None:
        raise InputError(
            "no-offline-run",
            "No graph is drawn of this run, so that a page of it would have the curves alone.",
            hint="Take the SVG, the PPTX or a film.",
        )
    document = replace(run, **_rows(run, entries)).to_json()
    update = int(run.iterations[look.entry(run)]) if look.update is not None else 0
    return html(trace, replace(look.options, step="last"), title_of(run), RunInPage(document, update, traces))


def _rows(run: Run, entries: Sequence[int]) -> dict[str, Any]:
    """The fields of a run that has some of its entries."""
    at = list(entries)
    return {
        "iterations": run.iterations[at],
        "loss": run.loss[at],
        "learning_rate": run.learning_rate[at],
        "values": {name: rows[at] for name, rows in run.values.items()},
        "gradients": {name: rows[at] for name, rows in run.gradients.items()},
        "state": {state: {name: rows[at] for name, rows in by.items()} for state, by in run.state.items()},
    }


RUN_EXPORTS: Mapping[str, RunExport] = {
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
    """Raises: InputError `unknown-format`."""
    if name not in RUN_EXPORTS:
        hint = f"The formats of a run are: {', '.join(RUN_EXPORTS)}."
        raise InputError("unknown-format", f"There is no format `{name[:40]}`.", hint=hint)
    return RUN_EXPORTS[name]


def run_file(
    request: TraceRequest, run: Run, name: str, look: RunLook, *, limits: Limits, progress: Progress | None = None
) -> bytes:
    """A file of RUN_EXPORTS that shows a run of `request`.

    Raises:
        ChainruleError: InputError for an option, an update or a format that does not exist, LimitError, MissingExtra.
    """
    return run_export_of(name).render(RunJob(request, run, look, limits, progress or _silent))


def render_run(
    run: Run,
    name: RunFormat,
    *,
    frames: int = FRAMES,
    update: int | None = None,
    with_graph: bool = True,
    limits: Limits | None = None,
    progress: Progress | None = None,
    **settings: Unpack[OptionFields],
) -> bytes:
    """A run as a file: `render_run(run, "gif", frames=20, theme="dark")`.

    Args:
        name: of RUN_EXPORTS.
        frames: how many of the kept updates a film or a deck shows.
        update: where the cursor of an SVG or PNG stands; None: at the last update.
        with_graph: with the graph at each update above the curves.
        settings: `theme`, `scale`, `seconds`, ... as `render` takes them.
        progress: called with how many pictures are done and of how many; what it raises ends the work.

    Raises:
        ChainruleError: as `run_file`.
    """
    options: OptionFields = {"seconds": SECONDS, **settings}
    look = RunLook(Options(**options), frames, update, with_graph)
    request = TraceRequest(run.source, run.initial_values, defaults=True)
    return run_file(request, run, name, look, limits=limits or DEFAULT, progress=progress)


def _silent(_: int, __: int) -> None:
    pass
