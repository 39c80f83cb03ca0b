"""EXPORTS: every format in one row. A new format is one module and one row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import Literal, TypeAlias, Unpack

from ..errors import InputError
from ..limits import DEFAULT, Limits
from ..request import TraceRequest
from ..sentences import tr
from ..tracing.document import Trace
from . import film, page, tikz
from .animated import animated
from .job import RenderJob
from .options import OptionFields, Options, Progress
from .papers import PAPERS, PaperName, fitted_to
from .pdf import pdf
from .png import png
from .pptx import SLIDE_ASPECT, SLIDE_ROOM, SlideText, pptx
from .shapes import DrawnScene
from .slide_window import followed
from .svg import svg

__all__ = ["EXPORTS", "Export", "ExportFormat", "export_of", "render"]

ExportFormat: TypeAlias = Literal["svg", "png", "pdf", "tex", "gif", "webp", "mp4", "pptx", "html"]
"""Names of EXPORTS, for types; a test compares the two."""


@dataclass(frozen=True, slots=True)
class Export:
    """A format.

    media_type: of the bytes.
    modules: what it imports beyond what every installation has.
    aspect: width / height of the page that a graph has to fit, where it is always the same.
    papers: whether it can be made for a paper.
    """

    name: ExportFormat
    title: str
    media_type: str
    render: Callable[[RenderJob], bytes]
    modules: tuple[str, ...] = ()
    aspect: float | None = None
    papers: bool = False

    def fitted(self, request: TraceRequest) -> TraceRequest:
        """Return the request, for a picture of the page's aspect unless it asks for another."""
        return request if request.aspect is not None or self.aspect is None else replace(request, aspect=self.aspect)

    def trace(self, request: TraceRequest, paper: PaperName | None, build: Callable[[TraceRequest], Trace]) -> Trace:
        """Return the trace for a picture of this format, in the rows that its page or paper has room for."""
        return fitted_to(paper if self.papers else None, self.fitted(request), build)

    @property
    def text(self) -> bool:
        """True if the format is text: made in milliseconds while the graph is small, without another module."""
        return not self.modules

    @property
    def suffix(self) -> str:
        """Return the end of a file's name, with its dot."""
        return f".{self.name}"

    @property
    def available(self) -> bool:
        """True if this installation has the modules that the format imports."""
        return all(find_spec(module) is not None for module in self.modules)


def _svg(job: RenderJob) -> bytes:
    options = job.options
    if options.animate or options.step == "all":
        job = job.without_paper()  # its tokens move through the whole graph
        frames = list(job.frames(list(range(len(job.trace.steps) + 1))))
        return animated(frames, job.trace, job.palette, options)
    still = job.still()
    return svg(still, job.palette, scale=job.zoom(still), transparent=options.transparent, fonts=options.fonts)


def _png(job: RenderJob) -> bytes:
    still = job.still(pixels=True)
    return png(still, job.palette, scale=job.zoom(still), transparent=job.options.transparent)


def _pdf(job: RenderJob) -> bytes:
    paper, frames = job.options.paper, job.frames(job.positions("last"))
    sheet = None if paper is None else PAPERS[paper].sheet
    return pdf(
        frames,
        job.palette,
        scale=job.options.zoom if paper is None else lambda scene: _PX * job.zoom(scene),
        transparent=job.options.transparent,
        title=job.title,
        sheet=None if sheet is None else (_PX * sheet[0], _PX * sheet[1]),
    )


def _with_progress(job: RenderJob) -> Iterator[DrawnScene]:
    return job.without_paper().frames(job.positions("all"), zoom=job.options.zoom)


def _gif(job: RenderJob) -> bytes:
    return film.gif(_with_progress(job), job.palette, scale=job.options.zoom, seconds=job.options.seconds)


def _webp(job: RenderJob) -> bytes:
    options = job.options
    return film.webp(
        _with_progress(job), job.palette, scale=options.zoom, seconds=options.seconds, transparent=options.transparent
    )


