"""One run of a PyTorch module, recorded call by call: a function mode for the calls, hooks for the modules."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch
from torch.nn.modules.module import register_module_forward_hook, register_module_forward_pre_hook
from torch.overrides import TorchFunctionMode, resolve_name

from ..errors import SourceError
from ..read.modules import MODULES
from .record import Frame, Part, RecordedCall, RecordedLeaf, Result, Slot, recorded_gate
from .torch_arguments import defaults_of, first_tensor, setting, tensors_in
from .torch_calls import (
    ALIASES,
    IN_PLACE,
    NUMBERS,
    QUERIES,
    RANDOM_INSIDE,
    SIGNS,
    UNCHANGED_CALLS,
    Unwritable,
    argument_texts,
)
from .torch_opaque import COMPLEX, Opaque, OpaqueCall, jacobians

__all__ = ["TorchRecorder", "array_of"]

SEQUENCES = frozenset({"lstm", "gru", "rnn_tanh", "rnn_relu"})  # calls that are unrolled over time
CONTAINERS = ("Sequential", "ModuleList", "ModuleDict")  # named by the attribute, their class says nothing


def array_of(tensor: torch.Tensor) -> Any:
    """A copy as NumPy has it, since the run may change it."""
    values = tensor.detach().cpu().resolve_conj().resolve_neg().numpy()
    return np.array(values, dtype=np.float64 if tensor.is_floating_point() else np.int64)


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
        self.tensors_by_result: dict[Slot, torch.Tensor] = {}
        self.root = Frame("", "root")
        self.stack = [self.root]
        self.slots: dict[int, Slot | None] = {}  # by the identity of a tensor; None: it follows from no leaf
        self.parts_changed: dict[int, str] = {}  # data of which a part was changed in place -> the call
        self.referents: list[Any] = []  # keeps identities from being used again
        self.tensors: dict[RecordedLeaf, torch.Tensor] = {}
        self.paths: dict[int, str] = {}
        self.last: torch.Tensor | None = None
        self.failed = ""  # the innermost module that raised
        if isinstance(model, torch.nn.Module):
            self.paths = {id(each): path for path, each in model.named_modules()}
            for path, parameter in model.named_parameters():
                self.leaf(parameter, path, "parameter")
            self.buffers = {id(each): path for path, each in model.named_buffers()}
        else:
            self.buffers = {}

    def leaf(self, value: Any, path: str, kind: str) -> None:
        if isinstance(value, torch.Tensor):
            recorded_leaf = RecordedLeaf(path, array_of(value), kind)
            self.slots[id(value)] = recorded_leaf
            self.tensors[recorded_leaf] = value
            self.referents.append(value)

    def slot_of(self, value: Any) -> Slot | None:
        return self.slots.get(id(value)) if isinstance(value, torch.Tensor) else None

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
            if _is_ours(error):
                raise
            place = f"in `{self.failed}`" if self.failed else "in the module"
            text = (str(error) or type(error).__name__).splitlines()[0][:300]
            stopped = SourceError(
                "framework-error",
                f"The run stopped {place}: {type(error).__name__}: {text}",
                hint="What ran before it is drawn.",
            )
            return self.last, stopped
        finally:
            for hook in hooks:
                hook.remove()
        return first_tensor(result), None

    @contextmanager
    def _functions_of_the_user(self) -> Iterator[None]:
        """While it lasts, an `autograd.Function` is one call: its backward pass is the user's own."""
        function, apply = torch.autograd.Function, torch.autograd.Function.apply.__func__  # type: ignore[attr-defined]

        def recorded(cls: Any, *args: Any, **kwargs: Any) -> Any:
            live = [value for value in tensors_in([args, kwargs]) if self._live(value)]
            if self.quiet or not live:
                return apply(cls, *args, **kwargs)
            self.count += 1
            return self._gate(lambda *a, **k: apply(cls, *a, **k), cls.__name__, args, kwargs, live)

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
        name = resolve_name(func) or getattr(func, "__name__", str(func))
        short = name.rpartition(".")[2]
        live = [value for value in tensors_in([args, kwargs]) if self._live(value)]
        if not live or short in QUERIES:
            return func(*(value.detach() if short in NUMBERS else value for value in args), **kwargs)
        if short == "dropout" and setting(args, kwargs, 2, "training", name == "torch.nn.functional.dropout"):
            return self._dropped(func, args, kwargs)
        self._refuse_hidden_randomness(short, args, kwargs)
        self._watch_parts(short, args)
        effect = short == "__setitem__"  # it changes an array and gives nothing
        if effect and not self._live(args[0]):
            self._filled_from_here(args[0])
        parts = self._parts(func, name, args, kwargs)  # before the run: it may change values in place
        self.count += 1
        if not effect and (isinstance(parts, Unwritable) or self.count - 1 in self.opaque):
            return self._gate(func, name, args, kwargs, live)
        result = func(*args, **kwargs)
        self._note(name, short, parts, args, kwargs, result)
        return result

    def _watch_parts(self, short: str, args: Any) -> None:
        """Remember data of which a part is changed in place, until the part is assigned, as `out[:, 0] += x` does."""
        if short == "__setitem__":
            self.parts_changed.pop(id(args[0]), None)
            return
        in_place = short in IN_PLACE or (short.endswith("_") and not short.endswith("__"))
        if in_place and args and isinstance(args[0], torch.Tensor) and not self._live(args[0]):
            base = args[0]._base
            if base is not None:
                self.parts_changed[id(base)] = short
                self.referents.append(base)

    def refuse_parts_changed(self) -> None:
        """Raise where a part of an array was changed in place and the array itself was not seen to change.

        Raises:
            SourceError: `unknown-function`.
        """
        for short in self.parts_changed.values():
            raise _changes_a_part(short)

    def _gate(
        self, func: Callable[..., Any], name: str, args: Any, kwargs: Mapping[str, Any], live: Sequence[torch.Tensor]
    ) -> Any:
        """Run a call that becomes one gate with the numbers of this run: value and Jacobian."""
        inputs = list({id(tensor): tensor for tensor in live}.values())
        moving = [each for each in inputs if each.requires_grad and each.is_floating_point()]
        slots = [self._slot(tensor) for tensor in inputs]  # before the run: it may change them in place
        tensors = tensors_in([args, kwargs])
        before = OpaqueCall.of(func, args, kwargs, tensors)
        self.quiet = True
        try:
            result = func(*args, **kwargs)
            results = [each for each in (result if isinstance(result, tuple | list) else [result])
                       if isinstance(each, torch.Tensor)]  # fmt: skip
            if not any(each.requires_grad for each in results):
                self._as_data(results)
                return result
            rows = jacobians(before, moving, results)
        except Opaque as reason:
            raise _unknown(name, self.stack[-1].path, str(reason)) from None
        finally:
            self.quiet = False
        for number, (each, row) in enumerate(zip(results, rows, strict=True)):
            if row is None:
                self._as_data([each])
                continue
            slopes = iter(row)
            parts = [
                (slot, array_of(before.copies[id(tensor)]), next(slopes) if any(tensor is m for m in moving) else 0.0)
                for slot, tensor in zip(slots, inputs, strict=True)
            ]
            title = name if len(results) == 1 else f"{name}[{number}]"
            call = recorded_gate(title, "PyTorch", array_of(each), parts)
            self.stack[-1].items.append(call)
            self._stands(each, call.results[0])
            self.last = each
        return result

    def _stands(self, tensor: torch.Tensor, slot: Slot | None) -> None:
        self.slots[id(tensor)] = slot
        self.referents.append(tensor)
        if slot is not None:
            self.tensors_by_result[slot] = tensor

    def _as_data(self, tensors: Sequence[torch.Tensor]) -> None:
        """Numbers that no gradient passes through are data."""
        for tensor in tensors:
            self._stands(tensor, None)

    def value(self, slot: Slot) -> Any:
        """The numbers that stand there."""
        return slot.value if isinstance(slot, RecordedLeaf) else array_of(self.tensors_by_result[slot])

    def _live(self, tensor: torch.Tensor) -> bool:
        """Return whether a tensor follows from a parameter or an input."""
        slot = self.slots.get(id(tensor))
        return slot is not None and not (isinstance(slot, RecordedLeaf) and slot.kind == "constant")

    def _parts(self, func: Any, name: str, args: Any, kwargs: Any) -> list[Part] | Unwritable:
        short = name.rpartition(".")[2]
        plain = IN_PLACE.get(short, short)
        if plain == short and short.endswith("_") and not short.endswith("__"):
            plain = short[:-1]
        owner = name[: len(name) - len(short)]
        table = MODULES.get(owner[:-1])
        if table is not None and plain not in table and plain not in SIGNS:
            return Unwritable(name)
        try:
            result = argument_texts(owner + plain, args, kwargs, defaults_of(func))
            return [part if isinstance(part, str) else self._slot(part) for part in result]
        except Unwritable as error:
            return error

    def _slot(self, tensor: torch.Tensor) -> Slot:
        """Return the value of a tensor; one that follows from no leaf becomes a constant."""
        slot = self.slots.get(id(tensor))
        if slot is None:
            if id(tensor) in self.parts_changed:
                raise _changes_a_part(self.parts_changed[id(tensor)])
            slot = self._constant(self.buffers.get(id(tensor), "c"), array_of(tensor))
            if id(tensor) not in self.buffers:  # a buffer may change: each use has its own numbers
                self.slots[id(tensor)] = slot
                self.referents.append(tensor)
        return slot

    def _constant(self, path: str, value: Any) -> Slot:
        """Return numbers as data; the program fills in infinite entries, as in the mask of an attention."""
        slot: Slot = RecordedLeaf(
            path, np.where(np.isinf(value), 0.0, value) if np.isinf(value).any() else value, "constant"
        )
        for infinite, text in ((np.inf, "float('inf')"), (-np.inf, "float('-inf')")):
            where = value == infinite
            if where.any():
                mask = RecordedLeaf("where_infinite", where.astype(np.float64), "constant")
                call = RecordedCall([slot, ".masked_fill(", mask, f" == 1, {text})"], where=self.stack[-1].path)
                slot = Result(call)
                call.results.append(slot)
                self.root.before_open(call, self.stack[-1])
        return slot

    def _note(self, name: str, short: str, parts: list[Part] | Unwritable, args: Any, kwargs: Any, result: Any) -> None:
        results = list(result) if isinstance(result, tuple | list) else [result]
        tensors = [value for value in results if isinstance(value, torch.Tensor)]
        if short == "__setitem__":
            self._record(parts, [], name, effect=True)
            return
        if not tensors:
            return
        if any(value.is_complex() for value in tensors):
            raise _unknown(name, self.stack[-1].path, COMPLEX)
        word = short.strip("_")
        passes = any(value.requires_grad for value in tensors) or word in UNCHANGED_CALLS
        if not passes:
            self._as_data(tensors)
            return
        if word in ALIASES and len(tensors) == 1:
            source = args[0] if args else next(iter(kwargs.values()))
            if isinstance(source, torch.Tensor) and self.slots.get(id(source)) is not None:
                self.slots[id(tensors[0])] = self.slots[id(source)]
                self.referents.append(tensors[0])
                return
        call = self._record(parts, [], name)
        for value in results:
            slot = Result(call) if isinstance(value, torch.Tensor) else None
            call.results.append(slot)
            if slot is not None:
                self._stands(value, slot)
        self.last = tensors[0]

    def _record(
        self, parts: list[Part] | Unwritable, results: list[Result | None], name: str, **words: Any
    ) -> RecordedCall:
        where = self.stack[-1].path
        if isinstance(parts, Unwritable):
            raise _unknown(name, where)
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
            self.slots[id(result)] = self._slot(source)
            self.referents.append(result)
            return result
        state = torch.get_rng_state()
        result = func(*args, **kwargs)
        after = torch.get_rng_state()
        torch.set_rng_state(state)
        words = {word: value for word, value in kwargs.items() if word not in ("input", "inplace")}
        mask = func(torch.ones_like(source).detach(), *args[1:], **words)
        torch.set_rng_state(after)
        call = self._record([self._slot(source), "*", RecordedLeaf("mask", array_of(mask), "constant")], [], "dropout")
        call.parts = ["(", *call.parts, ")"]
        slot = Result(call)
        call.results.append(slot)
        self._stands(result, slot)
        self.last = result
        return result

    def _filled_from_here(self, tensor: torch.Tensor) -> None:
        """Make data of an array (`torch.zeros(n)`) a value that changes, since an entry of it now gets one.

        It is a copy: one array of the program must not be two, and other uses of the data keep its numbers.
        """
        call = self._record(["torch.clone(", self._slot(tensor), ")"], [], "clone")
        call.results.append(Result(call))
        self._stands(tensor, call.results[0])

    def _refuse_hidden_randomness(self, short: str, args: Any, kwargs: Any) -> None:
        if short not in RANDOM_INSIDE:
            return
        place, word, at, training = RANDOM_INSIDE[short]
        chance = setting(args, kwargs, place, word, 0.0)
        if chance and (at < 0 or setting(args, kwargs, at, training, True)):
            where = self.stack[-1].path
            raise SourceError(
                "not-in-language",
                f"`{short}`{f' in `{where}`' if where else ''} drops entries at random where no mask can be seen.",
                hint="Call `module.eval()` first, or set its dropout to 0.",
            )


def _is_ours(error: BaseException) -> bool:
    """Return whether an exception comes from the recorder itself: that is no mistake of the module."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    name = "" if trace is None else trace.tb_frame.f_code.co_filename
    innermost = "" if trace is None else trace.tb_frame.f_code.co_name
    return name == __file__ and innermost != "__torch_function__"


def _changes_a_part(short: str) -> SourceError:
    return SourceError(
        "unknown-function",
        f"`{short}` changes a part of an array in place, and the array is not seen to change.",
        hint="Assign to the part: `out[:, 0] += x`.",
    )


def _unknown(name: str, where: str, reason: str = "") -> SourceError:
    also = f", and no gate can be recorded of it: {reason}" if reason else ""
    return SourceError(
        "unknown-function",
        f"`{name}`{f' in `{where}`' if where else ''} is not read here{also}.",
        hint="Write it with operators and functions that are read here.",
    )
