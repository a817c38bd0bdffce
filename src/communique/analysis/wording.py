"""PLOVER in plain words: who did what to whom, how sure it is that it happened, how much and where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

from communique.analysis.dates import say_date
from communique.analysis.states import state_in_sentence, state_name
from communique.coding.ontology import cameo_of
from communique.records import ActorKind, ActorRef, EventType, Modality, Number, Place, Quantity

NOBODY = "an unnamed party"
_SHOWN_PARTIES = 4
_OPS = {"=": "", ">": "over ", ">=": "at least ", "<": "under ", "<=": "up to ", "~": "about "}
_PLURAL = ("s", "people", "men", "children", "police", "personnel")
_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


class Wording(NamedTuple):
    """One row of `data/wording.tsv`."""

    done: str
    to_do: str
    together: str
    to_together: str
    label: str


@cache
def wordings() -> Mapping[str, Wording]:
    """The table of words, by event, `event.mode` or `@CAMEO`."""
    text = resources.files("communique.analysis").joinpath("data/wording.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {row[0]: Wording(*row[1:]) for row in rows[1:]}


@cache
def _by_trigger() -> Mapping[str, tuple[tuple[tuple[str, ...], Wording], ...]]:
    rows: dict[str, list[tuple[tuple[str, ...], Wording]]] = {}
    for key, words in wordings().items():
        event, _, beginnings = key.partition("~")
        if beginnings:
            rows.setdefault(event, []).append((tuple(beginnings.split(",")), words))
    return {event: tuple(found) for event, found in rows.items()}


def find_wording(event: EventType, *, mode: str | None, cameo: str | None, trigger: str = "") -> Wording:
    """The words for an event, from what says most about it.

    Of a promise that is its CAMEO code, which says what is promised (`0333`: promised humanitarian aid); of other
    events the words of the trigger (`is grateful`: thanked) where there is no mode, then CAMEO code, mode and event.
    """
    table = wordings()
    by_trigger = _find_by_trigger(event, trigger) if mode is None else None
    if by_trigger is not None and event is not EventType.AGREE:
        return by_trigger
    # A coder that knows no finer code gives the default one, which says nothing beyond the mode.
    if cameo and cameo != cameo_of(event, mode):
        for length in range(len(cameo), 2, -1):
            if (found := table.get(f"@{cameo[:length]}")) is not None:
                return found
    return by_trigger or table.get(f"{event.value}.{mode}", table[event.value])


def _find_by_trigger(event: EventType, trigger: str) -> Wording | None:
    triggering = trigger.casefold().split()
    rows = _by_trigger().get(event.value, ())
    return next((words for begins, words in rows if any(word.startswith(begins) for word in triggering)), None)


def tell_event(
    words: Wording,
    *,
    actor: Sequence[ActorRef],
    recipient: Sequence[ActorRef],
    modality: Modality,
    known: set[str],
    alleged: bool = False,
) -> str:
    """One line without a full stop: `Foreign Minister Ana Silva of Brazil visited Ghana`.

    Args:
        words: Row of the table.
        actor: Who acts.
        recipient: Who is acted upon; empty for mutual acts.
        modality: What is future, denied or only alleged is said so.
        known: People already named with their office; grows.
        alleged: Whether what is only possible is so because somebody says it.
    """
    acting = name_parties(actor, known=known) or NOBODY
    receiving = name_parties(recipient, known=known)
    mutual = len(merge_parties(actor)) > 1
    done = words.done.format(receiving) if receiving else words.together
    to_do = words.to_do.format(receiving) if receiving else words.to_together
    verb = "are" if mutual else "is"
    match modality:
        case Modality.FUTURE:
            told = f"{acting} {verb} expected to {to_do}"
        case Modality.NEGATED:
            told = f"{acting} did not {to_do}"
        case Modality.HYPOTHETICAL:
            told = f"{acting} allegedly {done}" if alleged else f"{acting} might {to_do}"
        case _:
            told = f"{acting} {done}"
    return told[:1].upper() + told[1:]


def merge_parties(parties: Iterable[ActorRef]) -> tuple[ActorRef, ...]:
    """Each party once; a state that stands beside its own minister adds nothing to a line."""
    unique = tuple({p.id: p for p in parties}.values())
    spoken_for = {p.state for p in unique if p.kind is not ActorKind.STATE}
    return tuple(p for p in unique if p.kind is not ActorKind.STATE or p.state not in spoken_for) or unique


def name_parties(parties: Iterable[ActorRef], *, known: set[str]) -> str:
    """Parties as a list in words, people with their office the first time."""
    names = [name_party(p, known=known) for p in merge_parties(parties)]
    if len(names) > _SHOWN_PARTIES:
        names = [*names[: _SHOWN_PARTIES - 1], f"{len(names) - _SHOWN_PARTIES + 1} others"]
    return join_words(names)


def name_party(party: ActorRef, *, known: set[str] | None = None) -> str:
    """A party in words: `Ghana`, `Foreign Minister Ana Silva of Brazil`, the second time `Ana Silva`.

    Args:
        party: Whom.
        known: People already named with their office, to which this one is added; None names in full.
    """
    if party.kind is ActorKind.STATE and party.state:
        return state_in_sentence(party.state)
    name = tidy(party.name, 80)
    if known is not None and party.id in known:
        return name
    if known is not None:
        known.add(party.id)
    titled = f"{tidy(party.office, 60)} {name}" if party.office and party.office not in name else name
    if party.state is None or state_name(party.state) in titled:
        return titled
    of = state_in_sentence(party.state)
    # "fishermen of Ghana" are described, "State Duma (Russia)" has a name.
    described = name[:1].islower()
    return (
        f"{titled} of {of}" if described or party.kind is ActorKind.PERSON else f"{titled} ({state_name(party.state)})"
    )


def join_words(words: Sequence[str]) -> str:
    """`a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def tell_place(place: Place | None, *, said: str) -> str:
    """` in Accra`, unless the line names the place already or it is only the country."""
    if place is None or place.name in said or (place.country and place.name == state_name(place.country)):
        return ""
    name = tidy(place.name, 60)
    # "visited Ghana (Accra)", but "signed an agreement in Accra".
    return f" ({name})" if place.country and said.endswith(state_name(place.country)) else f" in {name}"


def tell_quantities(quantities: Iterable[Quantity]) -> tuple[str, ...]:
    """Amounts in words, each once: `over 200 tonnes of medicines and food`."""
    return tuple(dict.fromkeys(tell_quantity(q) for q in quantities))


def tell_quantity(quantity: Quantity) -> str:
    """An amount in words."""
    amount = tell_number(quantity.value, unit=quantity.unit)
    if not quantity.of:
        return amount
    of = tidy(quantity.of, 80)
    return f"{amount} of {of}" if quantity.unit else f"{amount} {of}"


def tell_number(value: Number, *, unit: str | None) -> str:
    """A number as it is compared, with its unit: `over 85%`, `USD 6.3 billion`, `about 20 tonnes`."""
    op, number = _OPS[value.op], _digits(value.number)
    if unit is None:
        return f"{op}{number}"
    if unit in {"%", "percent"}:
        return f"{op}{number}%"
    if len(unit) == 3 and unit.isupper():
        return f"{op}{unit} {number}"
    # Units of measurement stand in the singular; what is counted (`votes`, `people`) as the text has it.
    one = unit.isalpha() and unit.islower() and len(unit) > 2 and not unit.endswith(_PLURAL)
    plural = "s" if one and value.number != 1 else ""
    return f"{op}{number} {tidy(unit, 40)}{plural}"


def tell_rank(rank: Number) -> str:
    """A place in an order: `no. 3`, `among the first 10`."""
    return f"among the first {_digits(rank.number)}" if rank.op in {"<", "<="} else f"no. {_digits(rank.number)}"


def tidy(text: str | None, length: int) -> str:
    """One line of at most `length` characters."""
    line = " ".join((text or "").split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def tell_term(since: str | None, until: str | None) -> str:
    """A term in words: `from May 2023 to 4 March 2024`; empty where it is open on both sides."""
    words = [f"from {say_date(since)}"] if since else []
    if until:
        words.append(f"to {say_date(until)}")
    return " ".join(words)


def _digits(number: float) -> str:
    for scale, name in _SCALES:
        if abs(number) >= scale:
            return f"{number / scale:.4g} {name}"
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,.6g}"
