"""Load the pipeline that analyses a language: the model that ships, or any spaCy pipeline with UD labels."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING

from communique.errors import ConfigError

if TYPE_CHECKING:
    from spacy.language import Language

# Named models of a language's folder; None is the encoder.
_SHIPPED = {None: "model", "encoder": "model", "fast": "model-fast"}
_LOCALES = Path(__file__).resolve().parent.parent / "locales"


def load_pipeline(language: str = "en", *, model: str | None = None) -> Language:
    """Load a language's pipeline; no network is asked.

    Args:
        language: Code of a language that has a folder in `locales/`.
        model: None for the encoder, "fast" for the small convolutional model, else a folder or the name of an installed
            spaCy package.

    Raises:
        ConfigError: No such language or model, or a pipeline that finds no sentences.
    """
    import spacy

    if model not in _SHIPPED and model is not None:
        return _load_foreign(model)
    folder = _LOCALES / language / _SHIPPED[model]
    if not (folder / "config.cfg").is_file():
        there = sorted(p.name for p in _LOCALES.iterdir() if (p / "model" / "config.cfg").is_file())
        raise ConfigError(f"no model {model or 'encoder'!r} for language {language!r}; there are {', '.join(there)}")
    _register()
    return spacy.load(folder)


def model_version(nlp: Language) -> str:
    """Name a pipeline and its version for the records made with it: "en_communique_encoder 1.0.0"."""
    return f"{nlp.meta.get('lang', '')}_{nlp.meta.get('name', '')} {nlp.meta.get('version', '')}".strip()


def _register() -> None:
    """Make the factories of this package known to spaCy, installed with entry points or not."""
    for name in ("encoder", "tokenizer", "rules"):
        importlib.import_module(f"communique.language.{name}")


def _load_foreign(model: str) -> Language:
    import spacy

    _register()
    try:
        nlp = spacy.load(model)
    except (OSError, ValueError) as error:
        names = ", ".join(n for n in _SHIPPED if n)
        raise ConfigError(
            f"no model {model!r}: {str(error).splitlines()[0]}; there are {names}, folders and installed spaCy packages"
        ) from error
    if not {"parser", "communique_encoder"} & set(nlp.pipe_names):
        raise ConfigError(f"the pipeline {model!r} has no parser; its parts are {', '.join(nlp.pipe_names)}")
    return nlp
