"""Names at the end of a program, and the nodes that they stand for; the parameters that its modules hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..graph import Graph, GraphNode, HeldParameter, ancestors
from .object_gradients import value_of_object
from .values import ArrayView, Const, Instance, Items, Number, NumberComparison, Value

if TYPE_CHECKING:
    from .machine import Machine

__all__ = ["held_parameters", "lists_of", "names_of", "without_arrays_of_lists"]

UNNAMED = "__unnamed__"  # of a library's class: attributes that are no part of a path


def names_of(m: Machine) -> dict[str, int]:
    """Return every free or assigned name of the outermost scope -> the node of its last version."""
    names = dict(m.builder.inputs)
    for name, value in m.globals.names.items():
        if type(value) is Const and (value.is_nameless or (name in m.counters and type(value.value) is int)):
            continue  # the pi of `from math import *`, the i of a loop
        if type(value) in (Number, ArrayView, Const, NumberComparison, Items):
            node = m.node_if_any(value)
            if node is None and type(value) is Items and value.node >= 0 and _is_unchanged(value):
                node = value.node
            if node is not None:
                names[name] = m.plain_numbers.get(node, node)
    for name, value in m.globals.names.items():
        if type(value) is Instance:
            names.update(_parameters(m, name, value))
    for name, value in m.globals.names.items():
        if type(value) is dict:
            _name_tree(m, names, name, value)
    for name, (_, value) in m.named_entries.items() if not m.updated else ():  # a run has their paths: params['w']
        node = value.node if type(value) is Items else m.node_if_any(value)
        if node is not None and node >= 0 and name not in names and node not in names.values():
            names[name] = node
    return {name: _before_updates(m, node) for name, node in names.items()}


def _name_tree(m: Machine, names: dict[str, int], name: str, tree: Value) -> None:
    """Add the parameters in a tree by the names that their library gave them, `Dense_0.kernel`.

    Where two models have a parameter of one name, the second is called by the way to it.
    """
    nodes = set(names.values())
    for path, number in _registered_in(m, name, tree, set()):
        own = m.builder.nodes[number.node].name
        if own is not None and number.node not in nodes:
            names[path if own in names else own] = number.node
            nodes.add(number.node)


def _before_updates(m: Machine, node: int) -> int:
    """Return the node that stood for a number before an update moved it: the one that the output follows from."""
    for _ in range(len(m.updated)):
        if node not in m.updated:
            break
        node = m.updated[node]
    return node


def held_parameters(m: Machine, nodes: tuple[GraphNode, ...], output: int) -> tuple[HeldParameter, ...]:
    """Return the parameters that a library registered, each once.

    Of a model that the output follows from these are all of its own, used or not, as `parameters()` has them; of
    what no name holds at the end (a model made in a function) those that are used.
    """
    needed = ancestors(Graph("", nodes, output, {}), output)
    parameters_by_node: dict[int, HeldParameter] = {}
    visited: set[int] = set()
    for name, value in m.globals.names.items():
        own = [
            HeldParameter(path, _before_updates(m, number.node), m.builder.shape(number.node))
            for path, number in _registered_in(m, name, value, visited)
        ]
        if any(each.node <= output and needed[each.node] for each in own):
            parameters_by_node.update((each.node, each) for each in own)
    for value in m.parameters.values():
        if type(value) is Number:
            node = _before_updates(m, value.node)
            if node not in parameters_by_node and node <= output and needed[node]:
                parameters_by_node[node] = HeldParameter(nodes[node].name or "", node, nodes[node].shape)
    return tuple(parameters_by_node.values())


def _registered_in(m: Machine, name: str, value: Value, visited: set[int]) -> list[tuple[str, Number]]:
    """Return the registered numbers in a value, by the way to them. `visited`: by identity, what was looked at."""
    result: list[tuple[str, Number]] = []
    todo: list[tuple[str, Value]] = [(name, value)]
    while todo:
        path, at = todo.pop()
        if type(at) is Number:
            if id(at) in m.parameters and id(at) not in visited:
                visited.add(id(at))
                result.append((path, at))
            continue
        inner = _inside(path, at)
        if inner and id(at) not in visited:
            visited.add(id(at))
            todo += reversed(inner)
    return result


def _inside(path: str, value: Value) -> list[tuple[str, Value]]:
    """Return what stands in an object, a list or a dictionary, by the way to it."""
    if type(value) is Instance:
        unnamed = value.cls.find(UNNAMED) or ()
        attributes = [(key, inner) for key, inner in value.attributes.items() if key not in unnamed]
        if value.cls.find("named_parameters") is not None:  # a list of modules names none, a module in it may have one
            attributes.sort(key=lambda pair: isinstance(pair[1], Items | tuple))
        return [(path if key == "_items" else f"{path}.{key}", inner) for key, inner in attributes]
    if isinstance(value, Items | tuple):
        return [(f"{path}.{place}", inner) for place, inner in enumerate(value)]
    if isinstance(value, dict):
        return [(f"{path}.{key}", inner) for key, inner in value.items() if isinstance(key, str)]
    return []


def _is_unchanged(values: Items) -> bool:
    """Return whether a list still holds the entries from which its array was made."""
    return len(values) == len(values.made_from) and all(a is b for a, b in zip(values, values.made_from, strict=True))


def lists_of(m: Machine) -> dict[str, tuple[int, ...]]:
    """Return the names of lists of numbers each of which has a node of its own."""
    pairs_by_name: dict[str, tuple[int, ...]] = {}
    for name, value in m.globals.names.items():
        if type(value) is Items and 0 < len(value) <= 64 and all(type(entry) is Number for entry in value):
            nodes = tuple(int(entry.node) for entry in value)
            if len(set(nodes)) == len(nodes) and all(not m.builder.nodes[node].shape for node in nodes):
                pairs_by_name[name] = nodes  # an object twice in a list has no gradient of its own in each place
    return pairs_by_name


def without_arrays_of_lists(m: Machine, names: dict[str, int], nodes: tuple[GraphNode, ...], output: int) -> None:
    """Take away the names of lists of computed numbers whose array is on no way to the output: their entries are, so
    that a gradient of 0 would be false."""
    needed = ancestors(Graph("", nodes, output, {}), output)
    for name, value in m.globals.names.items():
        node = names.get(name)
        if node is None or type(value) is not Items or not any(type(entry) is Number for entry in value):
            continue
        if node > output or not needed[node]:
            del names[name]


def _parameters(m: Machine, name: str, value: Instance) -> dict[str, int]:
    """Return the numbers that an object holds, by the way to them: `net.fc1.weight`.

    What is held twice, such as tied weights, has the first way, as in PyTorch's `named_parameters()`.
    """
    numbers_by_name: dict[str, int] = {}
    todo: list[tuple[str, Value]] = [(name, value)]
    visited: set[int] = set()
    while todo and len(numbers_by_name) < 500:
        path, at = todo.pop()
        if id(at) in visited:
            continue
        visited.add(id(at))
        if type(at) is Instance and (key := value_of_object(at)) is not None:
            node = m.node_if_any(at.attributes[key])
            if node is not None:
                numbers_by_name[path] = node
                m.builder.set_name(node, path.partition(".")[2] or path)
        elif type(at) is Number:
            numbers_by_name[path] = at.node
            if not m.builder.nodes[at.node].args:
                m.builder.set_name(at.node, path.partition(".")[2])
        else:
            todo += reversed(_inside(path, at))
    return numbers_by_name
