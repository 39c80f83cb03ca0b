"""Arguments that were once passed over in silence: older settings, types, axes out of range, labels that do not fit."""

from .calls import calls

x = [0.5, -1.2, 2.7]
z = [1.0, 2.0, -0.5]
A = [[0.5, -1.0, 2.0], [1.5, 0.7, -0.3]]
T = [[[0.1, 0.9], [-0.4, 0.7]], [[1.3, -0.2], [0.6, 0.5]], [[-0.8, 0.35], [0.25, 1.1]]]
XZ = {"x": x, "z": z}
NO_AXIS = {"refused": "shape"}
REFUSED = {"refused": "any"}

PROGRAMS = [
    *calls(
        "torch",
        [
            ("torch.nn.functional.mse_loss(x, z, size_average=False)", XZ),
            ("torch.nn.functional.mse_loss(x, z, reduce=False)", XZ),
            ("torch.nn.functional.l1_loss(x, z, False)", XZ),
            ("torch.nn.MSELoss(size_average=False)(x, z)", XZ),
            ("torch.nn.SmoothL1Loss(reduce=False)(x, z)", XZ),
            ("torch.nn.functional.relu(x, True)", {"x": x}, {"either": True}),
            ("h = x*1\ntorch.nn.functional.relu(h, True)\nh", {"x": x}),
            ("h = x*1\ntorch.sigmoid_(h)\nh", {"x": x}),
            ("torch.nn.functional.softmax(T)", {"T": T}),
            ("torch.nn.functional.softmin(T)", {"T": T}),
            ("torch.logsumexp(A, 1, True)", {"A": A}),
            ("torch.full((3,), 2.7, dtype=torch.int64)*x", {"x": x}),
            ("torch.logspace(0, 1, 3, 2.0)*x", {"x": x}),
            ("torch.linspace(start=0, end=1, steps=3)*x", {"x": x}),
            ("torch.linalg.vander(A)", {"A": A}),
            ("torch.nn.functional.hinge_embedding_loss(x, z)", XZ),
            ("torch.diag_embed(A, offset=-1)", {"A": A}),
            ("torch.mode(A, 1)[0]", {"A": A}),
            ("torch.nn.functional.multilabel_margin_loss(x, torch.tensor([2, 0, -1]))", {"x": x}),
            ("torch.transpose(A, 0, 5)", {"A": A}, NO_AXIS),
            ("torch.chunk(A, 2, dim=4)[0]", {"A": A}, NO_AXIS),
            ("torch.unbind(A, dim=4)[0]", {"A": A}, NO_AXIS),
            ("torch.flatten(A, 3)", {"A": A}, NO_AXIS),
            ("torch.median(A, 7)[0]", {"A": A}, NO_AXIS),
            ("torch.narrow(A, 3, 0, 1)", {"A": A}, NO_AXIS),
            ("torch.index_select(A, 8, torch.tensor([0]))", {"A": A}, NO_AXIS),
            ("torch.topk(A, 9)[0]", {"A": A}, REFUSED),
            ("torch.nn.functional.layer_norm(A, (5,))", {"A": A}, REFUSED),
            ("torch.nn.functional.cross_entropy(A, torch.tensor([0, 1, 2]))", {"A": A}, REFUSED),
            ("torch.nn.functional.nll_loss(A, torch.tensor([0, 1, 2]))", {"A": A}, REFUSED),
            ("torch.nn.functional.gelu(A, approximate='sigmoid')", {"A": A}, REFUSED),
            ("torch.nn.functional.interpolate(T, scale_factor=2, mode='cubic')", {"T": T}, REFUSED),
        ],
    ),
    *calls(
        "numpy",
        [
            ("np.linspace(s, 3, 4)", {"s": 0.7}),
            ("np.linspace(0, s, 5, endpoint=False)", {"s": 0.7}),
            ("np.sum(x, dtype=int)*x", {"x": x}),
            ("np.full((3,), 2.7, dtype=int)*x", {"x": x}),
            ("np.cross(A, B, 0, 0)", {"A": [[1.0, 0.4], [2.0, 0.1], [0.3, 0.6]], "B": [[0.2, 1.0], [1.5, 2.0], [0.7, -1.0]]}),
            ("np.gradient(A, axis=(0, 1))[0]", {"A": A}),
            ("np.gradient(x, 0.5, edge_order=2)", {"x": x}),
            ("np.einsum(A, [0, 1], x, [1], [0])", {"A": A, "x": x}),
            ("np.pad(x, 1, constant_values=(2.0, 3.0))", {"x": x}),
            ("np.pad(A, ((0, 1), (2, 0)), mode='mean')", {"A": A}),
            ("np.bincount([0, 2, 2], weights=x)", {"x": x}),
            ("from scipy import special\nspecial.log_softmax(A)", {"A": A}),
            ("from scipy import special\nspecial.softmax(A)", {"A": A}),
            ("from scipy import stats\nstats.multivariate_normal.logpdf(x)", {"x": x}),
            ("from scipy import signal\nsignal.convolve2d(A, B, mode='same')", {"A": A, "B": [[1.0, 0.5], [-0.3, 2.0]]}),
            ("np.moveaxis(A, 0, 5)", {"A": A}, NO_AXIS),
            ("np.median(A, axis=9)", {"A": A}, NO_AXIS),
            ("np.gradient(A, axis=9)", {"A": A}, NO_AXIS),
            ("np.delete(A, 7, axis=1)", {"A": A}, REFUSED),
            ("np.insert(x, 7, 1.0)", {"x": x}, REFUSED),
        ],
    ),
]  # fmt: skip