def _mp4(job: RenderJob) -> bytes:
    return film.mp4(_with_progress(job), job.palette, scale=job.options.zoom, seconds=job.options.seconds)


def _pptx(job: RenderJob) -> bytes:
    positions = job.positions("all")
    words = [_words(job, at) for at in positions]
    options = job.options
    frames = job.for_slides().frames(positions, zoom=1.0)
    if not options.native:  # shapes that can be edited are all there, and can be made larger
        frames = followed(frames, job.trace, positions, SLIDE_ROOM)
    return pptx(frames, job.palette, words, scale=options.zoom, title=job.title, native=options.native)


def _words(job: RenderJob, at: int) -> SlideText:
    """Return a slide's title and notes: the sentence of its step, or the job's title before the first step."""
    if at == 0:
        return SlideText(job.title, tr("The inputs have their values. Each slide is one step."))
    step = job.trace.steps[at - 1]
    return SlideText(step.text, "\n".join(filter(None, (step.text, step.why))))


def _tex(job: RenderJob) -> bytes:
    options = job.options
    job.check_length()
    frames = list(job.frames(job.positions("last"), outlines=False))
    scale = options.zoom if options.paper is None else _PX * job.zoom(frames[0])
    return tikz.tikz(
        frames,
        job.palette,
        scale=scale,
        transparent=options.transparent,
        fragment=options.fragment,
        title=job.title,
    )


def _html(job: RenderJob) -> bytes:
    return page.html(job.trace, job.options, job.title)


_PX = 0.75  # pt

EXPORTS: Mapping[str, Export] = {
    row.name: row
    for row in (
        Export("svg", "SVG, still or animated", "image/svg+xml", _svg, papers=True),
        Export("png", "PNG", "image/png", _png, ("resvg_py",), papers=True),
        Export("pdf", "PDF, one page or one for each step", "application/pdf", _pdf, ("reportlab",), papers=True),
        Export("tex", "TikZ, one picture or a Beamer frame with overlays", "application/x-tex", _tex, papers=True),
        Export("gif", "GIF, step by step", "image/gif", _gif, ("resvg_py", "PIL")),
        Export("webp", "WebP, step by step", "image/webp", _webp, ("resvg_py", "PIL")),
        Export("mp4", "MP4, step by step", "video/mp4", _mp4, ("resvg_py", "PIL", "imageio_ffmpeg")),
        Export(
            "pptx",
            "PowerPoint, one slide for each step",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            _pptx,
            ("resvg_py", "pptx"),
            SLIDE_ASPECT,
        ),
        Export("html", "One HTML file that plays without a network", "text/html; charset=utf-8", _html),
    )
}


def export_of(name: str) -> Export:
    """Return the format of a name.

    Raises:
        InputError: `unknown-format`.
    """
    if name not in EXPORTS:
        hint = f"The formats are: {', '.join(EXPORTS)}."
        raise InputError("unknown-format", f"There is no format `{name[:40]}`.", hint=hint)
    return EXPORTS[name]


def render(
    trace: Trace,
    name: ExportFormat,
    options: Options | None = None,
    *,
    limits: Limits | None = None,
    progress: Progress | None = None,
    **settings: Unpack[OptionFields],
) -> bytes:
    """Return the picture of a trace in a format of EXPORTS: `render(trace, "pdf", step="all", theme="dark")`.

    Args:
        name: of EXPORTS.
        options: how it is to look.
        settings: fields of Options, which win over `options`.
        progress: called with how many pictures are done and of how many; what it raises ends the work.

    Raises:
        ChainruleError: InputError for an option or step that does not exist, LimitError, MissingExtra (501).
        TypeError: a setting that is no field of Options.
    """
    looks = replace(options or Options(), **settings)
    return export_of(name).render(RenderJob(trace, looks, limits or DEFAULT, progress))
