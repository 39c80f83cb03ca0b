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
        library="torch",
    ),
    P(
        "makemore m08",
        "pre = g * (h0 - h0.mean(0, keepdim=True)) / torch.sqrt(h0.var(0, keepdim=True) + 1e-5) + bt",
        {
            "h0": [[0.5, -1, 0.2], [1.5, 2, 0.3], [-0.3, 0.7, 0.8], [0.1, 0.4, -0.9]],
            "g": [[1.1, 0.9, 1.0]],
            "bt": [[0.1, 0.2, -0.1]],
        },
        library="torch",
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
        library="torch",
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
        library="torch",
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
        library="torch",
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
        library="torch",
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
        library="torch",
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
        library="torch",
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
        library="torch",
        out="loss",
        pin=("x", "y", "w1", "w2"),
    ),
    P(
        "torch t05",
        "loss = nn.MSELoss()(pred, target)",
        {"pred": [1, 2, 3], "target": [1, 1, 1]},
        library="torch",
    ),
    P(
        "torch t04b",
        "out = F.linear(x, W, b)",
        {"x": [1, 2, 3], "W": [[0.2, -0.4, 0.6], [1.0, 0.5, -0.8]], "b": [0.1, 0.2]},
        library="torch",
    ),
    P(
        "torch t04",
        """
        lin = nn.Linear(3, 2)
        out = lin(x)
        """,
        {"x": [1, 2, 3]},
        library="torch",
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
        library="torch",
        defaults=True,
    ),
    P(
        "torch t18",
        "cos = F.cosine_similarity(a, b, dim=0)",
        {"a": [1, 2], "b": [3, -1]},
        library="torch",
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
        library="torch",
    ),
    P(
        "torch t19",
        "y = F.layer_norm(x, (3,))",
        {"x": [[1, 2, 4.0]]},
        library="torch",
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
        library="torch",
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
        library="torch",
    ),
    P(
        "torch t16",
        "y = F.gelu(x, approximate='tanh')",
        {"x": [0.5, -1]},
        library="torch",
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
        library="torch",
        out="loss",
        pin=("x", "w"),
    ),
    P(
        "torch t20",
        "w.data -= 0.1 * w.grad.data",
        {"w": 1},
        library="torch",
        refused="any",
        either=True,
    ),
    P(
        "torch t05b",
        "loss = F.mse_loss(pred, target, reduction='sum')",
        {"pred": [1, 2, 3], "target": [1, 1, 1]},
        library="torch",
    ),
    P(
        "torch t22",
        "loss = F.smooth_l1_loss(p, t, beta=0.5) + F.huber_loss(p, t, delta=0.5)",
        {"p": [1, 2.2], "t": [1.2, 1]},
        library="torch",
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
        library="torch",
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
        library="torch",
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
        library="torch",
    ),
    P(
        "vae t06f",
        """
        rec = -np.sum(y * np.log(yp) + (1 - y) * np.log(1 - yp), axis=1)
        kl = -0.5 * np.sum(1 + lv - m ** 2 - np.exp(lv), axis=1)
        loss = np.mean(kl + rec)
        """,
        {"yp": [[0.1, 0.8]], "y": [[0, 1]], "m": [[0.2, -0.3]], "lv": [[0.1, -0.2]]},
        library="numpy",
    ),
    P(
        "vae t06b",
        "kl = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())",
        {"mu": [0.2, -0.3], "logvar": [0.1, -0.2]},
        library="torch",
    ),
    P(
        "pinn t07",
        """
        u_x = torch.autograd.grad(u, x, torch.ones_like(u), create_graph=True)[0]
        u_xx = torch.autograd.grad(u_x, x, torch.ones_like(u), create_graph=True)[0]
        f = u_t + u * u_x - nu * u_xx
        loss = (f**2).mean()
        """,
        library="torch",
        refused="any",
    ),
    P(
        "pinn t07b",
        """
        f = u_t + u*u_x - (0.01/np.pi)*u_xx
        loss = np.mean(f**2)
        """,
        {"u_t": [0.1, 0.2], "u": [0.5, 0.6], "u_x": [0.3, -0.4], "u_xx": [1, 2]},
        library="numpy",
    ),
]
