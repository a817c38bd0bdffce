"""Reads the phrases around offices, roles and bodies: "Cuba's Vice President", "the Serbian Army"."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from communique.actors.complements import OWNERS, is_attribute, scan_right
from communique.actors.found import POSSESSIVE, NameHit, PersonSpan, Scan, WordHit
from communique.actors.gazetteer import NameKind, Word, WordClass
from communique.actors.personnames import field_end
from communique.actors.places import find_region

if TYPE_CHECKING:
    from spacy.tokens import Token

MOST_MODIFIERS = 12
MOST_OWNER_TOKENS = 3
PARTISAN = ("PTY", "OPP", "REB")
# Those for whom an office is, and who do not hold it.
SERVED = ("REF", "CVL")
POST_LINKS = ("to", "in")
# Below this a text is a bare phrase, and every noun of the tables counts.
SHORT_TEXT = 12
NP_RELATIONS = (
    "amod",
    "compound",
    "nmod:desc",
    "nmod",
    "flat",
    "nummod",
    "det",
    "nmod:poss",
    "punct",
    "advmod",
    "appos",
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens `[start, end)` around the noun `word` (ending at `core_end`), and what the phrase says of its bearer."""

    start: int
    end: int
    core_end: int
    word: Word
    states: tuple[str, ...]
    sector: str | None
    text: str  # the office or body in the text's words, without its state
    determiner: str | None = None
    possessor: int | None = None  # token of "his", or of the person whose office it is
    name: PersonSpan | None = None
    bodies: tuple[NameHit, ...] = ()
    gender: str | None = None
    former: bool = False
    ended: bool = False
    plural: bool = False

    @property
    def is_person(self) -> bool:
        """Whether the phrase is about somebody rather than a body."""
        return self.word.kind in (WordClass.OFFICE, WordClass.ROLE)


@dataclass
class _Left:
    """What stands before the noun of a phrase, gathered from right to left."""

    start: int
    office_start: int
    names: list[NameHit] = field(default_factory=list)
    words: list[WordHit] = field(default_factory=list)
    soft: list[str] = field(default_factory=list)
    determiner: str | None = None
    possessor: int | None = None
    closed: bool = False  # a state or possessive ends the words of the office


def read_phrases(found: Scan) -> list[Phrase]:
    """All phrases of a text in text order; a noun that belongs to a longer phrase makes none of its own."""
    used: set[int] = set()
    phrases: list[Phrase] = []
    for hit in reversed(found.words):
        if hit.start in used or hit.word.kind is WordClass.TITLE:
            continue
        left = _scan_left(found, hit)
        # A title between office and name ("Navy spokesman Captain X") belongs to the name.
        main, words = _main_word(found, hit, left)
        used.update(w.start for w in left.words)
        phrase = _build(found, hit, main, left, words)
        if _means_somebody(found, phrase):
            phrases.append(_with_owner_behind(found, phrase, phrases[-1]) if phrases else phrase)
    return phrases[::-1]


def _with_owner_behind(found: Scan, phrase: Phrase, behind: Phrase) -> Phrase:
    """ "The government and people of Korea": who owns the second noun owns the first, where one article serves both."""
    doc, at = found.doc, phrase.core_end
    owned = bool(phrase.states or phrase.bodies or phrase.name) or phrase.possessor is not None
    if owned or phrase.end != at or at + 2 >= len(doc) or doc[at].lower_ not in ("and", "or"):
        return phrase
    is_shared = behind.core_end == at + 2 and behind.determiner is None and doc[at + 2].lower_ == "of"
    return replace(phrase, states=behind.states) if is_shared and behind.states else phrase


def _means_somebody(found: Scan, phrase: Phrase) -> bool:
    """Whether a phrase without a name or state is more than a word that only sounds like an actor."""
    core = found.doc[phrase.core_end - 1]
    is_modifier = core.dep_ in ("compound", "amod", "nmod:desc") and core.head.i >= phrase.core_end
    if is_modifier and phrase.word.lemma in found.gazetteer.vocabulary.sets["equipment_words"] and len(found.doc) > 3:
        return False
    if phrase.name or phrase.states or phrase.bodies or phrase.possessor is not None or len(found.doc) < SHORT_TEXT:
        return True
    is_capital = core.text[0].isupper() and not core.is_sent_start
    if is_modifier and not is_capital:
        return False
    if phrase.word.lemma not in found.gazetteer.vocabulary.sets["ambiguous_words"] or is_capital or phrase.plural:
        return True
    after = found.doc[phrase.core_end].text.lower() if phrase.core_end < len(found.doc) else ""
    if phrase.word.kind is WordClass.BODY and after in ("to", "of"):
        return False
    return phrase.determiner in ("the", "a", "an") and after != "to" and len(phrase.text) > 3


