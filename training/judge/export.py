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

from communique.coding.judge import MAX_PIECES
from communique.language.pipeline import load_pipeline, model_version
from training.export import load, quantise_matrices
from training.judge.network import Judge, JudgeSizes, lower
from training.judge.pairs import EVENTS, MODALITIES, MODES
from training.network import Network

OUTPUTS = ("event", "mode", "modality")
LICENCE = """The weights in this folder are licensed under CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/).

They start from the encoder all-MiniLM-L6-v2, Apache-2.0 (https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2),
read the table of word pieces in ../model (see its LICENSE), and were trained on the labelled sentences of
training/judge/sentences, which were written for this project.
"""


class Exported(nn.Module):
    """The lower layers, run once, and the judge with its scores in a row."""

    def __init__(self, network: Network, judge: Judge) -> None:
        super().__init__()
        self.network, self.judge = network, judge

    def forward(self, rows: Tensor, types: Tensor, marks: Tensor) -> tuple[Tensor, ...]:
        """Scores in the order of `OUTPUTS`, for rows of the table [1, n, width], types [1, n] and marks [p, n]."""
        out = self.judge(lower(self.network, rows, types, self.judge.sizes.branch), marks)
        return tuple(out[k] for k in OUTPUTS)


def load_judge(folder: Path) -> Judge:
    """Load a judge from a training folder."""
    judge = Judge(JudgeSizes(**json.loads((folder / "judge.json").read_text("utf-8"))))
    judge.load_state_dict(torch.load(folder / "judge.pt"))
    return judge.eval()


def package(trained: Path, out: Path, *, version: str, weights: dict[str, object]) -> None:
    """Write `judge.onnx` in 8 bits and `judge.json`."""
    out.mkdir(parents=True, exist_ok=True)
    judge, network = load_judge(trained), load(trained)
    # No sentence is read further, and each place costs as much as three words.
    network.places.weight = nn.Parameter(network.places.weight[: MAX_PIECES + 2].clone())
    marks = torch.tensor([[0, 1, 0, 0, 2, 2, 0, 0, 0], [2, 0, 0, 0, 1, 1, 0, 0, 0]])
    inputs = torch.randn(1, 9, judge.sizes.width), torch.zeros(1, 9, dtype=torch.int64), marks
    axes = {"rows": {1: "n"}, "types": {1: "n"}, "marks": {0: "p", 1: "n"}} | {k: {0: "p"} for k in OUTPUTS}
    with tempfile.TemporaryDirectory() as name, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain = Path(name) / "plain.onnx"
        torch.onnx.export(
            Exported(network, judge),
            inputs,
            str(plain),
            input_names=["rows", "types", "marks"],
            output_names=list(OUTPUTS),
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        quantise_matrices(plain, out / "judge.onnx")
    cells = {
        "version": version,
        "encoder": model_version(load_pipeline()),
        "events": EVENTS,
        "modes": MODES,
        "modalities": MODALITIES,
        "weights": weights,
    }
    (out / "judge.json").write_text(json.dumps(cells, indent=1) + "\n", "utf-8")
    (out / "LICENSE").write_text(LICENCE, "utf-8")


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
