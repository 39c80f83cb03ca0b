"""Formulas by SymPy: their value, and their derivatives in closed form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from .answer import Answer
from .program import Program
from .texts import NoAnswer, instrumented

__all__ = ["symbolic"]


def symbolic(program: Program, text: str, given: Mapping[str, Any]) -> Answer:
    import sympy

    names: dict[str, Any] = {name: getattr(sympy, name) for name in dir(sympy) if not name.startswith("_")}
    names.update(abs=sympy.Abs, arcsin=sympy.asin, arccos=sympy.acos, arctan=sympy.atan, ln=sympy.log, e=sympy.E)
    names.update(sigmoid=lambda x: 1 / (1 + sympy.exp(-x)), max=sympy.Max, min=sympy.Min, where=_piecewise(sympy))
    symbols = {name: sympy.Symbol(name, real=True) for name in given}
    names.update(symbols)
    code, last = instrumented(text, tuple(given))
    names["__bind__"] = lambda name, value, constant: value
    found = Answer()
    point = {symbols[name]: sympy.Float(repr(float(value)), 30) for name, value in given.items()}
    try:
        exec(code, names)
        for out, loss in ((program.out, program.loss), *program.also):
            value = sympy.sympify(eval(out or last, names))
            of = sympy.sympify(eval(loss, names)) if loss else value
            gradients = {
                name: np.array(float(sympy.diff(of, symbol).subs(point).evalf(20))) for name, symbol in symbols.items()
            }
            found.outputs.append((np.array(float(value.subs(point).evalf(20))), gradients))
    except Exception as problem:
        raise NoAnswer(f"{type(problem).__name__}: {problem}") from problem
    return found


def _piecewise(sympy: Any) -> Callable[[Any, Any, Any], Any]:
    return lambda test, yes, no: sympy.Piecewise((yes, test), (no, True))
