"""Losses of the joint network, and its scores on windows of gold sentences while it trains."""

from __future__ import annotations

import random

import torch
from torch import Tensor
from torch.nn import functional

from communique.language.pieces import Pieces
from training.batches import Window, collate, make_batches
from training.examples import TAGS, Labels, spans_of
from training.network import Network

CLASSES = ("xpos", "upos", "feats", "lemma")


def losses(network: Network, batch: dict[str, Tensor], out: dict[str, Tensor], smoothing: float) -> dict[str, Tensor]:
    """Mean loss of each head."""
    found = {}
    for key in CLASSES:
        found[key] = functional.cross_entropy(
            out[key].float().flatten(0, 1), batch[key].flatten(), label_smoothing=smoothing
        )
    real = batch["start"] >= 0
    found["start"] = functional.binary_cross_entropy_with_logits(
        out["start"].float()[real], batch["start"][real].float()
    )
    logits = out["ner"].float()
    allowed = (batch["ner"].unsqueeze(-1) >> torch.arange(len(TAGS))) & 1
    lost = logits.logsumexp(-1) - logits.masked_fill(allowed == 0, -1e4).logsumexp(-1)
    # Names are one word in ten: over the mean of all words they would be learned last.
    found["ner"] = 1.5 * lost[real].mean()
    arcs = out["arcs"].float().masked_fill(~same_sentence(batch["sent"]), -1e4)
    found["arcs"] = functional.cross_entropy(arcs.flatten(0, 1), batch["heads"].flatten())
    b, i = (batch["heads"] >= 0).nonzero(as_tuple=True)
    h = batch["heads"][b, i]
    labels = network.labels(out["label_dep"][b, i], out["label_head"][b, h]).float()
    found["labels"] = functional.cross_entropy(labels, batch["deprel"][b, i], label_smoothing=smoothing)
    return found


@torch.no_grad()
def score(network: Network, windows: list[Window], pieces: Pieces, labels: Labels) -> dict[str, float]:
    """Score windows of gold sentences: attachment inside gold sentences and without punctuation, as spaCy counts."""
    network.eval()
    rng = random.Random(0)
    counts = Counts()
    punct = labels.deprel.index("punct")
    for batch in make_batches(windows, budget=4096, rng=rng):
        data = {k: torch.from_numpy(v) for k, v in collate(batch, pieces, rng=rng, lines=False).items()}
        with torch.autocast("cpu", torch.bfloat16):
            out = network(data["pieces"], data["types"], data["mask"], data["first"])
        real = data["sent"] >= 0
        for key in CLASSES:
            counts.add(key, out[key].argmax(-1)[real] == data[key][real])
        _count_trees(counts, network, data, out, punct=punct)
        start, gold = out["start"] > 0, data["start"] == 1
        real = data["start"] >= 0
        counts.match("sents", int((start & gold).sum()), int((start & real).sum()), int(gold.sum()))
        for row in range(len(batch)):
            n = int((data["sent"][row] >= 0).sum())
            want = set(spans_of([TAGS[int(m).bit_length() - 1] for m in data["ner"][row, 1 : n + 1]]))
            got = set(spans_of(repair([TAGS[t] for t in out["ner"][row, 1 : n + 1].argmax(-1)])))
            counts.match("ents", len(want & got), len(got), len(want))
    network.train()
    return counts.shares()


class Counts:
    """Sums up what was right."""

    def __init__(self) -> None:
        self._right: dict[str, int] = {}
        self._all: dict[str, int] = {}

    def add(self, key: str, right: Tensor) -> None:
        """Add a row of answers, right or wrong."""
        self._right[key] = self._right.get(key, 0) + int(right.sum())
        self._all[key] = self._all.get(key, 0) + len(right)

    def match(self, key: str, both: int, found: int, wanted: int) -> None:
        """Add spans; their share is F1."""
        self._right[f"{key}_f"] = self._right.get(f"{key}_f", 0) + 2 * both
        self._all[f"{key}_f"] = self._all.get(f"{key}_f", 0) + found + wanted

    def shares(self) -> dict[str, float]:
        """Share of right answers by key."""
        return {k: round(v / max(1, self._all[k]), 4) for k, v in self._right.items()}


def _count_trees(
    counts: Counts, network: Network, data: dict[str, Tensor], out: dict[str, Tensor], *, punct: int
) -> None:
    heads = out["arcs"].float().masked_fill(~same_sentence(data["sent"]), -1e4).argmax(-1)
    b, i = (data["heads"] >= 0).nonzero(as_tuple=True)
    gold = data["deprel"][b, i]
    found = network.labels(out["label_dep"][b, i].float(), out["label_head"][b, heads[b, i]].float()).argmax(-1)
    counted = gold != punct
    good = (heads[b, i] == data["heads"][b, i])[counted]
    counts.add("uas", good)
    counts.add("las", good & (found == gold)[counted])


def same_sentence(sent: Tensor) -> Tensor:
    """Say which words may head which: those of the same sentence, and the window's start, which heads roots."""
    same = sent.unsqueeze(2) == sent.unsqueeze(1)
    same[:, :, 0] = True
    return same


def repair(tags: list[str]) -> list[str]:
    """A name that begins with I- begins with B-."""
    out: list[str] = []
    before = "O"
    for tag in tags:
        opens = tag.startswith("I-") and before[2:] != tag[2:]
        out.append(f"B{tag[1:]}" if opens else tag)
        before = tag
    return out
