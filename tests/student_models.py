"""Models as students and builders of tools write them: text, what makes the module, and its inputs, by name."""

from __future__ import annotations

from student_sequences import SEQUENCE_MODELS

__all__ = ["STUDENT_MODELS"]

U_NET = """
class DoubleConv(nn.Module):
    def __init__(self, cin, cout):
        super().__init__()
        self.net = nn.Sequential(nn.Conv2d(cin, cout, 3, padding=1, bias=False), nn.BatchNorm2d(cout),
            nn.ReLU(inplace=True),
            nn.Conv2d(cout, cout, 3, padding=1, bias=False), nn.BatchNorm2d(cout), nn.ReLU(inplace=True))
    def forward(self, x):
        return self.net(x)
class Net(nn.Module):
    def __init__(self, features=(2, 4)):
        super().__init__()
        self.downs = nn.ModuleList()
        self.ups = nn.ModuleList()
        self.pool = nn.MaxPool2d(kernel_size=2, stride=2)
        c = 1
        for f in features:
            self.downs.append(DoubleConv(c, f))
            c = f
        for f in reversed(features):
            self.ups.append(nn.ConvTranspose2d(f*2, f, kernel_size=2, stride=2))
            self.ups.append(DoubleConv(f*2, f))
        self.bottleneck = DoubleConv(features[-1], features[-1]*2)
        self.final = nn.Conv2d(features[0], 1, kernel_size=1)
    def forward(self, x):
        skips = []
        for down in self.downs:
            x = down(x)
            skips.append(x)
            x = self.pool(x)
        x = self.bottleneck(x)
        skips = skips[::-1]
        for i in range(0, len(self.ups), 2):
            x = self.ups[i](x)
            s = skips[i//2]
            if x.shape != s.shape:
                x = F.interpolate(x, size=s.shape[2:])
            x = self.ups[i+1](torch.cat((s, x), dim=1))
        return torch.sigmoid(self.final(x)).mean()
"""

VARIATIONAL_AUTOENCODER = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(6, 5)
        self.fc21 = nn.Linear(5, 2)
        self.fc22 = nn.Linear(5, 2)
        self.fc3 = nn.Linear(2, 5)
        self.fc4 = nn.Linear(5, 6)
    def encode(self, x):
        h1 = F.relu(self.fc1(x))
        return self.fc21(h1), self.fc22(h1)
    def reparameterize(self, mu, logvar, eps):
        std = torch.exp(0.5*logvar)
        return mu + eps*std
    def decode(self, z):
        h3 = F.relu(self.fc3(z))
        return torch.sigmoid(self.fc4(h3))
    def forward(self, x, eps):
        mu, logvar = self.encode(x.view(-1, 6))
        z = self.reparameterize(mu, logvar, eps)
        recon = self.decode(z)
        BCE = F.binary_cross_entropy(recon, torch.sigmoid(x).view(-1, 6), reduction='sum')
        KLD = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
        return BCE + KLD
"""

SIAMESE_NETWORK = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.cnn = nn.Sequential(nn.Conv2d(1, 3, 3), nn.ReLU(inplace=True), nn.MaxPool2d(2, stride=2))
        self.fc = nn.Sequential(nn.Linear(12, 6), nn.PReLU(), nn.Linear(6, 2))
    def forward_once(self, x):
        out = self.cnn(x)
        return self.fc(out.view(out.size()[0], -1))
    def forward(self, a, b, label):
        o1, o2 = self.forward_once(a), self.forward_once(b)
        d = F.pairwise_distance(o1, o2, keepdim=True)
        return torch.mean((1-label) * torch.pow(d, 2) + label * torch.pow(torch.clamp(2.0 - d, min=0.0), 2))
"""

TRIPLET_LOSS = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 3))
        self.loss = nn.TripletMarginLoss(margin=1.0, p=2)
    def forward(self, a, p, n):
        a, p, n = [F.normalize(self.f(v), p=2, dim=1) for v in (a, p, n)]
        sim = F.cosine_similarity(a, p).mean()
        return self.loss(a, p, n) + 0.1 * sim
