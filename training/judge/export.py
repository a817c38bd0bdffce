"""Package a trained judge: `python -m training.judge.export TRAINED OUT --version X.Y.Z`."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import warnings
from pathlib import Path

import torch
from torch import Tensor, nn

from communique.coding.judge import LOWER, MAX_PIECES, UPPER
from communique.language.pipeline import load_pipeline, model_version
from training.export import load, quantise_matrices
from training.judge.network import Judge, JudgeSizes, lower
from training.judge.pairs import EVENTS, LABELS, MODALITIES, MODES, PROMISES, STAGES, STANCES
from training.network import Network

LICENCE = """The weights in this folder are licensed under CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/).

They start from the encoder all-MiniLM-L6-v2, Apache-2.0 (https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2),
read the table of word pieces in ../model (see its LICENSE), and were trained on the labelled sentences of
training/judge/sentences and training/judge/articles, which were written for this project.
"""


class Lower(nn.Module):
    """The layers that read a sentence once."""

    def __init__(self, network: Network, branch: int) -> None:
        super().__init__()
        self.network, self.branch = network, branch

    def forward(self, rows: Tensor, types: Tensor) -> Tensor:
        """Vectors [1, n, width] of rows of the table [1, n, width] and types [1, n]."""
        return lower(self.network, rows, types, self.branch)


class Upper(nn.Module):
    """The layers that read each pair of parties marked in it, with the scores in a row."""

    def __init__(self, judge: Judge) -> None:
        super().__init__()
        self.judge = judge

    def forward(self, vectors: Tensor, marks: Tensor) -> tuple[Tensor, ...]:
        """Scores in the order of `LABELS`, for vectors [1, n, width] and marks [p, n]."""
        out = self.judge(vectors, marks)
        return tuple(out[k] for k in LABELS)


def load_judge(folder: Path) -> Judge:
    """Load a judge from a training folder."""
    judge = Judge(JudgeSizes(**json.loads((folder / "judge.json").read_text("utf-8"))))
    judge.load_state_dict(torch.load(folder / "judge.pt"))
    return judge.eval()


def package(trained: Path, out: Path, *, version: str, weights: dict[str, object]) -> None:
    """Write both graphs in 8 bits and `judge.json`."""
    out.mkdir(parents=True, exist_ok=True)
    judge, network = load_judge(trained), load(trained)
    # No sentence is read further, and each place costs as much as three words.
    network.places.weight = nn.Parameter(network.places.weight[: MAX_PIECES + 2].clone())
    marks = torch.tensor([[0, 1, 0, 0, 2, 2, 0, 0, 0], [2, 0, 0, 0, 1, 1, 0, 0, 0]])
    vectors, types = torch.randn(1, 9, judge.sizes.width), torch.zeros(1, 9, dtype=torch.int64)
    n = {1: "n"}
    export(
        Lower(network, judge.sizes.branch),
        (vectors, types),
        out / LOWER,
        {"rows": n, "types": n, "vectors": n},
    )
    export(
        Upper(judge),
        (vectors, marks),
        out / UPPER,
        {"vectors": n, "marks": {0: "p", 1: "n"}} | {k: {0: "p"} for k in LABELS},
    )
    cells = {
        "version": version,
        "encoder": model_version(load_pipeline()),
        "events": EVENTS,
        "modes": MODES,
        "modalities": MODALITIES,
        "promises": PROMISES,
        "stances": STANCES,
        "stages": STAGES,
        "weights": weights,
    }
    (out / "judge.json").write_text(json.dumps(cells, indent=1) + "\n", "utf-8")
    (out / "LICENSE").write_text(LICENCE, "utf-8")


def export(module: nn.Module, inputs: tuple[Tensor, ...], out: Path, axes: dict[str, dict[int, str]]) -> None:
    """Write a graph in 8 bits; `axes` names inputs, then outputs."""
    names = list(axes)
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            module,
            inputs,
            str(plain),
            input_names=names[: len(inputs)],
            output_names=names[len(inputs) :],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        quantise_matrices(plain, out)


def main() -> None:
    """Read the options and package; weights of an earlier `judge.json` in OUT are kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trained", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--version", required=True)
    args = parser.parse_args()
    old = args.out / "judge.json"
    weights = json.loads(old.read_text("utf-8"))["weights"] if old.is_file() else {}
    package(args.trained, args.out, version=args.version, weights=weights)
    size = sum(p.stat().st_size for p in args.out.rglob("*") if p.is_file())
    sys.stdout.write(f"{args.out}: {size / 1e6:.1f} MB\n")


if __name__ == "__main__":
    main()
