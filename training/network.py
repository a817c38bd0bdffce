"""The joint network: a small BERT encoder and, on the first piece of each word, heads for all parts of the analysis."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from communique.language.pieces import TYPES


@dataclass(frozen=True, slots=True)
class Sizes:
    """Widths of the encoder (those of MiniLM-L6) and of the heads, and numbers of classes."""

    xpos: int
    upos: int
    feats: int
    lemma: int
    ner: int
    deprel: int
    vocabulary: int = 30522
    positions: int = 512
    width: int = 384
    inner: int = 1536
    layers: int = 6
    attention_heads: int = 12
    arc: int = 320
    label: int = 256
    product: int = 128
    mlp: int = 256


class Dropout(nn.Module):
    """Dropout with one mask for all places of a window: a fraction of the random numbers, which cost time on a CPU."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, x: Tensor) -> Tensor:
        """Drop whole channels of windows."""
        if not self.training or self.rate == 0:
            return x
        shape = (x.shape[0], *(1 for _ in x.shape[1:-1]), x.shape[-1])
        mask = torch.rand(shape, device=x.device) >= self.rate
        return x * mask.to(x.dtype).div_(1 - self.rate)


class Block(nn.Module):
    """One layer of BERT, normalised after each part."""

    def __init__(self, sizes: Sizes, dropout: float) -> None:
        super().__init__()
        self.heads = sizes.attention_heads
        self.dim = sizes.width // sizes.attention_heads
        self.qkv = nn.Linear(sizes.width, 3 * sizes.width)
        self.out = nn.Linear(sizes.width, sizes.width)
        self.norm1 = nn.LayerNorm(sizes.width, eps=1e-12)
        self.up = nn.Linear(sizes.width, sizes.inner)
        self.down = nn.Linear(sizes.inner, sizes.width)
        self.norm2 = nn.LayerNorm(sizes.width, eps=1e-12)
        self.drop = Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """One layer: attention, then two linear maps."""
        b, t, w = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, self.dim).permute(2, 0, 3, 1, 4).unbind(0)
        # Written out: the fused attention of PyTorch is three times slower backwards on this kind of CPU.
        scores = torch.matmul(q * self.dim**-0.5, k.transpose(-1, -2)) + mask.to(q.dtype)
        y = torch.matmul(torch.softmax(scores, -1, dtype=scores.dtype), v)
        x = self.norm1(x + self.drop(self.out(y.transpose(1, 2).reshape(b, t, w))))
        return self.norm2(x + self.drop(self.down(functional.gelu(self.up(x)))))


class Mixes(nn.Module):
    """Learned means of the layers, one a task: tags live lower than trees."""

    def __init__(self, layers: int, tasks: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.linspace(-2.0, 1.0, layers).repeat(tasks, 1))

    def forward(self, layers: Tensor) -> tuple[Tensor, ...]:
        """Mix all layers once a task."""
        # One product of matrices; broadcasting takes three times as long.
        mixed = torch.softmax(self.weight, 1) @ layers.flatten(1)
        return mixed.view(-1, *layers.shape[1:]).unbind(0)


def mlp(sizes: Sizes, out: int, dropout: float) -> nn.Sequential:
    """One hidden layer."""
    return nn.Sequential(nn.Linear(sizes.width, sizes.mlp), nn.GELU(), Dropout(dropout), nn.Linear(sizes.mlp, out))