def _scan_left(found: Scan, hit: WordHit) -> _Left:
    doc = found.doc
    left = _Left(hit.start, hit.start)
    i = hit.start - 1
    while i >= 0 and i >= hit.start - MOST_MODIFIERS and not doc[i + 1].is_sent_start:
        token = doc[i]
        if i in found.name_at:
            name = found.name_at[i]
            if name.name.kind is NameKind.PEOPLE or (left.names and _is_own_phrase(found, name, left)):
                break
            left.names.append(name)
            left.start = i = name.start
            left.closed = left.closed or name.name.kind is not NameKind.OTHER
            i -= 1
        elif i in found.word_at and not _breaks(found, found.word_at[i]):
            word = found.word_at[i]
            left.words.append(word)
            left.start = word.start
            i = word.start - 1
            if not left.closed:
                left.office_start = left.start
        else:
            step = _step(found, left, token, hit)
            if step == 0:
                break
            i -= step
    return left


def _is_own_phrase(found: Scan, name: NameHit, left: _Left) -> bool:
    # "In Cuba Russian officials": a second state counts only where something joins the two.
    between = found.doc[name.end : left.start].text.strip()
    return between not in ("-", "–", "and", "'s", "’s", "/") and name.name.kind in (NameKind.STATE, NameKind.CAPITAL)


def _breaks(found: Scan, word: WordHit) -> bool:
    after = found.doc[word.end] if word.end < len(found.doc) else None
    # "opposition" and "police" look alike in both numbers; "officials" closes a phrase.
    is_plural = word.word.plural and found.doc[word.start : word.end].text.lower() != word.word.lemma
    is_closed = after is not None and after.is_punct and after.text != "-"
    return is_closed or (is_plural and word.word.kind is not WordClass.BODY)


def _step(found: Scan, left: _Left, token: Token, hit: WordHit) -> int:
    """How many tokens to the left a modifier takes; 0 where the phrase starts."""
    text = token.text
    if text in POSSESSIVE:
        if token.i - 1 in found.person_at or (token.i - 1 not in found.name_at and token.i - 1 not in found.word_at):
            left.possessor = token.i - 1
            left.start = found.person_at[token.i - 1].start if token.i - 1 in found.person_at else token.i - 1
            return 0
        left.closed = left.closed or token.i - 1 in found.name_at
        left.start = token.i
        return 1
    if token.i in found.person_at and token.i == hit.start - 1 and hit.word.kind is WordClass.BODY:
        left.possessor = token.i  # "the Bush administration"
    if token.i in found.person_at or token.i in found.word_at:
        return 0
    if token.pos_ == "DET" or text.lower() in ("the", "a", "an"):
        left.determiner = text.lower()
        return 0
    if token.tag_ == "PRP$":
        left.possessor = token.i
        left.determiner = text.lower()
        return 0
    return _modifier(found, left, token, hit)


def _modifier(found: Scan, left: _Left, token: Token, hit: WordHit) -> int:
    text = token.text
    if found.has("time_words", token):
        return 0
    is_joint = text in ("-", "–", "&") or (text.lower() == "and" and _joins_modifiers(found, token, left))
    is_soft = found.has("soft_modifiers", token)
    is_word = found.has("office_modifiers", token)
    near = token.head.i <= hit.end and token.dep_ in NP_RELATIONS
    nominal = token.pos_ in ("ADJ", "NOUN", "PROPN", "NUM", "ADV", "X", "SYM") or token.tag_ in ("VBN", "VBG")
    if is_joint:
        left.start = token.i
        return 1
    if not (is_soft or is_word or (nominal and (near or text[0].isupper()))) or (token.pos_ == "ADV" and not is_soft):
        return 0
    left.start = token.i
    if is_soft:
        left.soft.append(text.lower())
    elif not left.closed and text[0].isalpha() and token.pos_ not in ("NUM",):
        left.office_start = token.i
    return 1


