"""The player in Jupyter, Colab, marimo and VS Code, with a still picture for users without scripts.

from chainrule.notebook import Widget
Widget("1/(1+exp(-(w*x+b)))", values={"w": 2, "x": -1, "b": 3}, step=4)

Needs `pip install 'chainrule[notebook]'`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import anywidget
import traitlets

from .export import Options, pictures
from .export.page import packed_script
from .request import VIEWS, GraphKind, Mode, TraceRequest, View
from .sentences import LANGUAGES, Language, speaking
from .tracing import Trace, build

__all__ = ["Widget"]

_LOOKS = ("step", "height", "controls", "editable", "notation", "theme")
_GRAPH = ("source", "values", "output", "upstream", "view", "round")


class Widget(anywidget.AnyWidget):
    """A graph that plays. `step` and `values` follow the user's hand, and move the picture when they are set.

    Args:
        source: the formula or program; or a Trace that is there already.
        values: a number or nested lists for each free name; a name without a value gets a marked default.
        step: how many steps are done at the start.
        mode, direction, graph: forward mode, and the backward pass as a graph, as in `trace`.
        height: of the picture with its controls, in pixels.
        editable: sliders below the picture; what they are set to comes back in `values`.
        lang: the language of its sentences and buttons, "en" or "de". A notebook speaks one: its first picture
            chooses that of the buttons.

    Raises TypeError for a setting that does not exist; ChainruleError, at once and whenever a changed trait makes the
    question a wrong one.
    """

    _esm = packed_script("widget.js")[0]

    trace = traitlets.Dict().tag(sync=True)
    step = traitlets.Int(0, min=0).tag(sync=True)
    values = traitlets.Dict().tag(sync=True)
    height = traitlets.Int(460, min=120, max=4000).tag(sync=True)
    controls = traitlets.Bool(True).tag(sync=True)
    editable = traitlets.Bool(False).tag(sync=True)
    notation = traitlets.Enum(("partial", "bar", "delta"), "partial").tag(sync=True)
    theme = traitlets.Enum(("auto", "light", "dark"), "auto").tag(sync=True)

    source = traitlets.Unicode()
    output = traitlets.Unicode(None, allow_none=True)
    upstream = traitlets.Any(None)
    view = traitlets.Enum(VIEWS, "gates")
    round = traitlets.Int(1, min=1)

    def __init__(
        self,
        source: str | Trace,
        values: Mapping[str, Any] | None = None,
        *,
        output: str | None = None,
        upstream: Any = None,
        view: View = "gates",
        open: Sequence[str] = (),
        closed: Sequence[str] = (),
        mode: Mode = "reverse",
        direction: Mapping[str, Any] | None = None,
        graph: GraphKind = "forward",
        round: int = 1,
        lang: Language = "en",
        **options: Any,
    ) -> None:
        for name in options:
            if name not in _LOOKS:
                raise TypeError(f"Widget has no setting {name!r}. It has: {', '.join(_LOOKS)}.")
        if lang not in LANGUAGES:
            raise TypeError(f"lang is one of {', '.join(LANGUAGES)}, not {lang!r}.")
        trace = source if isinstance(source, Trace) else None
        self._lang: Language = lang
        if lang != "en":
            self._esm = packed_script("widget.js", lang)[0]
        # No traits: a widget has methods of these names.
        self._open, self._closed = tuple(open), tuple(closed)
        self._ways: tuple[Mode, Mapping[str, Any] | None, GraphKind] = mode, direction, graph
        super().__init__(
            source=trace.source if trace else source,
            values=dict(values or {}),
            output=output,
            upstream=upstream,
            view=trace.view if trace else view,
            round=round,
        )
        self._show(trace or self._built())
        Options(step=options.get("step", 0)).position(self._document)
        for name, look in options.items():
            setattr(self, name, look)
        self.observe(self._again, _GRAPH)

    @property
    def document(self) -> Trace:
        """The trace that is shown, as an object."""
        return self._document

    def _built(self) -> Trace:
        mode, direction, graph = self._ways
        return build(
            TraceRequest(
                source=self.source,
                values=self.values,
                output=self.output,
                upstream=self.upstream,
                view=self.view,
                open=self._open,
                closed=self._closed,
                mode=mode,
                direction=direction,
                graph=graph,
                round=self.round,
                lang=self._lang,
                defaults=True,
            )
        )

    def _show(self, trace: Trace) -> None:
        self._document = trace
        self.trace = json.loads(trace.to_json("templates"))

    def _again(self, _: object) -> None:
        self._show(self._built())

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Beside the widget the picture at this step, for GitHub, nbviewer and PDF."""
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
        step = min(self.step, len(self._document.steps))
        theme: Literal["light", "dark"] = "dark" if self.theme == "dark" else "light"
        notation: Any = self.notation
        with speaking(self._lang):
            still = pictures(self._document, Options(step=step, theme=theme, notation=notation))
        return {**data, **still}, metadata
