"""Train the joint network: `python -m training.train_encoder CORPORA OUT [--epochs 24]`; seeds are fixed."""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from communique.language.pieces import Pieces
from training.corpus import Sentence, read_ewt, read_gum
from training.examples import TAGS, Augmenter, Labels, Names, Row, RowMaker, Window, collate, cut_windows, make_batches, spans_of
from training.network import Network, Sizes, load_encoder

HERE = Path(__file__).parent
AVERAGE_EVERY = 4


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def losses(network: Network, batch: dict[str, Tensor], out: dict[str, Tensor], smoothing: float) -> dict[str, Tensor]:
    """Mean loss of each head."""
    found = {}
    for key in ("xpos", "upos", "feats", "lemma"):
        found[key] = F.cross_entropy(out[key].float().flatten(0, 1), batch[key].flatten(), label_smoothing=smoothing)
    real = batch["start"] >= 0
    found["start"] = F.binary_cross_entropy_with_logits(out["start"].float()[real], batch["start"][real].float())
    logits = out["ner"].float()
    allowed = (batch["ner"].unsqueeze(-1) >> torch.arange(len(TAGS))) & 1
    lost = logits.logsumexp(-1) - logits.masked_fill(allowed == 0, -1e4).logsumexp(-1)
    # Names are one word in ten: over the mean of all words they would be learned last.
    found["ner"] = 1.5 * lost[real].mean()
    sent = batch["sent"]
    same = sent.unsqueeze(2) == sent.unsqueeze(1)
    same[:, :, 0] = True
    arcs = out["arcs"].float().masked_fill(~same, -1e4)
    found["arcs"] = F.cross_entropy(arcs.flatten(0, 1), batch["heads"].flatten())
    b, i = (batch["heads"] >= 0).nonzero(as_tuple=True)
    h = batch["heads"][b, i]
    labels = network.labels(out["label_dep"][b, i], out["label_head"][b, h]).float()
    found["labels"] = F.cross_entropy(labels, batch["deprel"][b, i], label_smoothing=smoothing)
    return found


@torch.no_grad()
def score(network: Network, windows: list[Window], pieces: Pieces, labels: Labels, punct: set[int]) -> dict[str, float]:
    """Score windows of gold sentences: attachment inside gold sentences and without punctuation, as spaCy counts."""
    network.eval()
    rng = random.Random(0)
    right: dict[str, float] = {}
    count: dict[str, float] = {}
    add = lambda k, a, n: (right.__setitem__(k, right.get(k, 0) + a), count.__setitem__(k, count.get(k, 0) + n))  # noqa: E731
    tp = fp = fn = stp = sfp = sfn = 0
    for batch in make_batches(windows, budget=4096, rng=rng):
        data = {k: torch.from_numpy(v) for k, v in collate(batch, pieces, rng=rng, lines=False).items()}
        with torch.autocast("cpu", torch.bfloat16):
            out = network(data["pieces"], data["types"], data["mask"], data["first"])
        for key in ("xpos", "upos", "feats", "lemma"):
            real = data["sent"] >= 0
            add(key, int((out[key].argmax(-1) == data[key])[real].sum()), int(real.sum()))
        sent = data["sent"]
        same = sent.unsqueeze(2) == sent.unsqueeze(1)
        same[:, :, 0] = True
        heads = out["arcs"].float().masked_fill(~same, -1e4).argmax(-1)
        b, i = (data["heads"] >= 0).nonzero(as_tuple=True)
        found = network.labels(out["label_dep"][b, i].float(), out["label_head"][b, heads[b, i]].float()).argmax(-1)
        gold = data["deprel"][b, i]
        counted = torch.tensor([int(g) not in punct for g in gold])
        good = heads[b, i] == data["heads"][b, i]
        add("uas", int((good & counted).sum()), int(counted.sum()))
        add("las", int((good & (found == gold) & counted).sum()), int(counted.sum()))
        start = (out["start"] > 0) & (data["start"] >= 0)
        stp += int((start & (data["start"] == 1)).sum())
        sfp += int((start & (data["start"] == 0)).sum())
        sfn += int((~start & (data["start"] == 1)).sum())
        for row in range(len(batch)):
            n = int((sent[row] >= 0).sum())
            want = set(spans_of([TAGS[int(m).bit_length() - 1] for m in data["ner"][row, 1 : n + 1]]))
            got = set(spans_of(repair([TAGS[t] for t in out["ner"][row, 1 : n + 1].argmax(-1)])))
            tp, fp, fn = tp + len(got & want), fp + len(got - want), fn + len(want - got)
    result = {k: right[k] / count[k] for k in right}
    result["sents_f"] = 2 * stp / max(1, 2 * stp + sfp + sfn)
    result["ents_f"] = 2 * tp / max(1, 2 * tp + fp + fn)
    network.train()
    return {k: round(v, 4) for k, v in result.items()}


