"""What people call of torch, torch.nn.functional and tensor methods, with the usual arguments."""

from .calls import calls, with_values

x = [0.5, -1.2, 2.0, 0.3]
p = [0.5, 1.2, 2.0, 0.3]
q = [0.2, 0.7, 0.9, 0.4]
u = [0.2, -0.7, 0.9]
v = [1.5, 0.4, -0.6]
A = [[0.5, -1.0, 2.0], [1.5, 0.7, -0.3]]
B = [[1.2, 0.4, -0.6], [0.9, -1.1, 0.8]]
C = [[0.6, -0.2], [1.1, 0.3], [-0.5, 0.9]]
M = [[2.0, 0.3, -0.5], [0.1, 1.5, 0.4], [-0.2, 0.6, 1.8]]
S = [[2.0, 0.3, 0.1], [0.3, 1.5, -0.2], [0.1, -0.2, 1.8]]
T = [[[0.1, 0.9], [-0.4, 0.7]], [[1.3, -0.2], [0.6, 0.5]], [[-0.8, 0.35], [0.25, 1.1]]]
K = [[[[0.1, 0.9, -0.4, 0.7], [1.3, -0.2, 0.6, 0.5], [-0.8, 0.35, 0.25, 1.1], [0.45, -0.6, 0.05, 0.8]]]]
W = [[[[0.5, -0.3], [0.2, 0.7]]]]
Q = [[0.1, 0.7, 0.2], [0.3, 0.3, 0.4]]
LOGQ = [[-2.0, -0.4, -1.6], [-1.2, -1.1, -0.9]]
Y = {"labels": ("t",)}
RARE = {"either": True}
ALONE = {"alone": True}