def _joins_modifiers(found: Scan, token: Token, left: _Left) -> bool:
    """ "Foreign and Defence Minister", "Russian and Cuban officials"."""
    doc = found.doc
    before = token.i - 1
    if before < 0 or token.i + 1 >= len(doc):
        return False
    if before in found.name_at and left.names and left.names[-1].start == token.i + 1:
        return left.names[-1].name.kind is found.name_at[before].name.kind
    after = doc[token.i + 1]
    return (
        before not in found.word_at
        and found.has("office_modifiers", doc[before])
        and found.has("office_modifiers", after)
    )


def _main_word(found: Scan, hit: WordHit, left: _Left) -> tuple[WordHit, list[WordHit]]:
    """The word that says what the bearer is, and the words beside it."""
    if left.words and hit.end in found.person_at and left.words[0].end == hit.start:
        inner = left.words[0]
        if inner.word.kind is WordClass.OFFICE and hit.word.lemma in found.gazetteer.vocabulary.sets["rank_words"]:
            return inner, left.words[1:]
    return hit, left.words


def _build(found: Scan, hit: WordHit, main: WordHit, left: _Left, words: list[WordHit]) -> Phrase:
    end = hit.end
    name = _name_after(found, hit)
    if name:
        end = name.end
        right: list[NameHit] = []
        right_words: list[WordHit] = []
        text_end = main.end
    elif name := _name_behind_field(found, hit):
        end, right, right_words, text_end = name.end, [], [], name.start
    else:
        end, right, right_words = scan_right(found, hit)
        is_of = main.word.lemma in found.gazetteer.vocabulary.sets["of_offices"]
        is_body = any(n.name.kind is NameKind.BODY for n in right)
        text_end = end if is_of and (is_body or right_words or _says_more(found, hit.end, end)) else main.end
        name = _name_behind_owner(found, hit, end)
        end = name.end if name else end
    names = [n for n in left.names[::-1] if not is_attribute(found, n)]
    # "France's embassy in Mali" is France's; "his foreign minister" is told by "his".
    if not any(n.name.state for n in names) and left.possessor is None:
        names += right
    # An embassy in a city is not the city's.
    abroad = found.gazetteer.vocabulary.sets["abroad_words"]
    # A word inside a body's name is told by the noun nearest to the phrase's own.
    sector = _sector(found, main.word, [w.word for w in words] + [w.word for w in right_words], names)
    places = _states_of_places(found, _owner_start(found, left), hit.end if main.word.lemma in abroad else end)
    ended = any(s in found.gazetteer.vocabulary.sets["ended_words"] for s in left.soft)
    if ended and sector in ("GOV", "LEG", "JUD", "MIL", "COP", "SPY", "PTY"):
        sector = "ELI"
    return Phrase(
        start=left.start,
        end=end,
        core_end=hit.end,
        word=main.word,
        states=_states(names) or places,
        sector=sector,
        text=found.doc[min(left.office_start, main.start) : text_end].text.strip(" -"),
        determiner=left.determiner,
        possessor=left.possessor,
        name=name,
        bodies=tuple(n for n in names if n.name.kind is NameKind.BODY),
        gender=main.word.gender or hit.word.gender,
        former=any(s in found.gazetteer.vocabulary.sets["former_words"] for s in left.soft),
        ended=ended,
        plural=hit.word.plural,
    )


def is_international_name(found: Scan, text: str) -> bool:
    """ "Andean Water Organisation": a name that begins with a region and ends in what only states make up."""
    words = text.lower().split()
    vocabulary = found.gazetteer.vocabulary
    if len(words) < 2 or words[-1] not in vocabulary.sets["international_heads"]:
        return False
    opens = {words[0], " ".join(words[:2])}
    is_regional = bool(opens & (set(vocabulary.maps["regions"]) | vocabulary.sets["international_words"]))
    return is_regional and text.split(maxsplit=1)[0][0].isupper() and text.rsplit(maxsplit=1)[-1][0].isupper()


def _name_after(found: Scan, hit: WordHit) -> PersonSpan | None:
    """The name that follows at once, or after titles ("Premier Dr. X")."""
    at = hit.end
    while at in found.word_at and found.word_at[at].word.kind is WordClass.TITLE:
        at = found.word_at[at].end
    if at >= len(found.doc) or at not in found.person_at or found.person_at[at].start != at or hit.word.plural:
        return None
    return found.person_at[at] if hit.word.kind is not WordClass.BODY and not found.doc[at].is_sent_start else None


