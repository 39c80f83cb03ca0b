from .program import P

PROGRAMS = [
    P(
        "makemore m09",
        """
        xenc = F.one_hot(torch.tensor([0, 2]), num_classes=3).float()
        logits = xenc @ W
        counts = logits.exp()
        probs = counts / counts.sum(1, keepdims=True)
        loss = -probs[torch.arange(2), torch.tensor([1, 0])].log().mean() + 0.01*(W**2).mean()
        """,
        {"W": [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6], [0.7, -0.8, 0.9]]},
        written_for="torch",
    ),
    P(
        "makemore m08",
        "pre = g * (h0 - h0.mean(0, keepdim=True)) / torch.sqrt(h0.var(0, keepdim=True) + 1e-5) + bt",
        {
            "h0": [[0.5, -1, 0.2], [1.5, 2, 0.3], [-0.3, 0.7, 0.8], [0.1, 0.4, -0.9]],
            "g": [[1.1, 0.9, 1.0]],
            "bt": [[0.1, 0.2, -0.1]],
        },
        written_for="torch",
    ),
    P(
        "makemore m03b",
        """
        n = 2
        mx = logits.max(1, keepdim=True)
        norm = logits - mx
        counts = norm.exp()
        csum = counts.sum(1, keepdims=True)
        cinv = csum**-1
        probs = counts * cinv
        lp = probs.log()
        loss = -lp[range(n), [0, 2]].mean()
        """,
        {"logits": [[1.0, 2, 0.5], [0.2, -1, 0.3]]},
        written_for="torch",
        twin="""
        n = 2
        mx = logits.max(1, keepdim=True).values
        norm = logits - mx
        counts = norm.exp()
        csum = counts.sum(1, keepdims=True)
        cinv = csum**-1
        probs = counts * cinv
        lp = probs.log()
        loss = -lp[range(n), [0, 2]].mean()
        """,
        refused="any",
        either=True,
    ),
    P(
        "makemore m09b",
        """
        xenc = torch.tensor([[1.,0,0],[0,0,1.]])
        logits = xenc @ W
        counts = logits.exp()
        probs = counts / counts.sum(1, keepdims=True)
        loss = -probs[torch.arange(2), torch.tensor([1, 0])].log().mean() + 0.01*(W**2).mean()
        """,
        {"W": [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6], [0.7, -0.8, 0.9]]},
        written_for="torch",
    ),
    P(
        "makemore m02",
        """
        n = 4
        mean = 1/n*h0.sum(0, keepdim=True)
        diff = h0 - mean
        diff2 = diff**2
        var = 1/(n-1)*(diff2).sum(0, keepdim=True)
        inv = (var + 1e-5)**-0.5
        raw = diff * inv
        pre = g * raw + bt
        h = torch.tanh(pre)
        """,
        {
            "h0": [[0.5, -1, 0.2], [1.5, 2, 0.3], [-0.3, 0.7, 0.8], [0.1, 0.4, -0.9]],
            "g": [[1.1, 0.9, 1.0]],
            "bt": [[0.1, 0.2, -0.1]],
        },
        written_for="torch",
    ),
    P(
        "makemore m08c",
        """
        class BatchNorm1d:
          def __init__(self, dim, eps=1e-5):
            self.eps = eps
            self.gamma = torch.ones(dim)
          def __call__(self, x):
            m = x.mean(0, keepdim=True)
            return self.gamma * (x - m)
        bn = BatchNorm1d(3)
        bn(x)
        """,
        {"x": [[0.5, -1, 0.2], [1.5, 2, 0.3], [-0.3, 0.7, 0.8], [0.1, 0.4, -0.9]]},
        written_for="torch",
    ),
    P(
        "makemore m01",
        """
        emb = C[Xb]
        flat = emb.view(emb.shape[0], -1)
        hpre = flat @ W1 + b1
        """,
        {
            "C": [[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]],
            "Xb": [[0, 1], [2, 1]],
            "W1": [[0.1, 0.1, 0.1], [0.1, 0.1, 0.1], [0.1, 0.1, 0.1], [0.1, 0.1, 0.1]],
            "b1": [0.1, -0.2, 0.3],
        },
        written_for="torch",
        labels=("Xb",),
    ),
    P(
        "makemore m07",
        """
        pre = g * (h0 - h0.mean(0, keepdim=True)) / torch.sqrt(h0.var(0, keepdim=True, unbiased=True) + 1e-5) + bt
        """,
        {
            "h0": [[0.5, -1, 0.2], [1.5, 2, 0.3], [-0.3, 0.7, 0.8], [0.1, 0.4, -0.9]],
            "g": [[1.1, 0.9, 1.0]],
            "bt": [[0.1, 0.2, -0.1]],
        },
        written_for="torch",
    ),
    P(
        "pytorch-examples p02b",
        """
        x = torch.randn(4, 3)
        y = torch.randn(4, 2)
        w1 = torch.randn(3, 5, requires_grad=True)
        w2 = torch.randn(5, 2, requires_grad=True)
        yp = x.mm(w1).clamp(min=0).mm(w2)
        loss = (yp - y).pow(2).sum()
        print(loss.item())
        loss.backward()
        """,
        written_for="torch",
        out="loss",
        pin=("x", "y", "w1", "w2"),
    ),
    P(
        "torch t05",
        "loss = nn.MSELoss()(pred, target)",
        {"pred": [1, 2, 3], "target": [1, 1, 1]},
        written_for="torch",
    ),
    P(
        "torch t04b",
        "out = F.linear(x, W, b)",
        {"x": [1, 2, 3], "W": [[0.2, -0.4, 0.6], [1.0, 0.5, -0.8]], "b": [0.1, 0.2]},
        written_for="torch",
    ),
    P(
        "torch t04",
        """
        lin = nn.Linear(3, 2)
        out = lin(x)
        """,
        {"x": [1, 2, 3]},
        written_for="torch",
        pin=("lin.weight", "lin.bias"),
    ),
    P(
        "torch t10",
        """
        def f(a):
            b = a * 2
            while b.norm() < 1000:
                b = b * 2
            if b.sum() > 0:
                c = b
            else:
                c = 100 * b
            return c
        f(a)
        """,
        written_for="torch",
        defaults=True,
    ),
    P(
        "torch t18",
        "cos = F.cosine_similarity(a, b, dim=0)",
        {"a": [1, 2], "b": [3, -1]},
        written_for="torch",
    ),
    P(
        "torch t14",
        """
        h = F.relu(x @ W1.T + b1)
        y = F.log_softmax(h @ W2.T + b2, dim=1)
        loss = F.nll_loss(y, torch.tensor([1]))
        """,
        {
            "x": [[1, 2]],
            "W1": [[0.1, 0.2], [0.3, 0.4], [-0.5, 0.6]],
            "b1": [0.1, -0.2, 0.3],
            "W2": [[0.2, -0.4, 0.6], [1.0, 0.5, -0.8]],
            "b2": [0.1, 0.2],
        },
        written_for="torch",
    ),
    P(
        "torch t19",
        "y = F.layer_norm(x, (3,))",
        {"x": [[1, 2, 4.0]]},
        written_for="torch",
    ),
    P(
        "torch t12",
        """
        a = torch.tensor([2., 3.], requires_grad=True)
        b = torch.tensor([6., 4.], requires_grad=True)
        Q = 3*a**3 - b**2
        external_grad = torch.tensor([1., 1.])
        Q.backward(gradient=external_grad)
        print(9*a**2 == a.grad)
        """,
        written_for="torch",
        out="Q",
        skip=("external_grad",),
    ),
    P(
        "torch t13",
        """
        p = torch.softmax(s, dim=-1)
        loss = -torch.log(p[1])
        """,
        {"s": [1, 2, 3]},
        written_for="torch",
    ),
    P(
        "torch t16",
        "y = F.gelu(x, approximate='tanh')",
        {"x": [0.5, -1]},
        written_for="torch",
    ),
    P(
        "torch t02",
        """
        x = torch.randn(1,4)
        w = torch.randn(2,4,requires_grad=True)
        o = torch.sigmoid(x@w.t())
        loss = F.mse_loss(torch.ones(1,2),o)
        loss.backward()
        print(w.grad)
        """,
        written_for="torch",
        out="loss",
        pin=("x", "w"),
    ),
    P(
        "torch t20",
        "w.data -= 0.1 * w.grad.data",
        {"w": 1},
        written_for="torch",
        refused="any",
        either=True,
    ),
    P(
        "torch t05b",
        "loss = F.mse_loss(pred, target, reduction='sum')",
        {"pred": [1, 2, 3], "target": [1, 1, 1]},
        written_for="torch",
    ),
    P(
        "torch t22",
        "loss = F.smooth_l1_loss(p, t, beta=0.5) + F.huber_loss(p, t, delta=0.5)",
        {"p": [1, 2.2], "t": [1.2, 1]},
        written_for="torch",
    ),
    P(
        "torch t01",
        """
        x = torch.ones(5)
        y = torch.zeros(3)
        w = torch.randn(5, 3, requires_grad=True)
        b = torch.randn(3, requires_grad=True)
        z = torch.matmul(x, w)+b
        loss = torch.nn.functional.binary_cross_entropy_with_logits(z, y)
        loss.backward()
        print(w.grad)
        """,
        written_for="torch",
        out="loss",
        pin=("w", "b"),
    ),
    P(
        "vae t06d",
        """
        std = torch.exp(0.5 * logvar)
        eps = torch.randn_like(std)
        z = mu + eps * std
        """,
        {"mu": [0.2, -0.3], "logvar": [0.1, -0.2]},
        written_for="torch",
        pin=("eps",),
    ),
    P(
        "vae t06",
        """
        rec = F.mse_loss(xh, x, reduction='sum')
        kl = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
        loss = rec + kl
        """,
        {"xh": [0.1, 0.8], "x": [0, 1], "mu": [0.2, -0.3], "logvar": [0.1, -0.2]},
        written_for="torch",
    ),
    P(
        "vae t06f",
        """
        rec = -np.sum(y * np.log(yp) + (1 - y) * np.log(1 - yp), axis=1)
        kl = -0.5 * np.sum(1 + lv - m ** 2 - np.exp(lv), axis=1)
        loss = np.mean(kl + rec)
        """,
        {"yp": [[0.1, 0.8]], "y": [[0, 1]], "m": [[0.2, -0.3]], "lv": [[0.1, -0.2]]},
        written_for="numpy",
    ),
    P(
        "vae t06b",
        "kl = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())",
        {"mu": [0.2, -0.3], "logvar": [0.1, -0.2]},
        written_for="torch",
    ),
    P(
        "pinn t07",
        """
        u_x = torch.autograd.grad(u, x, torch.ones_like(u), create_graph=True)[0]
        u_xx = torch.autograd.grad(u_x, x, torch.ones_like(u), create_graph=True)[0]
        f = u_t + u * u_x - nu * u_xx
        loss = (f**2).mean()
        """,
        written_for="torch",
        refused="any",
    ),
    P(
        "pinn t07b",
        """
        f = u_t + u*u_x - (0.01/np.pi)*u_xx
        loss = np.mean(f**2)
        """,
        {"u_t": [0.1, 0.2], "u": [0.5, 0.6], "u_x": [0.3, -0.4], "u_xx": [1, 2]},
        written_for="numpy",
    ),
]