class Network(nn.Module):
    """Encoder and heads.

    `forward` takes pieces [b, t], types [b, t], mask [b, t] (1 for a piece) and first [b, n] (place of each word's
    first piece); word 0 is the window's start, the head of roots.
    """

    def __init__(self, sizes: Sizes, dropout: float = 0.1, head_dropout: float = 0.3) -> None:
        super().__init__()
        self.sizes = sizes
        w = sizes.width
        self.words = nn.Embedding(sizes.vocabulary, w)
        self.places = nn.Embedding(sizes.positions, w)
        self.types = nn.Embedding(TYPES, w)
        self.norm = nn.LayerNorm(w, eps=1e-12)
        self.drop = Dropout(dropout)
        self.blocks = nn.ModuleList(Block(sizes, dropout) for _ in range(sizes.layers))
        self.mixes = Mixes(sizes.layers + 1, 3)
        self.xpos = mlp(sizes, sizes.xpos, head_dropout)
        self.upos = mlp(sizes, sizes.upos, head_dropout)
        self.feats = mlp(sizes, sizes.feats, head_dropout)
        self.lemma = mlp(sizes, sizes.lemma, head_dropout)
        self.ner = mlp(sizes, sizes.ner, head_dropout)
        self.start = mlp(sizes, 1, head_dropout)
        self.arc_dep = nn.Linear(w, sizes.arc)
        self.arc_head = nn.Linear(w, sizes.arc)
        self.arc = nn.Linear(sizes.arc, sizes.arc, bias=False)
        self.arc_prior = nn.Linear(sizes.arc, 1)
        self.label_dep = nn.Linear(w, sizes.label + sizes.product)
        self.label_head = nn.Linear(w, sizes.label + sizes.product)
        self.label_out = nn.Linear(sizes.label + sizes.product, sizes.deprel)
        self.head_drop = Dropout(head_dropout)

    def encode(self, pieces: Tensor, types: Tensor, mask: Tensor, first: Tensor) -> Tensor:
        """All layers at the words' first pieces: [layers + 1, b, n, width]."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.drop(self.norm(self.words(pieces) + self.types(types) + self.places(places)))
        bias = (1.0 - mask.to(x.dtype))[:, None, None, :] * -1e4
        index = first.unsqueeze(-1).expand(-1, -1, self.sizes.width)
        layers = [x.gather(1, index)]
        for block in self.blocks:
            x = block(x, bias)
            layers.append(x.gather(1, index))
        return torch.stack(layers)

    def forward(self, pieces: Tensor, types: Tensor, mask: Tensor, first: Tensor) -> dict[str, Tensor]:
        """Scores of all heads, by name."""
        layers = self.encode(pieces, types, mask, first)
        tags, tree, names = self.mixes(layers)
        dep, head = (
            self.head_drop(functional.gelu(self.arc_dep(tree))),
            self.head_drop(functional.gelu(self.arc_head(tree))),
        )
        arcs = torch.matmul(self.arc(dep), head.transpose(1, 2)) * self.sizes.arc**-0.5
        return {
            "xpos": self.xpos(tags),
            "upos": self.upos(tags),
            "feats": self.feats(tags),
            "lemma": self.lemma(tags),
            "ner": self.ner(names),
            "start": self.start(tree).squeeze(-1),
            "arcs": arcs + self.arc_prior(head).transpose(1, 2),
            "label_dep": self.label_dep(tree),
            "label_head": self.label_head(tree),
        }

    def labels(self, dep: Tensor, head: Tensor) -> Tensor:
        """Scores of relations between words and their heads, rows of `label_dep` and `label_head`."""
        k = self.sizes.label
        joint = torch.cat([functional.relu(dep[..., :k] + head[..., :k]), dep[..., k:] * head[..., k:] * 0.3], -1)
        return self.label_out(self.head_drop(joint))


def read_safetensors(path: Path) -> dict[str, Tensor]:
    """Read a file of tensors: a length, a JSON header and the numbers."""
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    types = {"F32": np.float32, "F16": np.float16, "I64": np.int64}
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = (8 + length + o for o in entry["data_offsets"])
            array = np.frombuffer(data[start:end], types[entry["dtype"]]).reshape(entry["shape"])
            tensors[name] = torch.from_numpy(array.copy())
    return tensors


def load_encoder(network: Network, path: Path) -> None:
    """Put the weights of all-MiniLM-L6-v2 into the encoder; every type starts as BERT's type 0."""
    t = read_safetensors(path)
    t = {k.removeprefix("bert."): v for k, v in t.items()}
    with torch.no_grad():
        network.words.weight.copy_(t["embeddings.word_embeddings.weight"])
        network.places.weight.copy_(t["embeddings.position_embeddings.weight"])
        network.types.weight.copy_(t["embeddings.token_type_embeddings.weight"][:1].expand(TYPES, -1))
        _copy(network.norm, t, "embeddings.LayerNorm")
        for i, block in enumerate(network.blocks):
            at = f"encoder.layer.{i}."
            for part in ("weight", "bias"):
                rows = [t[f"{at}attention.self.{n}.{part}"] for n in ("query", "key", "value")]
                getattr(block.qkv, part).copy_(torch.cat(rows))
            _copy(block.out, t, at + "attention.output.dense")
            _copy(block.norm1, t, at + "attention.output.LayerNorm")
            _copy(block.up, t, at + "intermediate.dense")
            _copy(block.down, t, at + "output.dense")
            _copy(block.norm2, t, at + "output.LayerNorm")


def _copy(module: nn.Module, tensors: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(tensors[f"{name}.weight"])
    module.bias.copy_(tensors[f"{name}.bias"])