def _name_behind_field(found: Scan, hit: WordHit) -> PersonSpan | None:
    """The bearer behind what the office is for: "Minister of Foreign Affairs and Trade Keo Vannak"."""
    if hit.word.plural or hit.word.kind is not WordClass.OFFICE or hit.end >= len(found.doc):
        return None
    at = field_end(found, hit.end) if found.doc[hit.end].lower_ in ("of", "for") else hit.end
    name = found.person_at.get(at)
    return name if at > hit.end + 1 and name is not None and name.start == at else None


def _owner_start(found: Scan, left: _Left) -> int:
    """Where the owner begins: "the Osh region's governor"."""
    if left.possessor is None or left.possessor in found.person_at:
        return left.start
    return max(found.doc[left.possessor].left_edge.i, left.possessor - MOST_OWNER_TOKENS)


def _name_behind_owner(found: Scan, hit: WordHit, end: int) -> PersonSpan | None:
    """The bearer of an office behind whose it is: "the head of the Leadership Council Saleh N", "President of Peru X".

    An envoy's name may also follow where he serves: "the ambassador to Jordan Ann Hale".
    """
    if hit.word.plural or hit.word.kind is not WordClass.OFFICE:
        return None
    if end < len(found.doc) and found.doc[end].lower_ in POST_LINKS:
        the = end + 1 < len(found.doc) and found.doc[end + 1].lower_ == "the"
        post = found.name_at.get(end + 1 + the)
        end = post.end if post is not None and post.start == end + 1 + the and post.name.kind in OWNERS else end
    name = found.person_at.get(end)
    if end <= hit.end or name is None or name.start != end:
        return None
    word, owner = found.word_at.get(end - 1), found.name_at.get(end - 1)
    is_word = word is not None and word.word.kind is WordClass.BODY
    return name if is_word or (owner is not None and owner.name.kind in OWNERS) else None


def _says_more(found: Scan, start: int, end: int) -> bool:
    """Whether the words after an office hold more than its state: "of the Adjara tourism department"."""
    rest = [t for t in found.doc[start:end] if t.i not in found.name_at and t.text not in POSSESSIVE]
    return any(t.pos_ in ("NOUN", "PROPN", "ADJ") for t in rest)


def _states(names: list[NameHit]) -> tuple[str, ...]:
    found: list[str] = []
    for name in names:
        if name.name.state and name.name.state not in found:
            found.append(name.name.state)
    if any(n.name.kind is NameKind.BODY and n.name.state for n in names) and len(found) > 1:
        return tuple(n.name.state for n in names if n.name.kind is NameKind.BODY and n.name.state)[:1]
    return tuple(found)


def _states_of_places(found: Scan, start: int, end: int) -> tuple[str, ...]:
    """The country of a city or province in the phrase: "Tamil Nadu Chief Minister"."""
    doc = found.doc
    at = start
    while at < end:
        stop = at
        while stop < end and doc[stop].text[0].isupper() and stop not in found.person_at and stop not in found.word_at:
            stop += 1
        for last in range(stop, at, -1):
            country = find_region(doc[at:last].text)
            if country and last > at and doc[at].ent_type_ != "PERSON":
                return (country,)
        at = max(stop, at) + 1
    cities = (p.name.state for p in found.places if start <= p.start and p.end <= end)
    return tuple(s for s in cities if s)[:1]


def _sector(found: Scan, main: Word, words: list[Word], names: list[NameHit]) -> str | None:
    """Sector of a phrase's bearer: of the main noun, or of the nearest other where that one is generic."""
    is_international = any(n.name.sector == "IGO" for n in names) and not any(n.name.state for n in names)
    if is_international and main.sector in ("GOV", "MIL", "COP", "LEG", "UNK"):
        return "IGO"
    generic = found.gazetteer.vocabulary.sets["generic_offices"]
    bodies = [n.name.sector for n in names if n.name.kind is NameKind.BODY and n.name.sector]
    if main.lemma not in generic:
        # "The secretary general of the ruling SPLM" is a party's, and no organization's of states.
        own = [w.sector for w in words if w.sector in PARTISAN] + [s for s in bodies if s in PARTISAN]
        return own[0] if main.sector == "IGO" and own else main.sector
    beside = [w.sector for w in words if w.sector and w.kind is not WordClass.TITLE and w.lemma not in generic]
    if main.kind is WordClass.OFFICE:
        beside = [s for s in beside if s not in SERVED]  # "Refugee Affairs Commissioner X" is no refugee
    return next(iter(beside + bodies), main.sector)
