"""One run of a PyTorch module, recorded call by call: a function mode for the calls, hooks for the modules."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from torch.nn.modules.module import register_module_forward_hook, register_module_forward_pre_hook
from torch.overrides import TorchFunctionMode, resolve_name

from ..errors import SourceError
from .record import Frame, Part, RecordedCall, RecordedLeaf, Result, Slot
from .torch_arguments import first_tensor, setting, tensors_in
from .torch_calls import (
    ALIASES,
    IN_PLACE,
    NUMBERS,
    QUERIES,
    UNCHANGED_CALLS,
    Unwritable,
)
from .torch_dropout import STEPS, drops_inside, refuse_hidden_randomness, with_mask
from .torch_gates import place_gates, unknown
from .torch_opaque import COMPLEX, Opaque, OpaqueCall, jacobians
from .torch_places import changed_elsewhere, overlapping, root_of
from .torch_slots import SEQUENCES, SlotTable, array_of
from .torch_stops import is_ours, stopped, unrecordable

__all__ = ["TorchRecorder"]

CONTAINERS = ("Sequential", "ModuleList", "ModuleDict")  # named by the attribute, their class says nothing


class TorchRecorder(TorchFunctionMode):
    """One run: `root` holds its calls, `slots` where each tensor stands.

    Args:
        model: the module, in float64, or a function.
        opaque: calls that become one gate with the numbers of this run, counted in order from 0.
    """

    def __init__(self, model: Any, opaque: frozenset[int] = frozenset()) -> None:
        super().__init__()
        self.opaque = opaque
        self.count = 0  # calls that were recorded
        self.quiet = False  # what runs inside a call that is one gate is not recorded
        self.numbers: dict[RecordedCall, int] = {}  # the place of each call among those recorded
        self.root = Frame("", "root")
        self.stack = [self.root]
        buffers: dict[int, str] = {}
        self.table = SlotTable(self.root, lambda: self.stack[-1], buffers)
        self.memory = self.table.memory
        self.tensors: dict[RecordedLeaf, torch.Tensor] = {}
        self.paths: dict[int, str] = {}
        self.last: torch.Tensor | None = None
        self.failed = ""  # the innermost module that raised
        if isinstance(model, torch.nn.Module):
            buffers.update((id(each), path) for path, each in model.named_buffers())
            self.paths = {id(each): path for path, each in model.named_modules()}
            for path, parameter in model.named_parameters():
                self.leaf(parameter, path, "parameter")

    def leaf(self, value: Any, path: str, kind: str) -> None:
        """Record a parameter, buffer or input of the module as a leaf; what is no tensor is none."""
        if isinstance(value, torch.Tensor):
            recorded_leaf = RecordedLeaf(path, array_of(value), kind)
            self.memory.stands(value, recorded_leaf)
            self.tensors[recorded_leaf] = value

    def copy(self, value: Any) -> Any:
        """Return a copy of an input for the run, which may change it in place as PyTorch forbids for a leaf."""
        if not isinstance(value, torch.Tensor):
            return value
        copy = value.clone()
        self.memory.alias(copy, value)
        return copy

    def slot_of(self, value: Any) -> Slot | None:
        """Return where a result stands. Raises: SourceError, `unknown-function`."""
        if not isinstance(value, torch.Tensor):
            return None
        self.memory.refresh(value)
        return self.memory.slots.get(id(value))

    def run(
        self, model: Callable[..., Any], inputs: Sequence[Any], loss: Callable[..., Any] | None, target: Any
    ) -> tuple[Any, SourceError | None]:
        """Return the result, and what the module raised if it did: then the result is the last value there was.

        Raises:
            SourceError: `unknown-function`.
        """
        hooks = [
            register_module_forward_pre_hook(lambda module, _: self._enter(module)),
            register_module_forward_hook(lambda module, *_: self._leave(), always_call=True),
        ]
        try:
            with self, self._functions_of_the_user():
                result = model(*inputs)
                if loss is not None:
                    result = loss(result, target) if target is not None else loss(result)
        except SourceError:
            raise
        except Exception as error:
            if is_ours(error):
                raise unrecordable(error) from error
            return self.last, stopped(error, self.failed)
        finally:
            for hook in hooks:
                hook.remove()
        return first_tensor(result), None

    @contextmanager
    def _functions_of_the_user(self) -> Iterator[None]:
        """While it lasts, an `autograd.Function` is one call: its backward pass is the user's own."""
        function, apply = torch.autograd.Function, torch.autograd.Function.apply.__func__  # type: ignore[attr-defined]

        def recorded(cls: Any, *args: Any, **kwargs: Any) -> Any:
            if self.quiet:
                return apply(cls, *args, **kwargs)
            self.quiet = True
            try:
                live = self.table.live_in(tensors_in([args, kwargs]))
                before = [(tensor, tensor._version) for tensor in live]
            finally:
                self.quiet = False
            if not live:
                return apply(cls, *args, **kwargs)
            self.count += 1
            result = self._gate(lambda *a, **k: apply(cls, *a, **k), cls.__name__, args, kwargs, live)
            self._note_changes(before, result)
            return result

        function.apply = classmethod(recorded)  # type: ignore[assignment,method-assign]
        try:
            yield
        finally:
            function.apply = classmethod(apply)  # type: ignore[assignment,method-assign]

    def _enter(self, module: torch.nn.Module) -> None:
        path = self.paths.get(id(module), "")
        kind = type(module).__name__
        words = path.rpartition(".")[2]
        named_by_place = kind in CONTAINERS and words and not words.isdigit()
        frame = Frame(path, words if named_by_place else kind) if path else self.root
        if frame is not self.root:
            self.stack[-1].items.append(frame)
        self.stack.append(frame)

    def _leave(self) -> None:
        if sys.exc_info()[0] is not None:  # the hook runs for a module that raised, too
            self.failed = self.failed or self.stack[-1].path
        if len(self.stack) > 1:
            self.stack.pop()

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        if self.quiet:
            return func(*args, **kwargs)
        name = (resolve_name(func) or getattr(func, "__name__", str(func))).replace("torch.functional.", "torch.")
        short = name.rpartition(".")[2]
        if short == "__setitem__":
            return self._assigned(func, name, args)
        tensors = tensors_in([args, kwargs])
        live = self.table.live_in(tensors)
        if name.startswith("torch.Tensor.data.") and id(args[0]) in self.memory.slots:
            return self._bare(func, short, args)
        if not live or short in QUERIES:
            return func(*(value.detach() if short in NUMBERS else value for value in args), **kwargs)
        if short in STEPS and drops_inside(short, args, kwargs):
            with self:  # its steps are recorded, its dropout among them
                return STEPS[short](*args, **kwargs)
        before = [(tensor, tensor._version) for tensor in tensors]
        in_place = short in IN_PLACE or (short.endswith("_") and not short.endswith("__"))
        if in_place and self._without_gradient(args[0]):
            result = func(*args, **kwargs)
            self.memory.renewed(args[0])
            return result
        if in_place or any(value is True for value in (*args, *kwargs.values())):  # `inplace=True` stands anywhere
            self.memory.before_change(first_tensor(args))
        if in_place:
            self.memory.refuse_overlap(args[0], tensors_in([args[1:], kwargs]))
        if short == "dropout" and setting(args, kwargs, 2, "training", name == "torch.nn.functional.dropout"):
            result = self._dropped(func, args, kwargs)
        else:
            result = self._called(func, name, args, kwargs, live)
        self._note_changes(before, result)
        return result

    def _called(self, func: Callable[..., Any], name: str, args: Any, kwargs: Any, live: Sequence[torch.Tensor]) -> Any:
        short = name.rpartition(".")[2]
        refuse_hidden_randomness(short, args, kwargs, self.stack[-1].path)
        parts = self.table.parts(func, name, args, kwargs)  # before the run: it may change values in place
        self.count += 1
        if isinstance(parts, Unwritable) or self.count - 1 in self.opaque:
            return self._gate(func, name, args, kwargs, live)
        result = func(*args, **kwargs)
        self._note(name, short, parts, args, kwargs, result)
        return result

    def _without_gradient(self, tensor: Any) -> bool:
        return not torch.is_grad_enabled() and isinstance(tensor, torch.Tensor) and tensor.requires_grad

    def _note_changes(self, before: Sequence[tuple[torch.Tensor, int]], result: Any) -> None:
        """Note which arguments a call has changed in place.

        Raises:
            SourceError: `unknown-function`: one that is not the result of the call.
        """
        changed = [(tensor, count) for tensor, count in before if tensor._version != count]
        results = {id(each) for each in tensors_in(result)}
        roots = set()
        for tensor, count in changed:
            if id(tensor) in results:
                self.memory.changed(tensor, count)
                roots.add(id(root_of(tensor)))
        if any(id(root_of(tensor)) not in roots and self.table.live(tensor) for tensor, _ in changed):
            raise changed_elsewhere()

    def _assigned(self, func: Callable[..., Any], name: str, args: Any) -> None:
        """Record `target[key] = value`, which changes an array and gives nothing."""
        target, key, value = args
        ends = self.memory.assigns_its_own_part(target, key, value)
        if not self.table.live_in([*([] if ends else [target]), *tensors_in([key, value])]) and not self.table.live(
            target
        ):
            func(*args)
            return
        if self._without_gradient(target):
            raise changed_elsewhere()
        if not ends:
            self.memory.before_change(target)
        slot = self.memory.own(target)
        parts = self.table.parts(func, name, args, {}, slot)
        before = target._version
        self.count += 1
        if not ends and isinstance(value, torch.Tensor) and root_of(value) is root_of(target):
            expected = target.detach().clone()
            expected[key] = value.detach().clone()
            func(*args)
            if not torch.allclose(target.detach(), expected, rtol=0.0, atol=0.0, equal_nan=True):
                raise overlapping()
        else:
            func(*args)
        if target.requires_grad:
            self._record(parts, [], name, effect=True)
            self.memory.stands(target, slot)
        else:
            self.table.as_data([target])
        self.memory.changed(target, before, ends)

    def _bare(self, func: Callable[..., Any], short: str, args: Any) -> Any:
        """Read or set `tensor.data`: no gradient passes through."""
        result = func(*args)
        if short == "__get__":
            self.table.as_data([result])
            self.memory.bare(args[0], result)
        else:
            self.memory.renewed(args[0])
        return result

    def _gate(
        self, func: Callable[..., Any], name: str, args: Any, kwargs: Mapping[str, Any], live: Sequence[torch.Tensor]
    ) -> Any:
        """Run a call that becomes one gate with the numbers of this run: value and Jacobian."""
        inputs = list({id(tensor): tensor for tensor in live}.values())
        moving = [each for each in inputs if each.requires_grad and each.is_floating_point()]
        slots = [self.table.slot(tensor) for tensor in inputs]  # before the run: it may change them in place
        tensors = tensors_in([args, kwargs])
        before = OpaqueCall.of(func, args, kwargs, tensors)
        self.quiet = True
        try:
            result = func(*args, **kwargs)
            results = [each for each in (result if isinstance(result, tuple | list) else [result])
                       if isinstance(each, torch.Tensor)]  # fmt: skip
            if not any(each.requires_grad for each in results):
                self.table.as_data(results)
                return result
            rows = jacobians(before, moving, results)
            last = place_gates(self.table, self.stack[-1], name, results, rows, inputs, slots, before)
            self.last = self.last if last is None else last
            return result
        except Opaque as reason:
            raise unknown(name, self.stack[-1].path, str(reason)) from None
        finally:
            self.quiet = False

    def value(self, slot: Slot) -> Any:
        """The numbers that stand there."""
        return slot.value if isinstance(slot, RecordedLeaf) else array_of(self.memory.tensors[slot])

    def _note(self, name: str, short: str, parts: list[Part] | Unwritable, args: Any, kwargs: Any, result: Any) -> None:
        results = list(result) if isinstance(result, tuple | list) else [result]
        tensors = [value for value in results if isinstance(value, torch.Tensor)]
        if not tensors:
            return
        if any(value.is_complex() for value in tensors):
            raise unknown(name, self.stack[-1].path, COMPLEX)
        word = short.strip("_")
        passes = any(value.requires_grad for value in tensors) or word in UNCHANGED_CALLS
        if not passes:
            self.table.as_data(tensors)
            return
        if (word in ALIASES or short in ALIASES) and len(tensors) == 1:
            source = args[0] if args else next(iter(kwargs.values()))
            if isinstance(source, torch.Tensor) and self.memory.slots.get(id(source)) is not None:
                self.memory.alias(tensors[0], source)
                return
        call = self._record(parts, [], name)
        for value in results:
            slot = Result(call) if isinstance(value, torch.Tensor) else None
            call.results.append(slot)
            if slot is not None:
                self.memory.stands(value, slot)
        self.last = tensors[0]

    def _record(
        self, parts: list[Part] | Unwritable, results: list[Result | None], name: str, **words: Any
    ) -> RecordedCall:
        where = self.stack[-1].path
        if isinstance(parts, Unwritable):
            raise unknown(name, where)
        many = name.rpartition(".")[2] in SEQUENCES
        call = RecordedCall(parts, results, where=where, many=many, **words)
        self.numbers[call] = self.count - 1
        self.stack[-1].items.append(call)
        return call

    def _dropped(self, func: Any, args: Any, kwargs: Any) -> Any:
        """Return dropout as a product with the mask that it drew."""
        source = args[0] if args else kwargs["input"]
        if not setting(args, kwargs, 1, "p", 0.5):
            result = func(*args, **kwargs)
            self.table.slot(source)
            self.memory.alias(result, source)
            return result
        result, mask = with_mask(func, source, args, kwargs)
        slot = RecordedLeaf("mask", array_of(mask), "constant")
        call = self._record(["(", self.table.slot(source), "*", slot, ")"], [], "dropout")
        call.results.append(Result(call))
        self.memory.stands(result, call.results[0])
        self.last = result
        return result
