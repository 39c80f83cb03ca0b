"""Reading of an answer that a student types, as a number; and the rule by which it is right."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from ..sentences import language, sentence, tr

__all__ = ["LARGE", "ToleranceRule", "read_number", "readings", "why_unreadable"]

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?", re.ASCII)
_TEN_TO = r"10(?:\^|\*\*)[({]?([+-]?\d{1,3})[)}]?"
_POWER = re.compile(rf"(?<=\d)[·*×x]{_TEN_TO}", re.ASCII)  # 3.2·10^12, as paper has it
_POWER_ALONE = re.compile(rf"(?<![\w.,·*×]){_TEN_TO}", re.ASCII)  # 10^-3
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_RAISED_POWER = re.compile(r"(?<=10)[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_SIGNS = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-") | {"\u2044": "/", "\u00f7": "/"}
)
_SPACE = re.compile(r"\s+")
_GROUP = re.compile(r"(?<=\d)\s(?=\d{3}(?!\d))")  # `1 000`; any other space between digits parts two numbers: `1 1/2`
_TWO_NUMBERS = re.compile(r"\d\s+\d")
_DIGITS = re.compile(r"[\d.,'’]+", re.ASCII)
_THOUSANDS = re.compile(  # `1,234`, `1,234,567.8`, `1.234,5`, `1.234.567`, `1'234`
    r"[1-9]\d{0,2}(?:(?:,\d{3})+(?:\.\d*)?|(?:\.\d{3})+,\d*|(?:\.\d{3}){2,}|(?:['’]\d{3})+(?:[.,]\d*)?)", re.ASCII
)
_COMMA_THEN_THREE = re.compile(r"\d+,\d{3}", re.ASCII)
_LEADING = re.compile(r"^(?:[a-zα-ω∂\\][^=≈~]*)?[=≈~]")  # `= 0.5`, `≈ 0.39`, `dx = -0.2`
_TEX_MARKS = re.compile(r"\$|\\[()\[\],;:!]|\\(?:left|right|displaystyle)(?![a-z])")  # they change no number
_TEX_TIMES = re.compile(r"\\(?:cdot|times)(?![a-z])")
_TEX_FRACTION = re.compile(r"\\(?:[dtcs]|nice)?frac(?:\{([^{}]*)\}\{([^{}]*)\}|(\d)(\d))", re.ASCII)
_VULGAR_FRACTION = re.compile(r"(?<![\d.,/])(\d*)([¼-¾⅐-⅞])", re.ASCII)  # `½`, `1½`
_BRACKETED = re.compile(r"([+-]?)\(([^()]*)\)")  # `(1/3)`, `-(1/3)`; one factor `(-2)` of `1/(-2)`
_LONGEST, _MOST_READ = 60, 1000  # characters, without spaces and with them
NOT_A_NUMBER = sentence("This could not be read as a number. Type one such as -0.25, 1/4 or 2.5e-3.")
TWO_READINGS = sentence("A comma before three digits can be read in two ways. Write 1234, or 1.234 with a point.")
LARGE, LARGE_FIGURES = 1_000_000, 6
"""Numbers from `LARGE` on are asked for to so many figures: nobody types the decimals of 3.2e12."""
SMALL = 1e-4  # below it a number of significant figures is written with a power of ten


def read_number(text: str) -> float | None:
    """`-0.2`, `1/5`, `2e-1`, `−0,2`, `3.2·10^12`, `≈ (1/5)`, `½`, `\\frac{1}{2}`: as fields, paper and TeX have them.

    None where it is no number, or could be two. A dash of any width is a minus sign, spaces of any kind count for
    nothing but between two numbers, and marks between thousands for nothing.
    """
    numbers = readings(text)
    return numbers[0] if len(numbers) == 1 else None


def readings(text: str) -> tuple[float, ...]:
    """All numbers that a text can be: `1,234` is two of them, but in German, where a comma is the decimal one."""
    numbers = (_read(text, comma_is_decimal) for comma_is_decimal in ((True,) if language() == "de" else (True, False)))
    return tuple(dict.fromkeys(number for number in numbers if number is not None))


def why_unreadable(text: str) -> str:
    """Return what is said of an answer that `read_number` does not read, as an English sentence."""
    return TWO_READINGS if len(readings(text)) > 1 else NOT_A_NUMBER


def _read(text: str, comma_is_decimal: bool) -> float | None:
    """The number; a comma before three digits is the decimal one, or stands between thousands."""
    if len(text) > _MOST_READ:
        return None
    spaced = _GROUP.sub("", text)
    if _TWO_NUMBERS.search(spaced):
        return None
    number_text = _LEADING.sub("", _TEX_MARKS.sub("", _SPACE.sub("", spaced).translate(_SIGNS).lower()))
    if not number_text or len(number_text) > _LONGEST:
        return None
    number_text = _VULGAR_FRACTION.sub(_fraction, _without_tex(number_text))
    number_text = _RAISED_POWER.sub(lambda match: "^" + match[0].translate(_RAISED), number_text)
    number_text = _POWER_ALONE.sub(r"1e\1", _POWER.sub(r"e\1", number_text))
    number_text = _DIGITS.sub(lambda match: _with_point(match[0], comma_is_decimal), number_text)
    parts = [_without_brackets(part) for part in _without_brackets(number_text).split("/")]
    if len(parts) > 2 or not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    numbers = [float(part) for part in parts]
    if len(numbers) == 2:
        if numbers[1] == 0:
            return None
        numbers = [numbers[0] / numbers[1]]
    return numbers[0] if math.isfinite(numbers[0]) else None


def _without_tex(text: str) -> str:
    r"""`\frac{1}{2}`, `3\cdot10^{2}` and `0{,}5` as they would be typed."""
    fractions = _TEX_FRACTION.sub(lambda match: f"({match[1] or match[3]}/{match[2] or match[4]})", text)
    return _TEX_TIMES.sub("·", fractions).replace("{,}", ",")


def _fraction(match: re.Match[str]) -> str:
    """`1½` as `(3/2)`."""
    over, under = map(int, unicodedata.normalize("NFKC", match[2]).split("\u2044"))
    return f"({int(match[1] or 0) * under + over}/{under})"


def _with_point(digits: str, comma_is_decimal: bool) -> str:
    """Digits without marks between thousands, and with a point in place of a decimal comma."""
    if _THOUSANDS.fullmatch(digits) and not (comma_is_decimal and _COMMA_THEN_THREE.fullmatch(digits)):
        mark = next(each for each in digits if not each.isdigit())
        return digits.replace(mark, "").replace(",", ".")
    return digits.replace(",", ".") if digits.count(",") == 1 and "." not in digits else digits


def _without_brackets(text: str) -> str:
    whole = _BRACKETED.fullmatch(text)
    return text if whole is None else whole[1] + whole[2]


@dataclass(frozen=True, slots=True)
class ToleranceRule:
    """An answer is right when it rounds to the same number as the exact one, or lies within half a unit of it.

    Decimals count below `LARGE`; from there on `LARGE_FIGURES` significant figures do.
    """

    digits: int | None  # decimals
    significant: int | None  # or significant figures

    @property
    def sentence(self) -> str:
        """The rule as it is printed on an exercise."""
        if self.significant is not None:
            return tr("Right means: the same when rounded to {0} significant figures.", self.significant)
        if self.digits == 1:
            return tr("Right means: the same when rounded to 1 decimal.")
        return tr("Right means: the same when rounded to {0} decimals.", self.digits)

    @property
    def large_sentence(self) -> str:
        """The rule for large numbers, as it is printed on an exercise that has some; empty where it is no other."""
        if self.significant is not None:
            return ""
        return tr("From a million on it means {0} significant figures, such as {1}.", LARGE_FIGURES, "3.45679e12")

    def rounded(self, number: float) -> float:
        """The number as the rule rounds it, a tie away from zero."""
        if not math.isfinite(number) or number == 0:
            return number
        try:
            return float(Decimal(number).quantize(self._unit(number), ROUND_HALF_UP)) + 0.0
        except InvalidOperation:  # more digits than a decimal holds: there is nothing to round
            return number

    def same(self, answer: float, exact: float) -> bool:
        """Return whether the answer is right for a number."""
        if not math.isfinite(exact) or not math.isfinite(answer):
            return answer == exact
        unit = float(self._unit(exact if exact != 0 else answer))
        if abs(answer - exact) > max(unit, float(self._unit(answer))) * (1 + 1e-9):
            return False  # as nearly all of the wrong rules are that are tried: rounding is slow
        return self.rounded(answer) == self.rounded(exact) or abs(answer - exact) <= unit / 2 * (1 + 1e-9)

    def intervals(self, exact: float) -> list[tuple[float, float]]:
        """All right answers for a finite number, as centres and half widths; the rounded number is the first centre.

        Above a power of ten figures are ten times as coarse as below it.
        """
        if exact == 0 and self.significant is not None:
            return [(0.0, 0.0)]
        rounded = self.rounded(exact)
        below, above = (float(self._unit(rounded * (1 + nudge))) for nudge in (-1e-9, 1e-9))
        result = [(rounded, below / 2)]
        if above > below:
            result.append((rounded + math.copysign(above / 4, rounded), above / 4))
        if exact != rounded:
            result.append((exact, float(self._unit(exact)) / 2))
        return result

    def format_number(self, exact: float) -> str:
        """The right answer as a solution sheet has it: with the digits that the rule asks for, and no others."""
        if not math.isfinite(exact):
            return repr(exact)
        try:
            rounded = Decimal(exact).quantize(self._unit(exact), ROUND_HALF_UP) + 0
        except InvalidOperation:
            return repr(exact)
        size = abs(rounded)
        if size < LARGE and (self.significant is None or size >= SMALL or not size):
            return f"{rounded:f}"
        figures = LARGE_FIGURES if self.significant is None else self.significant
        mantissa, _, power = f"{rounded:.{figures - 1}e}".partition("e")
        mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
        return f"{mantissa}e{int(power)}"

    def _unit(self, number: float) -> Decimal:
        if not number or (self.significant is None and abs(number) < LARGE):
            return Decimal(1).scaleb(-(self.digits or 0))
        figures = LARGE_FIGURES if self.significant is None else self.significant
        return Decimal(1).scaleb(Decimal(number).adjusted() - figures + 1)
