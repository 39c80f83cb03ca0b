"""One run of a PyTorch module, recorded call by call: a function mode for the calls, hooks for the modules."""

from __future__ import annotations

import copy
import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import torch
from torch.nn.modules.module import register_module_forward_hook, register_module_forward_pre_hook
from torch.overrides import TorchFunctionMode, resolve_name

from ..errors import SourceError, ValueProblem
from ..read.modules import MODULES
from .imported import Imported
from .record import Frame, Part, RecordedCall, RecordedLeaf, Result, Slot
from .torch_calls import (
    ALIASES,
    IN_PLACE,
    KEPT,
    NUMBERS,
    QUERIES,
    RANDOM_INSIDE,
    SIGNS,
    Unwritable,
    written,
)
from .writer import write

__all__ = ["from_torch"]

CONTAINERS = ("Sequential", "ModuleList", "ModuleDict")  # named by the attribute, their class says nothing


def from_torch(
    module: Callable[..., Any],
    *example: Any,
    loss: Callable[..., Any] | str | None = None,
    target: Any = None,
) -> Imported:
    """Record one run of `module` on `example`; the arguments are those of `chainrule.from_torch`.

    Raises:
        SourceError: `unknown-function`, a call that has no form in our language, with the module it stands in.
        ValueProblem: `bad-field`: the run gives no tensor.
    """
    model = copy.deepcopy(module).double() if isinstance(module, torch.nn.Module) else module
    inputs = [_input(value) for value in example]
    aim = _constant_input(target)
    recorder = _Recorder(model)
    for place, value in enumerate(inputs):
        recorder.leaf(value, f"x{place + 1}" if len(inputs) > 1 else "x", "input")
    recorder.leaf(aim, "target", "input")
    result, error = recorder.run(model, inputs, _loss_of(loss), aim)
    output = recorder.slot_of(result)
    if output is None:
        raise error or ValueProblem(
            "bad-field",
            "The run gives no tensor that depends on a parameter or an input.",
            hint="Pass a module whose `forward` returns a tensor.",
        )
    program = write(recorder.root, output, "loss" if loss is not None else "out")
    names = {leaf: name for leaf, name in program.names.items() if leaf in recorder.tensors}
    tensors_by_name = {
        name: recorder.tensors[leaf] for leaf, name in names.items() if recorder.tensors[leaf].requires_grad
    }
    gradients: dict[str, Any] = {}
    if tensors_by_name and result.requires_grad:
        grad = torch.autograd.grad(result, list(tensors_by_name.values()), torch.ones_like(result), allow_unused=True)
        for (name, tensor), gradient in zip(tensors_by_name.items(), grad, strict=True):
            gradients[name] = _array(torch.zeros_like(tensor) if gradient is None else gradient)
    paths = {name: leaf.path for leaf, name in names.items() if leaf.kind == "parameter"}
    return Imported(program.source, program.values, _array(result), gradients, paths, error)


def _input(value: Any) -> Any:
    """Return a float tensor as a leaf in float64, everything else as it is."""
    if isinstance(value, torch.Tensor) and value.is_floating_point():
        return value.detach().double().clone().requires_grad_()
    return value


def _constant_input(value: Any) -> Any:
    return value.detach().double() if isinstance(value, torch.Tensor) and value.is_floating_point() else value


def _loss_of(loss: Callable[..., Any] | str | None) -> Callable[..., Any] | None:
    if not isinstance(loss, str):
        return loss.double() if isinstance(loss, torch.nn.Module) else loss
    result = getattr(torch.nn.functional, loss, None)
    if result is None:
        raise ValueProblem(
            "bad-field", f"torch.nn.functional has no `{loss[:60]}`.", hint='Write `loss="cross_entropy"`.'
        )
    function: Callable[..., Any] = result
    return function


def _array(tensor: torch.Tensor) -> Any:
    """Return a copy as NumPy has it, since the run may change it."""
    values = tensor.detach().cpu().resolve_conj().resolve_neg().numpy()
    return np.array(values, dtype=np.float64 if tensor.is_floating_point() else np.int64)


