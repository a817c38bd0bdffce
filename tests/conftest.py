"""Shared by several tests: the language pipeline, loaded once, and the shared data beside the checkout."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from spacy.language import Language

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The shipped English pipeline."""
    from communique.language.pipeline import load_pipeline

    return load_pipeline()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared data; tests that need it carry the mark `shared`."""
    folder = Path(os.environ.get("COMMUNIQUE_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.fail(f"no shared data at {folder}; leave out tests marked `shared`")
    return folder
