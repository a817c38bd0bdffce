"""What the sentences around an official say for or against a state as his own: who acts, is visited, warned, met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.actors.drafts import find_head
from communique.actors.found import NameHit, PersonSpan, Scan
from communique.actors.gazetteer import NameKind
from communique.actors.places import in_dateline, is_place_role
from communique.language.document import Document

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = ("nsubj", "nsubj:pass")
CLAUSES = ("ccomp", "advcl", "acl", "acl:relcl", "parataxis", "csubj")
CLAUSES_BESIDE = ("advcl", "acl", "acl:relcl")
OWN_RELATIONS = ("amod", "compound", "nmod:poss", "nmod:desc", "flat")
MOST_OWNERS = 3
MOST_TOKENS_TO_VISIT = 5
MARKS = (",", ";", ".", ":")
VISIT_LINKS = ("to", "of", "in", "the", "with", "and")
CONDITIONS = ("if", "should", "were", "had", "unless", "once")

# Only who acts for a state gets one from around: an actress in Georgia need not be Georgian.
STATE_SECTORS = ("GOV", "LEG", "JUD", "MIL", "COP", "SPY", "OPP", "PTY", "ELI")
# What they do says nothing of the minister who speaks next.
PRIVATE = ("BUS", "MNC", "REB", "CRM", "REF", "NGO", "IGO", "JRN", "UAF")
# They act at home, where the text last was.
DOMESTIC = ("OPP", "LEG", "JUD", "COP", "PTY")
RECEIVING_WEIGHT = -2.0
VISITED_WEIGHT = -3.0
FACED_WEIGHT = -2.0
HOST_WEIGHT = 3.0
# "The minister said in Ankara": where somebody speaks.
SPOKEN_WEIGHT = 1.5
CAPITAL_WEIGHT = 3.0
SPEAKING_BEFORE = ("tell", "inform", "assure", "brief")
CONDITION_WEIGHT = -1.5
ACTING_WEIGHT = 2.0
SUBORDINATE_WEIGHT = 2.0
# "…, a day after Venezuelan jets had come": who acts in a clause beside.
ASIDE_WEIGHT = 1.2


def weigh_earlier(document: Document, found: Scan, hit: NameHit, *, is_domestic: bool) -> float:
    """States in the sentences before: who acted there, or where the text last was."""
    is_scene = _is_scene(document, found, hit) and (is_domestic or _opens(found, hit))
    return ACTING_WEIGHT if is_scene or _holds_captive(found, hit) else acts(found, hit)


def acts(found: Scan, hit: NameHit) -> float:
    """How much a state, or somebody or something of it, acts in its sentence: "Guinean police stopped …"."""
    token = found.doc[find_head(found.doc, hit.start, hit.end)]
    for _ in range(MOST_OWNERS):
        if token.dep_ not in OWN_RELATIONS or token.head.i == token.i:
            break
        token = token.head
    word = found.word_at.get(token.i)
    is_private = word is not None and word.word.sector in PRIVATE
    named = [token, *(t for t in token.children if t.dep_ in ("flat", "appos", "compound"))]
    is_public = word is not None and word.word.sector in STATE_SECTORS
    is_firm = not is_public and any(t.ent_type_ == "ORG" and t.i not in found.name_at for t in named)
    if token.dep_ not in SUBJECTS or is_private or is_firm:
        return 1.0
    sets = found.gazetteer.vocabulary.sets
    if word is not None and word.word.lemma in sets["abroad_words"] | sets["envoy_words"] and word.word.sector == "GOV":
        return 1.0  # an embassy speaks where others are at home
    return ASIDE_WEIGHT if token.head.dep_ in CLAUSES_BESIDE else ACTING_WEIGHT


def _holds_captive(found: Scan, hit: NameHit) -> bool:
    """Whether something is done to somebody where a name is, by nobody named: "was held in Lagos"."""
    place = found.doc[find_head(found.doc, hit.start, hit.end)]
    verb = place.head
    if place.dep_ != "obl" or verb.lemma_.lower() not in found.gazetteer.vocabulary.sets["captive_verbs"]:
        return False
    relations = {t.dep_ for t in verb.children}
    is_in = any(t.dep_ == "case" and t.text.lower() in ("in", "at") for t in place.children)
    return is_in and "nsubj:pass" in relations and "obl:agent" not in relations


def _opens(found: Scan, hit: NameHit) -> bool:
    """Whether a capital opens its sentence: "In Baghdad, an official was less sure."."""
    return hit.name.kind is NameKind.CAPITAL and hit.start - found.doc[hit.start].sent.start <= 1


def _is_scene(document: Document, found: Scan, hit: NameHit) -> bool:
    """Whether a name says where the sentence before happens: "Outside the ministry in Yerevan, …"."""
    return is_place_role(document, hit.start, hit.end, found.gazetteer, hit.name.kind)


def weigh_before(found: Scan, hit: NameHit, span: PersonSpan) -> float:
    """States earlier in the sentence: the subject ("France will keep …, President Macron's office said")."""
    token = found.doc[find_head(found.doc, hit.start, hit.end)]
    doubt = _visited_or_faced(found, hit, span)
    if doubt:
        return doubt
    if token.dep_ in SUBJECTS:
        if says_of_other(token):
            return 1.0  # "Tajik guards had fired first, Minister X said": as often another
        # "Oman will stop it, whether or not Cairo agrees, Minister X said": who acts in the main clause speaks.
        return SUBORDINATE_WEIGHT if token.head.dep_ == "advcl" else 4.0
    if in_dateline(found.doc, hit.start, hit.end):
        return 0.5
    opens = hit.start - found.doc[span.start].sent.start <= 2
    if opens and token.dep_ in ("obl", "nmod", "obl:tmod"):
        return 5.0  # "In Mogadishu, President …"
    if found.doc[hit.start - 1].text.lower() in ("with", "the") and token.dep_ == "obl":
        return 1.5  # "restored links to Peru when President …"
    if token.dep_ == "nmod" and _visits(found, span):
        return 3.0  # "Vietnam raised ties with Peru when President X visited Hanoi"
    if token.dep_ in ("amod", "compound") and token.head.dep_ in SUBJECTS and says_of_other(token.head):
        return 1.0
    # What is acted upon is seldom the speaker's own state.
    return 1.0 if found.doc[hit.start - 1].pos_ == "ADP" or token.dep_ in ("obj", "iobj") else 2.5


def says_of_other(token: Token) -> bool:
    """Whether what somebody did is told as done before: "had fired first"."""
    verb = token.head
    return verb.dep_ in CLAUSES and any(t.dep_ == "aux" and t.text.lower() == "had" for t in verb.children)


def replies(found: Scan, hit: NameHit) -> bool:
    """Whether a state is told to say or answer something: "Dushanbe denied that"."""
    token = found.doc[find_head(found.doc, hit.start, hit.end)]
    is_own = token.dep_ == "nmod:poss" and token.head.dep_ in SUBJECTS
    subject = token.head if is_own else token
    verb = subject.head
    is_main = subject.dep_ in SUBJECTS and verb.dep_ == "ROOT"
    return is_main and verb.lemma_.lower() in found.gazetteer.vocabulary.sets["reply_verbs"]


def _visits(found: Scan, span: PersonSpan) -> bool:
    """Whether a person is said to go somewhere."""
    person = found.doc[find_head(found.doc, span.start, span.end)]
    return person.dep_ in SUBJECTS and person.head.lemma_.lower() in found.gazetteer.vocabulary.sets["visit_words"]


def _visited_or_faced(found: Scan, hit: NameHit, span: PersonSpan) -> float:
    """What a visit, a title or a verb says for or against a state earlier in the sentence; 0 where none does."""
    token = found.doc[find_head(found.doc, hit.start, hit.end)]
    person = found.doc[find_head(found.doc, span.start, span.end)]
    is_beside = person.dep_ == "obl" and token.dep_ == "obl" and token.head.i == person.head.i
    if is_beside and any(t.text.lower() == "with" for t in person.children) and hit.name.kind is NameKind.CAPITAL:
        return HOST_WEIGHT  # "signed it in Belgrade with Minister X"
    if is_visited(found, hit) and person.dep_ == "obj":
        return HOST_WEIGHT  # "flew to Juba to meet President …"
    if _is_of_other(found, hit, span):
        return -1.0
    if faces(found, token, found.doc[span.start]):
        return -1.5
    if is_visited(found, hit):
        return VISITED_WEIGHT
    if _is_embassy(found, hit):
        return RECEIVING_WEIGHT  # those who speak of an embassy are seldom its own
    return CONDITION_WEIGHT if in_condition(token) else 0.0  # whom one warns


def is_visited(found: Scan, hit: NameHit) -> bool:
    """Whether a state is where somebody goes: "during a visit to Paraguay", "flew to Hanoi"."""
    doc, words = found.doc, found.gazetteer.vocabulary.sets
    before = list(doc[max(0, hit.start - MOST_TOKENS_TO_VISIT) : hit.start])
    while any(t.text in MARKS for t in before):
        before.pop(0)
    if not before:
        return False
    last = before[-1]
    if last.lemma_.lower() not in words["visit_words"] and last.text.lower() not in VISIT_LINKS:
        return False
    return any(t.lemma_.lower() in words["visit_words"] for t in before)


def _is_embassy(found: Scan, hit: NameHit) -> bool:
    after = found.word_at.get(hit.end)
    words = found.gazetteer.vocabulary.sets["abroad_words"]
    return after is not None and after.word.lemma in words and after.word.sector == "GOV"


def in_condition(token: Token) -> bool:
    """Whether a name does something only in a condition: "if Kenya attacks", "should Honduras refuse"."""
    if token.dep_ not in SUBJECTS or token.head.dep_ != "advcl":
        return False
    opens = min((t for t in token.head.children if t.dep_ in ("mark", "aux")), key=lambda t: t.i, default=None)
    return opens is not None and opens.i < token.i and opens.text.lower() in CONDITIONS


def faces(found: Scan, token: Token, person: Token) -> bool:
    """Whether a person is the object of what a state does: "Berlin welcomed President Reagan's statement"."""
    subject = token
    while subject.dep_ not in SUBJECTS and subject.head.i != subject.i and subject.pos_ not in ("VERB", "AUX"):
        subject = subject.head
    if subject.dep_ not in SUBJECTS:
        return False
    verb = subject.head
    # "visited Lima and met President X": what the second verb does, the subject of the first does.
    verbs = {verb.i, *(c.i for c in verb.children if c.dep_ == "conj" and not _has_subject(c))}
    while person.head.i != person.i and person.head.i not in verbs:
        if person.dep_ in SUBJECTS or person.dep_ in CLAUSES:
            return False  # somebody who acts in a clause of his own
        person = person.head
    if person.head.i not in verbs:
        return False
    case = next((t.text.lower() for t in person.children if t.dep_ == "case"), "")
    return person.dep_ in ("obj", "iobj") or (
        person.dep_ == "obl" and found.gazetteer.vocabulary.has("against_words", case)
    )


def _has_subject(verb: Token) -> bool:
    return any(c.dep_ in SUBJECTS for c in verb.children)


def _is_of_other(found: Scan, hit: NameHit, span: PersonSpan) -> bool:
    """Whether a state stands in another person's title: "Prime Minister X and Vietnamese President Y"."""
    others = [p for p in found.people if p is not span and hit.end <= p.start <= hit.end + 5]
    between = found.doc[hit.end : others[0].start] if others else None
    return between is not None and any(t.i in found.word_at for t in between) and not any(t.is_punct for t in between)