"""

MIXTURE_OF_EXPERTS = """
class Expert(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.w1 = nn.Linear(d, 2*d, bias=False)
        self.w2 = nn.Linear(2*d, d, bias=False)
        self.w3 = nn.Linear(d, 2*d, bias=False)
    def forward(self, x):
        return self.w2(F.silu(self.w1(x)) * self.w3(x))
class Net(nn.Module):
    def __init__(self, d=4, n=3, k=2):
        super().__init__()
        self.gate = nn.Linear(d, n, bias=False)
        self.experts = nn.ModuleList(Expert(d) for _ in range(n))
        self.k = k
    def forward(self, x):
        logits = self.gate(x)
        weights, selected = torch.topk(logits, self.k)
        weights = F.softmax(weights, dim=1)
        results = torch.zeros_like(x)
        for i, expert in enumerate(self.experts):
            batch_idx, nth = torch.where(selected == i)
            results[batch_idx] += weights[batch_idx, nth, None] * expert(x[batch_idx])
        return results.pow(2).sum()
"""

INVERTED_RESIDUALS_WITH_SQUEEZE_AND_EXCITATION = """
class SE(nn.Module):
    def __init__(self, c, r=2):
        super().__init__()
        self.avg = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Sequential(nn.Linear(c, c // r, bias=False), nn.ReLU(inplace=True), nn.Linear(c // r, c,
            bias=False), nn.Sigmoid())
    def forward(self, x):
        b, c, _, _ = x.size()
        y = self.avg(x).view(b, c)
        y = self.fc(y).view(b, c, 1, 1)
        return x * y.expand_as(x)
class InvertedResidual(nn.Module):
    def __init__(self, inp, oup, stride, expand):
        super().__init__()
        hidden = int(inp * expand)
        self.use_res = stride == 1 and inp == oup
        layers = []
        if expand != 1:
            layers += [nn.Conv2d(inp, hidden, 1, bias=False), nn.BatchNorm2d(hidden), nn.ReLU6()]
        layers.extend([nn.Conv2d(hidden, hidden, 3, stride, 1, groups=hidden, bias=False),
            nn.BatchNorm2d(hidden), nn.SiLU(inplace=True), SE(hidden),
                       nn.Conv2d(hidden, oup, 1, bias=False), nn.BatchNorm2d(oup)])
        self.conv = nn.Sequential(*layers)
    def forward(self, x):
        if self.use_res:
            return x + self.conv(x)
        return self.conv(x)
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.b = nn.Sequential(InvertedResidual(2, 2, 1, 2), InvertedResidual(2, 4, 2, 3))
        self.classifier = nn.Linear(4, 3)
    def forward(self, x):
        x = self.b(x)
        x = F.adaptive_avg_pool2d(x, (1, 1)).flatten(1)
        return self.classifier(x).logsumexp(1).sum()
"""

BATCH_NORM_IN_EVALUATION = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.c = nn.Conv1d(2, 4, 3, padding=1, padding_mode='circular')
        self.bn = nn.BatchNorm1d(4)
        self.gn = nn.GroupNorm(2, 4)
        self.pool = nn.AvgPool1d(2)
        self.fc = nn.Linear(12, 2)
    def forward(self, x):
        x = F.elu(self.bn(self.c(x)))
        x = self.pool(self.gn(x))
        return self.fc(torch.flatten(x, 1)).norm()
"""

WEIGHT_NORM = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.utils.parametrizations.weight_norm(nn.Conv1d(2, 3, 2, dilation=2))
        self.l = nn.utils.weight_norm(nn.Linear(3, 2), name='weight')
    def forward(self, x):
        x = F.pad(x, (2, 0))
        y = F.relu(self.conv(x))
        return self.l(y.mean(-1)).abs().sum()
"""

CRITIC_WITH_GRADIENT_PENALTY = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.critic = nn.Sequential(nn.Linear(3, 5), nn.LeakyReLU(0.2, inplace=True), nn.Linear(5, 5),
            nn.Tanh(), nn.Linear(5, 1))
    def forward(self, real, fake, alpha):
        interp = (alpha * real + (1 - alpha) * fake).requires_grad_(True)
        d = self.critic(interp)
        gradients = torch.autograd.grad(outputs=d, inputs=interp, grad_outputs=torch.ones(d.size()),
            create_graph=True, retain_graph=True, only_inputs=True)[0]
        gradients = gradients.view(gradients.size(0), -1)
        gp = ((gradients.norm(2, dim=1) - 1) ** 2).mean()
        return self.critic(fake).mean() - self.critic(real).mean() + 10 * gp
"""

CONTRASTIVE_LOSS = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Sequential(nn.Linear(5, 6), nn.BatchNorm1d(6), nn.ReLU(), nn.Linear(6, 3))
    def forward(self, x1, x2, tau=0.5):
        z = F.normalize(torch.cat([self.enc(x1), self.enc(x2)]), dim=-1)
        sim = z @ z.T / tau
        n = x1.shape[0]
        sim.fill_diagonal_(float('-inf'))
        targets = torch.cat([torch.arange(n, 2*n), torch.arange(n)])
        return F.cross_entropy(sim, targets)
"""

QUANTISED_AUTOENCODER = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(5, 2)
        self.enc = nn.Conv2d(1, 2, 2, 2)
        self.dec = nn.ConvTranspose2d(2, 1, 2, 2)
    def forward(self, x):
        z = self.enc(x).permute(0, 2, 3, 1).contiguous()
        flat = z.view(-1, 2)
        w = self.embedding.weight
        d = torch.sum(flat**2, dim=1, keepdim=True) + torch.sum(w**2, dim=1) - 2*torch.matmul(flat, w.t())
        idx = torch.argmin(d, dim=1).unsqueeze(1)
        enc = torch.zeros(idx.shape[0], 5)
        enc.scatter_(1, idx, 1)
        q = torch.matmul(enc, self.embedding.weight).view(z.shape)
        loss = F.mse_loss(q.detach(), z) * 0.25 + F.mse_loss(q, z.detach())
        q = z + (q - z).detach()
        return loss + F.mse_loss(self.dec(q.permute(0, 3, 1, 2)), x)
"""

STUDENT_MODELS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "U-Net": (U_NET, "Net()", ("torch.randn(1,1,9,9)",)),
    "variational autoencoder": (VARIATIONAL_AUTOENCODER, "Net()", ("torch.randn(3,6)", "torch.randn(3,2)")),
    "siamese network": (
        SIAMESE_NETWORK,
        "Net()",
        ("torch.randn(2,1,6,6)", "torch.randn(2,1,6,6)", "torch.tensor([[0.],[1.]])"),
    ),
    "triplet loss": (TRIPLET_LOSS, "Net()", ("torch.randn(5,4)", "torch.randn(5,4)", "torch.randn(5,4)")),
    "mixture of experts": (MIXTURE_OF_EXPERTS, "Net()", ("torch.randn(5,4)",)),
    "inverted residuals with squeeze and excitation": (
        INVERTED_RESIDUALS_WITH_SQUEEZE_AND_EXCITATION,
        "Net()",
        ("torch.randn(2,2,6,6)",),
    ),
    "batch norm in evaluation": (BATCH_NORM_IN_EVALUATION, "Net().eval()", ("torch.randn(2,2,6)",)),
    "weight norm": (WEIGHT_NORM, "Net()", ("torch.randn(2,2,5)",)),
    "critic with gradient penalty": (
        CRITIC_WITH_GRADIENT_PENALTY,
        "Net()",
        ("torch.randn(4,3)", "torch.randn(4,3)", "torch.rand(4,1)"),
    ),
    "contrastive loss": (CONTRASTIVE_LOSS, "Net()", ("torch.randn(3,5)", "torch.randn(3,5)")),
    "quantised autoencoder": (QUANTISED_AUTOENCODER, "Net()", ("torch.randn(2,1,4,4)",)),
    **SEQUENCE_MODELS,
}
