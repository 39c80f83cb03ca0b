"""Expressions as instructions: for each kind of syntax node what is pushed, and in which order."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ..errors import SourceError
from .arrays import get_item
from .classes import call
from .compile import CompiledCode, JumpLabel, Part, step
from .conditions import boolean_parts, compare_parts, conditional_parts
from .containers import (
    Unpacked,
    dict_comprehension,
    dict_parts,
    flat,
    list_comprehension,
    list_parts,
    set_comprehension,
    set_parts,
    starred_parts,
    take,
    tuple_parts,
)
from .formats import format_one
from .functions import lambda_parts
from .machine import not_in_language
from .objects import get_attribute
from .operators import BINARY, EULER, SIGNS, binary, negative
from .text.vocabulary import is_program
from .unknown_functions import unknown_function
from .values import (
    ArrayView,
    Class,
    Const,
    Environment,
    FreeObject,
    Ignored,
    Instance,
    Items,
    Number,
    Stack,
    Super,
    Value,
)

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["EXPRESSIONS", "push", "unused_call"]


# leaves of the syntax tree --------------------------------------------------------------------------------------------


def push(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    """Put a value on the stack."""
    stack.append(argument)


def _push_number(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    stack.append(Const(argument, m.span(node)))


def _constant(code: CompiledCode, node: ast.Constant) -> Iterable[Part]:
    value = node.value
    if value is None or isinstance(value, bool | str) or value is Ellipsis:
        return [step(push, value, node)]
    if isinstance(value, int | float):
        if isinstance(value, int) and abs(value) >= 2**63:
            value = float(value) if value.bit_length() < 1024 else math.inf
        if value in (math.inf, -math.inf):
            return [step(_too_large, None, node)]
        return [step(_push_number, value, node)]
    return [step(_complex, None, node)]


def _too_large(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    raise SourceError(
        "number",
        "This number is larger than the largest double, 1.8e308.",
        span=m.span(node),
        hint="Write it smaller.",
    )


def _complex(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    raise SourceError("number", "Complex numbers are not read.", span=m.span(node), hint="Use real numbers.")


def _load(m: Machine, stack: Stack, name: str, node: ast.AST) -> None:
    environment: Environment | None = m.environment
    while environment is not None:
        if name in environment.names:
            stack.append(environment.names[name])
            return
        environment = environment.outer
    stack.append(_entry_by_name(m, name, node) or _numbered_entry(m, name, node) or m.unbound(name, node))


ENTRY = re.compile(
    r"(?P<array>[A-Za-z]\w*?)_(?P<place>y|yi|y_i|label|target|correct)|(?P<scores>[pqsz]|y_hat)_(?P<label>[ck])"
)


NUMBERED_ENTRY = re.compile(r"(?P<array>[A-Za-z]+)_?(?P<place>\d{1,2})")


@lru_cache(maxsize=64)
def _counted_from_zero(text: str) -> frozenset[str]:
    """Return the names with a 0 below them: p of p_0."""
    return frozenset(re.findall(r"(?<!\w)([A-Za-z]+)_?0(?!\w)", text))


def _numbered_entry(m: Machine, name: str, node: ast.AST) -> Value:
    """`p_2` of a formula on paper that has a vector p: its second entry, or the third where the text has a p_0."""
    match = NUMBERED_ENTRY.fullmatch(name) if name[-1].isdigit() and m.place is None else None
    array = None if match is None else m.environment.names.get(match["array"])
    if match is None or type(array) not in (Number, ArrayView) or is_program(m.source.source):
        return None
    shape = m.shape(array, node)
    base = match["array"]
    first = 0 if base in _counted_from_zero(m.source.text) else 1
    index = int(match["place"]) - first
    if m.source.shown_name(name) in m.builder.shapes or len(shape) != 1 or not 0 <= index < shape[0]:
        return None
    m.note("entry", f"`{name}` is read as `{base}[{index}]`, an entry of `{base}`.", node)
    return get_item(m, array, Const(index), node)


def _entry_by_name(m: Machine, name: str, node: ast.AST) -> Value:
    """`p_y` where the program has a vector p, and nothing else says what p_y is: the entry of p that y says."""
    match = ENTRY.fullmatch(name) if "_" in name and m.place is None else None
    if match is None or m.source.shown_name(name) in m.builder.shapes or name in m.builtins:
        return None
    if match["scores"] and is_program(m.source.source):
        return None
    name_of_array, place = match["array"] or match["scores"], match["place"] or match["label"]
    array = m.environment.names.get(name_of_array)
    if type(array) not in (Number, ArrayView, Items) or len(m.shape(array, node)) != 1:
        return None
    index = m.environment.names.get(place)
    if index is None:
        index = m.unbound(place, node)
    elif type(index) is not Const:
        return None
    m.note("entry", f"`{name}` is read as `{name_of_array}[{place}]`, the entry that `{place}` says.", node)
    return get_item(m, array, index, node)


def _load_callee(m: Machine, stack: Stack, name: str, node: ast.AST) -> None:
    """Load a name that is called: an unknown one is no leaf then, but a misspelling."""
    if m.is_bound(name) or (m.place is None and name in m.builder.shapes) or name in m.builtins:
        return _load(m, stack, name, node)
    if name == "sigma" and "sigmoid" in m.builtins:  # σ(x), where the text does not say what it is
        return _load(m, stack, "sigmoid", node)
    raise unknown_function(m, name, node)


BESIDE_E = frozenset("abcdfg")  # letters beside which e is one of several names


def _load_alone(m: Machine, stack: Stack, name: str, node: ast.AST) -> None:
    """`e` alone is Euler's number where nothing gives it a value, and no names stand beside it in the alphabet."""
    if _is_name_of_text(m, name) or m.place is not None or _has_letters_beside_e(m.source.text):
        return _load(m, stack, name, node)
    m.note("euler", "`e` is Euler's number, 2.718...; give it a value to make it a name of your own.", node)
    stack.append(Const(math.e, m.span(node)))