X23 = [[0.5, -1.0, 2.0], [1.5, 0.7, -0.3]]
W34 = [[0.2, -0.4, 0.6, 0.1], [1.0, 0.5, -0.8, 0.3], [-0.3, 0.9, 0.4, -0.6]]
W42 = [[0.3, -0.2], [0.5, 0.4], [-0.6, 0.1], [0.8, -0.7]]

PROGRAMS += [
    P(
        "torch autograd tutorial: two leaves and a product",
        """
        import torch

        x = torch.tensor(2.0, requires_grad=True)
        y = torch.tensor(3.0, requires_grad=True)
        z = x**2 * y + torch.sin(y)
        z.backward()
        print(x.grad, y.grad)
        """,
        written_for="torch",
        out="z",
    ),
    P(
        "torch autograd tutorial: ones, mean, backward",
        """
        x = torch.ones(2, 2, requires_grad=True)
        y = x + 2
        z = y * y * 3
        out = z.mean()
        out.backward()
        print(x.grad)
        """,
        written_for="torch",
        out="out",
    ),
    P(
        "learning pytorch with examples: tensors and hand gradients",
        """
        # Forward pass: compute predicted y
        h = x.mm(w1)
        h_relu = h.clamp(min=0)
        y_pred = h_relu.mm(w2)

        # Compute and print loss
        loss = (y_pred - y).pow(2).sum().item()

        # Backprop to compute gradients of w1 and w2 with respect to loss
        grad_y_pred = 2.0 * (y_pred - y)
        grad_w2 = h_relu.t().mm(grad_y_pred)
        grad_h_relu = grad_y_pred.mm(w2.t())
        grad_h = grad_h_relu.clone()
        grad_h[h < 0] = 0
        grad_w1 = x.t().mm(grad_h)

        # Update weights using gradient descent
        w1 = w1 - learning_rate * grad_w1
        w2 = w2 - learning_rate * grad_w2
        """,
        {"x": X23, "w1": W34, "w2": W42, "y": [[0.1, 0.9], [-0.5, 0.3]], "learning_rate": 0.01},
        written_for="torch",
        out="loss",
        skip=("learning_rate",),
        twin="""
        h = x.mm(w1)
        h_relu = h.clamp(min=0)
        y_pred = h_relu.mm(w2)
        loss = (y_pred - y).pow(2).sum()
        grad_y_pred = 2.0 * (y_pred - y)
        grad_w2 = h_relu.t().mm(grad_y_pred)
        grad_h_relu = grad_y_pred.mm(w2.t())
        grad_h = grad_h_relu.clone()
        grad_h[h < 0] = 0
        grad_w1 = x.t().mm(grad_h)
        """,
        grads={
            "grad_y_pred": "y_pred",
            "grad_w2": "w2",
            "grad_h_relu": "h_relu",
            "grad_h": "h",
            "grad_w1": "w1",
        },
    ),
    P(
        "learning pytorch with examples: a third-order polynomial",
        """
        import torch
        import math

        dtype = torch.float
        x = torch.linspace(-math.pi, math.pi, 7, dtype=dtype)
        y = torch.sin(x)

        a = torch.tensor(0.3, requires_grad=True)
        b = torch.tensor(-0.2, requires_grad=True)
        c = torch.tensor(0.7, requires_grad=True)
        d = torch.tensor(0.1, requires_grad=True)

        y_pred = a + b * x + c * x ** 2 + d * x ** 3
        loss = (y_pred - y).pow(2).sum()
        loss.backward()
        """,
        written_for="torch",
        out="loss",
    ),
    P(
        "learning pytorch with examples: training loop with no_grad",
        """
        for t in range(2000):
            y_pred = a + b * x + c * x ** 2
            loss = (y_pred - y).pow(2).sum()
            if t % 100 == 99:
                print(t, loss.item())
            loss.backward()
            with torch.no_grad():
                a -= learning_rate * a.grad
                b -= learning_rate * b.grad
                c -= learning_rate * c.grad
                a.grad = None
                b.grad = None
                c.grad = None
        """,
        {"x": [-1.0, 0.5, 2.0], "y": [0.3, -0.7, 1.1], "a": 0.3, "b": -0.2, "c": 0.7, "learning_rate": 1e-3},
        written_for="torch",
        twin="""
        y_pred = a + b * x + c * x ** 2
        loss = (y_pred - y).pow(2).sum()
        """,
        out="loss",
        skip=("learning_rate",),
    ),
    P(
        "linear regression with an optimizer",
        """
        w = torch.tensor([0.5, -0.3], requires_grad=True)
        b = torch.zeros(1, requires_grad=True)
        optimizer = torch.optim.SGD([w, b], lr=0.1)
        for epoch in range(10):
            optimizer.zero_grad()
            y_hat = X @ w + b
            loss = torch.mean((y_hat - y) ** 2)
            loss.backward()
            optimizer.step()
        """,
        {"X": [[1.0, 2.0], [0.5, -1.0], [-0.7, 0.4]], "y": [1.0, -0.5, 0.2]},
        written_for="torch",
        twin="""
        w = torch.tensor([0.5, -0.3], requires_grad=True)
        b = torch.zeros(1, requires_grad=True)
        y_hat = X @ w + b
        loss = torch.mean((y_hat - y) ** 2)
        """,
        out="loss",
    ),
    P(
        "softmax from scratch, with indexing by labels",
        """
        def softmax(x):
            return torch.exp(x) / torch.sum(torch.exp(x), dim=1).view(-1, 1)

        probs = softmax(logits)
        loss = -torch.log(probs[range(probs.shape[0]), y]).mean()
        """,
        {"logits": X23, "y": [2, 0]},
        written_for="torch",
        labels=("y",),
    ),
    P(
        "what is torch.nn really: log_softmax and nll",
        """
        def log_softmax(x):
            return x - x.exp().sum(-1).log().unsqueeze(-1)

        def model(xb):
            return log_softmax(xb @ weights + bias)

        def nll(input, target):
            return -input[range(target.shape[0]), target].mean()

        loss_func = nll
        preds = model(xb)
        loss = loss_func(preds, yb)
        """,
        {"xb": X23, "weights": W34, "bias": [0.1, -0.2, 0.3, 0.0], "yb": [3, 1]},
        written_for="torch",
        labels=("yb",),
    ),
    P(
        "causal self-attention with a mask",
        """
        B, T, C = x.shape
        k = x @ Wk
        q = x @ Wq
        wei = q @ k.transpose(-2, -1) * C**-0.5
        tril = torch.tril(torch.ones(T, T))
        wei = wei.masked_fill(tril == 0, float('-inf'))
        wei = F.softmax(wei, dim=-1)
        v = x @ Wv
        out = wei @ v
        """,
        {
            "x": [[[0.5, -1.0], [1.5, 0.7], [-0.3, 0.9]]],
            "Wk": [[0.2, -0.4], [1.0, 0.5]],
            "Wq": [[0.3, 0.6], [-0.7, 0.1]],
            "Wv": [[0.9, 0.2], [-0.1, 0.8]],
        },
        written_for="torch",
    ),
    P(
        "bigram model with cross entropy",
        """
        B, T, C = logits.shape
        logits = logits.view(B*T, C)
        targets = targets.view(B*T)
        loss = F.cross_entropy(logits, targets)
        """,
        {"logits": [[[0.5, -1.0, 0.2], [1.5, 0.7, -0.3]]], "targets": [[2, 0]]},
        written_for="torch",
        labels=("targets",),
    ),
    P(
        "gradient penalty by autograd.grad",
        """
        y = (x ** 3).sum()
        g = torch.autograd.grad(y, x, create_graph=True)[0]
        penalty = (g.norm() - 1) ** 2
        penalty.backward()
        """,
        {"x": [0.5, -1.2]},
        written_for="torch",
        out="penalty",
    ),
    P(
        "detach stops a path",
        """
        a = x * w
        b = a.detach() * w
        loss = (a + b).sum()
        loss.backward()
        """,
        {"x": [0.5, -1.2], "w": [2.0, 0.3]},
        written_for="torch",
        out="loss",
    ),
    P(
        "reparameterization with given noise and KL",
        """
        std = torch.exp(0.5 * logvar)
        z = mu + std * eps
        recon = torch.sigmoid(z @ W)
        bce = F.binary_cross_entropy(recon, x, reduction='sum')
        kld = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
        loss = bce + kld
        """,
        {
            "mu": [[0.2, -0.3]],
            "logvar": [[0.1, -0.2]],
            "eps": [[0.5, -1.1]],
            "W": [[0.3, -0.6, 0.9], [0.7, 0.2, -0.4]],
            "x": [[0.0, 1.0, 0.3]],
        },
        written_for="torch",
    ),
    P(
        "lstm cell by hand with chunk",
        """
        gates = x @ W_ih.t() + h @ W_hh.t() + b
        i, f, g, o = gates.chunk(4, dim=1)
        i, f, o = torch.sigmoid(i), torch.sigmoid(f), torch.sigmoid(o)
        g = torch.tanh(g)
        c_next = f * c + i * g
        h_next = o * torch.tanh(c_next)
        """,
        {
            "x": [[0.5, -1.0]],
            "h": [[0.3]],
            "c": [[-0.4]],
            "W_ih": [[0.1, 0.5], [0.2, -0.6], [0.3, 0.7], [0.4, -0.8]],
            "W_hh": [[0.2], [0.1], [-0.3], [0.4]],
            "b": [0.1, 0.2, 0.3, 0.4],
        },
        written_for="torch",
    ),
    P(
        "contrastive loss",
        """
        z = F.normalize(z, dim=1)
        sim = z @ z.T / 0.5
        mask = torch.eye(4).bool()
        sim = sim.masked_fill(mask, -1e9)
        loss = F.cross_entropy(sim, torch.tensor([1, 0, 3, 2]))
        """,
        {"z": W42},
        written_for="torch",
    ),
    P(
        "focal loss",
        """
        p = torch.sigmoid(logits)
        ce = F.binary_cross_entropy_with_logits(logits, targets, reduction='none')
        p_t = p * targets + (1 - p) * (1 - targets)
        loss = (0.25 * ce * ((1 - p_t) ** 2)).mean()
        """,
        {"logits": [0.5, -1.2, 2.0], "targets": [1.0, 0.0, 0.0]},
        written_for="torch",
    ),
    P(
        "dice loss",
        """
        def dice_loss(pred, target, smooth=1.):
            pred = pred.contiguous().view(-1)
            target = target.contiguous().view(-1)
            intersection = (pred * target).sum()
            return 1 - (2. * intersection + smooth) / (pred.sum() + target.sum() + smooth)

        dice_loss(torch.sigmoid(logits), target)
        """,
        {"logits": [[0.5, -1.2], [2.0, 0.3]], "target": [[1.0, 0.0], [0.0, 1.0]]},
        written_for="torch",
    ),
    P(
        "rnn over a list of inputs",
        """
        hidden = h0
        outputs = []
        for x_t in xs:
            hidden = torch.tanh(W_xh @ x_t + W_hh @ hidden + b_h)
            outputs.append(hidden)
        out = torch.stack(outputs)
        loss = (out ** 2).sum()
        """,
        {
            "h0": [0.1, -0.2],
            "xs": [[0.5, -1.0], [1.5, 0.7], [-0.3, 0.9]],
            "W_xh": [[0.2, -0.4], [1.0, 0.5]],
            "W_hh": [[0.3, 0.6], [-0.7, 0.1]],
            "b_h": [0.05, -0.05],
        },
        written_for="torch",
    ),
    P(
        "numerically stable logsumexp with the pair of max",
        """
        def logsumexp(x):
            m, _ = x.max(dim=1, keepdim=True)
            return (m + (x - m).exp().sum(dim=1, keepdim=True).log()).squeeze(1)

        loss = logsumexp(x).sum()
        """,
        {"x": X23},
        written_for="torch",
    ),
    P(
        "weights in a dictionary, sum over parameters",
        """
        params = {'w1': w1, 'w2': w2}
        h = torch.relu(x @ params['w1'])
        out = h @ params['w2']
        reg = sum(p.pow(2).sum() for p in params.values())
        loss = out.pow(2).mean() + 0.01 * reg
        """,
        {"x": X23, "w1": W34, "w2": W42},
        written_for="torch",
    ),
    P(
        "policy gradient step",
        """
        probs = torch.softmax(logits, dim=-1)
        log_prob = torch.log(probs[torch.arange(3), actions])
        returns = (returns - returns.mean()) / (returns.std() + 1e-8)
        loss = -(log_prob * returns).sum()
        loss.backward()
        """,
        {"logits": [[0.5, -1.0], [1.5, 0.7], [-0.3, 0.9]], "actions": [1, 0, 1], "returns": [1.0, 2.5, 0.5]},
        written_for="torch",
        labels=("actions",),
        out="loss",
    ),
    P(
        "in-place operations on a non-leaf",
        """
        y = x * 2
        y += 1
        y.mul_(3)
        loss = (y ** 2).sum()
        """,
        {"x": [0.5, -1.2, 2.0]},
        written_for="torch",
        out="loss",
    ),
]

