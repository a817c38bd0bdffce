"""Train the joint network: `python -m training.train_encoder CORPORA OUT --encoder FOLDER`; seeds are fixed."""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import torch
from torch import Tensor

from communique.language.pieces import Pieces
from training.augment import Augmenter
from training.batches import Window, collate, cut_windows, make_batches
from training.corpus import Sentence, read_ewt, read_gum
from training.examples import Labels, Names, Row, RowMaker
from training.network import Network, Sizes, load_encoder
from training.scoring import losses, score

HERE = Path(__file__).parent
# Tags are easy and many; trees and names are what the program lives on.
WEIGHTS = {"xpos": 0.5, "upos": 0.5, "feats": 0.5, "lemma": 0.5}
AVERAGE_EVERY = 4


class Data:
    """The treebanks as rows, and windows made of them anew for each epoch."""

    def __init__(self, corpora: Path, pieces: Pieces, *, final: bool, seed: int) -> None:
        self.rng = random.Random(seed)
        self.pieces = pieces
        gum = read_gum(corpora / "gum/train")
        ewt = read_ewt(corpora / "ewt/train.conllu")
        more = read_ewt(corpora / "ewt/dev.conllu", corpora / "uner/en_ewt-dev.iob2")
        dev = read_gum(corpora / "gum/dev")
        if final:
            gum += dev
        self.labels = Labels.collect(s for part in (gum, ewt, more) for d in part for s in d)
        names = Names(HERE / "names.toml")
        names.learn(s for d in gum for s in d)
        maker = RowMaker(self.labels, names)
        self._documents = _rows(gum, maker) + _rows(ewt, maker) + _rows(more, maker, uner=True)
        self.held = [w for d in _rows(dev, maker) for w in cut_windows(d, pieces, rng=random.Random(1))]
        self._augment = Augmenter(maker, self.rng)

    def batches(self, budget: int) -> list[list[Window]]:
        """One pass over the documents, each copy a little different."""
        rng = self.rng
        windows = []
        for rows in self._documents:
            copies = []
            whole = rng.choices(["", "lower", "upper"], [0.96, 0.03, 0.01])[0]
            for row in rows:
                copy = self._augment.change(row, case=whole)
                if (row.paragraph and rng.random() < 0.05) or (row.opens_document and rng.random() < 0.2):
                    copy = self._augment.with_dateline(copy)
                copies.append(copy)
            windows += cut_windows(copies, self.pieces, rng=rng)
        return make_batches(windows, budget=budget, rng=rng)


def _rows(documents: list[list[Sentence]], maker: RowMaker, *, uner: bool = False) -> list[list[Row]]:
    out = []
    for document in documents:
        rows = [maker.row(s, uner=uner) for s in document]
        rows[0].opens_document = True
        out.append(rows)
    return out


