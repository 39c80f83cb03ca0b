"""Names of files: those of the graph's last line, the same by the service and by the page."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from chainrule.export.file_name import file_stem
from service import Client

CASES = json.loads((Path(__file__).parent / "file_names.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("source", "output", "stem"), CASES)
def test_a_file_is_called_by_the_last_line(source: str, output: str | None, stem: str) -> None:
    assert file_stem(source, output) == stem


NAMED = {
    "/api/v1/render.pdf": "chainrule-f-x-y.pdf",
    "/api/v1/exercise.moodle.xml": "exercise-f-x-y.moodle.xml",
    "/api/v1/gradcheck.csv": "gradcheck-f-x-y.csv",
    "/api/v1/hessian.svg": "hessian-f-x-y.svg",
}


@pytest.mark.parametrize("path", NAMED)
def test_the_service_names_its_files_so(client: Client, path: str) -> None:
    answer = client.post(path, {"source": "# a product\nf = x*y", "defaults": True})
    name = re.search('filename="(.*)"', answer.headers["content-disposition"])
    assert name is not None
    assert name[1] == NAMED[path]
