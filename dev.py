#!/usr/bin/env python3
"""Run or test Chainrule from a fresh clone. Needs Python 3.11 or newer and a network, nothing else.

    python3 dev.py run [--port 8000]      the playground, at http://127.0.0.1:8000
    python3 dev.py test [pytest's words]  every check and every test
    python3 dev.py test --targets         Share's texts in the real tools: Slidev, MkDocs, LibreOffice, LaTeX, ...
    python3 dev.py check                  the checks without the tests
    python3 dev.py docs                   build the documentation's site into site/
    python3 dev.py types                  write again what is generated: types and schema of the API, tables of docs/

The first call makes .venv and installs into it; later calls find that done and start at once.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import venv
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
FRONTEND = ROOT / "frontend"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
TARGETS = ROOT / "tests" / "browser" / "targets"
Part = Callable[[IO[bytes] | None], object]
"""Runs and raises CalledProcessError or OSError if it fails; writes to the file, or on the terminal if it is None."""
BESIDE = ("mypy", "tsc", "biome", "pasted")
"""What runs in the time that the browser tests leave: they wait for animations and timers. None of it waits itself."""
PASTED = "tests/pasted"
"""Thousands of programs, each computed by its library: alone a third of the time of all tests but the browser's."""
COMMANDS = ("run", "test", "check", "types", "docs")


def fingerprint(*names: str) -> str:
    found = hashlib.sha256(sys.version.encode())
    for name in names:
        found.update((ROOT / name).read_bytes())
    return found.hexdigest()


def once(stamp: Path, now: str, work: Callable[[], object]) -> None:
    """Do the work unless the stamp says that it was done for exactly this."""
    if stamp.is_file() and stamp.read_text() == now:
        return
    work()
    stamp.write_text(now)


def outside(arguments: list[str]) -> int:
    """With the machine's Python: make .venv, install into it, and go on inside."""
    if not PYTHON.is_file():
        print("dev.py: making .venv", flush=True)
        venv.create(VENV, with_pip=True)
    extra = "" if arguments[0] == "run" else "test"
    done = [VENV / ".chainrule-test"] if extra else [VENV / ".chainrule-test", VENV / ".chainrule-run"]
    now = fingerprint("pyproject.toml", "hatch_build.py")
    if not any(stamp.is_file() and stamp.read_text() == now for stamp in done):
        print(f"dev.py: installing Chainrule{' and what its tests need' if extra else ''} into .venv", flush=True)
        target = ".[test]" if extra else ".[serve,export]"
        words = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--editable", target]
        if code := subprocess.run(words, cwd=ROOT, check=False).returncode:
            return code
        done[-1].write_text(now)
    environment = {"OPENBLAS_NUM_THREADS": "1", **os.environ}
    # The tests start Python some hundred times: without its bytecode it compiles the package each time, for a second.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        return subprocess.run([PYTHON, ROOT / "dev.py", *arguments], cwd=ROOT, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 0


def inside(command: str, rest: list[str]) -> int:
    sys.path.insert(0, str(FRONTEND))
    import bundle

    if bundle.find_node() is None:
        subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", bundle.NODE_PACKAGE], check=True)
    if command == "run":
        try:
            bundle.build()
        except subprocess.CalledProcessError as problem:  # what is wrong was said by the build itself
            return int(problem.returncode)
        return subprocess.run([PYTHON, "-m", "chainrule_command", "serve", *rest], check=False).returncode
    node = bundle.find_node()
    assert node is not None
    words = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    stamp = FRONTEND / "node_modules" / ".chainrule"
    once(stamp, fingerprint("frontend/package-lock.json", "frontend/package.json"), lambda: node.run(*words))
    if command == "docs":
        return subprocess.run([PYTHON, "-m", "mkdocs", "build", "--strict"], cwd=ROOT, check=False).returncode
    if command == "types":
        bundle.build()
        schema = FRONTEND / "src" / "generated" / "openapi.json"
        text = subprocess.run([PYTHON, "-m", "chainrule.api"], capture_output=True, text=True, check=True).stdout
        schema.write_text(text, encoding="utf-8")
        node.run("npm", "run", "--silent", "types")
        subprocess.run([PYTHON, ROOT / "docs" / "generate.py"], check=True)
        return 0

    def call(*words: str | Path) -> Part:
        def part(log: IO[bytes] | None) -> object:
            errors = None if log is None else subprocess.STDOUT
            return subprocess.run(words, cwd=ROOT, check=True, stdout=log, stderr=errors)

        return part

    def python(*words: str | Path) -> Part:
        return call(PYTHON, "-m", *words)

    def npm(script: str) -> Part:
        return lambda log: node.run("npm", "run", "--silent", script, log=log)

    def build(_: IO[bytes] | None) -> object:
        return bundle.build()

    checks: dict[str, Part] = {
        "build": build,
        "ruff": python("ruff", "check", "."),
        "ruff format": python("ruff", "format", "--check", "."),
        "mypy": python("mypy"),
        "imports": call(PYTHON.with_name("lint-imports")),
        "tsc": npm("check"),
        "biome": npm("lint"),
    }
    if "--targets" in rest:
        install_targets(node)
        shutil.rmtree(TARGETS / ".seen", ignore_errors=True)
        chosen = [word for word in rest if word != "--targets"]
        work = {"build": build, "targets": python("pytest", "tests/browser/targets", *chosen)}
        if not chosen:  # of all of them
            work["table"] = python("tests.browser.targets.table")
        return report(work, stop=True)
    if command == "check":
        return report(checks)
    if any(map(is_path, rest)):
        return report({**checks, **python_tests(rest, python)})
    work = {
        **checks,
        "vitest": npm("test"),
        **python_tests(rest, python),
        "pasted": python("pytest", "-n", "2", PASTED, *rest),
    }
    beside = {name: work.pop(name) for name in BESIDE}
    return report(work, beside={"browser": beside})


