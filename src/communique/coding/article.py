"""One article in, its records out: pure, without a store, so that it runs the same in one process and in many."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from communique import __version__
from communique.actors.gazetteer import Gazetteer, load_gazetteer
from communique.actors.holders import HolderTable
from communique.actors.resolve import resolve_actors
from communique.coding.agreements import code_agreements
from communique.coding.avowals import Avowals
from communique.coding.claims import code_claims
from communique.coding.commitments import code_commitments
from communique.coding.context import Context
from communique.coding.events import code_events
from communique.coding.judge import Judge, load_judge
from communique.coding.lexicon import Lexicon, load_lexicon
from communique.coding.positions import code_positions
from communique.coding.privacy import Names, hide_private
from communique.coding.quotes import find_quotes
from communique.coding.tenures import code_tenures
from communique.errors import CodingError
from communique.language.analyse import analyse_all
from communique.language.document import Document
from communique.language.pipeline import load_pipeline, model_version
from communique.records import Article, Coded, Coder, Refusal

if TYPE_CHECKING:
    from spacy.language import Language

    from communique.language.encoder import Encoder

# Languages with a folder under `locales/` that holds a model, a lexicon and tables of names.
CODED_LANGUAGES = ("en",)
# A newspaper page has 5,000 characters, a book 500,000; past this the syntax of one text would fill the memory.
MAX_CHARACTERS = 1_000_000
# Articles whose sentences go through the language model together; more gives no speed and holds up the first result.
BATCH_ARTICLES = 32


@dataclass(frozen=True)
class Tools:
    """What coding needs besides the article, loaded once a process."""

    nlp: Language
    gazetteer: Gazetteer
    lexicon: Lexicon
    coder: Coder
    judge: Judge | None = None
    holders: HolderTable | None = None
    names: Names = Names.PUBLIC


def load_tools(
    *, language: str = "en", model: str | None = None, lexicon: Sequence[Path] = (), judge: bool = True
) -> Tools:
    """Load model, tables and lexicon of a language.

    Args:
        language: BCP 47 code of a coded language.
        model: None for the shipped model, `fast` for the smaller one, else a path or an installed spaCy package.
        lexicon: Further lexicon files of the user's own.
        judge: Whether the trained judge weighs what frames propose; it reads the shipped model's vectors, so other
            models code without it.

    Raises:
        ConfigError: Where the model or a lexicon file cannot be used.
    """
    nlp = load_pipeline(language, model=model)
    compiled = load_lexicon(language, extra=lexicon)
    version = model_version(nlp)
    judging = load_judge(language) if judge else None
    if judging is not None and judging.encoder != version:
        judging = None
    if judging is not None:
        cast("Encoder", nlp.get_pipe("communique_encoder")).keep_pieces = True
    coder = Coder(
        program=__version__,
        model=version,
        lexicon=compiled.version,
        judge=judging.version if judging else None,
    )
    tools = Tools(nlp=nlp, gazetteer=load_gazetteer(language), lexicon=compiled, coder=coder, judge=judging)
    # The tables stay as long as the process. Left among the young, each full collection walks through all of them
    # again: a tenth of the time of coding on the example articles.
    gc.freeze()
    return tools


def equip(tools: Tools, *, holders: HolderTable | None = None, names: Names = Names.PUBLIC) -> Tools:
    """The same tools with a table of office holders, and with what is to become of private persons' names.

    Both change what is coded, so both are told with the version of the lexicon: a store codes its articles anew.
    """
    lexicon = tools.lexicon.version
    lexicon += f"+holders.{holders.version}" if holders is not None else ""
    lexicon += "+names.all" if names is Names.ALL else ""
    return replace(tools, holders=holders, names=names, coder=replace(tools.coder, lexicon=lexicon))


def refuse_coding(article: Article) -> Refusal | None:
    """Why an article is not coded: another language, or too long; None where it can be."""
    if article.language.split("-")[0] not in CODED_LANGUAGES:
        return Refusal(
            uri=article.uri,
            stage="coding",
            reason=f"the story is in {article.language!r}, and only {', '.join(CODED_LANGUAGES)} is coded",
            remedy="it is kept as read; say --language en if the language was guessed wrongly",
        )
    if len(article.text) > MAX_CHARACTERS:
        return Refusal(
            uri=article.uri,
            stage="coding",
            reason=f"the story has {len(article.text):,} characters; up to {MAX_CHARACTERS:,} are coded",
            remedy="split it into its articles",
        )
    return None


def code_articles(articles: Iterable[Article], tools: Tools) -> Iterator[tuple[Article, tuple[Coded, ...] | Refusal]]:
    """Code articles in their order; an article that cannot be coded gives a refusal in its place."""
    batch: list[Article] = []
    for article in articles:
        batch.append(article)
        if len(batch) == BATCH_ARTICLES:
            yield from _code_batch(batch, tools)
            batch = []
    yield from _code_batch(batch, tools)


def code_article(article: Article, tools: Tools) -> tuple[Coded, ...]:
    """All records that one article supports, in the order of kinds.

    Raises:
        CodingError: Where the article cannot be coded.
    """
    (_, coded), *_ = code_articles([article], tools)
    if isinstance(coded, Refusal):
        raise CodingError(f"{coded.uri}: {coded.reason}", remedy=coded.remedy)
    return coded


def code_document(document: Document, tools: Tools) -> tuple[Coded, ...]:
    """All records of a document whose words have been analysed."""
    references = resolve_actors(document, tools.gazetteer, tools.holders)
    context = Context(document=document, references=references, coder=tools.coder)
    # Quotes come first: "we" in the others is whoever speaks.
    context = replace(context, quotes=find_quotes(context))
    events = code_events(context, tools.lexicon, tools.judge)
    avowals = Avowals.of(context, tools.judge)
    records: tuple[Coded, ...] = (
        *events,
        *context.quotes,
        *code_commitments(context, events, avowals.promises),
        *code_positions(context, events, avowals.sides),
        *code_agreements(context, events, avowals.deals),
        *code_claims(context),
        *code_tenures(context),
    )
    return hide_private(records, tools.gazetteer) if tools.names is Names.PUBLIC else records


def _code_batch(batch: Sequence[Article], tools: Tools) -> Iterator[tuple[Article, tuple[Coded, ...] | Refusal]]:
    refusals = {a.id: refuse_coding(a) for a in batch}
    documents = analyse_all((a for a in batch if not refusals[a.id]), tools.nlp, batch_size=BATCH_ARTICLES)
    for article in batch:
        refusal = refusals[article.id]
        yield article, refusal or _code_safely(next(documents), tools)


def _code_safely(document: Document, tools: Tools) -> tuple[Coded, ...] | Refusal:
    # The border at which one article's failure must not take the batch with it; hostile text finds every bug.
    try:
        return code_document(document, tools)
    except Exception as error:  # noqa: BLE001
        return Refusal(
            uri=document.article.uri,
            stage="coding",
            reason=f"a fault of the program: {type(error).__name__}: {error}",
            remedy="please report it with the article; the others are coded",
        )
