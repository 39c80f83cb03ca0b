"""What the tests share. Helpers to import stand in `service.py`, since tests/browser has a conftest of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from service import Client


@pytest.fixture(scope="session")
def client() -> Iterator[Client]:
    """The service with its usual limits."""
    from chainrule.api.app import create_app

    made = Client(create_app())
    yield made
    made.runner.close()
