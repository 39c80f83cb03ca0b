"""Writes what the tests of the targets saw into docs/embedding.md: `python3 dev.py test --targets` calls it."""

from __future__ import annotations

import json
from pathlib import Path

HERE = Path(__file__).resolve().parent
DOCS = HERE.parents[2] / "docs" / "embedding.md"
BEGIN = "<!-- targets: written by `python3 dev.py test --targets` -->\n"
END = "<!-- end of targets -->\n"


def rows() -> list[str]:
    """One row for each thing seen, in the order of the alphabet."""
    found = [json.loads(file.read_text(encoding="utf-8")) for file in (HERE / ".seen").glob("*.json")]
    found.sort(key=lambda row: row["target"].lower())
    return [f"| {row['target']} | {row['version']} | {row['seen']} |" for row in found]


def main() -> None:
    text = DOCS.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, found, after = rest.partition(END)
    assert found, "docs/embedding.md has lost the place of the table"
    table = "\n".join(["| tried in | version | seen |", "|---|---|---|", *rows()])
    DOCS.write_text(f"{before}{BEGIN}{table}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