PROGRAMS = calls(
    "torch",
    [
        # torch.* elementwise.
        ("torch.abs(x)", {"x": x}),
        ("torch.sign(x)", {"x": x}),
        ("torch.neg(x)", {"x": x}),
        ("torch.square(x)", {"x": x}),
        ("torch.sqrt(p)", {"p": p}),
        ("torch.rsqrt(p)", {"p": p}),
        ("torch.reciprocal(p)", {"p": p}),
        ("torch.exp(x)", {"x": x}),
        ("torch.exp2(x)", {"x": x}),
        ("torch.expm1(x)", {"x": x}),
        ("torch.log(p)", {"p": p}),
        ("torch.log2(p)", {"p": p}),
        ("torch.log10(p)", {"p": p}),
        ("torch.log1p(p)", {"p": p}),
        ("torch.logit(q)", {"q": q}),
        ("torch.sin(x)", {"x": x}),
        ("torch.cos(x)", {"x": x}),
        ("torch.tan(x)", {"x": x}),
        ("torch.asin(u)", {"u": u}),
        ("torch.acos(u)", {"u": u}),
        ("torch.atan(x)", {"x": x}),
        ("torch.atan2(A, B)", {"A": A, "B": B}),
        ("torch.sinh(x)", {"x": x}),
        ("torch.cosh(x)", {"x": x}),
        ("torch.tanh(x)", {"x": x}),
        ("torch.asinh(x)", {"x": x}),
        ("torch.acosh(1 + p)", {"p": p}),
        ("torch.atanh(u)", {"u": u}),
        ("torch.sigmoid(x)", {"x": x}),
        ("torch.relu(x)", {"x": x}),
        ("torch.erf(x)", {"x": x}),
        ("torch.erfc(x)", {"x": x}),
        ("torch.lgamma(p)", {"p": p}, RARE),
        ("torch.special.expit(x)", {"x": x}),
        ("torch.sinc(x)", {"x": x}),
        ("torch.floor(x)", {"x": x}),
        ("torch.ceil(x)", {"x": x}),
        ("torch.round(x)", {"x": x}),
        ("torch.trunc(x)", {"x": x}),
        ("torch.frac(x)", {"x": x}, RARE),
        ("torch.remainder(x, 0.7)", {"x": x}),
        ("torch.fmod(x, 0.7)", {"x": x}),
        ("torch.pow(p, 3)", {"p": p}),
        ("torch.pow(2, x)", {"x": x}),
        ("torch.maximum(A, B)", {"A": A, "B": B}),
        ("torch.minimum(A, B)", {"A": A, "B": B}),
        ("torch.max(A, B)", {"A": A, "B": B}),
        ("torch.clamp(x, -1, 1)", {"x": x}),
        ("torch.clamp(x, min=0)", {"x": x}),
        ("torch.clip(x, max=1.0)", {"x": x}),
        ("torch.where(x > 0, x, 0.1*x)", {"x": x}),
        ("torch.where(A > B, A, torch.zeros_like(A))", {"A": A, "B": B}),
        ("torch.hypot(A, B)", {"A": A, "B": B}),
        ("torch.logaddexp(A, B)", {"A": A, "B": B}),
        ("torch.lerp(A, B, 0.3)", {"A": A, "B": B}),
        ("torch.addmm(M, C, A)", {"M": M, "C": C, "A": A}),
        ("torch.addcmul(A, A, B, value=0.5)", {"A": A, "B": B}, RARE),
        ("torch.add(A, B, alpha=2)", {"A": A, "B": B}),
        ("torch.sub(A, B)", {"A": A, "B": B}),
        ("torch.mul(A, B)", {"A": A, "B": B}),
        ("torch.div(A, B)", {"A": A, "B": B}),
        # Reductions.
        ("torch.sum(A)", {"A": A}),
        ("torch.sum(A, dim=1)", {"A": A}),
        ("torch.sum(A, 0, keepdim=True)", {"A": A}),
        ("torch.sum(T, dim=(0, 2))", {"T": T}),
        ("torch.mean(A, dim=0)", {"A": A}),
        ("torch.mean(A, 1, True)", {"A": A}),
        ("torch.prod(A, dim=1)", {"A": A}),
        ("torch.var(A)", {"A": A}),
        ("torch.var(A, dim=1)", {"A": A}),
        ("torch.var(A, dim=0, unbiased=False)", {"A": A}),
        ("torch.var(A, 1, correction=0)", {"A": A}),
        ("torch.std(A, dim=1, keepdim=True)", {"A": A}),
        ("torch.var_mean(A, dim=1)[0]", {"A": A}, RARE),
        ("torch.norm(A)", {"A": A}),
        ("torch.norm(A, dim=1)", {"A": A}),
        ("torch.norm(A, p=1)", {"A": A}),
        ("torch.linalg.norm(A)", {"A": A}),
        ("torch.linalg.vector_norm(A, ord=3, dim=1)", {"A": A}, RARE),
        ("torch.linalg.matrix_norm(A)", {"A": A}, RARE),
        ("torch.logsumexp(A, dim=1)", {"A": A}),
        ("torch.logsumexp(A, 0, keepdim=True)", {"A": A}),
        ("torch.softmax(A, dim=1)", {"A": A}),
        ("torch.log_softmax(A, dim=-1)", {"A": A}),
        ("torch.max(A)", {"A": A}),
        ("torch.max(A, dim=1)[0]", {"A": A}),
        ("torch.max(A, dim=1).values", {"A": A}),
        ("m, i = torch.max(A, 1)\nm", {"A": A}),
        ("torch.min(A, 0, keepdim=True)[0]", {"A": A}),
        ("torch.amax(A, dim=1)", {"A": A}),
        ("torch.amin(A, dim=(0, 1))", {"A": A}),
        ("torch.argmax(x)", {"x": x}, ALONE),
        ("torch.argmax(A, dim=1)", {"A": A}, ALONE),
        ("torch.median(v)", {"v": v}),
        ("torch.cumsum(A, dim=1)", {"A": A}),
        ("torch.cumprod(x, dim=0)", {"x": x}),
        ("torch.sort(x)[0]", {"x": x}),
        ("torch.sort(A, dim=1, descending=True).values", {"A": A}),
        ("torch.topk(x, 2).values", {"x": x}),
        ("torch.diff(x)", {"x": x}, RARE),
        ("torch.dist(u, v)", {"u": u, "v": v}, RARE),
        ("torch.cdist(A, B)", {"A": A, "B": B}, RARE),
        # Products.
        ("torch.dot(u, v)", {"u": u, "v": v}),
        ("torch.mm(A, C)", {"A": A, "C": C}),
        ("torch.mv(A, v)", {"A": A, "v": v}),
        ("torch.matmul(A, C)", {"A": A, "C": C}),
        ("torch.bmm(T, T.transpose(1, 2))", {"T": T}),
        ("torch.outer(u, v)", {"u": u, "v": v}),
        ("torch.ger(u, v)", {"u": u, "v": v}, RARE),
        ("torch.inner(u, v)", {"u": u, "v": v}),
        ("torch.cross(u, v, dim=0)", {"u": u, "v": v}),
        ("torch.einsum('ij,jk->ik', A, C)", {"A": A, "C": C}),
        ("torch.einsum('bij,bkj->bik', T, T)", {"T": T}),
        ("torch.tensordot(A, C, dims=1)", {"A": A, "C": C}),
        ("torch.trace(M)", {"M": M}),
        ("torch.linalg.inv(M)", {"M": M}),
        ("torch.inverse(M)", {"M": M}),
        ("torch.linalg.det(M)", {"M": M}),
        ("torch.det(M)", {"M": M}),
        ("torch.logdet(S)", {"S": S}),
        ("torch.linalg.slogdet(M)[1]", {"M": M}),
        ("torch.linalg.solve(M, v)", {"M": M, "v": v}),
        ("torch.linalg.cholesky(S)", {"S": S}, RARE),
        # Shapes.
        ("torch.reshape(A, (3, 2))", {"A": A}),
        ("torch.flatten(A)", {"A": A}),
        ("torch.flatten(T, 1)", {"T": T}),
        ("torch.flatten(T, start_dim=1)", {"T": T}),
        ("torch.transpose(A, 0, 1)", {"A": A}),
        ("torch.t(A)", {"A": A}),
        ("torch.permute(T, (2, 0, 1))", {"T": T}),
        ("torch.swapaxes(T, 0, 1)", {"T": T}),
        ("torch.movedim(T, 0, -1)", {"T": T}, RARE),
        ("torch.unsqueeze(v, 0)", {"v": v}),
        ("torch.squeeze(A[:, :1], 1)", {"A": A}),
        ("torch.cat([A, B])", {"A": A, "B": B}),
        ("torch.cat((A, B), dim=1)", {"A": A, "B": B}),
        ("torch.cat([A, B], -1)", {"A": A, "B": B}),
        ("torch.concat([A, B], dim=0)", {"A": A, "B": B}),
        ("torch.stack([u, v])", {"u": u, "v": v}),
        ("torch.stack((u, v), dim=1)", {"u": u, "v": v}),
        ("torch.vstack([u, v])", {"u": u, "v": v}),
        ("torch.hstack([u, v])", {"u": u, "v": v}),
        ("torch.column_stack([u, v])", {"u": u, "v": v}),
        ("torch.chunk(A, 3, dim=1)[1]", {"A": A}),
        ("a, b = torch.chunk(x, 2)\na * b", {"x": x}),
        ("torch.split(x, 2)[1]", {"x": x}),
        ("torch.split(A, [1, 2], dim=1)[1]", {"A": A}),
        ("torch.flip(A, dims=[1])", {"A": A}),
        ("torch.flip(x, (0,))", {"x": x}),
        ("torch.roll(x, 1)", {"x": x}),
        ("torch.roll(A, shifts=1, dims=1)", {"A": A}),
        ("torch.tile(v, (2,))", {"v": v}),
        ("torch.repeat_interleave(v, 2)", {"v": v}),
        ("torch.tril(M)", {"M": M}),
        ("torch.triu(M, diagonal=1)", {"M": M}),
        ("torch.diag(v)", {"v": v}),
        ("torch.diag(M)", {"M": M}),
        ("torch.diagonal(M)", {"M": M}),
        ("torch.gather(A, 1, torch.tensor([[0], [2]]))", {"A": A}),
        ("torch.index_select(A, 1, torch.tensor([0, 2]))", {"A": A}),
        ("torch.take(A, torch.tensor([0, 4]))", {"A": A}, RARE),
        ("torch.masked_select(x, x > 0)", {"x": x}, RARE),
        ("torch.masked_fill(x, x < 0, 0.0)", {"x": x}),
        ("torch.unbind(A)[0]", {"A": A}, RARE),
        ("torch.tensor([[1., 2., 3.], [4., 5., 6.]]) * A", {"A": A}),
        ("torch.as_tensor([1., 2., 3.]) * v", {"v": v}),
        ("torch.ones(2, 3) * A", {"A": A}),
        ("torch.zeros((2, 3)) + A", {"A": A}),
        ("torch.full((2, 3), 0.5) * A", {"A": A}),
        ("torch.ones_like(A) * A", {"A": A}),
        ("torch.eye(2) @ A", {"A": A}),
        ("torch.arange(4) * x", {"x": x}),
        ("torch.linspace(0, 1, 4) * x", {"x": x}),
        ("torch.numel(A) * A", {"A": A}),
        # Methods.
        ("x.abs().sqrt()", {"x": x}),
        ("p.log().exp()", {"p": p}),
        ("x.pow(2).add(1).log()", {"x": x}),
        ("x.sigmoid()", {"x": x}),
        ("x.tanh().square()", {"x": x}),
        ("x.relu()", {"x": x}),
        ("x.clamp(min=0)", {"x": x}),
        ("x.clamp_min(0.1)", {"x": x}),
        ("x.softmax(dim=0)", {"x": x}),
        ("A.softmax(-1)", {"A": A}),
        ("A.log_softmax(dim=1)", {"A": A}),
        ("A.logsumexp(1)", {"A": A}),
        ("A.sum(dim=1, keepdim=True)", {"A": A}),
        ("A.sum(-1)", {"A": A}),
        ("A.mean(dim=1, keepdim=True)", {"A": A}),
        ("A.mean((0, 1))", {"A": A}),
        ("A.var(dim=1)", {"A": A}),
        ("A.var(0, unbiased=False)", {"A": A}),
        ("A.std(1, keepdim=True)", {"A": A}),
        ("A.norm()", {"A": A}),
        ("A.norm(dim=1, keepdim=True)", {"A": A}),
        ("A.norm(p=1, dim=0)", {"A": A}),
        ("A.max(1)[0]", {"A": A}),
        ("A.max(dim=1, keepdim=True).values", {"A": A}),
        ("A.max()", {"A": A}),
        ("A.min(0).values", {"A": A}),
        ("A.argmax(1)", {"A": A}, ALONE),
        ("A.cumsum(1)", {"A": A}),
        ("A.prod(1)", {"A": A}),
        ("A.view(-1)", {"A": A}),
        ("A.view(3, 2)", {"A": A}),
        ("A.view(A.size(0), -1)", {"A": A}),
        ("A.reshape(6)", {"A": A}),
        ("T.flatten(1)", {"T": T}),
        ("A.t()", {"A": A}),
        ("A.T", {"A": A}),
        ("T.mT", {"T": T}, RARE),
        ("T.transpose(1, 2)", {"T": T}),
        ("T.transpose(-2, -1)", {"T": T}),
        ("T.permute(1, 2, 0)", {"T": T}),
        ("T.permute((1, 2, 0)).contiguous()", {"T": T}),
        ("v.unsqueeze(1)", {"v": v}),
        ("v.unsqueeze(0).expand(2, 3)", {"v": v}),
        ("A.expand(2, 2, 3)", {"A": A}),
        ("v.expand_as(A) * A", {"v": v, "A": A}),
        ("v.repeat(2)", {"v": v}),
        ("A.repeat(2, 1)", {"A": A}),
        ("A[:, :1].squeeze(1)", {"A": A}),
        ("A[:, :1].squeeze()", {"A": A}),
        ("A.matmul(C)", {"A": A, "C": C}),
        ("A.mm(C)", {"A": A, "C": C}),
        ("u.dot(v)", {"u": u, "v": v}),
        ("A.mul(B).sub(A)", {"A": A, "B": B}),
        ("A.div(2.0)", {"A": A}),
        ("A.gather(1, t.view(-1, 1))", {"A": A, "t": [0, 2]}, Y),
        ("A[torch.arange(2), t]", {"A": A, "t": [0, 2]}, Y),
        ("A.masked_fill(A < 0, 0.5)", {"A": A}),
        ("M.masked_fill(torch.tril(torch.ones(3, 3)) == 0, float('-inf')).softmax(-1)", {"M": M}),
        ("A.tril()", {"A": A}),
        ("A.clone() * 2", {"A": A}),
        ("x.detach() * x", {"x": x}),
        ("x.float() * 2", {"x": x}),
        ("(x > 0).float() * x", {"x": x}),
        ("x.double().to('cpu') * 2", {"x": x}),
        ("A.size(1) * A + A.dim() + A.numel()", {"A": A}),
        ("A.shape[-1] * A", {"A": A}),
        ("x.type(torch.float64) * 2", {"x": x}, RARE),
        ("torch.ones_like(A).mul(3) * A", {"A": A}),
        ("M.trace()", {"M": M}),
        ("M.diag()", {"M": M}),
        ("M.inverse()", {"M": M}),
        ("M.det()", {"M": M}),
        ("A.chunk(3, 1)[0]", {"A": A}),
        ("x.split(2)[0]", {"x": x}),
        ("A.index_select(0, torch.tensor([1]))", {"A": A}, RARE),
        ("x.sort(descending=True)[0]", {"x": x}),
        ("x.flip(0)", {"x": x}),
        ("x.roll(1)", {"x": x}, RARE),
        # torch.nn.functional.
        ("F.relu(x)", {"x": x}),
        ("F.relu6(x)", {"x": x}),
        ("F.leaky_relu(x)", {"x": x}),
        ("F.leaky_relu(x, 0.2)", {"x": x}),
        ("F.leaky_relu(x, negative_slope=0.1)", {"x": x}),
        ("F.prelu(x, a)", {"x": x, "a": [0.25]}),
        ("F.elu(x)", {"x": x}),
        ("F.elu(x, alpha=0.5)", {"x": x}),
        ("F.selu(x)", {"x": x}),
        ("F.celu(x, alpha=2.0)", {"x": x}),
        ("F.gelu(x)", {"x": x}),
        ("F.gelu(x, approximate='tanh')", {"x": x}),
        ("F.silu(x)", {"x": x}),
        ("F.mish(x)", {"x": x}),
        ("F.softplus(x)", {"x": x}),
        ("F.softplus(x, beta=2)", {"x": x}),
        ("F.softsign(x)", {"x": x}),
        ("F.logsigmoid(x)", {"x": x}),
        ("F.hardtanh(x)", {"x": x}),
        ("F.hardtanh(x, -0.5, 0.5)", {"x": x}),
        ("F.hardsigmoid(x)", {"x": x}),
        ("F.hardswish(x)", {"x": x}),
        ("F.tanhshrink(x)", {"x": x}),
        ("F.hardshrink(x)", {"x": x}),
        ("F.softshrink(x, lambd=0.4)", {"x": x}),
        ("F.threshold(x, 0.1, 20.0)", {"x": x}),
        ("F.sigmoid(x)", {"x": x}),
        ("F.tanh(x)", {"x": x}),
        ("F.softmax(A, dim=1)", {"A": A}),
        ("F.softmax(A, -1)", {"A": A}),
        ("F.softmin(A, dim=1)", {"A": A}),
        ("F.log_softmax(A, dim=1)", {"A": A}),
        ("F.glu(x)", {"x": x}),
        ("F.glu(A.T, dim=-1)", {"A": A}),
        ("F.normalize(A)", {"A": A}),
        ("F.normalize(A, p=1, dim=0)", {"A": A}),
        ("F.linear(A, M)", {"A": A, "M": M}),
        ("F.linear(A, M, v)", {"A": A, "M": M, "v": v}),
        ("F.bilinear(A, B, W, b)", {"A": A, "B": B, "W": [M], "b": [0.3]}, RARE),
        ("F.one_hot(t, 3) * A", {"A": A, "t": [0, 2]}, Y),
        ("F.one_hot(t, num_classes=4).float() @ C4", {"t": [0, 3], "C4": [[0.1], [0.2], [0.3], [0.4]]}, Y),
        ("F.embedding(t, C)", {"t": [0, 2, 0], "C": C}, Y),
        ("F.dropout(A, p=0.5, training=False)", {"A": A}),
        ("F.layer_norm(A, (3,))", {"A": A}),
        ("F.layer_norm(A, (3,), u, v)", {"A": A, "u": u, "v": v}),
        ("F.layer_norm(A, (3,), weight=u, bias=v, eps=1e-3)", {"A": A, "u": u, "v": v}),
        ("F.layer_norm(A, A.shape[1:])", {"A": A}),
        ("F.layer_norm(T, (2, 2))", {"T": T}),
        ("F.rms_norm(A, (3,))", {"A": A}),
        ("F.rms_norm(A, (3,), weight=u)", {"A": A, "u": u}),
        ("F.batch_norm(C, None, None, training=True)", {"C": C}),
        (
            "F.batch_norm(C, None, None, weight=w, bias=b, training=True)",
            {"C": C, "w": [1.5, 0.5], "b": [0.1, -0.2]},
        ),
        ("F.group_norm(C.reshape(1, 2, 3), 2)", {"C": C}, RARE),
        ("F.mse_loss(A, B)", {"A": A, "B": B}),
        ("F.mse_loss(A, B, reduction='sum')", {"A": A, "B": B}),
        ("F.mse_loss(A, B, reduction='none')", {"A": A, "B": B}),
        ("F.l1_loss(A, B)", {"A": A, "B": B}),
        ("F.l1_loss(A, B, reduction='sum')", {"A": A, "B": B}),
        ("F.smooth_l1_loss(A, B)", {"A": A, "B": B}),
        ("F.smooth_l1_loss(A, B, beta=0.5)", {"A": A, "B": B}),
        ("F.huber_loss(A, B, delta=0.7)", {"A": A, "B": B}),
        ("F.cross_entropy(A, t)", {"A": A, "t": [2, 0]}, Y),
        ("F.cross_entropy(A, torch.tensor([2, 0]))", {"A": A}),
        ("F.cross_entropy(A, t, reduction='sum')", {"A": A, "t": [2, 0]}, Y),
        ("F.cross_entropy(A, t, reduction='none')", {"A": A, "t": [2, 0]}, Y),
        ("F.cross_entropy(A, t, label_smoothing=0.1)", {"A": A, "t": [2, 0]}, Y),
        ("F.cross_entropy(A, t, weight=torch.tensor([1., 2., 0.5]))", {"A": A, "t": [2, 0]}, Y),
        ("F.cross_entropy(A, Q)", {"A": A, "Q": Q}),
        ("F.nll_loss(F.log_softmax(A, dim=1), t)", {"A": A, "t": [2, 0]}, Y),
        ("F.nll_loss(A, t, reduction='sum')", {"A": A, "t": [2, 0]}, Y),
        ("F.binary_cross_entropy(q, t)", {"q": q, "t": [1.0, 0.0, 1.0, 1.0]}),
        ("F.binary_cross_entropy(q, t, reduction='sum')", {"q": q, "t": [1.0, 0.0, 1.0, 1.0]}),
        ("F.binary_cross_entropy_with_logits(x, t)", {"x": x, "t": [1.0, 0.0, 1.0, 1.0]}),
        (
            "F.binary_cross_entropy_with_logits(x, t, pos_weight=torch.tensor(2.0))",
            {"x": x, "t": [1.0, 0.0, 1.0, 1.0]},
        ),
        ("F.kl_div(L0, Q)", {"L0": LOGQ, "Q": Q}),
        ("F.kl_div(L0, Q, reduction='batchmean')", {"L0": LOGQ, "Q": Q}),
        ("F.kl_div(L0, Q, reduction='sum')", {"L0": LOGQ, "Q": Q}),
        ("F.hinge_embedding_loss(x, t)", {"x": x, "t": [1.0, -1.0, 1.0, -1.0]}, RARE),
        ("F.soft_margin_loss(x, torch.tensor([1., -1., 1., -1.]))", {"x": x}, RARE),
        ("F.multi_margin_loss(A, t)", {"A": A, "t": [2, 0]}, {"labels": ("t",), "either": True}),
        ("F.margin_ranking_loss(u, v, torch.tensor([1., -1., 1.]), margin=0.2)", {"u": u, "v": v}, RARE),
        ("F.triplet_margin_loss(A, B, -A)", {"A": A, "B": B}, RARE),
        ("F.poisson_nll_loss(x, p)", {"x": x, "p": p}, RARE),
        ("F.gaussian_nll_loss(u, v, torch.tensor([1., 2., 0.5]))", {"u": u, "v": v}, RARE),
        ("F.cosine_similarity(A, B)", {"A": A, "B": B}),
        ("F.cosine_similarity(u, v, dim=0)", {"u": u, "v": v}),
        ("F.cosine_embedding_loss(A, B, torch.tensor([1., -1.]))", {"A": A, "B": B}, RARE),
        ("F.pairwise_distance(A, B)", {"A": A, "B": B}),
        ("F.pad(A, (1, 2))", {"A": A}),
        ("F.pad(A, (1, 0, 0, 2), value=3.0)", {"A": A}),
        ("F.pad(A, (1, 1), 'constant', 0)", {"A": A}),
        ("F.scaled_dot_product_attention(T, T, T)", {"T": T}),
        ("F.conv1d(x.view(1, 1, 4), w)", {"x": x, "w": [[[0.5, -0.3]]]}, RARE),
        ("F.conv2d(K, W)", {"K": K, "W": W}, RARE),
        ("F.conv2d(K, W, stride=2, padding=1)", {"K": K, "W": W}, RARE),
        ("F.max_pool2d(K, 2)", {"K": K}, RARE),
        ("F.avg_pool2d(K, 2)", {"K": K}, RARE),
        ("F.max_pool1d(x.view(1, 4), 2)", {"x": x}, RARE),
        ("F.interpolate(K, scale_factor=2)", {"K": K}, RARE),
        ("F.unfold(K, 2)", {"K": K}, RARE),
        ("torch.nn.functional.relu(x)", {"x": x}),
        ("torch.special.logsumexp(A, 1)", {"A": A}, RARE),
        ("torch.special.erf(x)", {"x": x}, RARE),
        ("torch.nn.functional.cross_entropy(A, t)", {"A": A, "t": [2, 0]}, Y),
        ("torch.distributions.Normal(0.0, 1.0).log_prob(x)", {"x": x}, RARE),
        ("torch.vdot(u, v)", {"u": u, "v": v}, RARE),
        ("torch.count_nonzero(x > 0)", {"x": x}, {"alone": True, "either": True}),
    ],
)


