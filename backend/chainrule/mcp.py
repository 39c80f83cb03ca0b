"""The engine for programs that talk the Model Context Protocol: `chainrule mcp`, on the protocol's own SDK.

Tools answer with what a model can use: numbers, sentences and the verdict on gradients written by hand; the geometry of
the picture stays in the picture. Needs `pip install 'chainrule[mcp]'`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Literal, TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver import Image
from mcp.server.mcpserver.exceptions import ToolError

from . import __version__
from .codegen import LANGUAGES, generate
from .errors import ChainruleError
from .exercises import ExerciseRequest, ExerciseSheet, document, make
from .exercises import grade as grades_of
from .exercises.exercise_request import AskKind
from .export import EXPORTS, Options
from .export import render as draw
from .limits import DEFAULT, Limits
from .request import TraceRequest, View
from .tables import examples as examples_table
from .tables import ops as ops_table
from .tracing import Trace, build
from .tracing.document import HandGradient, Step

__all__ = ["create_server"]

T = TypeVar("T")

_INSTRUCTIONS = """Chainrule computes forward values and gradients of formulas and programs (NumPy, PyTorch, LaTeX,
plain mathematics), gate by gate, in float64, and draws the computational graph. Give `values` for the free names, or
leave them out and get marked defaults."""


def create_server(limits: Limits = DEFAULT) -> MCPServer:
    """The server, not yet running."""
    server: MCPServer = MCPServer("chainrule", title="Chainrule", version=__version__, instructions=_INSTRUCTIONS)

    @server.tool(title="Trace a formula")
    def trace(
        source: str,
        values: dict[str, Any] | None = None,
        output: str | None = None,
        upstream: Any = None,
        view: View = "gates",
    ) -> dict[str, Any]:
        """Value, gradients of every name, and each gate with its value and gradient.

        values: a number or nested lists for each free name. output: the name whose gradients are wanted, else the last.
        upstream: dL/d(output), else ones.
        """
        return summary(_traced(limits, source, values, output, upstream, view))

    @server.tool(title="Explain steps")
    def explain(
        source: str, values: dict[str, Any] | None = None, step: int | None = None, output: str | None = None
    ) -> dict[str, Any]:
        """Explain one step of the forward and backward pass (1 to the number of steps), or all of them."""
        result = _traced(limits, source, values, output, None, "gates")
        if step is not None and not 1 <= step <= len(result.steps):
            raise ToolError(f"There is no step {step}: this graph has steps 1 to {len(result.steps)}.")
        chosen = result.steps if step is None else [result.steps[step - 1]]
        return {"steps": [explained(one) for one in chosen], "count": len(result.steps)}

    @server.tool(title="Check gradients written by hand")
    def check(source: str, values: dict[str, Any] | None = None) -> dict[str, Any]:
        """Compares each gradient that a program computes by hand (dx, dW1, grad_w, ...) with the true one."""
        result = _traced(limits, source, values, None, None, "gates")
        return {"hand_gradients": [verdict(one) for one in result.hand_gradients]}

    @server.tool(title="Ask for numbers of the graph")
    def exercise(
        source: str,
        values: dict[str, Any] | None = None,
        ask: list[AskKind] | None = None,
        count: int | None = None,
        seed: int = 0,
    ) -> dict[str, Any]:
        """An exercise: the numbers that are left out, and none of the answers. Without values it draws small ones."""
        result = document(_sheet(limits, source, values, ask=ask, count=count, seed=seed))
        leaves = {node["name"]: node["value"] for node in result["nodes"] if node["editable"] and node["name"]}
        blanks = [{key: blank[key] for key in ("id", "kind", "label")} for blank in result["blanks"]]
        return {"values": leaves, "blanks": blanks, "rule": result["rule"]}

    @server.tool(title="Mark the answers to an exercise")
    def grade(
        source: str,
        answers: dict[str, str],
        values: dict[str, Any] | None = None,
        ask: list[AskKind] | None = None,
        count: int | None = None,
        seed: int = 0,
    ) -> dict[str, Any]:
        """Marks answers, by the ids of the blanks, to what `exercise` asks with the same other arguments."""
        sheet = _sheet(limits, source, values, ask=ask, count=count, seed=seed)
        return asdict(_answer_or_error(lambda: grades_of(sheet, answers, limits)))

    @server.tool(title="Draw the graph", structured_output=False)
    def render(
        source: str,
        values: dict[str, Any] | None = None,
        step: int | None = None,
        output: str | None = None,
        view: View = "gates",
        theme: Literal["light", "dark"] = "light",
    ) -> Image | str:
        """The graph after a step, or the last one: PNG, or the text of an SVG where PNG cannot be drawn."""
        result = _traced(limits, source, values, output, None, view)
        options = Options(step="last" if step is None else step, theme=theme, caption=True)
        if EXPORTS["png"].available:
            return Image(
                data=_answer_or_error(lambda: draw(result, "png", options, limits=limits, scale=2)), format="png"
            )
        return _answer_or_error(lambda: draw(result, "svg", options, limits=limits)).decode()

    @server.tool(title="Write the graph as code")
    def code(source: str, language: str = "numpy", values: dict[str, Any] | None = None) -> str:
        """The formula and its backward pass as a program. language: numpy, torch, torch-function, modular or latex."""
        if language not in LANGUAGES:
            raise ToolError(f"There is no language {language[:40]!r}. There are: {', '.join(LANGUAGES)}.")
        request = _answer_or_error(lambda: _request(limits, source=source, values=values))
        return _answer_or_error(lambda: generate(request, language, limits)).text

    @server.resource("chainrule://ops", title="The language", mime_type="application/json")
    def ops() -> dict[str, Any]:
        """Every op and function: how it is written, what it computes, its local gradient."""
        return ops_table()

    @server.resource("chainrule://examples", title="Worked examples", mime_type="application/json")
    def examples() -> dict[str, Any]:
        """Formulas and programs with values, ready for `trace`."""
        return examples_table()

    return server


def summary(trace: Trace) -> dict[str, Any]:
    """A trace without its geometry."""
    document = trace.to_dict()
    gates = [
        {"id": node.id, "gate": node.title, "name": node.name, "value": node.value, "gradient": node.gradient}
        for node in trace.nodes
        if node.kind != "output"
    ]
    defaults = [node.name for node in trace.nodes if node.default and node.name]
    notices = [notice.text for notice in [*trace.notices, *(notice for node in trace.nodes for notice in node.notices)]]
    return {
        "value": document["value"],
        "gradients": document["gradients"],
        "named": {
            name: {"value": one["value"], "gradient": one["gradient"]} for name, one in document["named"].items()
        },
        "gates": gates,
        "steps": len(trace.steps),
        "defaults": defaults,
        "notices": notices,
        "hand_gradients": [verdict(one) for one in trace.hand_gradients],
    }


def explained(step: Step) -> dict[str, Any]:
    return {"index": step.index, "phase": step.phase, "text": step.text, "why": step.why, "nodes": step.nodes}


def verdict(one: HandGradient) -> dict[str, Any]:
    return {"name": one.name, "of": one.of, "verdict": one.verdict, "mistake": one.mistake, "text": one.text}


def _request(limits: Limits, **fields: Any) -> TraceRequest:
    """Raises ChainruleError."""
    return TraceRequest.from_fields({**fields, "values": fields.get("values") or {}, "defaults": True}, limits)


def _traced(
    limits: Limits, source: str, values: dict[str, Any] | None, output: str | None, upstream: Any, view: View
) -> Trace:
    """Raises ToolError."""
    fields = {"source": source, "values": values, "output": output, "upstream": upstream, "view": view}
    try:
        return build(_request(limits, **fields), limits)
    except ChainruleError as error:
        raise ToolError(error.format_with_caret(source)) from None


def _sheet(limits: Limits, source: str, values: dict[str, Any] | None, **fields: Any) -> ExerciseSheet:
    """Raises ToolError."""

    def sheet() -> ExerciseSheet:
        chosen_fields = {name: value for name, value in fields.items() if value is not None}
        exercise_request = ExerciseRequest.pop_from(chosen_fields)
        return make(
            TraceRequest.from_fields({"source": source, "values": values or {}}, limits), exercise_request, limits
        )

    return _answer_or_error(sheet)


def _answer_or_error(make: Callable[[], T]) -> T:
    """Return the result of `make`; raise the user's mistake in the protocol's own form. Raises: ToolError."""
    try:
        return make()
    except ChainruleError as error:
        raise ToolError(f"{error.code}: {error.detail}" + (f" {error.hint}" if error.hint else "")) from None
