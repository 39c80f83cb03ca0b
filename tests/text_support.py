"""What the tests of the text stage share."""

from __future__ import annotations

import pytest

from chainrule.errors import SourceError
from chainrule.read.text import read_text

__all__ = ["repaired"]


def repaired(source: str) -> str:
    """The source with the edit made that its refusal offers."""
    with pytest.raises(SourceError) as caught:
        read_text(source)
    assert caught.value.fix is not None, caught.value.detail
    span, text = caught.value.fix.span, caught.value.fix.text
    lines = source.split("\n")
    before = "\n".join([*lines[: span.line - 1], lines[span.line - 1][: span.column]])
    after = "\n".join([lines[span.end_line - 1][span.end_column :], *lines[span.end_line :]])
    return before + text + after
