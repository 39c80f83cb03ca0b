"""The optimizer's rule and the schedule, written in the formula language, as functions of a program."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from ..codegen.script import Script
from ..learn import SCHEDULES
from ..syntax import parse, parse_expression
from .parts import RunParts, refused

__all__ = ["rule_function", "schedule_function"]

# Functions that a rule or a schedule may call, in each language. A number has Python's own functions.
_COMMON = ("sqrt", "exp", "log", "abs", "sign", "tanh", "sin", "cos", "floor", "where")
SPELLINGS: Mapping[str, Mapping[str, str]] = {
    "numpy": {**{name: f"np.{name}" for name in (*_COMMON, "maximum", "minimum")}, "pi": "np.pi"},
    "torch": {**{name: f"torch.{name}" for name in _COMMON}, "pi": "math.pi"},
    "number": {
        **{name: f"math.{name}" for name in ("sqrt", "exp", "log", "tanh", "sin", "cos", "floor")},
        **{"abs": "abs", "maximum": "max", "minimum": "min", "max": "max", "min": "min", "pi": "math.pi"},
    },
}


def rule_function(script: Script, parts: RunParts, language: str) -> None:
    """`update(w, g, states, lr, t, T)`: one update of one parameter.

    Raises:
        InputError: `no-run-code`.
    """
    rule = parts.rule
    script.add()
    script.add()
    script.add(f"def {parts.own['update']}({', '.join(('w', 'g', *rule.states, 'lr', 't', 'T'))}):")
    if rule.settings:
        script.add(f"    {', '.join(rule.settings)} = {', '.join(map(repr, rule.settings.values()))}")
    try:
        statements = parse(rule.text).body
    except SyntaxError:
        raise refused("This rule is not written as a program.") from None
    for statement in statements:
        script.add("    " + _spelled(statement, language))
    script.add(f"    return [{', '.join(('w', *rule.states))}]")


def schedule_function(script: Script, parts: RunParts) -> None:
    """`learning_rate(lr, t, T)`, where the run has a schedule.

    Raises:
        InputError: `no-run-code`.
    """
    schedule = parts.settings.schedule
    if schedule is None:
        return
    script.add()
    script.add()
    script.add(f"def {parts.own['learning_rate']}(lr, t, T):")
    while schedule is not None and schedule.get("kind") == "warmup":
        over = max(1, int(schedule["over"]))
        script.add(f"    if t < {over}:")
        script.add(f"        return lr * (t + 1) / {over}")
        script.add(f"    t, T = t - {over}, max(1, T - {over})")
        schedule = schedule.get("then")
    if schedule is None:
        script.add("    return lr")
    elif schedule.get("kind") == "step" and "at" in schedule:
        places, factor = [float(each) for each in schedule["at"]], float(schedule.get("factor", 0.1))
        script.add(f"    return lr * {factor!r} ** sum(t >= place for place in {places})")
    elif "formula" in schedule:
        script.add(f"    return {_number_text(schedule['formula'])}")
    else:
        row = SCHEDULES[schedule["kind"]]
        for name, usual in row.settings.items():
            script.add(f"    {name} = {float(schedule.get(name, usual))!r}")
        script.add(f"    return {_number_text(row.text)}")


def _number_text(text: str) -> str:
    try:
        return _spelled(parse_expression(text), "number")
    except SyntaxError:
        raise refused("The formula of the learning rate is not written as a program.") from None


def _spelled(tree: ast.AST, language: str) -> str:
    """Return the text with its functions as the language calls them."""
    words = SPELLINGS[language]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            if name not in words or node.keywords:
                raise refused(f"`{ast.unparse(node)[:40]}` is not written as a program.")
        elif isinstance(node, ast.Attribute | ast.Subscript | ast.Lambda):
            raise refused(f"`{ast.unparse(node)[:40]}` is not written as a program.")
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and (id(node) in called or node.id == "pi"):
            node.id = words[node.id]
    return ast.unparse(tree)