def _is_name_of_text(m: Machine, name: str) -> bool:
    """Return whether the program or a value has the name, or the text has entries of it: e_ij."""
    return m.is_bound(name) or name in m.builder.shapes or name in m.source.sizes


@lru_cache(maxsize=64)
def _has_letters_beside_e(text: str) -> bool:
    return not BESIDE_E.isdisjoint(re.findall(r"[^\W\d]\w*", text))


def _load_euler(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    """`e` in `e^x` is Euler's number, unless the program or a value calls something `e`."""
    if _is_name_of_text(m, "e"):
        return _load(m, stack, "e", node)
    stack.append(EULER)


def _name(code: CompiledCode, node: ast.Name) -> Iterable[Part]:
    return [step(_load_alone if node.id == "e" else _load, node.id, node)]


# operators ------------------------------------------------------------------------------------------------------------


def _binary_step(m: Machine, stack: Stack, sign: Any, node: ast.AST) -> None:
    right = stack.pop()
    left = stack[-1]
    if left is EULER and sign.sign == "**" and type(right) is not Const:
        stack[-1] = Number(m.builder.emit("exp", (m.node(right, getattr(node, "right", node)),), None, m.span(node)))
        return
    stack[-1] = binary(m, sign, left, right, node)


def _binop(code: CompiledCode, node: ast.BinOp) -> Iterable[Part]:
    sign = BINARY.get(type(node.op))
    if sign is None:
        return [node.left, node.right, step(_shift_step, type(node.op), node)]
    left: Part = node.left
    if sign.sign == "**" and isinstance(left, ast.Name) and left.id == "e":
        left = step(_load_euler, None, left)
    return [left, node.right, step(_binary_step, sign, node)]


def _shift_step(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    """`channels << 1` of whole numbers that the text says; of anything else bits are not shifted."""
    right, left = stack.pop(), stack[-1]
    if not all(type(each) is Const and type(each.value) is int for each in (left, right)) or right.value < 0:
        raise not_in_language(
            "Bits are not shifted here, but those of whole numbers that the text says.",
            m.operator_span(node),
            "Write `* 2` for `<< 1`, and `// 2` for `>> 1`.",
        )
    power = binary(m, SIGNS["**"], Const(2), right, node)
    stack[-1] = binary(m, SIGNS["*" if argument is ast.LShift else "//"], left, power, node)


def _negative_step(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    stack[-1] = negative(m, stack[-1], node)


def _not_step(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    stack[-1] = not m.truth(stack[-1], node)


def _invert_step(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    value = stack[-1]
    if type(value) is bool:
        stack[-1] = not value
    elif type(value) is Const and type(value.value) is int:
        stack[-1] = Const(~value.value, m.span(node))
    else:
        index = m.node(value, node)
        stack[-1] = Number(m.builder.emit("logical_not", (index,), None, m.span(node)), "bool")


def _plus_step(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    if type(stack[-1]) not in (Const, Number, ArrayView):
        stack[-1] = Number(m.node(stack[-1], node))


UNARY = {ast.USub: _negative_step, ast.Not: _not_step, ast.Invert: _invert_step, ast.UAdd: _plus_step}


def _unary(code: CompiledCode, node: ast.UnaryOp) -> Iterable[Part]:
    return [node.operand, step(UNARY[type(node.op)], None, node)]


# attributes, entries, calls -------------------------------------------------------------------------------------------


def _attribute_step(m: Machine, stack: Stack, name: str, node: ast.AST) -> None:
    stack[-1] = get_attribute(m, stack[-1], name, node)


def _attribute(code: CompiledCode, node: ast.Attribute) -> Iterable[Part]:
    return [node.value, step(_attribute_step, node.attr, node)]


def _build_slice(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    stop_step = stack.pop(), stack.pop()
    stack[-1] = slice(stack[-1], stop_step[1], stop_step[0])


def _slice(code: CompiledCode, node: ast.Slice) -> Iterable[Part]:
    parts = (node.lower, node.upper, node.step)
    return [
        *(step(push, None, node) if part is None else part for part in parts), step(_build_slice, None, node),
    ]  # fmt: skip


def _item_step(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    key = stack.pop()
    stack[-1] = get_item(m, stack[-1], key, node)


def _subscript(code: CompiledCode, node: ast.Subscript) -> Iterable[Part]:
    return [node.value, node.slice, step(_item_step, None, node)]


def _skip_if_ignored(m: Machine, stack: Stack, label: JumpLabel, node: ast.AST) -> int | None:
    return label.position if type(stack[-1]) is Ignored else None


def _call_step(m: Machine, stack: Stack, argument: Any, node: Any) -> None:
    keywords: dict[str, Value] = {}
    for keyword in reversed(node.keywords):
        value = stack.pop()
        if keyword.arg is not None:
            keywords.setdefault(keyword.arg, value)
        elif isinstance(value, dict):
            for key, entry in value.items():
                keywords.setdefault(str(key), entry)
        else:
            raise not_in_language(
                "`**` unpacks a dictionary.", m.span(keyword.value), "Write the settings out: `f(a=1)`."
            )
    args = take(stack, len(node.args))
    if any(type(value) is Unpacked for value in args):
        args = flat(m, args, node)
    stack[-1] = call(m, stack[-1], args, dict(reversed(keywords.items())), node)


def _call(code: CompiledCode, node: ast.Call) -> Iterable[Part]:
    callee: Part = step(_load_callee, node.func.id, node.func) if isinstance(node.func, ast.Name) else node.func
    if isinstance(node.func, ast.Name) and node.func.id == "super":
        return [step(_super_step, None, node)]
    return _call_of([callee], node)


def unused_call(node: ast.Call) -> Iterable[Part]:
    """Return the steps of `model.train()`, whose result nobody takes: left out if nothing is known of `model`."""
    return _call_of([node.func, step(_leave_out_if_free, None, node)], node)


def _leave_out_if_free(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    if type(stack[-1]) is FreeObject:
        stack[-1] = Ignored(stack[-1].name)


def _call_of(callee: Sequence[Part], node: ast.Call) -> Iterable[Part]:
    end = JumpLabel()
    return [
        *callee, step(_skip_if_ignored, end, node), *node.args, *(keyword.value for keyword in node.keywords),
        step(_call_step, None, node), end,
    ]  # fmt: skip


def _super_step(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> None:
    owner = next(iter(m.environment.names.values()), None)  # a method's first parameter, whatever it is called
    defining = m.lookup("__class__")
    if type(owner) is not Instance or type(defining) is not Class:
        raise not_in_language("`super()` stands in a method of a class.", m.span(node), "Write it inside `__init__`.")
    order = owner.cls.order
    rest = order[order.index(defining) + 1 :] if defining in order else ()
    stack.append(Super(owner, rest))


def _format_value(m: Machine, stack: Stack, spec: Any, node: ast.AST) -> None:
    form = stack.pop() if spec else ""
    stack.append(format_one(m, stack.pop(), form, node))


def _join_texts(m: Machine, stack: Stack, count: int, node: ast.AST) -> None:
    stack.append(m.check_text("".join(take(stack, count)), node))


def _joined(code: CompiledCode, node: ast.JoinedStr) -> Iterable[Part]:
    return [*node.values, step(_join_texts, len(node.values), node)]


def _formatted(code: CompiledCode, node: ast.FormattedValue) -> Iterable[Part]:
    form = [] if node.format_spec is None else [node.format_spec]
    return [node.value, *form, step(_format_value, bool(form), node)]


def _bind_and_keep(m: Machine, stack: Stack, name: str, node: ast.AST) -> None:
    m.assign(name, stack[-1], node)


def _walrus(code: CompiledCode, node: ast.NamedExpr) -> Iterable[Part]:
    return [node.value, step(_bind_and_keep, node.target.id, node)]


def _no_generator(code: CompiledCode, node: ast.AST) -> Iterable[Part]:
    return [step(_refuse_generator, None, node)]


def _refuse_generator(m: Machine, stack: Stack, argument: Any, node: ast.AST) -> int:
    raise not_in_language("`yield` is not read here.", m.span(node), "Append to a list and return it.")


EXPRESSIONS: dict[type[ast.AST], Any] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.BinOp: _binop,
    ast.UnaryOp: _unary,
    ast.Compare: compare_parts,
    ast.BoolOp: boolean_parts,
    ast.IfExp: conditional_parts,
    ast.Starred: starred_parts,
    ast.List: list_parts,
    ast.Tuple: tuple_parts,
    ast.Set: set_parts,
    ast.Dict: dict_parts,
    ast.Attribute: _attribute,
    ast.Slice: _slice,
    ast.Subscript: _subscript,
    ast.Call: _call,
    ast.Lambda: lambda_parts,
    ast.ListComp: list_comprehension,
    ast.GeneratorExp: list_comprehension,
    ast.SetComp: set_comprehension,
    ast.DictComp: dict_comprehension,
    ast.JoinedStr: _joined,
    ast.FormattedValue: _formatted,
    ast.NamedExpr: _walrus,
    ast.Yield: _no_generator,
    ast.YieldFrom: _no_generator,
    ast.Await: _no_generator,
}
