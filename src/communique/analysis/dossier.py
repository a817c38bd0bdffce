"""The dossier about two states: everything that the record holds between them, ready to print.

Pure: the same records give the same dossier, in whatever order they come.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from communique.analysis.dates import first_day, is_within, say_date
from communique.analysis.dossier_types import Dossier, HappeningLine, Headline, PromiseLine, Proof, Source
from communique.analysis.evidence import Library, safe_url
from communique.analysis.figures import make_claims
from communique.analysis.ledgers import make_agreements, make_promises, make_quotes
from communique.analysis.lines import Told, gather_told, make_lines
from communique.analysis.people import make_people
from communique.analysis.relations import COUNTED, Direction, Side
from communique.analysis.selection import Selection, select_about, sort_records, without_domestic
from communique.analysis.series import count_over_time
from communique.analysis.stances import make_issues
from communique.analysis.states import state_in_sentence, state_name
from communique.analysis.wording import join_words, tidy
from communique.records import Article, Modality, PartialDate, Record, Status

_OPENING = "\"'“”„«‘ \n"


def assemble_dossier(
    records: Sequence[Record], *, pair: tuple[str, str], since: PartialDate | None = None,
    until: PartialDate | None = None, held: Mapping[str, int] | None = None, domestic: bool = False,
) -> Dossier:  # fmt: skip
    """Put together what is known between two states, each line with its evidence.

    Args:
        records: All records that may concern the two, in any order; what does not is left out.
        pair: ISO codes of the two states, in the order in which they are to be named.
        since: Leave out what was earlier.
        until: Leave out what was later.
        held: How many records of each kind the whole store has, to be told where nothing concerns the two.
        domestic: Also tell what happened inside one of the two.

    Returns:
        A tree of lines, newest first, and the numbers about them.
    """
    given = sort_records(records)
    chosen = select_about(given, pair) if domestic else without_domestic(select_about(given, pair))
    library = Library(articles={a.id: a for a in given.articles}, sources=_cite(given.articles, chosen))
    told = gather_told(chosen.happenings, chosen.events)
    all_lines = make_lines(told, pair=pair, library=library)
    lines = [line for line in all_lines if is_within(line.on, since=since, until=until)]
    happenings = tuple(line for line in lines if line.direction is not Direction.BESIDE)
    beside = tuple(line for line in lines if line.direction is Direction.BESIDE)

    def in_term(article: str, on: PartialDate | None = None) -> bool:
        return is_within(on or _day(library.source(article)), since=since, until=until)

    promises = make_promises(
        (c for c in chosen.commitments if in_term(c.article)),
        library=library,
        happenings={t.happening.id: t.happening for t in told},
        lines={line.id: line for line in lines},
    )
    issues = make_issues((p for p in chosen.positions if in_term(p.article)), pair=pair, library=library)
    agreements = make_agreements((a for a in chosen.agreements if in_term(a.article, a.start)), library=library)
    people = make_people(
        (t for t in chosen.tenures if in_term(t.article)),
        actors=chosen.actors, pair=pair, library=library, acted=_count_actors(told, {line.id for line in lines}),
    )  # fmt: skip
    quotes = make_quotes((q for q in chosen.quotes if in_term(q.article)), library=library)
    claims = make_claims((c for c in chosen.claims if in_term(c.article)), library=library)
    proofs = (
        *(p for line in lines for p in line.proofs),
        *(p for promise in promises for p in promise.proofs),
        *(p for issue in issues for h in issue.holders for stand in h.stands for p in stand.proofs),
        *(p for agreement in agreements for stage in agreement.stages for p in stage.proofs),
        *(p for person in people for office in person.offices for p in office.proofs),
        *(p for quote in quotes for p in quote.proofs),
        *(p for group in claims for claim in group.claims for p in claim.proofs),
    )
    sources = _used_sources(proofs)
    headline = _count(happenings, beside, promises=promises, sources=sources, refusals=len(chosen.refusals))
    counts = held if held is not None else Counter(r.record for r in records)
    names = state_name(pair[0]), state_name(pair[1])
    return Dossier(
        pair=pair,
        names=names,
        since=since,
        until=until,
        headline=headline,
        summary=_summarise(headline, happenings, pair=pair),
        series=count_over_time(happenings),
        happenings=happenings,
        beside=beside,
        promises=promises,
        issues=issues,
        agreements=agreements,
        people=people,
        quotes=quotes,
        claims=claims,
        sources=sources,
        held=tuple((kind, n) for kind, n in sorted(counts.items()) if n),
    )


def _cite(articles: Iterable[Article], chosen: Selection) -> dict[str, Source]:
    by_id = {a.id: a for a in articles}
    told = Counter(a for h in chosen.happenings for a in set(h.sources))
    return {a.id: _cite_one(a, first=by_id.get(a.duplicate_of or ""), happenings=told[a.id]) for a in by_id.values()}


def _cite_one(article: Article, *, first: Article | None, happenings: int) -> Source:
    return Source(
        id=article.id,
        # A page without a headline is known by its first words.
        title=tidy(article.title, 200) or f"“{tidy(article.text.lstrip(_OPENING), 70)}”",
        publisher=tidy(article.publisher, 80) or None,
        agency=tidy(article.agency, 80) or None,
        published=article.published or (article.dateline.date if article.dateline else None),
        url=safe_url(article.source_url) or safe_url(article.uri),
        language=article.language,
        reprint=article.duplicate_of is not None,
        reprint_of=(tidy(first.title, 200) or first.publisher) if first else None,
        happenings=happenings,
    )


def _used_sources(proofs: Iterable[Proof]) -> tuple[Source, ...]:
    used = {p.source.id: p.source for p in proofs}
    return tuple(sorted(used.values(), key=lambda s: (s.published or "", s.title, s.id), reverse=True))


def _count_actors(told: Iterable[Told], shown: set[str]) -> dict[str, int]:
    return Counter(
        id_
        for t in told
        if t.happening.id in shown
        for id_ in {p.id for p in (*t.happening.actor, *t.happening.recipient)}
    )


def _count(
    happenings: Sequence[HappeningLine], beside: Sequence[HappeningLine], *, promises: Sequence[PromiseLine],
    sources: Sequence[Source], refusals: int,
) -> Headline:  # fmt: skip
    counted = [h for h in happenings if h.modality in COUNTED]
    sides = Counter(h.side for h in counted)
    kept = Counter(p.status for p in promises)
    days = sorted(day for s in sources if (day := _day(s)))
    return Headline(
        articles=len(sources),
        publishers=len({s.publisher or s.agency or s.url or s.id for s in sources}),
        reprints=sum(s.reprint for s in sources),
        refusals=refusals,
        first_published=days[0] if days else None,
        last_published=days[-1] if days else None,
        happenings=len(counted),
        cooperation=sides[Side.COOPERATION],
        conflict=sides[Side.CONFLICT],
        background=sum(h.modality is Modality.HISTORICAL for h in counted),
        not_counted=len(happenings) - len(counted),
        beside=len(beside),
        promises_open=kept[Status.OPEN],
        promises_kept=kept[Status.FULFILLED],
        promises_overdue=kept[Status.OVERDUE],
        promises_withdrawn=kept[Status.WITHDRAWN],
        mean_score=sum(h.score for h in counted) / len(counted) if counted else None,
    )


def _summarise(
    numbers: Headline, happenings: Sequence[HappeningLine], *, pair: tuple[str, str]
) -> tuple[str, ...]:  # fmt: skip
    """The dossier in a few plain sentences of numbers."""
    if not numbers.articles:
        return ()
    first, second = state_in_sentence(pair[0]), state_in_sentence(pair[1])
    sides = f": {_some(numbers.cooperation)} of cooperation, {_some(numbers.conflict)} of conflict"
    said = [
        f"{_between_dates(numbers)}{_many(numbers.articles, 'article')} from {_many(numbers.publishers, 'source')} "
        f"{'reports' if numbers.articles == 1 else 'report'} {_many(numbers.happenings, 'happening')} between {first} "
        f"and {second}{sides if numbers.happenings else ''}."
    ]
    ways = Counter(h.direction for h in happenings if h.modality in COUNTED)
    if numbers.happenings > 1:
        parts = [
            f"in {n:,} {words}"
            for n, words in (
                (ways[Direction.MUTUAL], "both acted together"),
                (ways[Direction.FORTH], f"{first} acted towards {second}"),
                (ways[Direction.BACK], f"{second} acted towards {first}"),
            )
            if n
        ]
        said.append(_sentence(join_words(parts)))
    promises = [
        f"{n:,} {word}"
        for n, word in (
            (numbers.promises_open, "open"),
            (numbers.promises_kept, "kept"),
            (numbers.promises_overdue, "overdue"),
            (numbers.promises_withdrawn, "withdrawn"),
        )
        if n
    ]
    if promises:
        said.append(_sentence(f"promises: {join_words(promises)}"))
    if numbers.not_counted:
        more = "One more is" if numbers.not_counted == 1 else f"Another {numbers.not_counted:,} are"
        said.append(f"{more} only announced, alleged or denied, and not counted.")
    return tuple(said)


def _between_dates(numbers: Headline) -> str:
    first, last = say_date(numbers.first_published), say_date(numbers.last_published)
    if numbers.first_published is None:
        return ""
    return f"On {first}, " if first == last else f"Between {first} and {last}, "


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _some(number: int) -> str:
    return f"{number:,}" if number else "none"


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _day(source: Source) -> PartialDate | None:
    return PartialDate(source.published[:10]) if source.published and first_day(source.published) else None