PROGRAMS += calls(
    "torch",
    [
        (
            "torch.distributions.Normal(x, p).log_prob(q)",
            {"x": [0.5, -1.2, 2.0], "p": [0.5, 1.2, 2.0], "q": [0.2, 0.7, 0.9]},
        ),
        ("torch.distributions.Normal(x, p).entropy()", {"x": [0.5, -1.2, 2.0], "p": [0.5, 1.2, 2.0]}),
        (
            "torch.distributions.Normal(x, p).cdf(q)",
            {"x": [0.5, -1.2, 2.0], "p": [0.5, 1.2, 2.0], "q": [0.2, 0.7, 0.9]},
        ),
        ("torch.distributions.Normal(0.0, 1.0).log_prob(q)", {"q": [0.2, 0.7, 0.9]}),
        (
            "torch.distributions.LogNormal(x, p).log_prob(q)",
            {"x": [0.5, -1.2, 2.0], "p": [0.5, 1.2, 2.0], "q": [0.2, 0.7, 0.9]},
        ),
        ("torch.distributions.LogNormal(x, p).mean", {"x": [0.5, -1.2, 2.0], "p": [0.5, 1.2, 2.0]}),
        ("torch.distributions.LogNormal(x, p).entropy()", {"x": [0.5, -1.2, 2.0], "p": [0.5, 1.2, 2.0]}),
        (
            "torch.distributions.Laplace(x, p).log_prob(q)",
            {"x": [0.5, -1.2, 2.0], "p": [0.5, 1.2, 2.0], "q": [0.2, 0.7, 0.9]},
        ),
        ("torch.distributions.Laplace(x, p).entropy()", {"x": [0.5, -1.2, 2.0], "p": [0.5, 1.2, 2.0]}),
        ("torch.distributions.Exponential(p).log_prob(q)", {"p": [0.5, 1.2, 2.0], "q": [0.2, 0.7, 0.9]}),
        ("torch.distributions.Exponential(p).entropy()", {"p": [0.5, 1.2, 2.0]}),
        (
            "torch.distributions.Gamma(p, q).log_prob(r)",
            {"p": [0.5, 1.2, 2.0], "q": [0.2, 0.7, 0.9], "r": [0.3, 0.4, 0.3]},
        ),
        ("torch.distributions.Gamma(p, q).entropy()", {"p": [0.5, 1.2, 2.0], "q": [0.2, 0.7, 0.9]}),
        ("torch.distributions.Gamma(p, q).variance", {"p": [0.5, 1.2, 2.0], "q": [0.2, 0.7, 0.9]}),
        (
            "torch.distributions.Beta(p, q).log_prob(r)",
            {"p": [0.5, 1.2, 2.0], "q": [0.2, 0.7, 0.9], "r": [0.3, 0.4, 0.3]},
        ),
        ("torch.distributions.Poisson(p).log_prob(torch.tensor([1., 0., 3.]))", {"p": [0.5, 1.2, 2.0]}),
        ("torch.distributions.Bernoulli(q).log_prob(torch.tensor([1., 0., 1.]))", {"q": [0.2, 0.7, 0.9]}),
        ("torch.distributions.Bernoulli(logits=x).log_prob(torch.tensor([1., 0., 1.]))", {"x": [0.5, -1.2, 2.0]}),
        ("torch.distributions.Bernoulli(q).entropy()", {"q": [0.2, 0.7, 0.9]}),
        ("torch.distributions.Bernoulli(logits=x).mean", {"x": [0.5, -1.2, 2.0]}),
        ("torch.distributions.Categorical(r).log_prob(torch.tensor(2))", {"r": [0.3, 0.4, 0.3]}),
        ("torch.distributions.Categorical(logits=x).log_prob(torch.tensor(1))", {"x": [0.5, -1.2, 2.0]}),
        (
            "torch.distributions.Categorical(logits=A).log_prob(torch.tensor([2, 0]))",
            {"A": [[0.5, -1.2, 2.0], [0.2, 0.7, 0.9]]},
        ),
        ("torch.distributions.Categorical(logits=x).entropy()", {"x": [0.5, -1.2, 2.0]}),
        ("torch.distributions.Categorical(probs=p).entropy()", {"p": [0.5, 1.2, 2.0]}),
        ("torch.distributions.Uniform(x, x + p).log_prob(x + 0.1)", {"x": [0.5, -1.2, 2.0], "p": [0.5, 1.2, 2.0]}),
        ("torch.distributions.Uniform(x, x + p).mean", {"x": [0.5, -1.2, 2.0], "p": [0.5, 1.2, 2.0]}),
        (
            "torch.distributions.MultivariateNormal(x, covariance_matrix=S).log_prob(q)",
            {"x": [0.5, -1.2, 2.0], "q": [0.2, 0.7, 0.9], "S": [[2.0, 0.3, 0.1], [0.3, 1.5, -0.2], [0.1, -0.2, 1.8]]},
            {"skip": ("S",)},
        ),
        (
            "torch.distributions.MultivariateNormal(x, torch.eye(3)).log_prob(q)",
            {"x": [0.5, -1.2, 2.0], "q": [0.2, 0.7, 0.9]},
        ),
        (
            "torch.distributions.Independent(torch.distributions.Normal(x, p), 1).log_prob(q)",
            {"x": [0.5, -1.2, 2.0], "p": [0.5, 1.2, 2.0], "q": [0.2, 0.7, 0.9]},
        ),
        (
            "torch.distributions.kl_divergence(torch.distributions.Normal(x, p), torch.distributions.Normal(q, r))",
            {"x": [0.5, -1.2, 2.0], "p": [0.5, 1.2, 2.0], "q": [0.2, 0.7, 0.9], "r": [0.3, 0.4, 0.3]},
        ),
        (
            "torch.distributions.kl_divergence(torch.distributions.Categorical(r), torch.distributions.Categorical(q))",
            {"q": [0.2, 0.7, 0.9], "r": [0.3, 0.4, 0.3]},
        ),
        (
            "torch.distributions.kl.kl_divergence(torch.distributions.Bernoulli(q), torch.distributions.Bernoulli(r))",
            {"q": [0.2, 0.7, 0.9], "r": [0.3, 0.4, 0.3]},
        ),
        ("torch.nn.utils.parameters_to_vector([a, b])", {"a": [[1.0, 2.0]], "b": [0.5]}),
    ],
)

