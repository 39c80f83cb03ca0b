"""torch.nn.utils.rnn: sequences of several lengths, padded to one length, and packed for a recurrent layer.

What is packed stays padded here, with the lengths beside it: a layer lets a sequence rest behind its end.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..calling import Arguments
from ..values import Instance, Value
from .source_definitions import SourceDefinitions
from .torch_layers import HELPERS

__all__ = ["SEQUENCE_TOOLS", "is_packed"]

TEXT = SourceDefinitions(
    """
class PackedSequence:
    def __init__(self, padded, lengths, batch_first):
        self.padded, self.lengths, self.batch_first = padded, lengths, batch_first

    @hidden
    def with_rows(self, padded, batch_first):
        return PackedSequence(padded, self.lengths, batch_first)

    @property
    def batch_sizes(self):
        return [sum([1 for n in self.lengths if n > t]) for t in range(max(self.lengths))]

    @property
    def data(self):
        x = self.padded if self.batch_first else np.swapaxes(self.padded, 0, 1)
        shape = np.shape(x)
        order = sorted(range(len(self.lengths)), key=lambda i: -self.lengths[i])
        places = [i*shape[1] + t for t in range(max(self.lengths)) for i in order if self.lengths[i] > t]
        return np.take(np.reshape(x, (shape[0]*shape[1],) + shape[2:]), places, axis=0)

    def __getitem__(self, place):
        return [self.data, self.batch_sizes][place]

    def to(self, *args, **kwargs):
        return self


@hidden
def pack_padded_sequence(input, lengths, batch_first=False, enforce_sorted=True):
    counts = whole_numbers(lengths)
    if enforce_sorted and any([a < b for a, b in zip(counts, counts[1:])]):
        refuse('The lengths are not in descending order.', 'Write `enforce_sorted=False`.')
    if min(counts) < 1:
        refuse('A sequence of length 0 cannot be packed.', 'Leave it out.')
    most = max(counts)
    return PackedSequence(input[:, :most] if batch_first else input[:most], counts, batch_first)


@hidden
def pad_packed_sequence(sequence, batch_first=False, padding_value=0.0, total_length=None):
    x = sequence.padded if sequence.batch_first else np.swapaxes(sequence.padded, 0, 1)
    most = max(sequence.lengths)
    inside = np.array([[t < n for t in range(most)] for n in sequence.lengths])
    x = np.where(np.reshape(inside, np.shape(inside) + (1,)*(np.ndim(x) - 2)), x, padding_value)
    if total_length is not None and total_length > most:
        widths = [(0, 0), (0, total_length - most)] + [(0, 0)]*(np.ndim(x) - 2)
        x = np.pad(x, widths, constant_values=padding_value)
    return x if batch_first else np.swapaxes(x, 0, 1), torch.tensor(sequence.lengths)


@hidden
def pad_sequence(sequences, batch_first=False, padding_value=0.0, padding_side='right'):
    if padding_side != 'right':
        refuse("`pad_sequence` is read with padding on the right.", 'Leave `padding_side` out.')
    most = max([len(each) for each in sequences])
    rows = [np.pad(each, [(0, most - len(each))] + [(0, 0)]*(np.ndim(each) - 1), constant_values=padding_value)
            for each in sequences]
    return np.stack(rows, 0 if batch_first else 1)


@hidden
def pack_sequence(sequences, enforce_sorted=True):
    lengths = [len(each) for each in sequences]
    return pack_padded_sequence(pad_sequence(sequences), lengths, enforce_sorted=enforce_sorted)
""",
    {"np": "numpy", "torch": "torch"},
    {"whole_numbers": HELPERS["whole_numbers"]},
)


def is_packed(call: Arguments) -> Value:
    """Return whether an input of a recurrent layer is packed."""
    (value,) = call.args
    return type(value) is Instance and value.cls.find("with_rows") is not None


SEQUENCE_TOOLS: Mapping[str, Any] = {**TEXT.rows(), **TEXT.classes()}
