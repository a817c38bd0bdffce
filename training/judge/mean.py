"""The mean of judges that were trained from one start: `python -m training.judge.mean OUT TRAINED TRAINED …`.

Runs that begin with the same weights and see the sentences in another order end near each other; the mean of their
weights is at least as good as each of them on sentences that were held back, and costs nothing at run time
(Wortsman et al. 2022, "Model soups").
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

WEIGHTS = ("best.pt", "judge.pt")
OTHERS = ("judge.json", "labels.json", "sizes.json", "held.tsv", "held.txt")


def mean_of(states: Sequence[dict[str, Tensor]]) -> dict[str, Tensor]:
    """The mean of each tensor over several states of one network; counters are those of the first."""
    first = states[0]
    return {
        name: torch.stack([s[name].float() for s in states]).mean(0).to(kept.dtype)
        if kept.is_floating_point()
        else kept
        for name, kept in first.items()
    }


def main() -> None:
    """Read the options and write the mean."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("trained", type=Path, nargs="+", help="folders that training.judge.train wrote")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for name in WEIGHTS:
        torch.save(mean_of([torch.load(folder / name) for folder in args.trained]), args.out / name)
    for name in OTHERS:
        (args.out / name).write_bytes((args.trained[0] / name).read_bytes())


if __name__ == "__main__":
    sys.exit(main())