def is_path(word: str) -> bool:
    """Return whether a word of pytest's is a file, a folder or a test of the project."""
    return not word.startswith("-") and (ROOT / word.partition("::")[0]).exists()


def python_tests(rest: list[str], python: Callable[..., Part]) -> dict[str, Part]:
    """Return the runs of pytest: all tests but PASTED, or those whose paths are in `rest`.

    Playwright keeps an event loop of its own running, so what it drives has a process of its own. A browser test waits
    for animations half of its time: one worker more than there are cores keeps them busy. One that fails is tried once
    more, and named at the end: a window that a busy machine draws too late is no fault of the page. Elsewhere a
    process takes neighbours, which share fixtures, and helps another when it is done.
    """
    cores = max(2, os.cpu_count() or 2)
    options = [word for word in rest if not is_path(word)]
    paths: dict[str, list[str]] = {"pytest": [], "browser": []}
    ignored = {"pytest": ["tests/browser"], "browser": ["tests/browser/targets"]}
    for word in filter(is_path, rest):
        paths["browser" if (ROOT / "tests" / "browser") in [ROOT / word, *(ROOT / word).parents] else "pytest"].append(
            word
        )
    if not any(paths.values()):
        paths = {"pytest": ["tests"], "browser": ["tests/browser"]}
        ignored["pytest"].append(PASTED)
    workers = {"pytest": (cores, "worksteal"), "browser": (cores + 1, "load")}
    repeats = {"pytest": (), "browser": ("--reruns=1", "-rR")}
    return {
        name: python(
            "pytest",
            "-n",
            str(workers[name][0]),
            "--dist",
            workers[name][1],
            *(f"--ignore={each}" for each in ignored[name]),
            *repeats[name],
            *some,
            *options,
        )
        for name, some in paths.items()
        if some
    }


def install_targets(node: Any) -> None:
    """The tools of other people, in an environment and a node_modules of their own. Raises CalledProcessError."""
    folder = TARGETS / ".venv"
    there = folder / PYTHON.relative_to(VENV)
    if not there.is_file():
        venv.create(folder, with_pip=True)
    pip = [there, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "-r", TARGETS / "requirements.txt"]
    needed = fingerprint("tests/browser/targets/requirements.txt")
    once(folder / ".installed", needed, lambda: subprocess.run(pip, check=True))
    words = ("npm", "ci", "--prefix", str(TARGETS), "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    needed = fingerprint("tests/browser/targets/package-lock.json")
    once(TARGETS / "node_modules" / ".installed", needed, lambda: node.run(*words))


def report(work: dict[str, Part], *, stop: bool = False, beside: dict[str, dict[str, Part]] | None = None) -> int:
    """Do all of it, whatever fails unless `stop`, and end with one line for each part.

    `beside` has the parts that are done, one after the other, while the part of that name is at work, which goes before
    them; what they say is shown after it.
    """
    lines: list[str] = []
    failed: list[str] = []

    def do(name: str, part: Part, log: IO[bytes] | None) -> None:
        start = time.monotonic()
        try:
            part(log)
            word = "ok"
        except (subprocess.CalledProcessError, OSError) as problem:
            word = f"FAILED with {problem.returncode}" if hasattr(problem, "returncode") else f"FAILED ({problem})"
            failed.append(name)
        lines.append(f"{name:12} {time.monotonic() - start:6.1f} s  {word}")

    def do_all(parts: dict[str, Part], log: IO[bytes]) -> None:
        if sys.platform == "linux":  # elsewhere it is of the whole process, not of this thread and what it starts
            os.nice(10)
        for name, part in parts.items():
            log.write(f"\n=== {name}\n".encode())
            log.flush()
            do(name, part, log)

    for name, part in work.items():
        print(f"\n=== {name}", flush=True)
        parts = (beside or {}).get(name, {})
        with tempfile.TemporaryFile() as log:
            thread = threading.Thread(target=do_all, args=(parts, log))
            thread.start()
            do(name, part, None)
            thread.join()
            log.seek(0)
            print(log.read().decode(errors="replace"), end="", flush=True)
        if stop and failed:
            break
    print("\n=== all parts\n" + "\n".join(lines))
    print(f"=== {len(lines) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


def main(arguments: list[str]) -> int:
    asks = not {"-h", "--help"}.isdisjoint(arguments)
    if asks or not arguments or arguments[0] not in COMMANDS:
        print(__doc__)
        return 0 if asks else 2
    if Path(sys.prefix).resolve() != VENV.resolve():
        return outside(arguments)
    return inside(arguments[0], arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
