"""What the tests share. Helpers to import stand in `service.py`, since tests/browser has a conftest of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

# The last bit of a product and of exp differs between vector units: tests have those of AVX2 everywhere.
CPU = Path("/proc/cpuinfo")
if CPU.is_file() and "avx512f" in CPU.read_text():
    assert "numpy" not in sys.modules, "NumPy was imported before its vector units were chosen"
    os.environ.setdefault("OPENBLAS_CORETYPE", "Haswell")
    if tuple(map(int, version("numpy").split(".")[:2])) >= (2, 4):  # earlier ones have other words for them
        os.environ.setdefault("NPY_DISABLE_CPU_FEATURES", "X86_V4")

from service import Client  # noqa: E402 - it imports NumPy


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