class _Recorder(TorchFunctionMode):
    def __init__(self, model: Any) -> None:
        super().__init__()
        self.root = Frame("", "root")
        self.stack = [self.root]
        self.slots: dict[int, Slot | None] = {}  # by the identity of a tensor; None: it follows from no leaf
        self.kept: list[Any] = []  # keeps identities from being used again
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
            recorded_leaf = RecordedLeaf(path, _array(value), kind)
            self.slots[id(value)] = recorded_leaf
            self.tensors[recorded_leaf] = value
            self.kept.append(value)

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
            with self:
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
        return _first_tensor(result), None

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
        name = resolve_name(func) or getattr(func, "__name__", str(func))
        short = name.rpartition(".")[2]
        live = [value for value in _tensors([args, kwargs]) if self._live(value)]
        if not live or short in QUERIES:
            return func(*(value.detach() if short in NUMBERS else value for value in args), **kwargs)
        if short == "dropout" and _setting(args, kwargs, 2, "training", name == "torch.nn.functional.dropout"):
            return self._dropped(func, args, kwargs)
        self._refuse_hidden_randomness(short, args, kwargs)
        parts = self._parts(func, name, args, kwargs)  # before the run: it may change values in place
        result = func(*args, **kwargs)
        self._note(name, short, parts, args, kwargs, result)
        return result

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
            result = written(owner + plain, args, kwargs, _defaults(func))
            return [part if isinstance(part, str) else self._slot(part) for part in result]
        except Unwritable as error:
            return error

    def _slot(self, tensor: torch.Tensor) -> Slot:
        """Return the value of a tensor; one that follows from no leaf becomes a constant."""
        slot = self.slots.get(id(tensor))
        if slot is None:
            slot = self._constant(self.buffers.get(id(tensor), "c"), _array(tensor))
            if id(tensor) not in self.buffers:  # a buffer may change: each use has its own numbers
                self.slots[id(tensor)] = slot
                self.kept.append(tensor)
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
                call = self._record([slot, ".masked_fill(", mask, f" == 1, {text})"], [], "masked_fill")
                slot = Result(call)
                call.results.append(slot)
        return slot

    def _note(self, name: str, short: str, parts: list[Part] | Unwritable, args: Any, kwargs: Any, result: Any) -> None:
        results = list(result) if isinstance(result, tuple | list) else [result]
        tensors = [value for value in results if isinstance(value, torch.Tensor)]
        if short == "__setitem__":
            self._record(parts, [], name, effect=True)
            return
        if not tensors:
            return
        word = short.strip("_")
        passes = any(value.requires_grad for value in tensors) or word in KEPT
        if not passes:
            for value in tensors:  # numbers that no gradient passes through are data
                self.slots[id(value)] = None
                self.kept.append(value)
            return
        if word in ALIASES and len(tensors) == 1:
            source = args[0] if args else next(iter(kwargs.values()))
            if isinstance(source, torch.Tensor) and self.slots.get(id(source)) is not None:
                self.slots[id(tensors[0])] = self.slots[id(source)]
                self.kept.append(tensors[0])
                return
        call = self._record(parts, [], name)
        for value in results:
            slot = Result(call) if isinstance(value, torch.Tensor) else None
            call.results.append(slot)
            if slot is not None:
                self.slots[id(value)] = slot
                self.kept.append(value)
        self.last = tensors[0]

    def _record(
        self, parts: list[Part] | Unwritable, results: list[Result | None], name: str, **words: Any
    ) -> RecordedCall:
        where = self.stack[-1].path
        if isinstance(parts, Unwritable):
            raise _unknown(name, where)
        call = RecordedCall(parts, results, where=where, **words)
        self.stack[-1].items.append(call)
        return call

    def _dropped(self, func: Any, args: Any, kwargs: Any) -> Any:
        """Return dropout as a product with the mask that it drew."""
        source = args[0] if args else kwargs["input"]
        if not _setting(args, kwargs, 1, "p", 0.5):
            result = func(*args, **kwargs)
            self.slots[id(result)] = self._slot(source)
            self.kept.append(result)
            return result
        state = torch.get_rng_state()
        result = func(*args, **kwargs)
        after = torch.get_rng_state()
        torch.set_rng_state(state)
        words = {word: value for word, value in kwargs.items() if word not in ("input", "inplace")}
        mask = func(torch.ones_like(source).detach(), *args[1:], **words)
        torch.set_rng_state(after)
        call = self._record([self._slot(source), "*", RecordedLeaf("mask", _array(mask), "constant")], [], "dropout")
        call.parts = ["(", *call.parts, ")"]
        slot = Result(call)
        call.results.append(slot)
        self.slots[id(result)] = slot
        self.kept.append(result)
        self.last = result
        return result

    def _refuse_hidden_randomness(self, short: str, args: Any, kwargs: Any) -> None:
        if short not in RANDOM_INSIDE:
            return
        place, word, at, training = RANDOM_INSIDE[short]
        chance = _setting(args, kwargs, place, word, 0.0)
        if chance and (at < 0 or _setting(args, kwargs, at, training, True)):
            where = self.stack[-1].path
            raise SourceError(
                "not-in-language",
                f"`{short}`{f' in `{where}`' if where else ''} drops entries at random where no mask can be seen.",
                hint="Call `module.eval()` first, or set its dropout to 0.",
            )


@lru_cache(maxsize=1024)
def _defaults(func: Any) -> dict[str, Any]:
    """Return the default values of a function that is written in Python."""
    code = getattr(func, "__code__", None)
    if code is None:
        return {}
    settings = inspect.signature(func).parameters.values()
    return {each.name: each.default for each in settings if each.default is not each.empty}


def _is_ours(error: BaseException) -> bool:
    """Return whether an exception comes from the recorder itself: that is no mistake of the module."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    name = "" if trace is None else trace.tb_frame.f_code.co_filename
    innermost = "" if trace is None else trace.tb_frame.f_code.co_name
    return name == __file__ and innermost != "__torch_function__"


def _unknown(name: str, where: str) -> SourceError:
    return SourceError(
        "unknown-function",
        f"`{name}`{f' in `{where}`' if where else ''} is not read here.",
        hint="Write it with operators and functions that are read here.",
    )


def _setting(args: Sequence[Any], kwargs: Mapping[str, Any], place: int, word: str, default: Any) -> Any:
    return args[place] if 0 <= place < len(args) else kwargs.get(word, default)


def _tensors(value: Any) -> list[torch.Tensor]:
    """Return all tensors in nested arguments."""
    tensors, todo = [], [value]
    while todo:
        at = todo.pop()
        if isinstance(at, torch.Tensor):
            tensors.append(at)
        elif isinstance(at, tuple | list):
            todo.extend(at)
        elif isinstance(at, dict):
            todo.extend(at.values())
        elif isinstance(at, slice):
            todo.extend((at.start, at.stop, at.step))
    return tensors


def _first_tensor(result: Any) -> Any:
    todo = [result]
    while todo:
        at = todo.pop(0)
        if isinstance(at, torch.Tensor):
            return at
        if isinstance(at, Mapping):
            todo[:0] = list(at.values())
        elif isinstance(at, tuple | list):
            todo[:0] = list(at)
    return None