PROGRAMS += [
    P(
        "zero to hero: bigram by autograd, one step of the loop",
        """
import torch
import torch.nn.functional as F
words = ["ab", "ba"]
chars = sorted(list(set(''.join(words))))
stoi = {s:i+1 for i,s in enumerate(chars)}
stoi['.'] = 0
itos = {i:s for s,i in stoi.items()}
xs, ys = [], []
for w in words:
  chs = ['.'] + list(w) + ['.']
  for ch1, ch2 in zip(chs, chs[1:]):
    ix1 = stoi[ch1]
    ix2 = stoi[ch2]
    xs.append(ix1)
    ys.append(ix2)
xs = torch.tensor(xs)
ys = torch.tensor(ys)
num = xs.nelement()
print('number of examples: ', num)
xenc = F.one_hot(xs, num_classes=3).float()
logits = xenc @ W
counts = logits.exp()
probs = counts / counts.sum(1, keepdims=True)
loss = -probs[torch.arange(num), ys].log().mean()
print(loss.item())
""",
        {"W": [[0.1, -0.2, 0.3], [0.4, 0.5, -0.6], [0.7, 0.8, -0.9]]},
        out="loss",
        written_for="torch",
    ),
    P(
        "zero to hero: mlp with an embedding table and cross entropy",
        """
g = torch.Generator().manual_seed(2147483647)
X = torch.tensor([[0, 1], [2, 1], [1, 1]])
Y = torch.tensor([1, 0, 2])
emb = C[X]
h = torch.tanh(emb.view(-1, 4) @ W1 + b1)
logits = h @ W2 + b2
loss = F.cross_entropy(logits, Y)
""",
        {
            "C": [[0.1, 0.2], [-0.3, 0.4], [0.5, -0.6]],
            "W1": [[0.1, -0.2], [0.3, 0.4], [-0.5, 0.6], [0.7, -0.8]],
            "b1": [0.01, 0.02],
            "W2": [[0.5, -0.1, 0.2], [0.3, 0.4, -0.6]],
            "b2": [0.0, 0.1, -0.1],
        },
        out="loss",
        written_for="torch",
    ),
    P(
        "zero to hero: own Linear and BatchNorm1d classes",
        """
class Linear:
  def __init__(self, fan_in, fan_out, bias=True):
    self.weight = torch.ones((fan_in, fan_out)) * 0.3 / fan_in**0.5
    self.bias = torch.zeros(fan_out) if bias else None
  def __call__(self, x):
    self.out = x @ self.weight
    if self.bias is not None:
      self.out += self.bias
    return self.out
  def parameters(self):
    return [self.weight] + ([] if self.bias is None else [self.bias])

class BatchNorm1d:
  def __init__(self, dim, eps=1e-5, momentum=0.1):
    self.eps = eps
    self.momentum = momentum
    self.training = True
    self.gamma = torch.ones(dim)
    self.beta = torch.zeros(dim)
    self.running_mean = torch.zeros(dim)
    self.running_var = torch.ones(dim)
  def __call__(self, x):
    if self.training:
      xmean = x.mean(0, keepdim=True)
      xvar = x.var(0, keepdim=True)
    else:
      xmean = self.running_mean
      xvar = self.running_var
    xhat = (x - xmean) / torch.sqrt(xvar + self.eps)
    self.out = self.gamma * xhat + self.beta
    if self.training:
      with torch.no_grad():
        self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * xmean
        self.running_var = (1 - self.momentum) * self.running_var + self.momentum * xvar
    return self.out
  def parameters(self):
    return [self.gamma, self.beta]

class Tanh:
  def __call__(self, x):
    self.out = torch.tanh(x)
    return self.out
  def parameters(self):
    return []

layers = [Linear(2, 3, bias=False), BatchNorm1d(3), Tanh(), Linear(3, 1)]
for layer in layers:
  x = layer(x)
loss = (x**2).sum()
""",
        {"x": [[0.5, -1.0], [1.5, 2.0], [-0.3, 0.7]]},
        out="loss",
        written_for="torch",
    ),
    P(
        "zero to hero: tokens shifted for the transformer's targets",
        """
B, T, C = 1, 3, 2
tril = torch.tril(torch.ones(T, T))
wei = torch.zeros((T, T))
wei = wei.masked_fill(tril == 0, float('-inf'))
wei = F.softmax(wei, dim=-1)
xbow3 = wei @ x
torch.allclose(xbow3, xbow3)
loss = xbow3.pow(2).mean()
""",
        {"x": [[[0.5, -1.0], [1.5, 2.0], [-0.3, 0.7]]]},
        out="loss",
        written_for="torch",
    ),
    P(
        "zero to hero: head of self-attention as a module",
        '''
class Head(nn.Module):
    """ one head of self-attention """
    def __init__(self, head_size):
        super().__init__()
        self.key = nn.Linear(n_embd, head_size, bias=False)
        self.query = nn.Linear(n_embd, head_size, bias=False)
        self.value = nn.Linear(n_embd, head_size, bias=False)
        self.register_buffer('tril', torch.tril(torch.ones(block_size, block_size)))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        B, T, C = x.shape
        k = self.key(x)   # (B,T,C)
        q = self.query(x) # (B,T,C)
        # compute attention scores ("affinities")
        wei = q @ k.transpose(-2, -1) * C**-0.5
        wei = wei.masked_fill(self.tril[:T, :T] == 0, float('-inf'))
        wei = F.softmax(wei, dim=-1)
        wei = self.dropout(wei)
        v = self.value(x)
        return wei @ v

n_embd, block_size, dropout = 4, 8, 0.0
torch.manual_seed(1337)
head = Head(2)
out = head(torch.ones(1, 3, 4))
''',
        {},
        pin=("head.key.weight", "head.query.weight", "head.value.weight"),
        out="out",
        written_for="torch",
    ),
    P(
        "fast.ai: init_params, linear1, mnist_loss, calc_grad",
        """
def init_params(size, std=1.0): return (torch.ones(size)*std).requires_grad_()
weights = init_params((3,1), 0.1)
bias = init_params(1)
def linear1(xb): return xb@weights + bias
def mnist_loss(predictions, targets):
    predictions = predictions.sigmoid()
    return torch.where(targets==1, 1-predictions, predictions).mean()
xb = tensor([[0.1,0.5,0.2],[0.9,0.3,0.7]])
yb = tensor([[1],[0]])
def calc_grad(xb, yb, model):
    preds = model(xb)
    loss = mnist_loss(preds, yb)
    loss.backward()
    return loss
loss = calc_grad(xb, yb, linear1)
weights.grad.mean(), bias.grad
""",
        {},
        twin="""
tensor = torch.tensor
weights = (torch.ones((3,1))*0.1).requires_grad_()
bias = torch.ones(1).requires_grad_()
xb = tensor([[0.1,0.5,0.2],[0.9,0.3,0.7]])
yb = tensor([[1],[0]])
p = (xb@weights + bias).sigmoid()
loss = torch.where(yb==1, 1-p, p).mean()
""",
        out="loss",
        written_for="torch",
    ),
    P(
        "fast.ai: quadratic with partial",
        """
from functools import partial
from fastai.basics import *
def quad(a, b, c, x): return a*x**2 + b*x + c
def mk_quad(a,b,c): return partial(quad, a,b,c)
f2 = mk_quad(3,2,1)
def quad_mae(params):
    f = mk_quad(*params)
    return torch.abs(f(x) - y).mean()
abc = torch.tensor([1.1,1.1,1.1])
abc.requires_grad_()
x = torch.linspace(-2, 2, steps=5)
y = torch.tensor([9.0, 2.2, 1.1, 6.3, 17.1])
loss = quad_mae(abc)
loss.backward()
abc.grad
""",
        {},
        out="loss",
        written_for="torch",
    ),
    P(
        "d2l: softmax regression from scratch",
        """
%matplotlib inline
import torch
from d2l import torch as d2l

def softmax(X):
    X_exp = torch.exp(X)
    partition = X_exp.sum(1, keepdims=True)
    return X_exp / partition  # The broadcasting mechanism is applied here

def cross_entropy(y_hat, y):
    return -torch.log(y_hat[list(range(len(y_hat))), y]).mean()

y = torch.tensor([0, 2])
y_hat = softmax(torch.matmul(X, W) + b)
l = cross_entropy(y_hat, y)
""",
        {"X": [[0.5, -1.0], [1.5, 2.0]], "W": [[0.1, 0.2, -0.3], [0.4, -0.5, 0.6]], "b": [0.0, 0.1, -0.1]},
        twin="""
def softmax(X):
    X_exp = torch.exp(X)
    partition = X_exp.sum(1, keepdims=True)
    return X_exp / partition
y = torch.tensor([0, 2])
y_hat = softmax(torch.matmul(X, W) + b)
l = -torch.log(y_hat[list(range(len(y_hat))), y]).mean()
""",
        out="l",
        written_for="torch",
    ),
    P(
        "d2l: scratch LSTM step with init lambdas",
        """
num_inputs, num_hiddens, sigma = 2, 2, 0.5
init_weight = lambda *shape: nn.Parameter(torch.ones(*shape) * sigma)
triple = lambda: (init_weight(num_inputs, num_hiddens),
                  init_weight(num_hiddens, num_hiddens),
                  nn.Parameter(torch.zeros(num_hiddens)))
W_xi, W_hi, b_i = triple()  # Input gate
W_xf, W_hf, b_f = triple()  # Forget gate
W_xo, W_ho, b_o = triple()  # Output gate
W_xc, W_hc, b_c = triple()  # Input node
H, C = torch.zeros((1, num_hiddens)), torch.zeros((1, num_hiddens))
outputs = []
for X in torch.tensor([[[1., 0.]], [[0.5, -1.]]]):
    I = torch.sigmoid(torch.matmul(X, W_xi) + torch.matmul(H, W_hi) + b_i)
    F_ = torch.sigmoid(torch.matmul(X, W_xf) + torch.matmul(H, W_hf) + b_f)
    O = torch.sigmoid(torch.matmul(X, W_xo) + torch.matmul(H, W_ho) + b_o)
    C_tilde = torch.tanh(torch.matmul(X, W_xc) + torch.matmul(H, W_hc) + b_c)
    C = F_ * C + I * C_tilde
    H = O * torch.tanh(C)
    outputs.append(H)
y = torch.cat(outputs, dim=0).sum()
""",
        {},
        out="y",
        written_for="torch",
    ),
    P(
        "d2l: corr2d with a kernel as a parameter",
        '''
def corr2d(X, K):
    """Compute 2D cross-correlation."""
    h, w = K.shape
    Y = torch.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1))
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            Y[i, j] = (X[i:i + h, j:j + w] * K).sum()
    return Y
X = torch.tensor([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0], [6.0, 7.0, 8.0]])
Y = corr2d(X, K)
''',
        {"K": [[0.1, 1.0], [2.0, 3.0]]},
        out="Y",
        written_for="torch",
    ),
    P(
        "tutorial: tensors with requires_grad and a training step by optimizer",
        """
import torch
from torch import nn, optim

torch.manual_seed(0)
device = "cuda" if torch.cuda.is_available() else "cpu"
print(f"Using {device} device")

model = nn.Sequential(
    nn.Linear(2, 3),
    nn.ReLU(),
    nn.Linear(3, 1),
).to(device)
loss_fn = nn.MSELoss()
optimizer = optim.Adam(model.parameters(), lr=1e-3, weight_decay=1e-4)
X = torch.tensor([[0.5, -1.0], [1.5, 2.0]], device=device)
y = torch.tensor([[1.0], [0.0]], device=device)
model.train()
pred = model(X)
loss = loss_fn(pred, y)
optimizer.zero_grad()
loss.backward()
optimizer.step()
if True:
    loss_value, current = loss.item(), len(X)
    print(f"loss: {loss_value:>7f}  [{current:>5d}]")
""",
        {},
        pin=("model.0.weight", "model.0.bias", "model.2.weight", "model.2.bias"),
        twin="""
model = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
X = torch.tensor([[0.5, -1.0], [1.5, 2.0]])
y = torch.tensor([[1.0], [0.0]])
pred = model(X)
loss = nn.MSELoss()(pred, y)
""",
        out="loss",
        written_for="torch",
    ),
    P(
        "polynomial fitted by nn.Parameter in a module with string",
        '''
# -*- coding: utf-8 -*-
import torch
import math

class Polynomial3(torch.nn.Module):
    def __init__(self):
        """
        In the constructor we instantiate four parameters and assign them as
        member parameters.
        """
        super().__init__()
        self.a = torch.nn.Parameter(torch.tensor(0.1))
        self.b = torch.nn.Parameter(torch.tensor(0.2))
        self.c = torch.nn.Parameter(torch.tensor(-0.3))
        self.d = torch.nn.Parameter(torch.tensor(0.4))

    def forward(self, x):
        return self.a + self.b * x + self.c * x ** 2 + self.d * x ** 3

    def string(self):
        return f'y = {self.a.item()} + {self.b.item()} x + {self.c.item()} x^2 + {self.d.item()} x^3'

x = torch.linspace(-math.pi, math.pi, 5)
y = torch.sin(x)
model = Polynomial3()
criterion = torch.nn.MSELoss(reduction='sum')
y_pred = model(x)
loss = criterion(y_pred, y)
print(f'Result: {model.string()}')
''',
        {},
        out="loss",
        written_for="torch",
    ),
    P(
        "physics-informed: derivative by autograd.grad with create_graph",
        """
import torch
x = torch.tensor([[0.1], [0.5]], requires_grad=True)
u = torch.sin(w*x)
du_dx = torch.autograd.grad(u, x, grad_outputs=torch.ones_like(u), create_graph=True)[0]
d2u = torch.autograd.grad(du_dx, x, torch.ones_like(du_dx), create_graph=True)[0]
residual = d2u + w**2 * u
loss = torch.mean((du_dx - 1.0)**2)
""",
        {"w": 1.3},
        out="loss",
        written_for="torch",
    ),
    P(
        "VAE with reparametrize and torch.randn_like replaced by eps",
        """
class VAE(nn.Module):
    def reparameterize(self, mu, logvar, eps):
        std = torch.exp(0.5*logvar)
        return mu + eps*std

def loss_function(recon_x, x, mu, logvar):
    BCE = F.binary_cross_entropy(recon_x, x.view(-1, 3), reduction='sum')
    # 0.5 * sum(1 + log(sigma^2) - mu^2 - sigma^2)
    KLD = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
    return BCE + KLD

vae = VAE()
z = vae.reparameterize(mu, logvar, eps)
recon = torch.sigmoid(z @ Wd)
loss = loss_function(recon, x, mu, logvar)
""",
        {
            "mu": [[0.1, -0.2]],
            "logvar": [[0.3, -0.4]],
            "eps": [[0.5, 1.0]],
            "Wd": [[0.1, 0.2, -0.3], [0.4, -0.5, 0.6]],
            "x": [[1.0, 0.0, 1.0]],
        },
        out="loss",
        written_for="torch",
    ),
    P(
        "REINFORCE with Categorical",
        """
from torch.distributions import Categorical
probs = torch.softmax(logits, dim=-1)
m = Categorical(probs)
action = torch.tensor(1)
loss = -m.log_prob(action) * reward
""",
        {"logits": [0.1, 0.5, -0.2], "reward": 2.0},
        out="loss",
        written_for="torch",
    ),
    P(
        "Normal distribution: log_prob and entropy",
        """
dist = torch.distributions.Normal(mu, sigma)
nll = -dist.log_prob(x).sum() - 0.01*dist.entropy().sum()
""",
        {"mu": [0.0, 0.5], "sigma": [1.0, 0.7], "x": [0.3, -0.4]},
        out="nll",
        written_for="torch",
    ),
    P(
        "PPO clipped objective",
        """
ratio = torch.exp(logp - logp_old)
surr1 = ratio * adv
surr2 = torch.clamp(ratio, 1.0 - 0.2, 1.0 + 0.2) * adv
loss = -torch.min(surr1, surr2).mean()
""",
        {"logp": [-0.5, -1.2, -0.3], "logp_old": [-0.6, -0.9, -1.0], "adv": [1.0, -0.5, 2.0]},
        out="loss",
        written_for="torch",
    ),
    P(
        "contrastive loss of SimCLR",
        """
def nt_xent(z, t=0.5):
    z = F.normalize(z, dim=1)
    sim = z @ z.T / t
    n = z.shape[0]
    mask = torch.eye(n, dtype=torch.bool)
    sim = sim.masked_fill(mask, -1e9)
    target = torch.arange(n).roll(n // 2)
    return F.cross_entropy(sim, target)
loss = nt_xent(z)
""",
        {"z": [[1.0, 0.5], [0.2, -0.3], [0.9, 0.4], [-0.2, 0.7]]},
        out="loss",
        written_for="torch",
    ),
    P(
        "dice loss flattened",
        """
def dice_loss(pred, target, smooth=1.):
    pred = pred.contiguous().view(-1)
    target = target.contiguous().view(-1)
    intersection = (pred * target).sum()
    return 1 - ((2. * intersection + smooth) / (pred.sum() + target.sum() + smooth))
loss = dice_loss(torch.sigmoid(x), torch.tensor([[1., 0.], [1., 1.]]))
""",
        {"x": [[0.2, -0.5], [1.0, 0.3]]},
        out="loss",
        written_for="torch",
    ),
    P(
        "gradient penalty of a GAN, flat",
        """
alpha = torch.tensor([[0.3], [0.6]])
interp = (alpha*real + (1 - alpha)*fake).requires_grad_(True)
d = torch.tanh(interp @ w).sum(dim=1)
grads = torch.autograd.grad(outputs=d, inputs=interp, grad_outputs=torch.ones(d.size()), create_graph=True, retain_graph=True, only_inputs=True)[0]
gp = ((grads.norm(2, dim=1) - 1)**2).mean()
""",
        {"real": [[1.0, 0.5], [0.2, -0.3]], "fake": [[0.3, 0.1], [-0.4, 0.9]], "w": [[0.5, -0.2], [0.3, 0.8]]},
        out="gp",
        written_for="torch",
    ),
    P(
        "detach in a DQN target",
        """
q = s @ Wq
q_sa = q.gather(1, a.unsqueeze(1)).squeeze(1)
with torch.no_grad():
    q_next = s2 @ Wq
    target = r + gamma*q_next.max(dim=1)[0]*(1 - done)
loss = F.smooth_l1_loss(q_sa, target)
""",
        {
            "s": [[0.1, 0.5], [1.0, -0.3]],
            "s2": [[0.4, 0.2], [0.7, 0.9]],
            "Wq": [[0.2, -0.5], [0.6, 0.3]],
            "a": [1, 0],
            "r": [1.0, 0.0],
            "done": [0.0, 1.0],
            "gamma": 0.9,
        },
        labels=("a",),
        out="loss",
        written_for="torch",
    ),
    P(
        "positional encoding with slices step two",
        """
import math
d_model, max_len = 4, 3
pe = torch.zeros(max_len, d_model)
position = torch.arange(0, max_len, dtype=torch.float).unsqueeze(1)
div_term = torch.exp(torch.arange(0, d_model, 2).float() * (-math.log(10000.0) / d_model))
pe[:, 0::2] = torch.sin(position * div_term)
pe[:, 1::2] = torch.cos(position * div_term)
pe = pe.unsqueeze(0)
y = (x*math.sqrt(d_model) + pe[:, :x.size(1)]).sum()
""",
        {"x": [[[0.1, 0.2, 0.3, 0.4], [0.5, 0.6, 0.7, 0.8]]]},
        out="y",
        written_for="torch",
    ),
    P(
        "multi-head attention by einops-free rearrange",
        """
class MHA(nn.Module):
    def __init__(self, d, h):
        super().__init__()
        assert d % h == 0
        self.h, self.dk = h, d // h
    def split(self, x):
        b, t, d = x.size()
        return x.view(b, t, self.h, self.dk).permute(0, 2, 1, 3).contiguous()
    def forward(self, q, k, v, mask=None):
        q, k, v = map(self.split, (q, k, v))
        scores = torch.matmul(q, k.transpose(-1, -2)) / self.dk**0.5
        if mask is not None:
            scores = scores.masked_fill(mask == 0, -1e9)
        p = scores.softmax(dim=-1)
        o = torch.matmul(p, v)
        return o.permute(0, 2, 1, 3).reshape(q.size(0), -1, self.h*self.dk)
out = MHA(4, 2)(x, x, x)
""",
        {"x": [[[0.1, 0.2, 0.3, 0.4], [0.5, -0.6, 0.7, 0.8]]]},
        out="out",
        written_for="torch",
    ),
    P(
        "rotary embedding",
        """
def rotate_half(x):
    x1, x2 = x.chunk(2, dim=-1)
    return torch.cat((-x2, x1), dim=-1)
t = torch.arange(3).float()
inv_freq = 1.0 / (10000 ** (torch.arange(0, 4, 2).float() / 4))
freqs = torch.einsum("i,j->ij", t, inv_freq)
emb = torch.cat((freqs, freqs), dim=-1)
q_rot = q * emb.cos() + rotate_half(q) * emb.sin()
""",
        {"q": [[0.1, 0.2, 0.3, 0.4], [0.5, -0.6, 0.7, 0.8], [0.9, 1.0, -1.1, 1.2]]},
        out="q_rot",
        written_for="torch",
    ),
    P(
        "RMSNorm and SwiGLU of llama",
        """
class RMSNorm(nn.Module):
    def __init__(self, dim: int, eps: float = 1e-6):
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(dim))
    def _norm(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps)
    def forward(self, x):
        output = self._norm(x.float()).type_as(x)
        return output * self.weight
h = RMSNorm(3)(x)
y = (F.silu(h @ w1) * (h @ w3)) @ w2
""",
        {
            "x": [[0.5, -1.0, 2.0]],
            "w1": [[0.1, 0.2], [0.3, 0.4], [0.5, -0.6]],
            "w3": [[0.2, -0.1], [0.6, 0.3], [-0.4, 0.8]],
            "w2": [[0.5, 0.1, 0.2], [0.3, -0.7, 0.9]],
        },
        out="y",
        written_for="torch",
    ),
    P(
        "two optimizers' params and a scheduler",
        """
w = torch.tensor([1.0, -2.0], requires_grad=True)
opt = torch.optim.SGD([w], lr=0.1, momentum=0.9)
sched = torch.optim.lr_scheduler.StepLR(opt, step_size=10, gamma=0.5)
for epoch in range(100):
    opt.zero_grad()
    loss = ((w - 3)**2).sum()
    loss.backward()
    torch.nn.utils.clip_grad_norm_([w], max_norm=1.0)
    opt.step()
    sched.step()
""",
        {},
        twin="""
w = torch.tensor([1.0, -2.0], requires_grad=True)
loss = ((w - 3)**2).sum()
""",
        out="loss",
        written_for="torch",
    ),
    P(
        "learning rate that falls with the epoch",
        """
w = torch.tensor(2.0, requires_grad=True)
for t in range(200):
    loss = (w*1.5 - 3.0)**2
    loss.backward()
    with torch.no_grad():
        w -= 0.1/(1 + t) * w.grad
        w.grad.zero_()
""",
        {},
        twin="w = torch.tensor(2.0, requires_grad=True)\nloss = (w*1.5 - 3.0)**2",
        out="loss",
        written_for="torch",
    ),
    P(
        "ModuleList with residual connections",
        """
class Block(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.fc = nn.Linear(n, n)
        nn.init.constant_(self.fc.weight, 0.2)
        nn.init.zeros_(self.fc.bias)
    def forward(self, x):
        return x + torch.relu(self.fc(x))
class Net(nn.Module):
    def __init__(self, n, depth=2):
        super().__init__()
        self.blocks = nn.ModuleList([Block(n) for _ in range(depth)])
        self.out = nn.Linear(n, 1)
        for name, p in self.named_parameters():
            if name.startswith("out"):
                nn.init.constant_(p, 0.1)
    def forward(self, x):
        for i, blk in enumerate(self.blocks):
            x = blk(x)
        return self.out(x).squeeze(-1)
net = Net(2)
y = net(torch.tensor([[0.5, -1.0]]))
""",
        {},
        out="y",
        written_for="torch",
    ),
    P(
        "nn.Sequential with OrderedDict and eval",
        """
from collections import OrderedDict
net = nn.Sequential(OrderedDict([('fc', nn.Linear(2, 2)), ('act', nn.Tanh()), ('drop', nn.Dropout(0.5))]))
with torch.no_grad():
    net.fc.weight.copy_(torch.tensor([[0.1, 0.2], [0.3, -0.4]]))
    net.fc.bias.fill_(0.05)
net.eval()
y = net(x).sum()
""",
        {"x": [[1.0, 2.0]]},
        out="y",
        written_for="torch",
    ),
    P(
        "stackoverflow: jacobian by torch.autograd.functional",
        """
from torch.autograd.functional import jacobian
def f(x):
    return torch.stack([x[0]**2, x[0]*x[1]])
x = torch.tensor([1.5, 2.0])
J = jacobian(f, x)
""",
        {},
        out=None,
        either=True,
        refused="any",
        written_for="torch",
    ),
    P(
        "hook, name and is_leaf leftovers",
        """
x = torch.tensor([1., 2.], requires_grad=True)
y = x**2
y.retain_grad()
h = y.register_hook(lambda g: print(g))
z = y.mean()
print(x.is_leaf, y.is_leaf, z.grad_fn)
z.backward()
print(y.grad)
""",
        {},
        out="z",
        written_for="torch",
    ),
    P(
        "torch.func style vmap",
        """
from torch.func import vmap
f = lambda a, b: (a*b).sum()
out = vmap(f)(A, B).sum()
""",
        {"A": [[1.0, 2.0], [3.0, 4.0]], "B": [[0.5, 0.1], [-0.2, 0.3]]},
        out="out",
        written_for="torch",
    ),
    P(
        "CNN of the tutorial on a tiny image",
        """
class Net(nn.Module):
    def __init__(self):
        super(Net, self).__init__()
        self.conv1 = nn.Conv2d(1, 2, 3, padding=1)
        self.pool = nn.MaxPool2d(2, 2)
        self.fc = nn.Linear(2*2*2, 3)
    def forward(self, x):
        x = self.pool(F.relu(self.conv1(x)))
        x = torch.flatten(x, 1)
        return F.log_softmax(self.fc(x), dim=1)
net = Net()
img = torch.linspace(-1, 1, 16).reshape(1, 1, 4, 4)
loss = F.nll_loss(net(img), torch.tensor([2]))
""",
        {},
        pin=("net.conv1.weight", "net.conv1.bias", "net.fc.weight", "net.fc.bias"),
        out="loss",
        written_for="torch",
    ),
    P(
        "RNN module over a sequence with hidden returned",
        """
rnn = nn.RNN(2, 3, batch_first=True)
x = torch.tensor([[[0.1, 0.2], [0.3, -0.4]]])
out, hn = rnn(x)
y = out[:, -1, :].sum()
""",
        {},
        pin=("rnn.weight_ih_l0", "rnn.weight_hh_l0", "rnn.bias_ih_l0", "rnn.bias_hh_l0"),
        out="y",
        written_for="torch",
    ),
    P(
        "weight tying and parameters counted",
        """
class LM(nn.Module):
    def __init__(self, V, d):
        super().__init__()
        self.tok = nn.Embedding(V, d)
        self.head = nn.Linear(d, V, bias=False)
        self.tok.weight = self.head.weight
        nn.init.constant_(self.head.weight, 0.3)
    def forward(self, idx, targets=None):
        logits = self.head(self.tok(idx))
        if targets is None:
            return logits, None
        B, T, C = logits.shape
        return logits, F.cross_entropy(logits.view(B*T, C), targets.view(B*T))
m = LM(4, 2)
print(sum(p.numel() for p in m.parameters())/1e6, 'M parameters')
logits, loss = m(torch.tensor([[0, 1, 2]]), torch.tensor([[1, 2, 3]]))
""",
        {},
        out="loss",
        written_for="torch",
    ),
    P(
        "Huber and L1 regularization over parameters",
        """
model = nn.Linear(2, 1)
x = torch.tensor([[1.0, 2.0], [0.5, -0.5]])
y = torch.tensor([[1.0], [0.0]])
crit = nn.HuberLoss(delta=0.5)
l1 = sum(p.abs().sum() for p in model.parameters())
loss = crit(model(x), y) + 1e-2*l1
""",
        {},
        pin=("model.weight", "model.bias"),
        out="loss",
        written_for="torch",
    ),
    P(
        "kl divergence for distillation",
        """
T = 2.0
soft_targets = nn.functional.softmax(teacher / T, dim=-1)
soft_prob = nn.functional.log_softmax(student / T, dim=-1)
loss = torch.sum(soft_targets * (soft_targets.log() - soft_prob)) / soft_prob.size()[0] * (T**2)
loss2 = nn.KLDivLoss(reduction="batchmean")(soft_prob, soft_targets) * T*T
total = 0.5*loss + 0.5*loss2
""",
        {"teacher": [[1.0, 2.0, 0.5]], "student": [[0.5, 1.0, 0.7]]},
        out="total",
        written_for="torch",
    ),
]

