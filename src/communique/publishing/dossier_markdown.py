"""A dossier as Markdown, for those who write on with it: the same lines and evidence as the page, without its chart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from communique.analysis.dates import say_date
from communique.analysis.dossier_types import (
    Dossier,
    HappeningLine,
    IssueGroup,
    PersonLine,
    Piece,
    PromiseLine,
    Proof,
    Role,
    Source,
    StandLine,
)
from communique.analysis.wording import tell_term
from communique.publishing.dossier_html import SAID, group_by_state, group_by_year, tell_signed
from communique.records import Stance, Status

# Whatever could begin or end markup in CommonMark, its common extensions or the HTML within it, inside a line.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&$^@]|:(?=//)|^[-+=>](?=\s|$))")
# What would turn the rest of a page around, or hide words in it.
_INVISIBLE = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_NUMBERED = re.compile(r"^(\d{1,9})\.")
_STATUS = {
    Status.OPEN: "open", Status.FULFILLED: "kept", Status.OVERDUE: "overdue", Status.WITHDRAWN: "withdrawn",
}  # fmt: skip
_SIDE = {Stance.SUPPORT: "for", Stance.OPPOSE: "against"}


def write_dossier_markdown(dossier: Dossier, path: Path) -> None:
    """Write the text."""
    path.write_text(render_dossier_markdown(dossier), encoding="utf-8", errors="backslashreplace")


def render_dossier_markdown(dossier: Dossier) -> str:
    """The text; everything that comes from articles is escaped, one paragraph or list item a line."""
    lines = [
        f"# {dossier.names[0]} and {dossier.names[1]}",
        *([f"Term: {tell_term(dossier.since, dossier.until)}."] if dossier.since or dossier.until else []),
    ]
    if dossier.is_empty:
        held = ", ".join(f"{number:,} of kind {kind}" for kind, number in dossier.held)
        lines += ["Nothing is known between the two." + (f" There is to draw on: {held}." if held else "")]
        return "\n\n".join(lines) + "\n"
    lines += [" ".join(dossier.summary)]
    for title, section in (
        ("Over time", _tell_series(dossier)),
        ("Happenings", _tell_happenings(dossier.happenings)),
        ("Promises", _tell_promises(dossier.promises)),
        ("Agreements", _tell_agreements(dossier)),
        ("Positions", _tell_positions(dossier)),
        ("People and offices", _tell_people(dossier.people)),
        ("In their words", _tell_quotes(dossier)),
        ("Figures claimed", _tell_claims(dossier)),
        ("With and about others (not counted above)", (_tell_happening(h) for h in dossier.beside)),
        ("Sources", _tell_sources(dossier.sources)),
    ):
        told = list(section)
        lines += [f"## {title}", *told] if told else []
    return "\n\n".join(lines) + "\n"


def escape_markdown(text: str | None) -> str:
    """Words of strangers as one line of plain text: no markup, no HTML, no address that becomes a link."""
    line = " ".join(_INVISIBLE.sub("", text or "").split())
    line = _SPECIAL.sub(r"\\\1", line)
    # `www.` and a bare domain become links in many renderers; a zero-width non-joiner keeps them words.
    return _NUMBERED.sub(r"\1\\.", line).replace("www.", "www\u200c.")


def _tell_series(dossier: Dossier) -> Iterator[str]:
    periods = [p for p in dossier.series.periods if p.count]
    if not periods:
        return
    first, second = (escape_markdown(n) for n in dossier.names)
    rows = [
        f"| {dossier.series.unit.capitalize()} | {first} → {second} | {second} → {first} | together | mean score |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for period in periods:
        cells = (f"{b.cooperation}▲ {b.conflict}▼" if b.cooperation + b.conflict else "" for b in period.bins)
        rows.append(f"| {period.label} | {' | '.join(cells)} | {tell_signed(period.mean_score or 0)} |")
    yield "▲ cooperation, ▼ conflict; score from −10 to +10 (PLOVER)."
    yield "\n".join(rows)


def _tell_happenings(lines: tuple[HappeningLine, ...]) -> Iterator[str]:
    for year, of_year in group_by_year(lines):
        yield f"### {year}"
        yield from (_tell_happening(line) for line in of_year)


def _tell_happening(line: HappeningLine) -> str:
    when = say_date(line.on) + (" (reported)" if line.on_is_report_day else "")
    said = f"; {SAID[line.modality]}" if line.modality in SAID else ""
    mode = f" {escape_markdown(line.mode)}" if line.mode else ""
    rows = [
        f"- **{when}: {escape_markdown(line.headline)}** ({escape_markdown(line.between)}; "
        f"{line.event.value}{mode}, {line.side}, {tell_signed(line.score)}{said})"
    ]
    for dispute in line.disputes:
        values = "; ".join(
            f"{escape_markdown(v)} ({escape_markdown(', '.join(titles))})" for v, titles in dispute.values
        )
        rows.append(f"  - Reports differ on {escape_markdown(dispute.field)}: {values}")
    return "\n".join([*rows, *_tell_proofs(line.proofs)])


def _tell_promises(promises: Iterable[PromiseLine]) -> Iterator[str]:
    for p in promises:
        to = f" to {escape_markdown(p.to)}" if p.to else ""
        facts = [
            f"promised {say_date(p.made)}" if p.made else "",
            f"due {say_date(p.due)}" if p.due else "no date named",
            f"if {escape_markdown(p.condition)}" if p.condition else "",
            f"amount promised: {escape_markdown('; '.join(p.promised))}" if p.promised else "",
            f"amount delivered: {escape_markdown('; '.join(p.delivered))}" if p.delivered else "",
            p.measure or "",
            f"by: {escape_markdown(p.kept_by_headline)}, {say_date(p.kept_on)}" if p.kept_by_headline else "",
            f"as of {say_date(p.as_of)}" if p.as_of and p.status in {Status.OPEN, Status.OVERDUE} else "",
        ]
        head = f"- **{_STATUS[p.status].capitalize()}: {escape_markdown(p.by)}{to}:** {escape_markdown(p.content)}"
        yield "\n".join([f"{head} ({'; '.join(f for f in facts if f)})", *_tell_proofs(p.proofs)])


def _tell_agreements(dossier: Dossier) -> Iterator[str]:
    for agreement in dossier.agreements:
        subject = f": {escape_markdown(agreement.subject)}" if agreement.subject else ""
        rows = [f"- **{escape_markdown(agreement.name)}**{subject} ({escape_markdown(agreement.parties)})"]
        for stage in agreement.stages:
            reported = " (reported)" if stage.on_is_report_day else ""
            rows += [f"  - {stage.stage.value}, {say_date(stage.on)}{reported}", *_tell_proofs(stage.proofs, depth=2)]
        yield "\n".join(rows)


def _tell_positions(dossier: Dossier) -> Iterator[str]:
    named = [i for i in dossier.issues if i.told_in is None]
    if len(named) > 1:
        yield _tell_matrix(named, dossier)
    for issue in dossier.issues:
        about = f" (concerns {escape_markdown(', '.join(issue.about))})" if issue.about else ""
        told_in = f" (in {_cite(issue.told_in)})" if issue.told_in else ""
        rows = [f"- **{escape_markdown(issue.issue)}**{about}{told_in}"]
        for holder in issue.holders:
            for stand in holder.stands:
                rows += [f"  - {_tell_stand(holder.holder, stand)}", *_tell_proofs(stand.proofs, depth=2)]
        yield "\n".join(rows)


def _tell_matrix(issues: Sequence[IssueGroup], dossier: Dossier) -> str:
    """Who stands where on each issue, as last told."""
    first, second = (escape_markdown(name) for name in dossier.names)
    rows = [f"| Issue | {first} | {second} | Others |", "| --- | --- | --- | --- |"]
    for issue in issues:
        sides = [_SIDE[h.now] if (h := issue.of(code)) else "" for code in dossier.pair]
        others = [
            f"{word}: {escape_markdown(', '.join(held))}"
            for stance, word in _SIDE.items()
            if (held := issue.others(dossier.pair, stance))
        ]
        rows.append(f"| {escape_markdown(issue.issue)} | {' | '.join(sides)} | {'; '.join(others)} |")
    return "\n".join(rows)


def _tell_stand(holder: str, stand: StandLine) -> str:
    since = f" since {say_date(stand.since)}" if stand.since else ""
    until = f" until {say_date(stand.until)}" if stand.until else ""
    told = ""
    if stand.first_told:
        last = f" to {say_date(stand.last_told)}" if stand.last_told != stand.first_told else ""
        told = f", reported {say_date(stand.first_told)}{last}"
    voices = f", by {escape_markdown('; '.join(stand.voices))}" if stand.voices else ""
    forums = f", forum: {escape_markdown(', '.join(stand.forums))}" if stand.forums else ""
    return f"{_SIDE[stand.stance]}: {escape_markdown(holder)}{since}{until}{told}{voices}{forums}"


def _tell_people(people: Iterable[PersonLine]) -> Iterator[str]:
    for state, of_state in group_by_state(people):
        yield f"### {escape_markdown(state)}"
        for person in of_state:
            also = f" (also {escape_markdown(', '.join(person.other_names))})" if person.other_names else ""
            rows = [f"- **{escape_markdown(person.name)}**{also}"]
            for office in person.offices:
                first, last = say_date(office.first_seen), say_date(office.last_seen)
                seen = f"seen {first}" if first == last else f"seen {first} to {last}"
                doubts = "".join(f"; disagreement: {escape_markdown(d)}" for d in office.doubts)
                rows += [f"  - {escape_markdown(office.office)}, {seen}{doubts}", *_tell_proofs(office.proofs, depth=2)]
            yield "\n".join(rows)


def _tell_quotes(dossier: Dossier) -> Iterator[str]:
    for quote in dossier.quotes:
        words = escape_markdown(quote.text)
        told = f"“{words}”" if quote.direct else words
        head = f"- {told} — {escape_markdown(quote.speaker)}, {say_date(quote.on)}"
        yield "\n".join([head, *_tell_proofs(quote.proofs)])


def _tell_claims(dossier: Dossier) -> Iterator[str]:
    for group in dossier.claims:
        differ = " (claims differ)" if group.differs else ""
        rows = [f"- **{escape_markdown(group.measure)}**{differ}"]
        for claim in group.claims:
            by = f", according to {escape_markdown(claim.attributed_to)}" if claim.attributed_to else ""
            value = f"{escape_markdown(claim.value)}{' (≠)' if claim.differs else ''}"
            head = f"  - {value}: {escape_markdown(claim.subject)}, {say_date(claim.as_of)}{by}"
            rows += [head, *_tell_proofs(claim.proofs, depth=2)]
        yield "\n".join(rows)


def _tell_sources(sources: Iterable[Source]) -> Iterator[str]:
    rows = []
    for source in sources:
        address = f" <{source.url}>" if source.url and _is_plain_url(source.url) else ""
        kind = "reprint" if source.reprint else f"credited to {source.agency}" if source.agency else "independent"
        rows.append(f"- {_cite(source)} ({escape_markdown(kind)}){address}")
    if rows:
        yield "\n".join(rows)


def _tell_proofs(proofs: Iterable[Proof], *, depth: int = 1) -> Iterator[str]:
    for proof in proofs:
        sentence = "".join(_tell_piece(p) for p in proof.pieces).strip()
        post = f"post by {escape_markdown(proof.author)} in " if proof.author else ""
        yield f"{'  ' * depth}- > {sentence} — {post}{_cite(proof.source)}"


def _tell_piece(piece: Piece) -> str:
    words = escape_markdown(piece.text)
    if not words:
        return " " if piece.text else ""
    # Bold type needs its stars next to the words, so the blanks go outside.
    before, after = piece.text[:1].isspace(), piece.text[-1:].isspace()
    bold = f"**{words}**" if piece.role is Role.TRIGGER else words
    means = f" [{escape_markdown(piece.means)}]".replace("[", "\\[").replace("]", "\\]") if piece.means else ""
    return f"{' ' if before else ''}{bold}{means}{' ' if after else ''}"


def _cite(source: Source) -> str:
    credit = [escape_markdown(source.publisher)] if source.publisher else []
    credit += [escape_markdown(source.agency)] if source.agency and source.agency != source.publisher else []
    return ", ".join([f"*{escape_markdown(source.title)}*", *credit, say_date(source.published)])


def _is_plain_url(url: str) -> bool:
    return not re.search(r"[\s<>\\]", url)