def _sector_beside(found: Scan, span: PersonSpan) -> str | None:
    """Sector of the noun that stands before a name: "Senator X"."""
    word = found.word_at.get(span.start - 1)
    return word.word.sector if word is not None else None


def _is_of_envoy_faced(found: Scan, token: Token) -> bool:
    """Whether a name says whose the envoy is to whom something is done."""
    word = found.word_at.get(token.head.i)
    if found.has("counterpart_nouns", token.head) and token.dep_ == "amod":
        return True  # "President X and his Algerian counterpart"
    is_faced = token.head.dep_ in ("obj", "iobj", "nsubj:pass") and token.dep_ in OWN_RELATIONS
    return is_faced and word is not None and word.word.lemma in found.gazetteer.vocabulary.sets["envoy_words"]


def _sets_against_own(found: Scan, subject: Token) -> bool:
    """Whether somebody is told to do something to the speaker's own: "said that Lima owes his country money"."""
    owned = (
        t for t in subject.head.subtree if t.tag_ == "PRP$" and t.i > subject.i and t.lower_ in ("his", "her", "our")
    )
    return any(t.head.lemma_.lower() in found.gazetteer.vocabulary.sets["own_state_words"] for t in owned)


def weigh_after(found: Scan, hit: NameHit, span: PersonSpan) -> float:
    """States later in the sentence: what somebody says its country does, or does to another."""
    token = found.doc[find_head(found.doc, hit.start, hit.end)]
    if _is_of_other(found, hit, span):
        return -1.0
    if any(t.dep_ == "cop" for t in token.children) and any(t.text.lower() in ("in", "at") for t in token.children):
        return VISITED_WEIGHT  # "President X was in Dakar"
    if is_visited(found, hit) and not any(span.end <= p.start < hit.start for p in found.people):
        return VISITED_WEIGHT
    if token.dep_ in ("nsubj", "nsubj:pass") and token.head.dep_ == "ccomp" and token.head.head.i < hit.start:
        if _sets_against_own(found, token):
            return FACED_WEIGHT
        said = token.head.head.lemma_ in found.gazetteer.vocabulary.sets["said_verbs"]
        is_duty = any(found.has("duty_words", t) for t in token.head.children if t.dep_ == "aux")
        if said and any(t.lemma_ == "have" for t in token.head.children if t.dep_ == "aux"):
            return 1.0  # "said that Lima had helped": as often another
        return 3.0 if said and not is_duty else -3.0
    case = next((t.text.lower() for t in token.children if t.dep_ == "case"), "")
    if hit.name.sector == "LEG" and hit.name.kind is NameKind.BODY and token.head.lemma_ in SPEAKING_BEFORE:
        return HOST_WEIGHT  # "Minister X told the Dail": a minister answers to his own
    if _is_of_envoy_faced(found, token):
        return FACED_WEIGHT  # "Minister X summoned the Italian ambassador"
    if token.dep_ in ("obj", "iobj") and _sector_beside(found, span) in DOMESTIC:
        return 0.3  # a senator urges his own government
    if token.dep_ in ("obj", "iobj", "obl:agent") or found.gazetteer.vocabulary.has("against_words", case):
        return -2.0  # "President Trump demanded that Kabul …", "visited Hanoi"
    sets = found.gazetteer.vocabulary.sets
    if case in ("in", "from") and hit.name.kind is NameKind.CAPITAL and token.head.lemma_ in sets["reply_verbs"]:
        return CAPITAL_WEIGHT
    if case == "in" and token.head.lemma_ in sets["said_verbs"]:
        return SPOKEN_WEIGHT
    return 0.3
