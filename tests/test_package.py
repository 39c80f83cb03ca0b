"""What is built: the front end inside the package, its budget, its types, and the wheel that carries it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import chainrule
from chainrule.api.app import create_app
from chainrule.api.assets import Assets, FrontendMissing
from chainrule.learn import OPTIMIZERS

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "backend" / "chainrule" / "static"
GENERATED = ROOT / "frontend" / "src" / "generated"
PLAYER_BUDGET = 64_500  # bytes, gzipped: what an embedded graph may cost its user
sys.path.insert(0, str(ROOT / "frontend"))

import bundle  # noqa: E402


def chunks_of(name: str) -> set[str]:
    """The file and every chunk it loads at once: what is behind `import()` waits."""
    seen: set[str] = set()
    todo = [name]
    while todo:
        here = todo.pop()
        if here not in seen:
            seen.add(here)
            text = (STATIC / here).read_text(encoding="utf-8")
            loads = re.findall(r'(?:from|import)\s*"(\./[^"]+\.js)"', text)
            todo += [(Path(here).parent / load).as_posix() for load in loads]
    return seen


def test_the_player_stays_within_its_budget() -> None:
    sizes = Assets().folder / "manifest.json"
    files = json.loads(sizes.read_text(encoding="utf-8"))["files"]
    assert sum(files[name]["gzip"] for name in chunks_of("player.js")) <= PLAYER_BUDGET
    assert files["player.iife.js"]["gzip"] <= PLAYER_BUDGET


def test_the_editor_is_loaded_only_by_the_page_that_wants_it() -> None:
    assert not any("CodeMirror" in (STATIC / name).read_text(encoding="utf-8") for name in chunks_of("player.js"))


def test_the_fonts_are_all_there() -> None:
    metrics = json.loads((STATIC / "fonts" / "metrics.json").read_text(encoding="utf-8"))
    for font in ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono", "DejaVuSerif-Italic"):
        assert set("0aσ∂∇×−·₀²") <= set(metrics[font])
        assert 0.2 < metrics[font]["0"] < 1
        assert (STATIC / "fonts" / f"{font}.ttf").stat().st_size > 100_000
        assert (STATIC / "fonts" / f"{font}.woff2").read_bytes()[:4] == b"wOF2"
    assert (STATIC / "fonts" / "STIXTwoMath.woff2").stat().st_size <= 110_000


def test_nothing_loads_from_elsewhere() -> None:
    for path in STATIC.rglob("*"):
        if path.suffix in (".js", ".css"):
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"""(?:src|href|import|url)\s*[=(]\s*["']?https?://(?!www\.w3\.org)""", text), path


@pytest.mark.parametrize("sheet", ["shared/tokens.css", "explorer/explorer.css"])
def test_dark_is_the_same_by_the_system_and_by_choice(sheet: str) -> None:
    text = (ROOT / "frontend" / "src" / sheet).read_text(encoding="utf-8")
    dark = r'(?::root:not\(\[data-theme="light"\]\)|^:root\[data-theme="dark"\])[^{]*\{([^}]*)\}'
    by_system, by_choice = re.findall(dark, text, re.M)
    assert by_system.split() == by_choice.split()


def test_the_form_of_training_offers_every_optimizer() -> None:
    text = (GENERATED / "optimizers.ts").read_text(encoding="utf-8")
    choices = set(re.findall(r'\{id: "([\w-]+)"', text))
    by_setting = {name for row in OPTIMIZERS.values() for name in (*row.variants.values(), *row.switches.values())}
    assert choices <= set(OPTIMIZERS) <= choices | by_setting


def test_the_types_of_the_api_are_those_of_the_api(tmp_path: Path) -> None:
    """`python3 dev.py types` writes both files again."""
    document = create_app(threads=1).openapi()
    committed = json.loads((GENERATED / "openapi.json").read_text(encoding="utf-8"))
    document["info"]["version"] = committed["info"]["version"]
    assert json.loads(json.dumps(document)) == committed, "run `python3 dev.py types`"
    node = bundle.find_node()
    assert node is not None
    made = tmp_path / "schema.d.ts"
    words = [*node.node, str(ROOT / "frontend" / "types.mjs"), str(made)]
    subprocess.run(words, check=True, capture_output=True, cwd=ROOT / "frontend", env=node.environment)
    assert made.read_text(encoding="utf-8") == (GENERATED / "schema.d.ts").read_text(encoding="utf-8")


def test_the_links_of_the_readme_lead_to_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT))
    import package_links

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for path in re.findall(r"\]\((?!https?://|#)([^)#\s]+)", text):
        assert (ROOT / path).is_file(), path
    address = package_links.repository(ROOT, {"CHAINRULE_REPOSITORY": "git@example.org:us/chainrule.git"})
    assert address == "https://example.org/us/chainrule"
    page = package_links.absolute_links(text, address, "v1.2.3")
    assert "](https://example.org/us/chainrule/blob/v1.2.3/docs/contract.md#live-sessions)" in page
    assert "](https://example.org/us/chainrule/raw/v1.2.3/docs/neuron.svg)" in page
    for result in (page, package_links.absolute_links(text, None, "")):
        assert re.findall(r"\]\((?!https?://)[^)]*\)", result) == []
    assert set(package_links.project_urls(address)) >= {"Repository", "Documentation", "Changelog", "Issues"}
    assert package_links.version(ROOT) == chainrule.__version__


def test_the_lock_file_names_no_host() -> None:
    text = (ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in text


def test_a_missing_front_end_is_said_clearly(tmp_path: Path) -> None:
    with pytest.raises(FrontendMissing, match=r"dev\.py run"):
        Assets(tmp_path)


def test_the_wheel_carries_the_front_end(tmp_path: Path) -> None:
    """Built as `pip install .` builds it, from a copy without the built files and without what git does not hold."""
    source = tmp_path / "source"
    skipped = shutil.ignore_patterns(
        "node_modules", "__pycache__", ".git", ".venv", "*_cache", ".hypothesis", "*.egg-info"
    )
    shutil.copytree(ROOT, source, ignore=skipped)
    words = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), str(source)]
    subprocess.run(words, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("chainrule-*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in ("page.js", "page.css", "player.js", "player.iife.js", "manifest.json", "fonts/metrics.json"):
        assert f"chainrule/static/{name}" in names
    assert {"chainrule/py.typed", "chainrule/api/templates/index.html", "chainrule/api/templates/docs.css"} <= names
    assert not any(name.endswith((".map", ".stamp")) for name in names)
    assert not any("node_modules" in name for name in names)
    assert wheel.stat().st_size < 6_000_000
