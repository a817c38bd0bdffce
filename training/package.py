"""Make a spaCy pipeline of a trained network: `python -m training.package TRAINED OUT --corpora … --encoder …`."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import spacy

import communique.language.encoder
import communique.language.tokenizer  # noqa: F401
from training.corpus import read_ewt, read_gum
from training.export import export, load, quantise, write_labels
from training.lemma_table import collect

LICENCE = """The weights in this folder are licensed under CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/).

They were trained on
- UD English EWT (https://universaldependencies.org), CC BY-SA 4.0;
- GUM, the Georgetown University Multilayer corpus (https://gucorpling.org/gum/): annotations CC BY 4.0, texts CC BY,
  CC BY-SA or free (only genres without a non-commercial clause){more}.
"""
MORE = """;
- Universal NER for EWT's development part (https://www.universalner.org), CC BY-SA 4.0;
and start from the encoder all-MiniLM-L6-v2, Apache-2.0
(https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2)"""
SOURCES = {
    "UD English EWT": "CC BY-SA 4.0",
    "GUM": "CC BY 4.0; texts CC BY, CC BY-SA or free",
    "Universal NER": "CC BY-SA 4.0",
    "all-MiniLM-L6-v2": "Apache-2.0",
}


def build(
    trained: Path,
    encoder: Path,
    corpora: Path,
    out: Path,
    *,
    version: str,
    exact: bool = False,
    skip: tuple[str, ...] = (),
) -> None:
    """Export, quantise and write the pipeline; the folder appears whole or not at all."""
    network = load(trained)
    with tempfile.TemporaryDirectory(dir=out.parent) as name:
        parts = Path(name) / "parts"
        parts.mkdir()
        export(network, parts / ("model.onnx" if exact else "plain.onnx"))
        if not exact:
            quantise(parts / "plain.onnx", parts / "model.onnx", skip=skip)
        write_labels(network, parts / "relations.npz")
        labels = json.loads((trained / "labels.json").read_text("utf-8"))
        labels["added"] = network.sizes.label
        (parts / "labels.json").write_text(json.dumps(labels, ensure_ascii=False, separators=(",", ":")), "utf-8")
        parts_read = [
            read_gum(corpora / "gum/train"),
            *(read_ewt(corpora / f"ewt/{p}.conllu") for p in ("train", "dev")),
        ]
        table = collect(s for part in parts_read for d in part for s in d)
        (parts / "lemmas.json").write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":")), "utf-8")
        tokenizer = json.loads((encoder / "tokenizer.json").read_text("utf-8"))
        tokenizer["truncation"] = tokenizer["padding"] = None
        (parts / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")), "utf-8")

        nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "communique.tokenizer.v1"}}})
        nlp.add_pipe("communique_encoder").from_disk(parts)
        write(
            nlp,
            Path(name) / "made",
            name="communique_encoder",
            version=version,
            licence=LICENCE.format(more=MORE),
            sources=tuple(SOURCES),
        )
        replace(Path(name) / "made", out)


def write(nlp: spacy.Language, folder: Path, *, name: str, version: str, licence: str, sources: Sequence[str]) -> None:
    """Write a pipeline with its meta data, without the strings of the process that made it."""
    nlp.meta.update(
        name=name,
        version=version,
        license="CC BY-SA 4.0",
        author="communique",
        # The packaging version would be a lower bound that warns on older ones.
        spacy_version=">=3.8.0,<3.9.0",
        description="Sentences, UD syntax, lemmas and names of English news",
        sources=[{"name": n, "license": SOURCES[n]} for n in sources],
    )
    nlp.to_disk(folder)
    (folder / "LICENSE").write_text(licence, "utf-8")


def replace(made: Path, out: Path) -> None:
    """Put a finished folder in place of the old one."""
    old = out.with_name(out.name + ".old")
    if out.exists():
        out.rename(old)
    made.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def main() -> None:
    """Read the options and build."""
    parser = argparse.ArgumentParser()
    parser.add_argument("trained", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--version", default="1.0.0")
    parser.add_argument("--exact", action="store_true", help="keep 32 bits")
    parser.add_argument("--skip", default="", help="parts of node names left in 32 bits, with commas")
    args = parser.parse_args()
    skip = tuple(s for s in args.skip.split(",") if s)
    build(args.trained, args.encoder, args.corpora, args.out, version=args.version, exact=args.exact, skip=skip)
    size = sum(p.stat().st_size for p in args.out.rglob("*") if p.is_file())
    sys.stdout.write(f"{args.out}: {size / 1e6:.1f} MB\n")


if __name__ == "__main__":
    main()
