"""Modules of `flax.linen`, whose parameters live outside of them.

A module is bound to a tree of variables while `init` or `apply` runs; its parts are called as Flax calls them, `Dense_0` in
a compact method and by the attribute in `setup`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from ..calling import Arguments
from ..classes import call as call_value
from ..classes import call_function, call_method
from ..values import Builtin, Class, Instance, Items, Number, ProgramFunction, Value
from .flax_initializers import KEY, start
from .parameters import registered
from .rows import Row
from .standard import DATACLASSES
from .torch_random import stand_in
from .weight_rules import RULES

if TYPE_CHECKING:
    from ..machine import Machine

__all__ = ["LINEN_HELPERS", "compact"]

OUTSIDE = None  # the frame of what belongs to no call: the first value of a parameter
RUNNING = "flax modules"  # in the machine's states: the modules whose method is running, the innermost last


def _running(m: Machine) -> list[tuple[Instance, bool]]:
    """Return the modules whose method runs, each with whether its parts get names of their kind: `Dense_0`."""
    stack: list[tuple[Instance, bool]] = m.generators.setdefault(RUNNING, [])
    return stack


def _fields_of(call: Arguments) -> Value:
    """Make the constructor of a module class: its annotated names are the settings, as in a dataclass."""
    (cls,) = call.args
    DATACLASSES["dataclass"](call)
    set_fields = cls.attributes["__init__"]

    def start(later: Arguments) -> Value:
        owner = later.args[0]
        name, free = later.keywords.pop("name", None), "parent" in later.keywords
        parent = later.keywords.pop("parent", None)
        for word in UNREAD:
            later.keywords.pop(word, None)
        set_fields.run(later)
        owner.attributes["name"] = name
        stack = _running(later.machine)
        if stack and not (free and parent is None):
            holder, counts = stack[-1]
            if counts or name is not None:
                _join(later, owner, holder, name or _next_name(holder, owner.cls.name))
        return None

    cls.attributes["__init__"] = Builtin("__init__", start)
    return None


UNREAD = ("dot_general", "dot_general_cls", "promote_dtype", "axis_name", "axis_index_groups", "use_fast_variance",
          "force_float32_reductions", "rng_collection")  # fmt: skip


def _next_name(holder: Instance, kind: str) -> str:
    counts: dict[str, int] = holder.attributes.setdefault("_counts", {})
    counts[kind] = counts.get(kind, -1) + 1
    return f"{kind}_{counts[kind]}"


def _join(call: Arguments, part: Instance, holder: Instance, name: str) -> None:
    """Make a module a part of another under this name, its own parts with it."""
    root = holder.attributes["_root"]
    part.attributes.update(name=name, _root=root, _path=(*holder.attributes["_path"], name))
    part.attributes["_run"] = root.attributes["_run"]
    _adopt(call, part)
    setup = part.cls.find("setup")
    if type(setup) is ProgramFunction and not setup.of_library:
        _inside(call, part, False, lambda: call_method(call.machine, part, "setup", [], call.node))
        _adopt(call, part)


def _inside(call: Arguments, module: Instance, counts: bool, action: Callable[[], Value]) -> Value:
    stack = _running(call.machine)
    stack.append((module, counts))
    try:
        return action()
    finally:
        stack.pop()


def _adopt(call: Arguments, holder: Instance) -> None:
    """Make the modules among the attributes parts of their holder, which have no other in this run."""
    for name, value in list(holder.attributes.items()):
        if not name.startswith("_"):
            for path, part in _modules(name, value):
                if part.attributes.get("_run") != holder.attributes["_run"]:
                    _join(call, part, holder, part.attributes.get("name") or path)


def _modules(name: str, value: Value) -> Iterator[tuple[str, Instance]]:
    if type(value) is Instance and value.cls.find("init_with_output") is not None:
        yield name, value
    elif isinstance(value, Items | tuple):
        for place, each in enumerate(value):
            yield from _modules(f"{name}_{place}", each)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _modules(f"{name}_{key}", each)


def compact(call: Arguments) -> Value:
    """`@nn.compact`: the parts that the method makes are named in the order in which they are made."""
    (function,) = call.bind("fun")

    def run(inner: Arguments) -> Value:
        owner = inner.args[0]
        if "_root" not in owner.attributes:
            raise _without_parameters(inner, owner)
        owner.attributes["_counts"] = {}
        hidden = function.hidden or function.of_library
        method = replace(function, name=owner.cls.name if function.name == "__call__" else function.name, hidden=hidden)
        return _inside(
            inner, owner, True, lambda: call_function(inner.machine, method, inner.args, inner.keywords, inner.node)
        )

    return Builtin(function.name, run)


def _without_parameters(call: Arguments, owner: Instance) -> Exception:
    return call.refuse(
        f"`{owner.cls.name}` has no parameters of its own: it is called with them.",
        "Write `variables = model.init(key, x)` and `model.apply(variables, x)`.",
    )


def _bind(call: Arguments, module: Instance, variables: Value, initialises: bool) -> None:
    """Make a module the root of a run with these variables."""
    if not isinstance(variables, dict):
        raise call.refuse("`apply` takes a dictionary of variables.", "Write `model.apply({'params': params}, x)`.")
    runs = call.machine.generators
    runs["flax runs"] = runs.get("flax runs", 0) + 1
    module.attributes.update(
        _root=module, _path=(), _run=runs["flax runs"], _variables=variables, _initialises=initialises, _changed={}
    )
    _adopt(call, module)
    setup = module.cls.find("setup")
    if type(setup) is ProgramFunction and not setup.of_library:
        _inside(call, module, False, lambda: call_method(call.machine, module, "setup", [], call.node))
        _adopt(call, module)


def _run(call: Arguments, module: Instance, args: Value, keywords: Mapping[str, Value]) -> Value:
    words = dict(keywords)
    method = words.pop("method", None)
    if method is None:
        return call_value(call.machine, module, list(args), words, call.node)
    if isinstance(method, str):
        return call_method(call.machine, module, method, list(args), call.node, words)
    return call_value(call.machine, getattr(method, "function", method), [module, *args], words, call.node)


def _init_with_output(call: Arguments) -> Value:
    """`model.init_with_output(key, x)`: the output, and the variables with their first values."""
    module, args, keywords = call.args
    stand_in(call)
    variables: dict[str, Value] = {}
    _bind(call, module, variables, True)
    output = _run(call, module, args, keywords)
    changed = {key: each.attributes["value"] for key, each in module.attributes["_changed"].items()}
    for (collection, path, name), value in changed.items():
        _branch(variables.setdefault(collection, {}), path)[name] = value
    return output, variables


def _apply(call: Arguments) -> Value:
    """`model.apply(variables, x, mutable=[...])`: the output, with the variables that changed where it is asked for."""
    module, variables, mutable, args, keywords = call.args
    _bind(call, module, variables, False)
    output = _run(call, module, args, keywords)
    if mutable is False or mutable is None:
        return output
    names = [mutable] if isinstance(mutable, str) else list(variables) if mutable is True else list(mutable)
    updates: dict[str, Value] = {}
    for (collection, path, name), each in module.attributes["_changed"].items():
        if collection in names:
            _branch(updates.setdefault(collection, {}), path)[name] = each.attributes["value"]
    return output, updates


def _bind_copy(call: Arguments) -> Value:
    module, variables = call.args
    copy = Instance(module.cls, dict(module.attributes))
    _bind(call, copy, variables, False)
    return copy


def _branch(tree: dict[str, Value], path: tuple[str, ...]) -> dict[str, Value]:
    for name in path:
        tree = tree.setdefault(name, {})
    return tree


def _at(tree: Value, path: tuple[str, ...]) -> Value:
    for name in path:
        tree = tree.get(name) if isinstance(tree, dict) else None
    return tree


def _param(call: Arguments, inner: int = 0) -> Value:
    """`self.param('kernel', rule, sizes)`: the parameter of this name, drawn where the model is initialised."""
    module, name, rule, args = call.args
    if "_root" not in module.attributes:
        raise _without_parameters(call, module)
    root, path = module.attributes["_root"], module.attributes["_path"]
    old = _at(root.attributes["_variables"].get("params"), (*path, name))
    if old is not None:
        return old
    if not root.attributes["_initialises"]:
        raise call.refuse(
            f"`{'.'.join([*path, name])}` is not among the parameters.", "Make them with `model.init(key, x)`."
        )
    builder, frame = call.machine.builder, call.machine.builder.call
    builder.call = OUTSIDE
    try:
        if isinstance(rule, str) or (type(rule) is Builtin and inner):
            value = start(call, rule, call.sizes([args[0]]), inner)
        else:
            value = call_value(call.machine, rule, [Items(KEY), *args], {}, call.node)
        value = Number(call.number(value))
    finally:
        builder.call = frame
    registered(call.machine, value)
    call.machine.builder.set_name(value.node, ".".join([*path, name]))
    _branch(root.attributes["_variables"].setdefault("params", {}), path)[name] = value
    return value


def _flat_param(call: Arguments) -> Value:
    """Return a parameter whose rule takes the inputs as one size and the outputs as another."""
    module, name, rule, sizes, inner = call.args
    return _param(
        Arguments(call.machine, call.name, [module, name, rule, (sizes,)], {}, call.node), call.integer(inner)
    )


def _variable(call: Arguments) -> Value:
    """`self.variable('batch_stats', 'mean', rule, sizes)`: an object whose `value` may be set."""
    module, collection, name, rule, args = call.args
    root, path = module.attributes["_root"], module.attributes["_path"]
    live = root.attributes["_changed"]
    if (collection, path, name) not in live:
        value = _at(root.attributes["_variables"].get(collection), (*path, name))
        if value is None:
            builder, frame = call.machine.builder, call.machine.builder.call
            builder.call = OUTSIDE
            try:
                value = _first(call, rule, args)
            finally:
                builder.call = frame
        cls = Class("Variable", (), {})
        cls.order = (cls,)
        live[collection, path, name] = Instance(cls, {"value": value})
    return live[collection, path, name]


def _first(call: Arguments, rule: Value, args: Value) -> Value:
    if isinstance(rule, str):
        numbers = RULES[rule](call, call.sizes([args[0]]))
        return Number(call.machine.builder.literal(numbers, call.machine.span(call.node)))
    return call_value(call.machine, rule, list(args), {}, call.node)


def _holds(call: Arguments) -> Value:
    module, collection, name = call.args
    root, path = module.attributes["_root"], module.attributes["_path"]
    return _at(root.attributes["_variables"].get(collection), (*path, name)) is not None


def _initialises(call: Arguments) -> Value:
    return bool(call.args[0].attributes["_root"].attributes["_initialises"])


LINEN_HELPERS: Mapping[str, Row] = {
    "fields_of": _fields_of, "compact": compact, "initialised": _init_with_output, "applied": _apply, "bound": _bind_copy,
    "param_of": _param, "flat_param": _flat_param, "variable_of": _variable, "holds": _holds,
    "initialises": _initialises, "changed": DATACLASSES["replace"],
}  # fmt: skip
