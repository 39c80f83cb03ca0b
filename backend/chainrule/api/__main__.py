"""`python -m chainrule.api` prints the OpenAPI document, from which the TypeScript types are made."""

from __future__ import annotations

import json
import sys

from .app import create_app


def main() -> None:
    """Print the OpenAPI document."""
    document = create_app(threads=1).openapi()
    document["info"]["version"] = "0"  # types do not change with the version
    sys.stdout.write(json.dumps(document, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
