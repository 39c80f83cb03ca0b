"""Collection of lessons: those of the package, and those of a folder of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ..errors import ChainruleError, RequestError
from ..limits import DEFAULT, Limits
from ..sentences import language, speaking, translated
from .conditions import rows
from .language import in_language
from .lesson_document import Lesson, LessonRow, LessonTable
from .resolve import resolve
from .text import LARGEST, SHORTER, LessonError, LessonText, read_text

__all__ = ["FILES", "LessonCollection", "check_folder"]

FILES = Path(__file__).parent / "files"
MOST_FILES = 200


@lru_cache(maxsize=2 * MOST_FILES)
def _read(path: Path, changed: int, size: int) -> LessonText | LessonError:
    """Return the content of a file, read once for each change of it."""
    name = path.name
    if size > 4 * LARGEST:
        return LessonError(name, 1, f"The file has more than {LARGEST:,} characters.", hint=SHORTER)
    try:
        return read_text(name, path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        return LessonError(name, 1, "The file is not UTF-8.", hint="Save it as UTF-8.")
    except OSError as error:
        what = f"The file cannot be read: {error.strerror}."
        return LessonError(name, 1, what, hint="The service must be allowed to read it.")
    except LessonError as error:
        return error


@dataclass(frozen=True, slots=True)
class LessonCollection:
    """The lessons of the package, and those of `folder`, which join or, with the same id, replace them.

    Files are read again when they change, so that a lecturer writes while the service runs.
    """

    folder: Path | None = None

    def table(self) -> LessonTable:
        """Return all lessons by part, with the table of conditions. A file that cannot be read has a `problem`."""
        result = [_row(path, text) for path, text in self._all().values()]
        return LessonTable(result, rows())

    def text(self, id: str) -> LessonText:
        """Return one lesson as it is written.

        Raises:
            RequestError: `unknown-lesson`. LessonError: its file cannot be read.
        """
        result = self._all().get(id)
        if result is None:
            hint = "`/api/v1/lessons` lists them."
            raise RequestError("unknown-lesson", f"There is no lesson `{id[:60]}`.", hint=hint, status=404)
        if isinstance(result[1], LessonError):
            raise result[1]
        return result[1]

    def lesson(self, id: str, limits: Limits = DEFAULT) -> Lesson:
        """Return one lesson with its scenes. Raises: RequestError `unknown-lesson`, LessonError."""
        text = self.text(id)
        with speaking(text.language):
            return resolve(text, limits)

    def _all(self) -> dict[str, tuple[Path, LessonText | LessonError]]:
        pairs_by_name: dict[str, tuple[Path, LessonText | LessonError]] = {}
        for folder in (FILES, self.folder):
            for path in _paths(folder) if folder is not None else ():
                state = path.stat()
                text = _read(path, state.st_mtime_ns, state.st_size)
                id = text.id if isinstance(text, LessonText) else path.stem
                pairs_by_name[id] = (path, text)

        def key(item: tuple[str, tuple[Path, LessonText | LessonError]]) -> tuple[int, str]:
            path, text = item[1]
            return (text.part if isinstance(text, LessonText) else 0, path.name)

        return dict(sorted(pairs_by_name.items(), key=key))


def _paths(folder: Path) -> Iterator[Path]:
    files = sorted(path for path in folder.glob("*.md") if path.is_file())
    return iter(files[:MOST_FILES])


def _row(path: Path, text: LessonText | LessonError) -> LessonRow:
    if isinstance(text, LessonText):
        text, _ = in_language(text)
        return LessonRow(text.id, text.title, text.part, text.summary, len(text.scenes), None)
    return LessonRow(path.stem, path.name, 0, "", 0, translated(text.detail, language()))


def check_folder(folder: str | Path, limits: Limits = DEFAULT) -> int:
    """Resolve every lesson of a folder, so that nothing fails in the hall. Return their number.

    Raises:
        ChainruleError: `bad-lesson`: the folder is none, holds no lesson, or one of them cannot be used.
    """
    path = Path(folder)
    if not path.is_dir():
        raise ChainruleError("bad-lesson", f"{path} is no folder.", hint="Give the folder that holds the .md files.")
    count = 0
    for file in _paths(path):
        state = file.stat()
        text = _read(file, state.st_mtime_ns, state.st_size)
        if isinstance(text, LessonError):
            raise text
        with speaking(text.language):
            resolve(text, limits)
        count += 1
    if not count:
        raise ChainruleError("bad-lesson", f"{path} holds no .md file.", hint="A lesson is a Markdown file.")
    return count
