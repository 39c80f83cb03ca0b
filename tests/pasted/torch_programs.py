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
        either=True,
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
        either=True,
    ),
]
