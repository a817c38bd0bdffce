"""Train the judge: `python -m training.judge.train OUT --encoder FOLDER --minilm FOLDER`; seeds are fixed.

The judge starts from the weights of `--minilm` over the parser's table of word pieces (which stays as it is, so that it
ships once); its lower layers read a sentence once, its upper ones once a pair. Compared with that: `--frozen` (the
encoder that the parser learned, only the upper layers learn) and `--marked --branch 6 --layers 0` (brackets round the
parties, a whole pass a pair).
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from communique.language.pieces import Pieces
from communique.language.pipeline import load_pipeline
from training.export import load
from training.judge.blocks import FOLDER as ARTICLES
from training.judge.blocks import read_blocks
from training.judge.measure import read_marked, read_standard, score
from training.judge.network import Judge, JudgeSizes, states
from training.judge.pairs import (
    IGNORE,
    Pair,
    Sentence,
    choose_pairs,
    collate,
    make_batches,
    make_block_sentences,
    make_sentences,
    split,
)
from training.judge.rows import FOLDER, read_rows
from training.network import Network, load_encoder
from training.train_encoder import say

AVERAGE_EVERY = 2
OWN = ("own", "articles")
# What each kind of label counts for beside the event.
WEIGHTS = {"mode": 0.4, "modality": 0.4, "promise": 1.0, "stance": 1.0, "stage": 0.6}


def mark(sentence: Sentence, pairs: Sequence[Pair], pieces: Pieces) -> Iterator[Sentence]:
    """One sentence a pair, with `[ ]` and `{ }` as words round the parties."""
    signs = {s: pieces.of([s])[0] for s in "[]{}"}
    for pair in pairs:
        opens: dict[int, list[str]] = {}
        for span, (a, b) in ((pair.actor, "[]"), (pair.recipient, "{}")):
            if span:
                opens.setdefault(span[0], []).append(a)
                opens.setdefault(span[1], []).insert(0, b)
        words, found, types, moved = [], [], [], {}
        for i in range(len(sentence.words) + 1):
            for sign in opens.get(i, []):
                words.append(sign)
                found.append(signs[sign])
                types.append(5)
            moved[i] = len(words)
            if i < len(sentence.words):
                words.append(sentence.words[i])
                found.append(sentence.pieces[i])
                types.append(sentence.types[i])
        actor, recipient = ((moved[s[0]] - 1, moved[s[1] - 1] + 2) if s else None for s in (pair.actor, pair.recipient))
        new = replace(pair, actor=actor, recipient=recipient)
        yield Sentence(sentence.text, words, found, types, [new], sentence.sources[:1])


class Learner:
    """Encoder, judge and optimizer, with the running mean of the weights."""

    def __init__(self, args: argparse.Namespace, pieces: Pieces) -> None:
        self.args, self.pieces = args, pieces
        self.network: Network = load(args.encoder)
        if args.minilm:
            table = self.network.words.weight.detach().clone()
            load_encoder(self.network, args.minilm / "model.safetensors")
            with torch.no_grad():
                # The table of word pieces is the parser's, so that it ships once.
                self.network.words.weight.copy_(table)
        self.network.train()
        self.judge = Judge(JudgeSizes(layers=args.layers, branch=args.branch))
        self.judge.take_layers(self.network)
        if args.start:
            # The heads for statements may be new to an earlier judge.
            self.network.load_state_dict(torch.load(args.start / "best.pt"))
            self.judge.load_state_dict(torch.load(args.start / "judge.pt"), strict=False)
        self.both = nn.ModuleList([self.network, self.judge])
        body = [
            p for n, p in self.network.named_parameters() if n.split(".")[0] in {"places", "types", "norm", "blocks"}
        ]
        layers = [p for n, p in self.judge.named_parameters() if n.startswith("blocks")]
        ids = {id(p) for p in layers}
        top = [p for p in self.judge.parameters() if id(p) not in ids]
        groups = [(layers, args.layer_lr), (top, args.head_lr)]
        for p in self.network.parameters():
            p.requires_grad_(False)
        if not args.frozen:
            # The table and the parser's heads stay as they are.
            for p in body:
                p.requires_grad_(True)
            groups.append((body, args.lr))
        self.rates = [rate for _, rate in groups]
        self.optimizer = torch.optim.AdamW(
            [{"params": p, "lr": r} for p, r in groups], weight_decay=0.01, betas=(0.9, 0.98), fused=True
        )
        self.average = {n: p.detach().clone() for n, p in self.both.named_parameters()}
        self.step = 0

    def vectors(self, data: dict[str, Tensor]) -> Tensor:
        """Vectors of the pieces of each pair's sentence, [p, n, width]."""
        return states(self.network, data, self.args.branch)[data["row"]]

    def learn(self, batch: Sequence[Sentence], rng: random.Random, total: int) -> dict:
        """Take one step."""
        rise = min(1.0, self.step / max(30, total // 20))
        for group, rate in zip(self.optimizer.param_groups, self.rates, strict=True):
            group["lr"] = rate * rise * 0.5 * (1 + math.cos(math.pi * min(1.0, self.step / total)))
        if self.args.marked:
            marked = [m for s in batch for m in mark(s, choose_pairs(s, rng), self.pieces)]
            arrays = collate(marked, self.pieces)
        else:
            arrays = collate(batch, self.pieces, rng=rng, word_dropout=self.args.word_dropout)
        data = {k: torch.from_numpy(v) for k, v in arrays.items()}
        with torch.autocast("cpu", torch.bfloat16):
            out = self.judge(self.vectors(data), data["marks"], data["mask"][data["row"]])
        lost = {
            "event": functional.cross_entropy(
                out["event"].float(), data["event"], label_smoothing=self.args.smoothing, ignore_index=IGNORE
            ),
        }
        for key, weight in WEIGHTS.items():
            if (data[key] >= 0).any():
                lost[key] = weight * functional.cross_entropy(out[key].float(), data[key], ignore_index=IGNORE)
        sum(lost.values()).backward()
        nn.utils.clip_grad_norm_(self.both.parameters(), 5.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.step += 1
        if self.step % AVERAGE_EVERY == 0:
            decay = min(self.args.ema, (1 + self.step) / (10 + self.step)) ** AVERAGE_EVERY
            with torch.no_grad():
                now = [p.detach() for p in self.both.parameters()]
                torch._foreach_lerp_(list(self.average.values()), now, 1 - decay)
        return {k: v.item() for k, v in lost.items()}

    def swap(self) -> None:
        """Exchange the weights and their mean."""
        with torch.no_grad():
            for n, p in self.both.named_parameters():
                kept = p.detach().clone()
                p.copy_(self.average[n])
                self.average[n].copy_(kept)

    @torch.no_grad()
    def answer(self, sentences: Sequence[Sentence]) -> dict[str, np.ndarray]:
        """Scores of all pairs, in their order."""
        self.both.eval()
        parts = []
        for s in sentences:
            batch = list(mark(s, s.pairs, self.pieces)) if self.args.marked else [s]
            data = {k: torch.from_numpy(v) for k, v in collate(batch, self.pieces).items()}
            with torch.autocast("cpu", torch.bfloat16):
                out = self.judge(self.vectors(data), data["marks"], data["mask"][data["row"]])
            parts.append({k: v.float().numpy() for k, v in out.items()})
        self.both.train()
        return {k: np.concatenate([p[k] for p in parts]) for k in parts[0]}


def train(args: argparse.Namespace) -> None:
    """Train, score and save into `args.out`."""
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    rng = random.Random(args.seed)
    pieces = Pieces.read(args.tokenizer)
    tokenizer = load_pipeline().tokenizer
    rows = list(read_rows(sorted(args.sentences.glob("*.tsv"))))
    learned, held = split(make_sentences(rows, tokenizer, pieces), args.held)
    sets = {"own": held} if held else {}
    blocks = list(read_blocks(sorted(args.articles.glob("*.txt"))))
    more, spared = split(make_block_sentences(blocks, tokenizer, pieces), args.held)
    learned += more
    if spared:
        sets["articles"] = spared
    for path in args.measure:
        read = read_standard if "gsr" in str(path) else read_marked
        sets[path.parent.name] = make_sentences(read(path), tokenizer, pieces)
    learner = Learner(args, pieces)
    steps = len(make_batches(learned, args.budget, rng))
    total = int(steps * args.epochs)
    say(f"{len(rows)} rows, {len(blocks)} blocks, {len(learned)} sentences to learn, {len(held)} held, {total} steps")
    args.out.mkdir(parents=True, exist_ok=True)
    write_held(held, spared, args)
    started, sums, n = time.monotonic(), {}, 0
    while learner.step < total:
        rng.shuffle(learned)
        for batch in make_batches(learned, args.budget, rng):
            told = learner.learn(batch, rng, total)
            n += 1
            sums |= {k: sums.get(k, 0.0) + v for k, v in told.items()}
            if learner.step % args.every == 0 or learner.step == total:
                say(
                    f"{learner.step}/{total} {time.monotonic() - started:.0f}s "
                    + " ".join(f"{k} {v / n:.3f}" for k, v in sums.items())
                )
                sums, n = {}, 0
                learner.swap()
                save(learner, args)
                for name, sentences in sets.items():
                    say(
                        f"  {name} "
                        + json.dumps(score(sentences, learner.answer(sentences), own=name in ("own", "articles")))
                    )
                learner.swap()
            if learner.step == total:
                break


def save(learner: Learner, args: argparse.Namespace) -> None:
    """Write the weights as they are."""
    torch.save(learner.judge.state_dict(), args.out / "judge.pt")
    (args.out / "judge.json").write_text(json.dumps(asdict(learner.judge.sizes)), "utf-8")
    torch.save(learner.network.state_dict(), args.out / "best.pt")
    for name in ("labels.json", "sizes.json"):
        (args.out / name).write_bytes((args.encoder / name).read_bytes())


def write_held(held: Sequence[Sentence], spared: Sequence[Sentence], args: argparse.Namespace) -> None:
    """Write the rows and the blocks that are held back, for `calibrate`: `held.tsv` and `held.txt`."""
    wanted = {source for s in held for source in s.sources}
    lines = [
        line
        for path in sorted(args.sentences.glob("*.tsv"))
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1)
        if f"{path.name}:{number}" in wanted
    ]
    (args.out / "held.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    wanted = {source for s in spared for source in s.sources}
    blocks = [
        block.strip()
        for path in sorted(args.articles.glob("*.txt"))
        for number, block in enumerate(path.read_text("utf-8").split("\n\n"), 1)
        if f"{path.name}:{number}" in wanted
    ]
    (args.out / "held.txt").write_text("\n\n".join(blocks) + "\n", "utf-8")


def main() -> None:
    """Read the options."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--encoder", type=Path, required=True, help="folder of a trained encoder to start from")
    parser.add_argument("--minilm", type=Path, help="start from all-MiniLM-L6-v2's own weights in this folder")
    parser.add_argument("--tokenizer", type=Path, required=True, help="its tokenizer.json")
    parser.add_argument("--start", type=Path, help="go on from an earlier judge in this folder")
    parser.add_argument("--sentences", type=Path, default=FOLDER)
    parser.add_argument("--articles", type=Path, default=ARTICLES)
    parser.add_argument(
        "--measure", type=Path, nargs="*", default=[], help="sets to measure on: plv/dev.jsonl, gsr/dev.jsonl"
    )
    parser.add_argument("--branch", type=int, default=3, help="layers of the encoder that the judge shares")
    parser.add_argument("--layers", type=int, default=2, help="layers of its own above them")
    parser.add_argument("--frozen", action="store_true")
    parser.add_argument("--marked", action="store_true")
    parser.add_argument("--epochs", type=float, default=8)
    parser.add_argument("--budget", type=int, default=1536, help="padded word pieces a batch")
    parser.add_argument("--lr", type=float, default=1e-4)
    parser.add_argument("--layer-lr", type=float, default=3e-4)
    parser.add_argument("--head-lr", type=float, default=1e-3)
    parser.add_argument("--ema", type=float, default=0.99)
    parser.add_argument("--smoothing", type=float, default=0.05)
    parser.add_argument("--word-dropout", type=float, default=0.03)
    parser.add_argument("--held", type=float, default=0.1)
    parser.add_argument("--every", type=int, default=200)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    train(parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())
