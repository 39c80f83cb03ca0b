"""The windows of a convolution or a pooling gate, for the document."""

from __future__ import annotations

from ..graph import Graph
from ..ops import OPS
from ..view import Box
from .document_picture import Windows

__all__ = ["windows_of"]


def windows_of(box: Box, graph: Graph) -> Windows | None:
    """The windows of a single gate whose row has some."""
    node = graph.nodes[box.node]
    rule = OPS[node.op].windows if box.is_single and box.kind == "gate" else None
    if rule is None:
        return None
    sliding = rule(*(graph.nodes[arg].shape for arg in node.args), **node.params)
    return Windows(
        sliding.gives,
        list(sliding.size),
        list(sliding.stride),
        list(sliding.padding),
        list(sliding.dilation),
        sliding.groups,
        sliding.transposed,
    )