class Trainer:
    """Network, optimizer and the running mean of the weights, which is what is kept in the end."""

    def __init__(self, network: Network, args: argparse.Namespace, total: int) -> None:
        self.network, self.args, self.total = network, args, total
        body = [p for n, p in network.named_parameters() if n.split(".")[0] in {"words", "places", "norm", "blocks"}]
        inside = {id(p) for p in body}
        heads = [p for p in network.parameters() if id(p) not in inside]
        groups = [{"params": body, "lr": args.lr}, {"params": heads, "lr": args.head_lr}]
        self._optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
        self._average = {n: p.detach().clone() for n, p in network.named_parameters()}
        self.step = 0

    def learn(self, data: dict[str, Tensor]) -> dict[str, float]:
        """Take one step; returns the losses."""
        for group, rate in zip(self._optimizer.param_groups, (self.args.lr, self.args.head_lr), strict=True):
            group["lr"] = rate * self._shape()
        with torch.autocast("cpu", torch.bfloat16):
            out = self.network(data["pieces"], data["types"], data["mask"], data["first"])
            found = losses(self.network, data, out, self.args.smoothing)
        sum(WEIGHTS.get(k, 1.0) * v for k, v in found.items()).backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
        self._optimizer.step()
        self._optimizer.zero_grad()
        self.step += 1
        if self.step % AVERAGE_EVERY == 0:
            decay = min(self.args.ema, (1 + self.step) / (10 + self.step)) ** AVERAGE_EVERY
            with torch.no_grad():
                now = [p.detach() for p in self.network.parameters()]
                torch._foreach_lerp_(list(self._average.values()), now, 1 - decay)
        return {k: v.item() for k, v in found.items()}

    def _shape(self) -> float:
        """Warm up, then half a cosine."""
        warm = max(50, self.total // 20)
        return min(1.0, self.step / warm) * 0.5 * (1 + math.cos(math.pi * min(1.0, self.step / self.total)))

    def save(self, folder: Path, evaluate: Callable[[Network], dict[str, float]]) -> None:
        """Save the mean of the weights with its scores, and the state to resume from."""
        state = {"network": self.network.state_dict(), "optimizer": self._optimizer.state_dict()}
        torch.save(state | {"average": self._average, "step": self.step}, folder / "last.pt")
        kept = {n: p.detach().clone() for n, p in self.network.named_parameters()}
        self._put(self._average)
        say(f"dev {self.step} {evaluate(self.network)}")
        torch.save(self.network.state_dict(), folder / "best.pt")
        self._put(kept)

    def _put(self, weights: dict[str, Tensor]) -> None:
        with torch.no_grad():
            for n, p in self.network.named_parameters():
                p.copy_(weights[n])

    def resume(self, folder: Path) -> None:
        """Go on from the last state that was saved."""
        saved = torch.load(folder / "last.pt")
        self.network.load_state_dict(saved["network"])
        self._optimizer.load_state_dict(saved["optimizer"])
        self._average, self.step = saved["average"], saved["step"]


def say(text: str) -> None:
    """Tell how it goes."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def train(args: argparse.Namespace) -> None:
    """Train and save into `args.out`."""
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    data = Data(args.corpora, Pieces.read(args.encoder / "tokenizer.json"), final=args.final, seed=args.seed)
    counts = {k: len(getattr(data.labels, k)) for k in ("xpos", "upos", "feats", "lemma", "ner", "deprel")}
    sizes = Sizes(**counts)
    network = Network(sizes)
    load_encoder(network, args.encoder / "model.safetensors")
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "labels.json").write_text(json.dumps(asdict(data.labels), ensure_ascii=False), "utf-8")
    (args.out / "sizes.json").write_text(json.dumps(asdict(sizes)), "utf-8")
    batches = data.batches(args.budget)
    trainer = Trainer(network, args, total=int(len(batches) * args.epochs))
    if args.resume:
        trainer.resume(args.out)
    network.train()
    started, sums = time.monotonic(), dict.fromkeys(("xpos",), 0.0)
    while trainer.step < trainer.total:
        for batch in batches:
            arrays = collate(batch, data.pieces, rng=data.rng, word_dropout=args.word_dropout)
            found = trainer.learn({k: torch.from_numpy(v) for k, v in arrays.items()})
            sums = {k: sums.get(k, 0.0) + v for k, v in found.items()}
            if trainer.step % 100 == 0:
                told = " ".join(f"{k} {v / 100:.3f}" for k, v in sums.items())
                say(f"{trainer.step}/{trainer.total} {time.monotonic() - started:.0f}s {told}")
                sums = {}
            if trainer.step % args.every == 0 or trainer.step == trainer.total:
                trainer.save(args.out, lambda n: score(n, data.held, data.pieces, data.labels))
            if trainer.step == trainer.total:
                break
        batches = data.batches(args.budget)


def main() -> None:
    """Read the options; the defaults are those of the model that ships."""
    parser = argparse.ArgumentParser()
    parser.add_argument("corpora", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--encoder", type=Path, required=True, help="folder with all-MiniLM-L6-v2's weights")
    parser.add_argument("--epochs", type=float, default=8)
    parser.add_argument("--budget", type=int, default=2048, help="padded word pieces a batch")
    parser.add_argument("--lr", type=float, default=4e-4)
    parser.add_argument("--head-lr", type=float, default=2e-3)
    parser.add_argument("--ema", type=float, default=0.998)
    parser.add_argument("--smoothing", type=float, default=0.03)
    parser.add_argument("--word-dropout", type=float, default=0.04)
    parser.add_argument("--every", type=int, default=500)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--final", action="store_true", help="train on GUM's dev part too; its scores then say nothing")
    parser.add_argument("--resume", action="store_true")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
