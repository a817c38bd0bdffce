"""What prepositions add to an office or body: "of Malta's Council for Trade", "to Poland"."""

from __future__ import annotations

from communique.actors.found import POSSESSIVE, NameHit, Scan, WordHit
from communique.actors.gazetteer import NameKind, WordClass

PREPOSITIONS = ("of", "for", "to", "in", "at", "from", "with")
PLACES = ("in", "at", "from", "with")
MOST_TOKENS = 12
# Names behind which an office's bearer may stand.
OWNERS = (NameKind.BODY, NameKind.STATE, NameKind.CAPITAL)

Complement = tuple[int, list[NameHit], list[WordHit]]


def scan_right(found: Scan, hit: WordHit) -> Complement:
    """Read what follows a noun.

    Returns:
        Where the phrase ends, and the names and nouns in the addition that tell whose or what sort of bearer it is.
    """
    doc = found.doc
    at = hit.end
    nothing: Complement = (hit.end, [], [])
    if at >= len(doc) or doc[at].is_sent_start or doc[at].text.lower() not in PREPOSITIONS:
        return nothing
    preposition = doc[at].text.lower()
    if not _may_add(found, hit, preposition):
        return nothing
    end, names, words = _complement(found, at + 1)
    if not names and not words and preposition in PLACES and hit.word.kind is WordClass.BODY:
        # "A court in Miami" is American.
        names = [p for p in found.places if p.start == at + 1]
    if end == at + 1 or not (names or words or preposition in ("of", "for")) or _is_cut(found, end, preposition):
        return nothing
    return (end, names, words) if _tells_whose(found, hit, preposition) else (end, [], [])


def _may_add(found: Scan, hit: WordHit, preposition: str) -> bool:
    """An office in a place is not the place's; only offices and their like are for or to something."""
    if hit.word.kind is WordClass.OFFICE:
        return preposition not in PLACES
    return preposition not in ("for", "to") or hit.word.lemma in found.gazetteer.vocabulary.sets["generic_offices"]


def _tells_whose(found: Scan, hit: WordHit, preposition: str) -> bool:
    sets = found.gazetteer.vocabulary.sets
    if preposition == "in" and hit.word.lemma in sets["abroad_words"]:
        return False
    if preposition == "of" or hit.word.lemma in sets["aide_words"]:
        return True
    return hit.word.kind is not WordClass.OFFICE and preposition in ("in", "from")


def _is_cut(found: Scan, end: int, preposition: str) -> bool:
    """ "Officials of the | two countries": what follows is a group, which is resolved on its own."""
    last = found.doc[end - 1]
    return last.pos_ in ("DET", "ADP", "CCONJ") or (preposition == "of" and last.text.lower() in ("both", "two"))


def is_attribute(found: Scan, name: NameHit) -> bool:
    """ "US-led", "Russian-speaking", "pro-Russian": the state is not whose the bearer is."""
    doc = found.doc
    before, after = doc[max(0, name.start - 2) : name.start], doc[name.end : name.end + 2]
    if (
        len(after) == 2
        and after[0].text in "-–"
        and (after[1].tag_ in ("VBN", "VBD", "VBG") or after[1].pos_ == "VERB")
    ):
        return True
    glued = doc[name.start - 1].text in "-–" and name.start > 1 if name.start else False
    return bool(before) and glued and before[0].text.lower() in ("pro", "anti", "non")


def _complement(found: Scan, at: int) -> Complement:
    """A noun phrase that starts here: its end, names and nouns; one more "of" or "for" may follow."""
    doc = found.doc
    end = at
    names: list[NameHit] = []
    words: list[WordHit] = []
    while end < len(doc) and end < at + MOST_TOKENS and not doc[end].is_sent_start:
        token = doc[end]
        if end in found.name_at and is_attribute(found, found.name_at[end]):
            end = found.name_at[end].end + 2  # "the head of the Russian-led alliance"
        elif end in found.name_at:
            names.append(found.name_at[end])
            end = found.name_at[end].end
        elif end in found.word_at:
            words.append(found.word_at[end])
            end = found.word_at[end].end
        elif end in found.person_at:
            if not _closes_body(found, end):
                end = found.person_at[end].end
            break
        elif (
            token.text in POSSESSIVE
            or token.text == "-"
            or token.pos_ in ("DET", "ADJ", "NOUN", "PROPN")
            or token.dep_ == "amod"  # "of the ruling SPLM"
            or (token.text.lower() in ("of", "for", "and", "&") and end > at and _goes_on(found, end))
        ):
            end += 1
        else:
            break
    return end, names, words


def _closes_body(found: Scan, at: int) -> bool:
    """Whether a body or state ends here: "head of the Leadership Council | Saleh N", "President of Peru | Ana R"."""
    word, name = found.word_at.get(at - 1), found.name_at.get(at - 1)
    is_body = word is not None and word.word.kind is WordClass.BODY
    return is_body or (name is not None and name.name.kind in OWNERS)


def _goes_on(found: Scan, at: int) -> bool:
    """Whether "of" or "and" goes on with the same name: "Minister for Trade and Industry"."""
    doc = found.doc
    if at + 1 >= len(doc):
        return False
    after, before = doc[at + 1], doc[at - 1]
    if doc[at].text.lower() in ("of", "for"):
        return after.pos_ in ("DET", "PROPN", "ADJ") and (after.text[0].isupper() or after.pos_ == "DET")
    both = before.text[0].isupper() and after.text[0].isupper()
    return both and (at + 1 in found.name_at) == (at - 1 in found.name_at) and at + 1 not in found.person_at
