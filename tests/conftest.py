"""What the tests share. Helpers to import stand in `service.py`, since tests/browser has a conftest of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from service import Client


@pytest.hookimpl(tryfirst=True)  # xdist looks at the marks in a hook of the same name
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browsers come last: their driver leaves an event loop running in its thread, beside which no other can run.

    A file is work for one process, which sets its fixtures up once; each table of pasted programs is by itself, since
    their file would keep one process busy when all others are done. A browser test needs nothing of its file.
    """
    items.sort(key=lambda item: "browser" in item.path.parts)
    for item in items:
        if "browser" not in item.path.parts:
            item.add_marker(pytest.mark.xdist_group(_group_of(item)))


def _group_of(item: pytest.Item) -> str:
    table = getattr(item, "callspec", None) if item.path.name == "test_pasted.py" else None
    return item.path.stem if table is None else table.id.partition(":")[0]


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
