"""scikit-learn's everyday losses and similarities of arrays, written in the language."""

from __future__ import annotations

from collections.abc import Mapping

from .rows import Row
from .source_definitions import SourceDefinitions

__all__ = ["SKLEARN_METRICS"]

_TEXT = SourceDefinitions(
    """
def _weighted(each, sample_weight):
    return np.mean(each) if sample_weight is None else np.sum(each*sample_weight) / np.sum(sample_weight)

def _of_rows(each):
    return each if len(np.shape(each)) == 1 else np.mean(each, axis=1)

def mean_squared_error(y_true, y_pred, *, sample_weight=None):
    return _weighted(_of_rows((y_true - y_pred)**2), sample_weight)

def root_mean_squared_error(y_true, y_pred, *, sample_weight=None):
    return np.sqrt(mean_squared_error(y_true, y_pred, sample_weight=sample_weight))

def mean_absolute_error(y_true, y_pred, *, sample_weight=None):
    return _weighted(_of_rows(np.abs(y_true - y_pred)), sample_weight)

def r2_score(y_true, y_pred):
    return 1 - np.sum((y_true - y_pred)**2) / np.sum((y_true - np.mean(y_true))**2)

def log_loss(y_true, y_pred):
    if len(np.shape(y_true)) != 1 or len(np.shape(y_pred)) > 2:
        refuse('`log_loss` is read for a vector of labels.', 'Write `-np.mean(y*np.log(p) + (1 - y)*np.log(1 - p))`.')
    if len(np.shape(y_pred)) == 1 and np.max(y_true) > 1:
        refuse('Two classes are labelled 0 and 1, or -1 and 1.', 'Give it labels such as `y == 2`.')
    p = np.clip(y_pred, 2.220446049250313e-16, 1 - 2.220446049250313e-16)
    if len(np.shape(p)) == 1:
        return -np.mean(np.where(y_true > 0, np.log(p), np.log(1 - p)))
    return -np.mean(np.log(p[np.arange(len(y_true)), y_true]))

def hinge_loss(y_true, pred_decision):
    if np.max(y_true) > 1:
        refuse('Two classes are labelled 0 and 1, or -1 and 1.', 'Give it labels such as `y == 2`.')
    return np.mean(np.maximum(0, 1 - np.where(y_true > 0, 1, -1)*pred_decision))

def _of_length_one(X):
    length = np.linalg.norm(X, axis=1, keepdims=True)
    return X / np.where(length == 0, 1, length)

def cosine_similarity(X, Y=None):
    return _of_length_one(X) @ _of_length_one(X if Y is None else Y).T

def euclidean_distances(X, Y=None):
    Y = X if Y is None else Y
    return np.sqrt(np.sum((X[:, None, :] - Y[None, :, :])**2, axis=2))

def linear_kernel(X, Y=None):
    return X @ (X if Y is None else Y).T

def rbf_kernel(X, Y=None, gamma=None):
    Y = X if Y is None else Y
    gamma = 1/np.shape(X)[1] if gamma is None else gamma
    return np.exp(-gamma*np.sum((X[:, None, :] - Y[None, :, :])**2, axis=2))
""",
    {"np": "numpy"},
)
_LOSSES = (
    "mean_squared_error", "root_mean_squared_error", "mean_absolute_error", "r2_score", "log_loss", "hinge_loss",
)  # fmt: skip
_PAIRS = ("cosine_similarity", "euclidean_distances", "linear_kernel", "rbf_kernel")

SKLEARN_METRICS: Mapping[str, Mapping[str, Row]] = {
    "sklearn.metrics": {name: _TEXT.row(name) for name in _LOSSES},
    "sklearn.metrics.pairwise": {name: _TEXT.row(name) for name in _PAIRS},
}
