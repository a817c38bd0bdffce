"""The judge's layers: they read the vectors that the encoder made of a sentence, with two parties marked."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from training.judge.pairs import ACTOR, EVENTS, LABELS, MODALITIES, MODES, PROMISES, RECIPIENT, STAGES, STANCES
from training.network import Block, Dropout, Network, Sizes


@dataclass(frozen=True, slots=True)
class JudgeSizes:
    """Width of the encoder's vectors, after which of its layers the judge branches off, and its own layers.

    Without layers of its own, spans are only pooled.
    """

    width: int = 384
    inner: int = 1536
    branch: int = 3
    layers: int = 2
    attention_heads: int = 12
    hidden: int = 256


class Judge(nn.Module):
    """Vectors of a pair's sentence [p, n, width], marks and real [p, n] to scores of all `LABELS`."""

    def __init__(self, sizes: JudgeSizes, dropout: float = 0.1, head_dropout: float = 0.3) -> None:
        super().__init__()
        self.sizes = sizes
        inner = Sizes(
            *(1,) * 6, width=sizes.width, inner=sizes.inner, attention_heads=sizes.attention_heads, layers=sizes.layers
        )
        self.marks = nn.Embedding(3, sizes.width)
        nn.init.normal_(self.marks.weight, std=0.1)
        self.blocks = nn.ModuleList(Block(inner, dropout) for _ in range(sizes.layers))
        # What stands for a party that the sentence does not name.
        self.nobody = nn.Parameter(torch.zeros(2, sizes.width))
        self.pool = nn.Sequential(
            nn.Linear(5 * sizes.width, sizes.hidden), nn.GELU(), Dropout(head_dropout), nn.LayerNorm(sizes.hidden)
        )
        self.event = nn.Linear(sizes.hidden, len(EVENTS))
        self.mode = nn.Linear(sizes.hidden, len(MODES))
        self.modality = nn.Linear(sizes.hidden, len(MODALITIES))
        self.promise = nn.Linear(sizes.hidden, len(PROMISES))
        self.stance = nn.Linear(sizes.hidden, len(STANCES))
        self.stage = nn.Linear(sizes.hidden, len(STAGES))

    def forward(self, vectors: Tensor, marks: Tensor, real: Tensor | None = None) -> dict[str, Tensor]:
        """Scores of each pair; without `real`, all pieces are."""
        x = vectors + self.marks(marks)
        real = torch.ones_like(x[..., 0]) if real is None else real.to(x.dtype)
        bias = (1.0 - real)[:, None, None, :] * -1e4
        for block in self.blocks:
            x = block(x, bias)
        actor = self._mean(x, marks == ACTOR, 0)
        recipient = self._mean(x, marks == RECIPIENT, 1)
        whole = (x * real.unsqueeze(-1)).sum(1) / real.sum(1, keepdim=True)
        most = (x + (real.unsqueeze(-1) - 1.0) * 1e4).amax(1)
        hidden = self.pool(torch.cat([actor, recipient, actor * recipient, whole, most], -1))
        return {name: getattr(self, name)(hidden) for name in LABELS}

    def take_layers(self, network: Network) -> None:
        """Begin with a copy of the encoder's own layers above the branch."""
        for mine, other in zip(self.blocks, network.blocks[self.sizes.branch :], strict=False):
            mine.load_state_dict(other.state_dict())

    def _mean(self, x: Tensor, where: Tensor, side: int) -> Tensor:
        weight = where.to(x.dtype)
        total = weight.sum(1, keepdim=True)
        mean = (x * weight.unsqueeze(-1)).sum(1) / total.clamp(min=1.0)
        return torch.where(total > 0, mean, self.nobody[side].to(mean.dtype))


def states(network: Network, data: dict[str, Tensor], branch: int) -> Tensor:
    """The encoder's vectors of all pieces after `branch` layers, [b, t, width]."""
    return lower(network, network.words(data["pieces"]), data["types"], branch, mask=data["mask"])


def lower(network: Network, rows: Tensor, types: Tensor, branch: int, *, mask: Tensor | None = None) -> Tensor:
    """The same from rows of the table of word pieces [b, t, width]; without a mask, all pieces are real."""
    places = torch.arange(rows.shape[1])
    x = network.drop(network.norm(rows + network.types(types) + network.places(places)))
    real = torch.ones_like(x[..., 0]) if mask is None else mask.to(x.dtype)
    bias = (1.0 - real)[:, None, None, :] * -1e4
    for block in network.blocks[:branch]:
        x = block(x, bias)
    return x
