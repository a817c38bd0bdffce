"""Made-up articles about Brazil and Ghana with their records, for tests of dossiers and their pages."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from communique.coding.ontology import cameo_of, score_of
from communique.records import (
    Actor,
    ActorKind,
    ActorRef,
    Agreement,
    Article,
    Claim,
    Coder,
    Commitment,
    Disagreement,
    DisputedValue,
    Event,
    EventType,
    Happening,
    Modality,
    Number,
    PartialDate,
    Place,
    Position,
    Precision,
    Quantity,
    Quote,
    QuoteKind,
    Record,
    Refusal,
    Span,
    Stage,
    Stance,
    Status,
    Tenure,
    make_id,
)

CODER = Coder(program="0", model="0", lexicon="0")


def state(code: str, name: str | None = None) -> ActorRef:
    return ActorRef(key=code, id=code, name=name or code, kind=ActorKind.STATE, state=code, sector="GOV")


def person(name: str, code: str, office: str | None = None) -> ActorRef:
    key = make_id("actor", name, code)
    return ActorRef(key=key, id=key, name=name, kind=ActorKind.PERSON, state=code, sector="GOV", office=office)


BRA, GHA, FRA = state("BRA", "Brazil"), state("GHA", "Ghana"), state("FRA", "France")
SILVA = person("Helena Prado", "BRA", "Foreign Minister")
MENSAH = person("Kwabena Asare", "GHA", "President")
OWUSU = person("Efua Darko", "GHA", "Trade Minister")


def make_article(
    name: str, text: str, published: str | None = "2023-05-04", *, title: str | None = "Brazil and Ghana talk",
    publisher: str | None = "Gazeta do Atlântico", agency: str | None = None, url: str | None = None,
    duplicate_of: str | None = None,
) -> Article:  # fmt: skip
    return Article(
        id=make_id("article", name),
        text_digest=hashlib.sha256(text.encode()).hexdigest(),
        uri=f"articles/{name}.txt",
        source_url=url,
        title=title,
        publisher=publisher,
        agency=agency,
        published=PartialDate(published) if published else None,
        published_precision=Precision.DAY if published else None,
        language="en",
        text=text,
        duplicate_of=duplicate_of,
    )


def span_of(article: Article, words: str) -> Span:
    start = article.text.index(words)
    return Span(article=article.id, start=start, end=start + len(words))


def sentence_of(article: Article, words: str) -> Span:
    """The sentence (up to a full stop and a blank) that holds the words."""
    at = article.text.index(words)
    start = max(
        article.text.rfind(mark, 0, at) + len(mark) if mark in article.text[:at] else 0 for mark in (". ", "\n")
    )
    ends = [e for mark in (". ", ".\n") if (e := article.text.find(mark, at + len(words) - 1)) >= 0]
    end = min(ends, default=len(article.text) - 1) + 1
    return Span(article=article.id, start=start, end=end)


def _meant(article: Article, party: ActorRef, words: str | None) -> ActorRef:
    return replace(party, span=span_of(article, words)) if words else party


def make_event(
    article: Article, trigger: str, event: EventType, actor: tuple[ActorRef, ...], recipient: tuple[ActorRef, ...] = (),
    *, mode: str | None = None, modality: Modality = Modality.ACTUAL, start: str | None = None,
    place: Place | None = None, quantities: tuple[Quantity, ...] = (), cameo: str | None = None,
    actor_words: str | None = None, recipient_words: str | None = None, attributed_to: ActorRef | None = None,
    contexts: tuple[str, ...] = (),
) -> Event:  # fmt: skip
    # The words given are those of the first actor.
    actor = tuple(_meant(article, a, actor_words if i == 0 else None) for i, a in enumerate(actor))
    recipient = tuple(_meant(article, r, recipient_words) for r in recipient)
    return Event(
        id=make_id("event", article.id, event, trigger, *(a.key for a in (*actor, *recipient))),
        article=article.id, event=event, mode=mode, contexts=contexts, cameo=cameo or cameo_of(event, mode),
        score=score_of(event, mode), modality=modality, actor=actor, recipient=recipient, place=place,
        start=PartialDate(start) if start else None, end=PartialDate(start) if start else None, quantities=quantities,
        attributed_to=attributed_to, trigger=span_of(article, trigger), evidence=(sentence_of(article, trigger),),
        rule="frame:test", confidence=0.84, coder=CODER,
    )  # fmt: skip


def make_happening(
    *events: Event, independent: int | None = None, disagreements: tuple[Disagreement, ...] = ()
) -> Happening:
    first = events[0]
    return Happening(
        id=make_id("happening", first.id), event=first.event, mode=first.mode, contexts=first.contexts,
        modality=first.modality, actor=first.actor, recipient=first.recipient, place=first.place, start=first.start,
        end=first.end, quantities=first.quantities, reports=tuple(e.id for e in events),
        sources=tuple(dict.fromkeys(e.article for e in events)),
        independent_sources=independent if independent is not None else len({e.article for e in events}),
        disagreements=disagreements, why=("same parties, same day",) if len(events) > 1 else (),
        evidence=tuple(s for e in events for s in e.evidence), rule="merge", confidence=0.8, coder=CODER,
    )  # fmt: skip


def amount(article: Article, words: str, number: float, unit: str | None, of: str | None, op: str = "=") -> Quantity:
    return Quantity(value=Number(op=op, number=number), unit=unit, of=of, span=span_of(article, words))  # type: ignore[arg-type]


VISIT = make_article(
    "visit",
    "Accra, May 4 -- Brazilian Foreign Minister Helena Prado visited Ghana on Thursday. She met President Kwabena "
    "Asare and promised that Brazil would deliver 40 buses before the end of the year. Ghana thanked its partner for "
    "over 300 tonnes of maize shipped in March. \"We share an ocean and a future,\" Asare said.\n"
    "Ghana has opposed the cocoa levy of the Coastal Union since 2019. Helena Prado said that her country rejects the "
    "levy as well. Trade between the two reached 1.4 billion dollars last year.",
    "2023-05-04",
    title="Prado in Accra promises buses, hears thanks for maize",
    url="https://news.example.org/2023/05/prado-accra",
    agency="Atlantic Wire",
)  # fmt: skip
REPRINT = make_article(
    "reprint", VISIT.text, "2023-05-05", title="Brazil’s top diplomat visits Ghana", publisher="Accra Morning Post",
    agency="Atlantic Wire", duplicate_of=VISIT.id,
)  # fmt: skip
OWN = make_article(
    "own",
    "Foreign Minister Helena Prado travelled to Ghana last week. Brazil sent 280 tonnes of maize in March, the "
    "ministry said. Chief Diplomat Helena Prado declined to comment on the fishing dispute. Trade between the "
    "two reached 1.3 billion dollars last year, the statistics office found.",
    "2023-05-09", title="What Brasília wants in West Africa", publisher="Weekly Lusophone",
    url="https://weekly.example.com/a?id=7&x=1",
)  # fmt: skip
FISH = make_article(
    "fish",
    "The Ghanaian navy seized two Brazilian trawlers off Takoradi on Sunday. Brasília protested and summoned the "
    "ambassador. Trade Minister Efua Darko accused the crews of fishing without a licence. France called on both sides "
    "to negotiate.",
    "2023-11-20", title="Trawlers seized off Takoradi", publisher="Harbour News",
)  # fmt: skip
DEAL = make_article(
    "deal",
    "Brazil and Ghana signed a fisheries accord in Accra on Friday. The crews were released the same day. Brazil "
    "handed over 40 buses to the city. Both governments had been negotiating the fisheries accord since January. Under "
    "it Ghana will publish all licences by the end of June. The two countries opened diplomatic ties in 1960.",
    "2024-03-16", title="Fishing row ends with an accord", publisher="Accra Morning Post",
    url="javascript:alert(1)",
)  # fmt: skip


def make_records() -> list[Record]:
    """Five articles, from a visit to a row to an accord."""
    accra = Place(name="Accra", country="GHA", latitude=5.55, longitude=-0.2)
    visits = [
        make_event(a, w, EventType.CONSULT, (SILVA,), (GHA,), mode="visit", start="2023-05-04", place=accra,
                   actor_words="Helena Prado", recipient_words="Ghana", contexts=("diplomatic",))
        for a, w in ((VISIT, "visited"), (REPRINT, "visited"))
    ]  # fmt: skip
    visits.append(make_event(OWN, "travelled", EventType.CONSULT, (SILVA,), (GHA,), mode="visit"))
    met = make_event(
        VISIT, "met", EventType.CONSULT, (SILVA, MENSAH), start="2023-05-04", place=accra, actor_words="She"
    )
    buses = amount(VISIT, "40 buses", 40, None, "buses")
    promised = make_event(
        VISIT, "promised", EventType.AGREE, (BRA,), (GHA,), start="2023-05-04", quantities=(buses,), cameo="033"
    )
    maize = make_event(
        VISIT, "shipped", EventType.AID, (BRA,), (GHA,), start="2023-03", cameo="073", recipient_words="its partner",
        quantities=(amount(VISIT, "over 300 tonnes of maize", 300, "tonne", "maize", ">"),), contexts=("humanitarian",),
    )  # fmt: skip
    maize_own = make_event(
        OWN, "sent", EventType.AID, (BRA,), (GHA,), start="2023-03", cameo="073",
        quantities=(amount(OWN, "280 tonnes of maize", 280, "tonne", "maize"),),
    )  # fmt: skip
    thanks = make_event(
        VISIT, "thanked", EventType.SUPPORT, (GHA,), (BRA,), start="2023-05-04", recipient_words="its partner"
    )
    seized = make_event(FISH, "seized", EventType.COERCE, (GHA,), (BRA,), mode="seize", start="2023-11-19",
                        quantities=(amount(FISH, "two Brazilian trawlers", 2, None, "trawlers"),))  # fmt: skip
    complained = make_event(FISH, "summoned", EventType.ACCUSE, (BRA,), (GHA,), cameo="114")
    accused = make_event(FISH, "accused", EventType.ACCUSE, (OWUSU,), (BRA,), mode="allege")
    illegal = make_event(FISH, "fishing without", EventType.COERCE, (BRA,), (GHA,), mode="seize",
                         modality=Modality.HYPOTHETICAL, attributed_to=OWUSU)  # fmt: skip
    called = make_event(FISH, "called on", EventType.REQUEST, (FRA,), (BRA, GHA), mode="meet")
    signed = make_event(DEAL, "signed", EventType.SUPPORT, (BRA, GHA), start="2024-03-15", place=accra, cameo="057")
    freed = make_event(DEAL, "released", EventType.RETREAT, (GHA,), (BRA,), mode="release", start="2024-03-15")
    handed = make_event(DEAL, "handed", EventType.AID, (BRA,), (GHA,), start="2024-03-15",
                        quantities=(amount(DEAL, "40 buses", 40, None, "buses"),))  # fmt: skip
    ties = make_event(DEAL, "opened diplomatic ties", EventType.SUPPORT, (BRA, GHA), modality=Modality.HISTORICAL,
                      start="1960", cameo="054")  # fmt: skip
    talks = make_event(DEAL, "had been negotiating", EventType.CONSULT, (BRA, GHA), modality=Modality.HISTORICAL)
    dispute = Disagreement(field="quantities", values=(
        DisputedValue(value="over 300 tonnes", evidence=maize.evidence),
        DisputedValue(value="280 tonnes", evidence=maize_own.evidence),
    ))  # fmt: skip
    delivered = make_happening(handed)
    events = [*visits, met, promised, maize, maize_own, thanks, seized, complained, accused, illegal, called, signed,
              freed, handed, ties, talks]  # fmt: skip
    happenings = [
        make_happening(*visits, independent=2),
        make_happening(maize, maize_own, disagreements=(dispute,)),
        delivered,
        # `talks` and `accused` are left without a happening: they must show all the same.
        *(make_happening(e) for e in (met, promised, thanks, seized, complained, illegal, called, signed, freed, ties)),
    ]
    return [VISIT, REPRINT, OWN, FISH, DEAL, *events, *happenings, *make_ledgers(delivered.id)]


def make_ledgers(kept_by: str) -> list[Record]:
    """Promises, positions, agreements, offices, quotes and claims of the five articles."""
    common = {"rule": "test", "confidence": 0.7, "coder": CODER}
    fish = "the fisheries accord"
    return [
        Commitment(
            id=make_id("commitment", "buses"), article=VISIT.id, obligor=(BRA,), beneficiary=(GHA,),
            event=EventType.AID,
            content="deliver 40 buses before the end of the year", due=PartialDate("2023-12-31"),
            quantities=(amount(VISIT, "40 buses", 40, None, "buses"),), status=Status.FULFILLED,
            as_of=PartialDate("2024-03-16"), fulfilled_by=kept_by, evidence=(sentence_of(VISIT, "40 buses"),), **common,
        ),
        Commitment(
            id=make_id("commitment", "licences"), article=DEAL.id, obligor=(GHA,), event=EventType.AGREE,
            content="publish all licences by the end of June", due=PartialDate("2024-06-30"), status=Status.OVERDUE,
            as_of=PartialDate("2024-09-01"), evidence=(sentence_of(DEAL, "all licences"),), **common,
        ),
        Position(
            id=make_id("position", "g"), article=VISIT.id, holder=GHA, stance=Stance.OPPOSE,
            issue="the cocoa levy of the Coastal Union", issue_id="levy", since=PartialDate("2019"),
            evidence=(sentence_of(VISIT, "cocoa levy"),), **common,
        ),
        Position(
            id=make_id("position", "b"), article=VISIT.id, holder=SILVA, stance=Stance.OPPOSE, issue="the levy",
            issue_id="levy", evidence=(sentence_of(VISIT, "rejects the"),), **common,
        ),
        Agreement(
            id=make_id("agreement", "1"), article=DEAL.id, parties=(BRA, GHA), name="fisheries accord",
            stage=Stage.SIGNED, start=PartialDate("2024-03-15"), agreement_id="fish",
            evidence=(sentence_of(DEAL, "signed a fisheries"),), **common,
        ),
        Agreement(
            id=make_id("agreement", "2"), article=DEAL.id, parties=(BRA, GHA), name=fish, stage=Stage.NEGOTIATING,
            start=PartialDate("2024-01"), agreement_id="fish", evidence=(sentence_of(DEAL, "negotiating"),), **common,
        ),
        *(
            Tenure(
                id=make_id("tenure", a.id, office), article=a.id, person=replace(p, span=span_of(a, p.name)),
                office=office, state=p.state, first_seen=a.published, last_seen=a.published,
                evidence=(sentence_of(a, office),), **common,
            )
            for a, p, office in (
                (VISIT, SILVA, "Foreign Minister"), (OWN, SILVA, "Foreign Minister"), (OWN, SILVA, "Chief Diplomat"),
                (VISIT, MENSAH, "President"), (FISH, OWUSU, "Trade Minister"),
            )
        ),
        *(
            Quote(
                id=make_id("quote", a.id), article=a.id, speaker=MENSAH, kind=QuoteKind.DIRECT,
                text="We share an ocean and a future,", cue="said", span=span_of(a, "We share an ocean and a future,"),
                evidence=(sentence_of(a, "We share"),), **common,
            )
            for a in (VISIT, REPRINT)
        ),
        *(
            Claim(
                id=make_id("claim", a.id), article=a.id, subject="Brazil and Ghana", measure="Trade between the two",
                value=Number(number=number), unit="USD", as_of=PartialDate("2022"),
                evidence=(sentence_of(a, "Trade between"),), **common,
            )
            for a, number in ((VISIT, 1.4e9), (OWN, 1.3e9))
        ),
        Actor(
            id=SILVA.id, names=("Helena Prado", "Helena de Prado"), kind=ActorKind.PERSON, state="BRA", evidence=(),
            **common,
        ),
        Refusal(uri="articles/broken.pdf", stage="reading", reason="no text"),
    ]  # fmt: skip


def make_many(number: int, *, years: int = 6) -> list[Record]:
    """A store of `number` happenings over some years, three to an article, for pages and charts under load."""
    kinds = [
        (EventType.CONSULT, "visit", "visited", 1), (EventType.CONSULT, None, "talked with", 1),
        (EventType.SUPPORT, None, "praised", 1), (EventType.AGREE, None, "promised help to", 1),
        (EventType.AID, None, "sent food to", 1), (EventType.ACCUSE, "disapprove", "criticised", -1),
        (EventType.REJECT, None, "rebuffed", -1), (EventType.COERCE, "seize", "seized ships of", -1),
        (EventType.COOPERATE, None, "traded with", 1),
    ]  # fmt: skip
    records: list[Record] = []
    for i in range(-(-number // 3)):
        days = i * 365 * years * 3 // number
        year, month, day = 2018 + days // 365, days % 365 // 31 + 1, days % 28 + 1
        on = f"{year}-{month:02}-{day:02}"
        # Some order that is not regular, without chance: the digest of the number.
        picks = [hashlib.sha256(f"{i}:{j}".encode()).digest() for j in range(3)]
        told = [(*kinds[p[0] % len(kinds)], (BRA, GHA) if p[1] % 5 < 3 else (GHA, BRA)) for p in picks]
        text = " ".join(
            f"In round {i}.{j} of this long story {a.name} {words} {r.name} once more, officials said."
            for j, (_, _, words, _, (a, r)) in enumerate(told)
        )
        article = make_article(f"many{i}", text, on, title=f"Report no. {i}", publisher=f"Paper {i % 7}")
        records.append(article)
        for j, (event, mode, words, _, (a, r)) in enumerate(told):
            made = make_event(
                article, f"{i}.{j} of this long story {a.name} {words}", event, (a,), (r,), mode=mode, start=on
            )
            start = made.trigger.end - len(words)
            made = replace(made, trigger=replace(made.trigger, start=start))
            records += [made, make_happening(made)]
    return records
