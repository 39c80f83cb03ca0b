"""Layers, modules, losses and optimizers of torch.nn, as tutorials and assignments use them.

The weights that a layer draws are named as PyTorch's `named_parameters` names them, behind the name of the module.
"""

from .program import P

X23 = [[0.5, -1.0, 2.0], [1.5, 0.7, -0.3]]
X3 = [0.5, -1.0, 2.0]


def torch(name, source, values=None, **fields):
    return P(name, source, values, **{"written_for": "torch", **fields})


PROGRAMS = [
    torch(
        "linear layer",
        """
        import torch
        import torch.nn as nn

        layer = nn.Linear(3, 2)
        y = layer(x)
        """,
        {"x": X23},
        pin=("layer.weight", "layer.bias"),
    ),
    torch(
        "linear layer without a bias",
        """
        fc = nn.Linear(in_features=3, out_features=2, bias=False)
        y = fc(x).sum()
        """,
        {"x": X3},
        pin=("fc.weight",),
    ),
    torch(
        "sequential model and mean squared error",
        """
        model = nn.Sequential(
            nn.Linear(3, 4),
            nn.ReLU(),
            nn.Linear(4, 1),
        )
        loss_fn = nn.MSELoss()
        pred = model(x)
        loss = loss_fn(pred, y)
        loss.backward()
        """,
        {"x": X23, "y": [[0.3], [-0.7]]},
        out="loss",
        pin=("model.0.weight", "model.0.bias", "model.2.weight", "model.2.bias"),
    ),
    torch(
        "sequential model with reduction sum and flatten",
        """
        model = torch.nn.Sequential(
            torch.nn.Linear(3, 1),
            torch.nn.Flatten(0, 1)
        )
        loss_fn = torch.nn.MSELoss(reduction='sum')
        y_pred = model(xx)
        loss = loss_fn(y_pred, y)
        """,
        {"xx": X23, "y": [0.3, -0.7]},
        pin=("model.0.weight", "model.0.bias"),
    ),
    torch(
        "module class with two layers",
        """
        class Net(nn.Module):
            def __init__(self, n_in, n_hidden, n_out):
                super(Net, self).__init__()
                self.fc1 = nn.Linear(n_in, n_hidden)
                self.fc2 = nn.Linear(n_hidden, n_out)

            def forward(self, x):
                x = torch.relu(self.fc1(x))
                return self.fc2(x)

        net = Net(3, 4, 2)
        out = net(x)
        """,
        {"x": X23},
        pin=("net.fc1.weight", "net.fc1.bias", "net.fc2.weight", "net.fc2.bias"),
    ),
    torch(
        "module class with a sequential inside",
        """
        class NeuralNetwork(nn.Module):
            def __init__(self):
                super().__init__()
                self.flatten = nn.Flatten()
                self.linear_relu_stack = nn.Sequential(
                    nn.Linear(2*2, 3),
                    nn.ReLU(),
                    nn.Linear(3, 3),
                    nn.ReLU(),
                    nn.Linear(3, 2)
                )

            def forward(self, x):
                x = self.flatten(x)
                logits = self.linear_relu_stack(x)
                return logits

        model = NeuralNetwork().to('cpu')
        logits = model(X)
        pred_probab = nn.Softmax(dim=1)(logits)
        """,
        {"X": [[[0.5, -1.0], [1.5, 0.7]]]},
        pin=tuple(f"model.linear_relu_stack.{i}.{part}" for i in (0, 2, 4) for part in ("weight", "bias")),
    ),
    torch(
        "polynomial module with parameters",
        """
        class Polynomial3(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.a = torch.nn.Parameter(torch.tensor(0.3))
                self.b = torch.nn.Parameter(torch.tensor(-0.2))
                self.c = torch.nn.Parameter(torch.tensor(0.7))

            def forward(self, x):
                return self.a + self.b * x + self.c * x ** 2

        model = Polynomial3()
        criterion = torch.nn.MSELoss(reduction='sum')
        loss = criterion(model(x), y)
        """,
        {"x": X3, "y": [0.3, -0.7, 1.1]},
    ),
    torch(
        "logistic regression module with BCELoss",
        """
        class LogisticRegression(nn.Module):
            def __init__(self, input_dim):
                super().__init__()
                self.linear = nn.Linear(input_dim, 1)
            def forward(self, x):
                return torch.sigmoid(self.linear(x))

        model = LogisticRegression(3)
        criterion = nn.BCELoss()
        y_predicted = model(X)
        loss = criterion(y_predicted, y)
        """,
        {"X": X23, "y": [[1.0], [0.0]]},
        pin=("model.linear.weight", "model.linear.bias"),
    ),
    torch(
        "classifier with cross entropy loss",
        """
        model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 3))
        criterion = nn.CrossEntropyLoss()
        output = model(x)
        loss = criterion(output, target)
        """,
        {"x": X23, "target": [2, 0]},
        labels=("target",),
        pin=("model.0.weight", "model.0.bias", "model.2.weight", "model.2.bias"),
    ),
    torch(
        "training loop with Adam",
        """
        model = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 1))
        optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
        loss_fn = nn.MSELoss()
        for t in range(500):
            y_pred = model(x)
            loss = loss_fn(y_pred, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        """,
        {"x": X23, "y": [[0.3], [-0.7]]},
        out="loss",
        pin=("model.0.weight", "model.0.bias", "model.2.weight", "model.2.bias"),
        twin="""
        model = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 1))
        loss_fn = nn.MSELoss()
        y_pred = model(x)
        loss = loss_fn(y_pred, y)
        """,
    ),
    torch("activation modules", "y = nn.LeakyReLU(0.2)(x) + nn.ELU()(x) + nn.GELU()(x) + nn.Softplus()(x)", {"x": X3}),
    torch("more activation modules", "y = nn.SiLU()(x) + nn.Hardtanh()(x) + nn.Sigmoid()(x) + nn.Tanh()(x)", {"x": X3}),
    torch(
        "log softmax and negative log likelihood",
        "loss = nn.NLLLoss()(nn.LogSoftmax(dim=1)(x), t)",
        {"x": X23, "t": [2, 0]},
        labels=("t",),
    ),
    torch(
        "losses as modules",
        "loss = nn.L1Loss()(a, b) + nn.SmoothL1Loss()(a, b) + nn.HuberLoss(delta=0.5)(a, b)",
        {"a": X3, "b": [0.3, -0.7, 1.1]},
    ),
    torch(
        "BCEWithLogitsLoss",
        "criterion = nn.BCEWithLogitsLoss()\nloss = criterion(z, y)",
        {"z": X3, "y": [1.0, 0.0, 1.0]},
    ),
    torch(
        "KLDivLoss",
        "loss = nn.KLDivLoss(reduction='batchmean')(F.log_softmax(x, dim=1), p)",
        {"x": X23, "p": [[0.2, 0.5, 0.3], [0.6, 0.1, 0.3]]},
    ),
    torch(
        "cosine similarity module",
        "cos = nn.CosineSimilarity(dim=1, eps=1e-6)\noutput = cos(a, b)",
        {"a": X23, "b": [[0.3, -0.7, 1.1], [0.2, 0.9, -0.4]]},
    ),
    torch(
        "layer normalization",
        """
        ln = nn.LayerNorm(3)
        y = (ln(x) ** 2 * c).sum()
        """,
        {"x": X23, "c": [[1.0, 2.0, 3.0], [0.5, -1.0, 0.2]]},
    ),
    torch(
        "batch normalization in training",
        """
        bn = nn.BatchNorm1d(3)
        y = (bn(x) * c).sum()
        """,
        {
            "x": [[0.5, -1.0, 2.0], [1.5, 0.7, -0.3], [-0.4, 0.2, 0.9]],
            "c": [[1.0, 2.0, 3.0], [0.5, -1.0, 0.2], [0.3, 0.4, -0.7]],
        },
    ),
    torch(
        "dropout in evaluation",
        """
        drop = nn.Dropout(p=0.5)
        drop.eval()
        y = drop(x) * 2
        """,
        {"x": X3},
    ),
    torch(
        "embedding and a linear layer",
        """
        emb = nn.Embedding(4, 2)
        lin = nn.Linear(2, 3)
        logits = lin(emb(idx))
        loss = F.cross_entropy(logits, t)
        """,
        {"idx": [3, 1], "t": [2, 0]},
        labels=("idx", "t"),
        pin=("emb.weight", "lin.weight", "lin.bias"),
    ),
    torch(
        "module with its own forward arguments and a residual",
        """
        class Block(nn.Module):
            def __init__(self, d):
                super().__init__()
                self.ln = nn.LayerNorm(d)
                self.ffwd = nn.Sequential(nn.Linear(d, 2 * d), nn.ReLU(), nn.Linear(2 * d, d))
            def forward(self, x, scale=1.0):
                return x + scale * self.ffwd(self.ln(x))

        block = Block(3)
        y = block(x, scale=0.5)
        """,
        {"x": X23},
        pin=("block.ffwd.0.weight", "block.ffwd.0.bias", "block.ffwd.2.weight", "block.ffwd.2.bias"),
    ),
    torch(
        "head of self-attention",
        """
        class Head(nn.Module):
            def __init__(self, n_embd, head_size, block_size):
                super().__init__()
                self.key = nn.Linear(n_embd, head_size, bias=False)
                self.query = nn.Linear(n_embd, head_size, bias=False)
                self.value = nn.Linear(n_embd, head_size, bias=False)
                self.register_buffer('tril', torch.tril(torch.ones(block_size, block_size)))

            def forward(self, x):
                B, T, C = x.shape
                k = self.key(x)
                q = self.query(x)
                wei = q @ k.transpose(-2, -1) * C**-0.5
                wei = wei.masked_fill(self.tril[:T, :T] == 0, float('-inf'))
                wei = F.softmax(wei, dim=-1)
                v = self.value(x)
                return wei @ v

        head = Head(2, 2, 4)
        out = head(x)
        """,
        {"x": [[[0.5, -1.0], [1.5, 0.7], [-0.3, 0.9]]]},
        pin=("head.key.weight", "head.query.weight", "head.value.weight"),
    ),
    torch(
        "list of layers in a ModuleList",
        """
        class Deep(nn.Module):
            def __init__(self):
                super().__init__()
                self.layers = nn.ModuleList([nn.Linear(3, 3) for _ in range(3)])
            def forward(self, x):
                for layer in self.layers:
                    x = torch.tanh(layer(x))
                return x

        deep = Deep()
        y = deep(x).sum()
        """,
        {"x": X23},
        pin=tuple(f"deep.layers.{i}.{part}" for i in range(3) for part in ("weight", "bias")),
    ),
    torch(
        "linear class from scratch with a parameter list",
        """
        class Linear:
            def __init__(self, W, b):
                self.weight = W
                self.bias = b
            def __call__(self, x):
                self.out = x @ self.weight
                if self.bias is not None:
                    self.out += self.bias
                return self.out
            def parameters(self):
                return [self.weight] + ([] if self.bias is None else [self.bias])

        class Tanh:
            def __call__(self, x):
                self.out = torch.tanh(x)
                return self.out
            def parameters(self):
                return []

        layers = [Linear(W1, b1), Tanh(), Linear(W2, None)]
        x = X
        for layer in layers:
            x = layer(x)
        loss = F.cross_entropy(x, Y)
        """,
        {
            "X": X23,
            "W1": [[0.2, -0.4], [1.0, 0.5], [-0.3, 0.9]],
            "b1": [0.1, -0.1],
            "W2": [[0.3, -0.2, 0.4], [0.5, 0.4, -0.8]],
            "Y": [2, 0],
        },
        labels=("Y",),
    ),
    torch(
        "recurrent cell module",
        """
        cell = nn.RNNCell(2, 3)
        h = cell(x, h0)
        """,
        {"x": [[0.5, -1.0]], "h0": [[0.1, -0.2, 0.3]]},
        pin=("cell.weight_ih", "cell.weight_hh", "cell.bias_ih", "cell.bias_hh"),
    ),
    torch(
        "convolution module",
        """
        conv = nn.Conv2d(1, 1, 2)
        y = F.relu(conv(x)).sum()
        """,
        {"x": [[[[0.1, 0.9, -0.4], [1.3, -0.2, 0.6], [-0.8, 0.35, 0.25]]]]},
        pin=("conv.weight", "conv.bias"),
    ),
]
