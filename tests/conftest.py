"""What the tests share. Helpers to import stand in `service.py`, since tests/browser has a conftest of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from service import Client


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browsers come last: their driver leaves an event loop running in its thread, beside which no other can run."""
    items.sort(key=lambda item: "browser" in item.path.parts)


@pytest.fixture(autouse=True)
def _default_dtype() -> Iterator[None]:
    """Programs that tests run set PyTorch's default dtype; the next test must not see it."""
    yield
    if "torch" in sys.modules:
        import torch

        torch.set_default_dtype(torch.float32)


@pytest.fixture(scope="session")
def client() -> Iterator[Client]:
    """The service with its usual limits."""
    from chainrule.api.app import create_app

    made = Client(create_app())
    yield made
    made.close()