SPREAD = [[1.0, 2.0, -0.5], [0.5, -1.0, 0.8]]

PROGRAMS += calls(
    "torch",
    [
        ("torch.linalg.eigvalsh(A @ A.T)", {"A": SPREAD}),
        ("torch.linalg.eigh(S)[0]", {"S": [[2.0, 0.3], [0.3, 1.5]]}),
        ("torch.linalg.svdvals(A)", {"A": SPREAD}),
        ("torch.linalg.svd(A, full_matrices=False).S", {"A": SPREAD}),
        (
            "U, S, Vh = torch.linalg.svd(A, full_matrices=False)\nU @ torch.diag(S**2) @ Vh",
            {"A": SPREAD},
            {"skip": ("U", "Vh")},  # right up to their signs
        ),
        ("torch.linalg.qr(C)[0]", {"C": C}),
        ("torch.linalg.qr(C).R", {"C": C}),
        *((f"torch.special.{name}(x)", {"x": x}) for name in ("i0", "i0e", "i1", "i1e")),
    ],
)

PROGRAMS += calls(
    "torch",
    with_values(
        """
        torch.addcmul(A, B, B, value=0.5)
        torch.baddbmm(T3, T3, T3)
        torch.cov(A)
        torch.corrcoef(A)
        torch.cumulative_trapezoid(x)
        torch.trapezoid(A, dx=0.5)
        torch.diff(A, dim=0)
        torch.cummax(A, dim=1)[0]
        torch.cummin(A, dim=1).values
        torch.logcumsumexp(A, dim=1)
        torch.logsumexp(A, (0, 1))
        torch.nansum(A)
        torch.nanmean(A)
        torch.quantile(A, 0.3, dim=1)
        torch.median(A, dim=1).values
        torch.mode(A)[0]
        torch.kthvalue(A, 2, dim=1)[0]
        torch.topk(A, 2, dim=1, largest=False)[0]
        torch.sort(A, descending=True)[0]
        torch.msort(A)
        torch.masked_select(A, A > 0)
        torch.index_add(A, 0, torch.tensor([0, 1]), B)
        torch.scatter_reduce(x, 0, torch.tensor([0, 1, 0]), v, reduce='sum')
        x.unfold(0, 2, 1)
        F.unfold(A[None, None], 2)
        torch.combinations(x)
        torch.cartesian_prod(x, v)
        torch.block_diag(A, C)
        torch.diag_embed(x)
        torch.vander(x)
        torch.tril(M, diagonal=-1)
        torch.renorm(A, 2, 0, 1.0)
        torch.clamp(A, min=-0.5, max=0.9)
        torch.clamp(A, max=torch.tensor(0.5))
        torch.heaviside(x, torch.tensor([0.5]))
        torch.nan_to_num(x, nan=1.0)
        torch.special.xlog1py(x, p)
        torch.special.entr(p)
        torch.special.log_softmax(A, dim=0)
        torch.linalg.norm(A, ord=2)
        torch.linalg.norm(A, 'nuc')
        torch.linalg.vector_norm(A, ord=3)
        torch.linalg.cond(M)
        torch.linalg.solve(M, x)
        torch.linalg.lstsq(C, x[:, None])[0]
        torch.linalg.matrix_power(M, 3)
        torch.linalg.multi_dot([A, C, B])
        torch.linalg.pinv(A)
        torch.linalg.matrix_exp(M)
        torch.matrix_exp(M)
        torch.linalg.cholesky(M @ M.T)
        torch.cholesky_solve(x[:, None], torch.linalg.cholesky(M @ M.T))
        torch.linalg.solve_triangular(torch.tril(M), C, upper=False)
        torch.linalg.vander(x)
        torch.linalg.vecdot(A, B)
        torch.linalg.diagonal(M)
        torch.linalg.eigh(M @ M.T).eigenvalues
        torch.func.jacrev(lambda t: t**2)(x)
        torch.nn.functional.bilinear(A, B, torch.ones(1, 3, 3))
        F.embedding_bag(torch.tensor([[0, 1]]), C)
        F.avg_pool1d(A[None], 2)
        F.max_pool2d(A[None, None], (2, 2))
        F.adaptive_avg_pool1d(A[None], 1)
        F.interpolate(A[None], scale_factor=2)
        F.interpolate(A[None, None], size=(4, 6), mode='bilinear', align_corners=True)
        F.pad(A, (1, 1), mode='reflect')
        F.conv1d(A[None], torch.ones(1, 2, 2))
        F.conv_transpose1d(A[None], torch.ones(2, 1, 2))
        F.pixel_shuffle(torch.ones(1, 4, 2, 2)*x[0], 2)
        F.local_response_norm(A[None], 2)
        F.lp_pool1d(A[None], 2.0, 2)
        F.softshrink(x, 0.3)
        F.cosine_similarity(A, B, dim=0)
        F.pairwise_distance(A, B, p=1, keepdim=True)
        F.triplet_margin_loss(A, B, -A, margin=0.5, swap=True)
        F.margin_ranking_loss(x, v, torch.tensor([1., -1., 1.]), margin=0.3)
        F.cosine_embedding_loss(A, B, torch.tensor([1., -1.]), margin=0.1)
        F.gaussian_nll_loss(x, v, p, full=True)
        F.poisson_nll_loss(x, p, log_input=False)
        F.huber_loss(x, v, reduction='none', delta=0.4)
        F.smooth_l1_loss(x, v, beta=0.3, reduction='sum')
        F.cross_entropy(A, torch.tensor([2, 0]), weight=torch.tensor([0.2, 0.5, 0.3]), label_smoothing=0.1)
        F.cross_entropy(A, torch.softmax(B, 1))
        F.nll_loss(F.log_softmax(A, 1), torch.tensor([2, -100]), ignore_index=-100)
        F.binary_cross_entropy_with_logits(x, torch.tensor([1., 0., 1.]), pos_weight=torch.tensor(2.0))
        F.kl_div(F.log_softmax(A, 1), F.softmax(B, 1), reduction='batchmean')
        F.kl_div(F.log_softmax(A, 1), F.log_softmax(B, 1), log_target=True, reduction='sum')
        F.layer_norm(A, (3,), weight=p, bias=x)
        F.instance_norm(T3)
        F.batch_norm(A, None, None, training=True)
        F.rms_norm(A, (3,), weight=p)
        F.scaled_dot_product_attention(T3, T3, T3, is_causal=True)
        F.glu(torch.cat([A, B], 1), dim=1)
        F.one_hot(torch.tensor([0, 2])).float() @ C
        F.threshold(x, 0.1, -1.0)
        F.prelu(x, torch.tensor([0.1]))
        F.rrelu(x)
        x.new_ones(3)*x
        A.amax(dim=(0, 1))
        A.std(dim=1, unbiased=False)
        A.var(1, correction=0)
        A.norm(p=1, dim=1)
        A.mean(dim=[0, 1], keepdim=True)
        A.unsqueeze(-1).squeeze(-1)
        A.t() @ B
        A.mT
        A.flatten()
        A.unflatten(1, (3, 1))
        A.index_select(1, torch.tensor([2, 0]))
        A.masked_fill(A < 0, 0.0)
        A.sum(-1, keepdim=True).expand_as(A)
        A.view(-1)[1:4]
        A.chunk(3, dim=1)[1]
        A.split([1, 2], dim=1)[1]
        A.roll(1, 0)
        A.clip(-0.5, 0.5)
        A.diagonal()
        A.softmax(1).log()
        A.argmax(1).float()*x[0]
        A.cumsum(dim=1)
        A.addmm(A, M)
        A.gather(1, torch.tensor([[0], [2]]))
        A.sigmoid_()*1
        A.pow(2).sum().sqrt()
        torch.vmap(lambda r: r.sum())(A)
        torch.where(A > 0)[0].float()*x[0]
        torch.float_power(p, v)
        torch.lerp(x, v, 0.3)
        torch.logit(p/3)
        torch.atan2(x, v)
        torch.erfinv(x/3)
        torch.digamma(p)
        torch.mvlgamma(p + 2, 2)
        torch.meshgrid(x, v, indexing='ij')[0]
        torch.repeat_interleave(A, torch.tensor([1, 2]), dim=0)
        torch.tensor_split(x, 2)[0]
        torch.dsplit(T3, 2)[0]
        torch.movedim(T3, 0, 2)
        torch.einsum('bij,bjk->bik', T3, T3)
        torch.tensordot(A, B, dims=([1], [1]))
        torch.chain_matmul(A, C)
        torch.inner(A, B)
        torch.outer(x, v)
        torch.cross(x, v, dim=0)
        torch.dist(x, v, 3)
        torch.square(x).mean()
        torch.count_nonzero(x > 0)*x
        torch.isclose(x, v).float()*x
        torch.aminmax(x)[0]
        torch.std_mean(A, dim=1)[0]
        """
    ),
)
