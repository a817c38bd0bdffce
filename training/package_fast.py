"""Make the fast pipeline's folder of what `spacy train` wrote: `python -m training.package_fast TRAINED OUT`.

It gets the encoder's tokenizer and what is certain about sentences of news; the parser keeps to both.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import spacy

import communique.language.rules  # noqa: F401
from communique.language.tokenizer import build_tokenizer
from training.package import LICENCE, replace, write


def main(trained: Path, out: Path, version: str) -> None:
    """Write the pipeline."""
    nlp = spacy.load(trained)
    nlp.tokenizer = build_tokenizer(nlp)
    nlp.config["nlp"]["tokenizer"] = {"@tokenizers": "communique.tokenizer.v1"}
    nlp.add_pipe("communique_sentence_rules", first=True)
    nlp.add_pipe("communique_sentence_mend", last=True)
    # These name folders of the machine that trained.
    nlp.config["paths"] = dict.fromkeys(nlp.config["paths"])
    nlp.meta["performance"] = {}
    with tempfile.TemporaryDirectory(dir=out.parent) as folder:
        licence = LICENCE.format(more="")
        made, sources = Path(folder) / "made", ("UD English EWT", "GUM")
        write(nlp, made, name="communique_fast", version=version, licence=licence, sources=sources)
        replace(made, out)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "1.0.0")