PROGRAMS += [
    P(
        "torch: assertion, isinstance and a dtype chain",
        """
import torch
x = torch.as_tensor([[1, 2], [3, 4]], dtype=torch.float32)
assert isinstance(x, torch.Tensor) and x.ndim == 2
y = (x.float() @ w).relu().sum(dim=-1).mean()
""",
        {"w": [0.5, -0.2]},
        out="y",
        twin="""
x = torch.as_tensor([[1, 2], [3, 4]], dtype=torch.float64)
y = (x @ w).relu().sum(dim=-1).mean()
""",
        written_for="torch",
    ),
    P(
        "torch: gumbel-free argmax accuracy and loss together",
        """
logits = x @ W
loss = F.cross_entropy(logits, torch.tensor([1, 0]))
acc = (logits.argmax(dim=1) == torch.tensor([1, 0])).float().mean()
print(f'loss {loss.item():.4f} | acc {acc.item():.2%}')
loss.backward()
""",
        {"x": [[0.5, -1.0], [1.5, 2.0]], "W": [[0.1, 0.2], [0.4, -0.5]]},
        out="loss",
        written_for="torch",
    ),
    P(
        "torch: MAML inner step",
        """
w = torch.tensor(1.0, requires_grad=True)
inner = (w*xs - ys)**2
g = torch.autograd.grad(inner, w, create_graph=True)[0]
fast = w - alpha*g
outer = (fast*xq - yq)**2
outer.backward()
""",
        {"xs": 1.0, "ys": 2.0, "xq": 1.5, "yq": 2.5, "alpha": 0.1},
        out="outer",
        written_for="torch",
    ),
    P(
        "torch: straight-through estimator",
        """
hard = (p > 0.5).float()
st = hard + p - p.detach()
loss = (st*w).sum()
""",
        {"p": [0.3, 0.7], "w": [1.0, -2.0]},
        out="loss",
        written_for="torch",
    ),
    P(
        "torch: spectral penalty of a weight by svdvals",
        """
s = torch.linalg.svdvals(W)
penalty = (s[0] - 1)**2 + 1e-3*s.sum()
""",
        {"W": [[0.5, -1.0, 0.2], [1.5, 0.3, 0.8]]},
        out="penalty",
        written_for="torch",
    ),
    P(
        "torch: EMA of a teacher without gradient",
        """
teacher = torch.tensor([0.5, 0.2])
student = torch.tensor([1.0, -1.0], requires_grad=True)
with torch.no_grad():
    teacher.mul_(0.9).add_(student, alpha=0.1)
loss = F.mse_loss(student, teacher)
loss.backward()
""",
        {},
        out="loss",
        written_for="torch",
    ),
    P(
        "torch: triplet of embeddings with normalize and margin",
        """
anchor, pos, neg = (F.normalize(e, dim=-1) for e in (a, b, c))
d_ap = (anchor - pos).pow(2).sum(-1)
d_an = (anchor - neg).pow(2).sum(-1)
loss = F.relu(d_ap - d_an + 0.2).mean()
""",
        {"a": [[1.0, 0.5]], "b": [[0.9, 0.1]], "c": [[0.3, 0.8]]},
        out="loss",
        written_for="torch",
    ),
]
