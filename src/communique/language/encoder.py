"""spaCy component that reads tags, features, lemmas, trees, sentences and names from one pass of a small encoder."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import (  # type: ignore[import-not-found]
    DEP,
    ENT_IOB,
    ENT_TYPE,
    HEAD,
    LEMMA,
    MORPH,
    POS,
    TAG,
)
from spacy.language import Language
from spacy.parts_of_speech import IDS  # type: ignore[import-not-found]
from spacy.tokens import Doc

from communique.language.analysis import Analysis, Decoder, Labels, Relations, Scores
from communique.language.lemmas import Lemmatizer
from communique.language.pieces import Pieces
from communique.language.sentences import choose_starts, find_datelines
from communique.language.windows import Window, WordList, cut_windows, list_words

if TYPE_CHECKING:
    import onnxruntime

FILES = ("model.onnx", "relations.npz", "labels.json", "lemmas.json", "tokenizer.json")
_OUTPUTS = ("xpos", "upos", "feats", "lemma", "ner", "start", "arcs", "label_dep", "label_head")
_ATTRIBUTES = (TAG, POS, MORPH, LEMMA, HEAD, DEP, ENT_IOB, ENT_TYPE)
_INSIDE, _OUTSIDE, _BEGIN = 1, 2, 3
# Keys of `Doc.user_data`: where the pieces of each token begin in `Doc.tensor`, [tokens + 1], and their types.
PIECES_OF_WORDS = "communique_pieces"
TYPES_OF_PIECES = "communique_types"


@Language.factory(
    "communique_encoder",
    assigns=[
        "token.tag",
        "token.pos",
        "token.morph",
        "token.lemma",
        "token.dep",
        "token.head",
        "doc.ents",
        "doc.sents",
    ],
    default_config={"threads": 1, "keep_pieces": False},
)
def create_encoder(nlp: Language, name: str, threads: int, keep_pieces: bool) -> Encoder:
    """Make the component; its weights are read with the pipeline."""
    return Encoder(nlp, name, threads=threads, keep_pieces=keep_pieces)


class Encoder:
    """The component.

    Args:
        nlp: Pipeline, for its vocabulary.
        name: Name of the component in the pipeline.
        threads: Threads of onnxruntime; many workers with one each are faster than one with many.
        keep_pieces: Whether to leave the table's vectors of word pieces in `doc.tensor`, for the judge of events.
    """

    def __init__(
        self,
        nlp: Language,
        name: str = "communique_encoder",
        *,
        threads: int = 1,
        keep_pieces: bool = False,
    ) -> None:
        self.name = name
        self.vocab = nlp.vocab
        self.threads, self.keep_pieces = threads, keep_pieces
        self._folder: Path | None = None
        self._running: tuple[int, onnxruntime.InferenceSession] | None = None

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Encoder:
        """Read labels and word pieces; the graph is read with the first text."""
        folder = Path(path)
        self._folder, self._running = folder, None
        cells = json.loads((folder / "labels.json").read_text("utf-8"))
        labels = Labels.read(cells)
        layer = np.load(folder / "relations.npz")
        relations = Relations(layer["weight"].astype(np.float32), layer["bias"], labels.deprel.index("root"))
        self._pieces = Pieces.read(folder / "tokenizer.json")
        table = json.loads((folder / "lemmas.json").read_text("utf-8"))
        lemmatizer = Lemmatizer(table, frozenset(table.values()) | self._pieces.whole_words())
        self._decoder = Decoder(labels, relations, lemmatizer, added=cells["added"])
        strings, morphology = self.vocab.strings, self.vocab.morphology
        self._tags = np.array([strings.add(x) for x in labels.xpos], np.uint64)
        self._pos = np.array([IDS[x] for x in labels.upos], np.uint64)
        self._morphs = np.array([morphology.add(x) for x in labels.feats], np.uint64)
        self._deps = np.array([strings.add("ROOT" if x == "root" else x) for x in labels.deprel], np.uint64)
        self._kinds = np.array([0 if x == "O" else strings.add(x[2:]) for x in labels.ner], np.uint64)
        marks = {"O": _OUTSIDE, "B": _BEGIN, "I": _INSIDE}
        self._marks = np.array([marks[x[0]] for x in labels.ner], np.uint64)
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Copy the files that were read."""
        target = Path(path)
        target.mkdir(parents=True, exist_ok=True)
        if self._folder is not None and self._folder.resolve() != target.resolve():
            for name in FILES:
                shutil.copyfile(self._folder / name, target / name)

    def __getstate__(self) -> dict[str, Any]:
        # Sessions do not cross processes; each opens its own.
        return self.__dict__ | {"_running": None}

    def __call__(self, doc: Doc) -> Doc:
        """Analyse one text."""
        listed = list_words(doc)
        windows = cut_windows(listed, self._pieces)
        self._finish(doc, listed, windows, [self._score(w) for w in windows])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 32) -> Iterator[Doc]:
        """Analyse texts, one after the other."""
        for doc in stream:
            yield self(doc)

    def _session(self) -> onnxruntime.InferenceSession:
        # A forked worker must not use its parent's session.
        if self._running is None or self._running[0] != os.getpid():
            import onnxruntime

            if self._folder is None:
                raise ValueError("the encoder has no weights: load the pipeline from its folder")
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = self.threads
            options.inter_op_num_threads = 1
            options.log_severity_level = 3
            session = onnxruntime.InferenceSession(
                str(self._folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
            self._running = os.getpid(), session
        return self._running[1]

    def _score(self, window: Window) -> Scores:
        """Run the encoder on a window, by itself.

        8-bit activations share one scale a run. Alone, a window has the same scores whatever else is read with it, and
        records do not depend on the order of articles; batches were no faster (5,800 words a second both ways).
        """
        names = [*_OUTPUTS, "rows"] if self.keep_pieces else list(_OUTPUTS)
        found = self._session().run(names, window.arrays())
        return {name: values[0] for name, values in zip(names, found, strict=True)}

    def _finish(self, doc: Doc, listed: WordList, windows: Sequence[Window], scores: Sequence[Scores]) -> None:
        n = len(listed.words)
        analysis = Analysis.empty(n)
        if n:
            start_scores = np.concatenate(
                [s["start"][1 : 1 + w.end - w.start] for w, s in zip(windows, scores, strict=True)]
            )
            analysis.starts = choose_starts(
                start_scores,
                listed.words,
                separators=listed.separators,
                blank_line=listed.blank_line,
                in_dateline=_in_datelines(doc, listed),
            )
            for window, found in zip(windows, scores, strict=True):
                # No tree crosses windows.
                analysis.starts[window.start] = True
                self._decoder.fill(analysis, window, found)
        self._write(doc, listed, analysis)
        if self.keep_pieces and windows:
            _keep_pieces(doc, listed, windows, scores)

    def _write(self, doc: Doc, listed: WordList, analysis: Analysis) -> None:
        """Write the analysis into the Doc; whitespace hangs on the word before it, or on the first word."""
        strings = self.vocab.strings
        array = np.zeros((len(doc), len(_ATTRIBUTES)), np.uint64)
        places = np.asarray(listed.places, np.int64)
        array[places, 0] = self._tags[analysis.xpos]
        array[places, 1] = self._pos[analysis.upos]
        array[places, 2] = self._morphs[analysis.feats]
        array[places, 3] = [strings.add(lemma) for lemma in self._decoder.lemmas(listed.words, analysis)]
        array[places, 4] = (places[analysis.heads] - places).astype(np.uint64) if len(places) else 0
        array[places, 5] = self._deps[analysis.deprel]
        array[places, 6] = self._marks[analysis.ner]
        array[places, 7] = self._kinds[analysis.ner]
        if len(places) < len(doc):
            _write_blanks(doc, listed, array)
        doc.from_array(list(_ATTRIBUTES), array)  # type: ignore[arg-type]


def _keep_pieces(doc: Doc, listed: WordList, windows: Sequence[Window], scores: Sequence[Scores]) -> None:
    """Leave the vectors and types of all pieces with the document, first and last piece of a window before them.

    The judge of events reads them; blanks have none.
    """
    sizes = np.zeros(len(doc) + 1, np.int64)
    sizes[0] = 2
    for window in windows:
        ends = np.diff([*window.first[1:], len(window.pieces) - 1])
        sizes[np.asarray(listed.places[window.start : window.end], np.int64) + 1] = ends
    doc.user_data[PIECES_OF_WORDS] = np.cumsum(sizes)
    doc.user_data[TYPES_OF_PIECES] = np.array([0, 0, *(t for w in windows for t in w.types[1:-1])], np.int64)
    edges = scores[0]["rows"][[0, -1]]
    doc.tensor = np.concatenate([edges, *(s["rows"][1:-1] for s in scores)])


def _write_blanks(doc: Doc, listed: WordList, array: NDArray[np.uint64]) -> None:
    # `dep`, as in spaCy's own models: a token without a relation would count as a root.
    tag, morph, dep = doc.vocab.strings.add("_SP"), doc.vocab.morphology.add(""), doc.vocab.strings.add("dep")
    words = set(listed.places)
    word = listed.places[0] if listed.places else 0
    for i in range(len(doc)):
        if i in words:
            word = i
        else:
            # numpy would go through floats for a tuple with large and small numbers.
            head = np.int64(word - i).astype(np.uint64)
            cells = (tag, IDS["SPACE"], morph, doc[i].orth, head, dep, _OUTSIDE, 0)
            array[i] = [np.uint64(c) for c in cells]
    # A blank inside a name belongs to the name; from the right, so that a run of blanks takes the mark of the word.
    for i in range(len(doc) - 2, -1, -1):
        if i not in words and array[i + 1, 6] == _INSIDE:
            array[i, 6:8] = array[i + 1, 6:8]


def _in_datelines(doc: Doc, listed: WordList) -> list[bool]:
    """Say of each word whether a sentence must not start there because of a dateline."""
    inside = [False] * len(listed.words)
    datelines = find_datelines(doc.text)
    if not datelines:
        return inside
    offsets = [doc[i].idx for i in listed.places]
    for start, end in datelines:
        first = int(np.searchsorted(offsets, start))
        last = int(np.searchsorted(offsets, end))
        # The dateline's first word may start a sentence; the first word after it may not.
        inside[first + 1 : last + 1] = [True] * len(inside[first + 1 : last + 1])
    return inside
