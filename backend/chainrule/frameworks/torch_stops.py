"""A run that raises: whether the mistake is the module's, and the error that says where it stopped."""

from __future__ import annotations

from os.path import dirname

from ..errors import InputError, SourceError

__all__ = ["is_ours", "stopped", "unrecordable"]

RUNS = frozenset({  # functions of this package that run the user's calls
    "__torch_function__", "_called", "_assigned", "_bare", "_gate", "with_mask", "again", "attention",
})  # fmt: skip


def is_ours(error: BaseException) -> bool:
    """Return whether an exception comes from the recorder itself: that is no mistake of the module."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    name = "" if trace is None else trace.tb_frame.f_code.co_filename
    innermost = "" if trace is None else trace.tb_frame.f_code.co_name
    return dirname(name) == dirname(__file__) and innermost not in RUNS


def stopped(error: Exception, module: str) -> SourceError:
    """Return the error of a run. `module`: the path of the innermost module that raised; "" where none did."""
    place = f"in `{module}`" if module else "in the module"
    text = (str(error) or type(error).__name__).splitlines()[0][:300]
    return SourceError(
        "framework-error",
        f"The run stopped {place}: {type(error).__name__}: {text}",
        hint="What ran before it is drawn.",
    )


def unrecordable(error: Exception) -> InputError:
    """Return the error of a run whose tensors have no numbers to record, as under `torch.vmap`."""
    text = (str(error) or type(error).__name__).splitlines()[0][:300]
    return InputError(
        "bad-field", f"The run cannot be recorded: {type(error).__name__}: {text}", hint="Write it without transforms."
    )