def repair(tags: list[str]) -> list[str]:
    """A name that begins with I- begins with B-."""
    out = []
    before = "O"
    for tag in tags:
        if tag.startswith("I-") and before[2:] != tag[2:]:
            tag = "B" + tag[1:]
        out.append(tag)
        before = tag
    return out


def rows_of(documents: list[list[Sentence]], maker: RowMaker, *, uner: bool = False) -> list[list[Row]]:
    out = []
    for document in documents:
        rows = [maker.row(s, uner=uner) for s in document]
        rows[0].opens_document = True
        out.append(rows)
    return out


def epoch_windows(documents: list[list[Row]], pieces: Pieces, augment: Augmenter, rng: random.Random) -> list[Window]:
    """One pass over the documents, each copy a little different."""
    windows = []
    for rows in documents:
        copies = []
        whole = rng.choices(["", "lower", "upper"], [0.96, 0.03, 0.01])[0]
        for row in rows:
            copy = augment.change(row, case=whole)
            if (row.paragraph and rng.random() < 0.05) or (row.opens_document and rng.random() < 0.2):
                copy = augment.with_dateline(copy)
            copies.append(copy)
        windows += cut_windows(copies, pieces, rng=rng)
    return windows


def train(args: argparse.Namespace) -> None:
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    rng = random.Random(args.seed)
    corpora: Path = args.corpora
    pieces = Pieces.read(args.encoder / "tokenizer.json")
    gum = read_gum(corpora / "gum/train")
    ewt = read_ewt(corpora / "ewt/train.conllu")
    more = read_ewt(corpora / "ewt/dev.conllu", corpora / "uner/en_ewt-dev.iob2")
    dev = read_gum(corpora / "gum/dev")
    if args.final:
        gum += dev
    every = [s for part in (gum, ewt, more) for d in part for s in d]
    labels = Labels.collect(every)
    names = Names(HERE / "names.toml")
    names.learn(s for d in gum for s in d)
    maker = RowMaker(labels, names)
    documents = rows_of(gum, maker) + rows_of(ewt, maker) + rows_of(more, maker, uner=True)
    held = [w for d in rows_of(dev, maker) for w in cut_windows(d, pieces, rng=random.Random(1))]
    punct = {labels.deprel.index("punct")}
    augment = Augmenter(maker, rng)

    sizes = Sizes(
        **{k: len(getattr(labels, k)) for k in ("xpos", "upos", "feats", "lemma", "ner", "deprel")},
    )
    network = Network(sizes)
    load_encoder(network, args.encoder / "model.safetensors")
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "labels.json").write_text(json.dumps(asdict(labels), ensure_ascii=False), "utf-8")
    (args.out / "sizes.json").write_text(json.dumps(asdict(sizes)), "utf-8")

    body = [p for n, p in network.named_parameters() if n.split(".")[0] in {"words", "places", "norm", "blocks"}]
    inside = {id(p) for p in body}
    heads = [p for p in network.parameters() if id(p) not in inside]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": args.lr}, {"params": heads, "lr": args.head_lr}], weight_decay=0.01, betas=(0.9, 0.98), fused=True
    )
    batches = make_batches(epoch_windows(documents, pieces, augment, rng), budget=args.budget, rng=rng)
    total = int(len(batches) * args.epochs)
    warm = max(50, total // 20)
    shape = lambda s: min(1.0, s / warm) * max(0.0, 0.5 * (1 + math.cos(math.pi * min(1.0, s / total))))  # noqa: E731
    average = {n: p.detach().clone() for n, p in network.named_parameters()}
    started, step, sums = time.monotonic(), 0, {}
    state = args.out / "last.pt"
    if args.resume and state.exists():
        saved = torch.load(state)
        network.load_state_dict(saved["network"])
        optimizer.load_state_dict(saved["optimizer"])
        average, step = saved["average"], saved["step"]
    network.train()
    weights = {"xpos": 0.5, "upos": 0.5, "feats": 0.5, "lemma": 0.5, "start": 1.0, "ner": 1.0, "arcs": 1.0, "labels": 1.0}
    epoch = 0
    while step < total:
        for batch in batches:
            if step >= total:
                break
            factor = shape(step)
            for group, base in zip(optimizer.param_groups, (args.lr, args.head_lr), strict=True):
                group["lr"] = base * factor
            data = {k: torch.from_numpy(v) for k, v in collate(batch, pieces, rng=rng, word_dropout=args.word_dropout).items()}
            with torch.autocast("cpu", torch.bfloat16):
                out = network(data["pieces"], data["types"], data["mask"], data["first"])
                found = losses(network, data, out, args.smoothing)
            loss = sum(weights[k] * v for k, v in found.items())
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimizer.step()
            optimizer.zero_grad()
            step += 1
            # The mean of the weights over the last few hundred steps is better than the last ones.
            if step % AVERAGE_EVERY == 0:
                decay = min(args.ema, (1 + step) / (10 + step)) ** AVERAGE_EVERY
                with torch.no_grad():
                    torch._foreach_lerp_(list(average.values()), [p.detach() for p in network.parameters()], 1 - decay)
            for k, v in found.items():
                sums[k] = sums.get(k, 0.0) + v.item()
            if step % 100 == 0:
                told = " ".join(f"{k} {v / 100:.3f}" for k, v in sums.items())
                say(f"{step}/{total} {time.monotonic() - started:.0f}s {told}")
                sums = {}
            if step % args.every == 0 or step == total:
                torch.save({"network": network.state_dict(), "optimizer": optimizer.state_dict(), "average": average, "step": step}, state)
                kept = {n: p.detach().clone() for n, p in network.named_parameters()}
                with torch.no_grad():
                    for n, p in network.named_parameters():
                        p.copy_(average[n])
                say(f"dev {step} {score(network, held, pieces, labels, punct)}")
                torch.save(network.state_dict(), args.out / "best.pt")
                with torch.no_grad():
                    for n, p in network.named_parameters():
                        p.copy_(kept[n])
        epoch += 1
        batches = make_batches(epoch_windows(documents, pieces, augment, rng), budget=args.budget, rng=rng)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("corpora", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--encoder", type=Path, required=True, help="folder of all-MiniLM-L6-v2 (model.safetensors, tokenizer.json)")
    parser.add_argument("--epochs", type=float, default=24)
    parser.add_argument("--budget", type=int, default=2048)
    parser.add_argument("--lr", type=float, default=4e-4)
    parser.add_argument("--head-lr", type=float, default=1.5e-3)
    parser.add_argument("--ema", type=float, default=0.998)
    parser.add_argument("--smoothing", type=float, default=0.03)
    parser.add_argument("--word-dropout", type=float, default=0.04)
    parser.add_argument("--every", type=int, default=500)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--final", action="store_true", help="train on GUM's dev part too; the dev scores then say nothing")
    parser.add_argument("--resume", action="store_true")
    train(parser.parse_args())


if __name__ == "__main__":
    np.seterr(all="raise")
    main()
