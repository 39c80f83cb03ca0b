"""Ten models of different kinds, as people write them in PyTorch: (module, inputs, loss, target) by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import nn
from torch.nn import functional as F

__all__ = ["MODELS"]


class ConvNet(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(inplace=True), nn.MaxPool2d(2),
            nn.Conv2d(4, 6, 3), nn.ReLU(inplace=True), nn.AdaptiveAvgPool2d(2),
        )  # fmt: skip
        self.classifier = nn.Sequential(nn.Flatten(), nn.Dropout(0.4), nn.Linear(24, 10), nn.ReLU(), nn.Linear(10, 3))

    def forward(self, x: torch.Tensor) -> Any:
        return self.classifier(self.features(x))


class ResidualBlock(nn.Module):
    def __init__(self, channels: int, out: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(channels, out, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(out)
        self.conv2 = nn.Conv2d(out, out, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(out)
        self.down = nn.Conv2d(channels, out, 1, stride, bias=False) if stride > 1 or channels != out else None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out = F.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        out += x if self.down is None else self.down(x)
        return F.relu(out)


class ResNet(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(2, 4, 3, padding=1)
        self.blocks = nn.Sequential(ResidualBlock(4, 4, 1), ResidualBlock(4, 4, 1), ResidualBlock(4, 6, 2))
        self.fc = nn.Linear(6, 3)

    def forward(self, x: torch.Tensor) -> Any:
        return self.fc(self.blocks(self.stem(x)).mean(dim=(2, 3)))


class MixerLayer(nn.Module):
    def __init__(self, patches: int, channels: int) -> None:
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(channels), nn.LayerNorm(channels)
        self.tokens = nn.Sequential(nn.Linear(patches, 8), nn.GELU(), nn.Linear(8, patches))
        self.mix = nn.Sequential(nn.Linear(channels, 8), nn.GELU(), nn.Linear(8, channels))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = x + self.tokens(self.norm1(x).transpose(1, 2)).transpose(1, 2)
        return x + self.mix(self.norm2(x))


class Mixer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.patch = nn.Conv2d(1, 6, 2, stride=2)
        self.layers = nn.ModuleList([MixerLayer(9, 6) for _ in range(3)])
        self.head = nn.Linear(6, 4)

    def forward(self, x: torch.Tensor) -> Any:
        x = self.patch(x).flatten(2).permute(0, 2, 1)
        for layer in self.layers:
            x = layer(x)
        return self.head(x.mean(1))


class SequenceClassifier(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.embed = nn.Embedding(11, 4, padding_idx=0)
        self.lstm = nn.LSTM(4, 5, num_layers=2, batch_first=True, bidirectional=True)
        self.fc = nn.Linear(10, 3)

    def forward(self, tokens: torch.Tensor) -> Any:
        _, (h, _) = self.lstm(self.embed(tokens))
        return self.fc(torch.cat([h[-2], h[-1]], dim=1))


class Decoder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.embed = nn.Embedding(9, 8)
        self.place = nn.Parameter(torch.randn(1, 5, 8) * 0.1)
        self.layer = nn.TransformerDecoderLayer(8, 2, 16, dropout=0.0, batch_first=True, norm_first=True)
        self.norm = nn.LayerNorm(8)

    def forward(self, tokens: torch.Tensor, memory: torch.Tensor) -> torch.Tensor:
        x = self.embed(tokens) + self.place[:, : tokens.shape[1]]
        mask = nn.Transformer.generate_square_subsequent_mask(tokens.shape[1], dtype=torch.float64)
        x = self.norm(self.layer(x, memory, tgt_mask=mask))
        return (x @ self.embed.weight.t()).transpose(1, 2)


class VAE(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.encode = nn.Sequential(nn.Linear(6, 8), nn.Tanh())
        self.mean, self.log_var = nn.Linear(8, 2), nn.Linear(8, 2)
        self.decode = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 6), nn.Sigmoid())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        h = self.encode(x)
        mean, log_var = self.mean(h), self.log_var(h)
        z = mean + torch.randn_like(mean) * torch.exp(0.5 * log_var)
        reconstruction = F.binary_cross_entropy(self.decode(z), x.sigmoid(), reduction="sum")
        return reconstruction - 0.5 * torch.sum(1 + log_var - mean.pow(2) - log_var.exp())


class GAN(nn.Module):
    """One step of both players: the discriminator's loss on real and generated data, and the generator's."""

    def __init__(self) -> None:
        super().__init__()
        self.generator = nn.Sequential(nn.Linear(2, 5), nn.LeakyReLU(0.2), nn.Linear(5, 3), nn.Tanh())
        self.discriminator = nn.Sequential(nn.Linear(3, 5), nn.LeakyReLU(0.2), nn.Linear(5, 1))

    def forward(self, z: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
        fake = self.generator(z)
        right, wrong = self.discriminator(real), self.discriminator(fake.detach())
        player = F.binary_cross_entropy_with_logits(right, torch.ones_like(right))
        player = player + F.binary_cross_entropy_with_logits(wrong, torch.zeros_like(wrong))
        score = self.discriminator(fake)
        return player + F.binary_cross_entropy_with_logits(score, torch.ones_like(score))


class UNet(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.down = nn.Sequential(nn.Conv2d(1, 3, 3, padding=1), nn.GroupNorm(1, 3), nn.SiLU())
        self.bottom = nn.Sequential(nn.MaxPool2d(2), nn.Conv2d(3, 4, 3, padding=1), nn.InstanceNorm2d(4), nn.SiLU())
        self.up = nn.ConvTranspose2d(4, 3, 2, stride=2)
        self.head = nn.Conv2d(6, 1, 1)

    def forward(self, x: torch.Tensor) -> Any:
        skip = self.down(x)
        return self.head(torch.cat([skip, self.up(self.bottom(skip))], dim=1))


class Bag(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.bag = nn.EmbeddingBag(12, 4, mode="mean")
        self.fc = nn.Linear(4, 3)

    def forward(self, words: torch.Tensor, offsets: torch.Tensor) -> Any:
        return self.fc(self.bag(words, offsets))


def _encoder() -> nn.Module:
    layer = nn.TransformerEncoderLayer(8, 2, 16, dropout=0.0, activation="gelu", batch_first=True)
    return nn.Sequential(nn.TransformerEncoder(layer, 2, enable_nested_tensor=False), nn.Linear(8, 3))


Made = tuple[nn.Module, tuple[Any, ...], Any, Any]
MODELS: dict[str, Callable[[], Made]] = {
    "convolutions": lambda: (ConvNet(), (torch.randn(2, 1, 8, 8),), "cross_entropy", torch.tensor([0, 2])),
    "residual": lambda: (ResNet(), (torch.randn(2, 2, 6, 6),), nn.CrossEntropyLoss(), torch.tensor([1, 2])),
    "mixer": lambda: (Mixer(), (torch.randn(2, 1, 6, 6),), "cross_entropy", torch.tensor([3, 0])),
    "lstm": lambda: (SequenceClassifier(), (torch.tensor([[1, 5, 2, 0], [7, 3, 9, 4]]),), "cross_entropy",
                     torch.tensor([0, 2])),
    "encoder": lambda: (_encoder(), (torch.randn(2, 4, 8),), lambda out: out.pow(2).mean(), None),
    "decoder": lambda: (Decoder(), (torch.tensor([[1, 4, 2], [8, 0, 3]]), torch.randn(2, 4, 8)), "cross_entropy",
                        torch.tensor([[4, 2, 0], [0, 3, 5]])),
    "vae": lambda: (VAE(), (torch.randn(3, 6),), None, None),
    "gan": lambda: (GAN(), (torch.randn(4, 2), torch.randn(4, 3)), None, None),
    "unet": lambda: (UNet(), (torch.randn(1, 1, 6, 6),), "mse_loss", torch.randn(1, 1, 6, 6)),
    "bag": lambda: (Bag(), (torch.tensor([1, 5, 2, 7, 3]), torch.tensor([0, 3])), "cross_entropy",
                    torch.tensor([0, 1])),
}  # fmt: skip
