"""Dates, datelines, credits and posts, each read from one line."""

from __future__ import annotations

import pytest

from communique.reading.blocks import BlockKind, make_block
from communique.reading.credits import read_credit_line, trim_credit
from communique.reading.dateline import read_credit_place, read_opening
from communique.reading.days import complete_year, find_dates
from communique.reading.posts import find_signature
from communique.records import PartialDate


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("2019-08-13 11:02:33", "2019-08-13T11:02:33"),
        ("2019-08-13T11:02:33.120Z", "2019-08-13T11:02:33+00:00"),
        ("Updated: Jun 3, 2022, 18:22 IST", "2022-06-03T18:22"),
        ("May 18, 2020 9:31 AM GMT+2", "2020-05-18T09:31+02:00"),
        ("Thursday, May 13th 2021 - 14:50 UTC", "2021-05-13T14:50+00:00"),
        ("Thu 3 Mar 2022 12.05 GMT", "2022-03-03T12:05+00:00"),
        ("/ 09:41 PM November 8, 2020", "2020-11-08T21:41"),
        ("Saturday 1441/06/07 - 2020/02/01", "2020-02-01"),
        ("11.02.2019, 08:40", "2019-02-11T08:40"),
        ("5 de enero de 2023 a las 10:30", "2023-01-05T10:30"),
        ("3 de março de 2023 às 15h20", "2023-03-03T15:20"),
        ("le 1er août 2021 à 18h30", "2021-08-01T18:30"),
        ("5 марта 2021 г., 14:20", "2021-03-05T14:20"),
        ("13 OCT 2020 | 03:05 PM", "2020-10-13T15:05"),
        ("12:05 am, October 2, 2021", "2021-10-02T00:05"),
        ("25/12/2020", "2020-12-25"),
        ("12/25/2020", "2020-12-25"),
    ],
)
def test_printed_dates_are_read(line: str, value: str) -> None:
    assert find_dates(line)[0].value == value


@pytest.mark.parametrize(
    "line", ["Page 12 of 2021", "31/31/2020", "30 February 2021", "call 555-01-2020", "May we 2021", "1444/10/30"]
)
def test_other_numbers_are_no_dates(line: str) -> None:
    assert find_dates(line) == []


@pytest.mark.parametrize(
    ("day", "near", "full"),
    [
        ("--09-15", "2023-09-16", "2023-09-15"),
        ("--12-30", "2024-01-02", "2023-12-30"),
        ("--01-01", "2023-12-31T23:00", "2024-01-01"),
        ("--05-01", None, None),
        ("2020-05-01", None, "2020-05-01"),
    ],
)
def test_a_day_takes_the_nearest_year(day: str, near: str | None, full: str | None) -> None:
    assert complete_year(PartialDate(day), near=PartialDate(near) if near else None) == full


@pytest.mark.parametrize(
    ("start", "place", "country", "agency", "outlet"),
    [
        ("NAIROBI, Oct. 2 (Xinhua) -- Kenya", "NAIROBI", "KEN", "Xinhua", None),
        ("Apia, May 4 (SNR) -- Samoa", "Apia", "WSM", None, "SNR"),
        ("DHAKA: Bangladesh", "DHAKA", "BGD", None, None),
        ("SUVA, Fiji — Fiji", "SUVA", "FJI", None, None),
        ("MOSCOW, March 2 /TASS/. Russia", "MOSCOW", "RUS", "TASS", None),
        ("MOSCOW. March 2 (Interfax) - Russia", "MOSCOW", "RUS", "Interfax", None),
        ("МОСКВА, 2 мар — РИА Новости. Россия", "МОСКВА", "RUS", "RIA Novosti", None),
        ("Lima, 2 mar (Prensa Latina) El canciller", "Lima", "PER", "Prensa Latina", None),
        ("Dakar (AFP) – Le président", "Dakar", "SEN", "AFP", None),
        ("(ANSA) - ROME, MAR 2 - Italy", "ROME", "ITA", "ANSA", None),
        ("YEREVAN, MARCH 2, ARMENPRESS. The", "YEREVAN", "ARM", "Armenpress", None),
        ("LONDON/PARIS, March 2 (Reuters) - Two", "LONDON/PARIS", "GBR", "Reuters", None),
        ("SPRINGFIELD, Ill. (AP) — The", "SPRINGFIELD", "USA", "AP", None),
        ("(Reuters) - Two ministers", None, None, "Reuters", None),
    ],
)
def test_datelines_are_read(
    start: str, place: str | None, country: str | None, agency: str | None, outlet: str | None
) -> None:
    opening = read_opening(f"{start} and others met.")
    assert opening is not None
    assert (opening.place, opening.country, opening.agency, opening.outlet) == (place, country, agency, outlet)


@pytest.mark.parametrize(
    "start",
    [
        "Ana Torres (born 1961) -- was elected.",
        "Norway — which is rich — will pay.",
        "Paris - the capital - is calm.",
        "WARNING: the road is closed.",
        "BREAKING — the cabinet has fallen.",
        "The U.S. and Cuba (the island) - are neighbours.",
        "They met in Paris. It rained.",
        "Minister Lee (right) - and his guest smile.",
    ],
)
def test_sentences_are_no_datelines(start: str) -> None:
    assert read_opening(start) is None


def test_a_dateline_may_stand_on_its_own_line() -> None:
    opening = read_credit_place("EFE Quito, Ecuador 3 May 2021")
    assert opening is not None
    assert (opening.place, opening.country, opening.date, opening.agency) == ("Quito", "ECU", "2021-05-03", "EFE")


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("Source: Xinhua", "Xinhua"),
        ("PTI | Updated: Jun 3, 2022, 18:22 IST", "PTI"),
        ("By AFP", "AFP"),
        ("by Jane Doe, Associated Press", "AP"),
        ("With inputs from ANI", "ANI"),
        ("(c) EFE News Services", "EFE"),
        ("Con información de Prensa Latina", "Prensa Latina"),
        ("По материалам ТАСС", "TASS"),
        ("Source: Granite News Agency", "Granite News Agency"),
        ("By News Agencies", None),
        ("Source: the ministry", None),
        ("Our map of the region", None),
        ("The River Post. South Sea News Agency", None),
    ],
)
def test_credits_name_the_wire(line: str, agency: str | None) -> None:
    assert read_credit_line(line) == agency


@pytest.mark.parametrize(
    ("paragraph", "text", "agency"),
    [
        ("It ends in May. Enditem", "It ends in May.", None),
        ("It ends in May. PTI ABC XY XY", "It ends in May.", "PTI"),
        ("It ends in May. (ANI)", "It ends in May.", "ANI"),
        ("It ends in May.— AFP", "It ends in May.", "AFP"),
        ("It ends in May. (Fuente: Prensa Latina).", "It ends in May.", "Prensa Latina"),
        ('"Yes," he said. EFE', '"Yes," he said.', "EFE"),
        ("He told AFP. She left.", "He told AFP. She left.", None),
        ("It was signed by the EU.", "It was signed by the EU.", None),
        ("They met the Panamanian (MAP).", "They met the Panamanian (MAP).", None),
    ],
)
def test_closing_credits_come_off(paragraph: str, text: str, agency: str | None) -> None:
    trimmed = trim_credit(paragraph)
    assert (trimmed.text, trimmed.agency) == (text, agency)


@pytest.mark.parametrize(
    ("paragraph", "author", "day"),
    [
        ("Flag raised! pic.twitter.com/Zz12 — Vjosa K. (@vjosak) May 6, 2022", "Vjosa K.", "2022-05-06"),
        ("Merci à tous — Ministère (@minaff) 6 mai 2022", "Ministère", "2022-05-06"),
        ("We agreed. — MFA Samoa (@mfasamoa) on Telegram, May 6, 2022", "MFA Samoa", "2022-05-06"),
        ("We agreed. — The Minister on Facebook, 6 May 2022", "The Minister", "2022-05-06"),
        ("We agreed. — MFA Samoa (@mfasamoa)", "MFA Samoa", None),
    ],
)
def test_posts_are_known_by_their_signature(paragraph: str, author: str, day: str | None) -> None:
    signature = find_signature(paragraph)
    assert signature is not None
    assert (signature.author, signature.published) == (author, day)


@pytest.mark.parametrize(
    "sentence",
    [
        "The ministry — on Facebook — denied it.",
        "The ministry (@mfa) said so on May 6, 2022.",
        "Its site — a first (@home) — was down for days.",
    ],
)
def test_handles_in_sentences_are_no_posts(sentence: str) -> None:
    assert find_signature(sentence) is None


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("By Lena Okoro and Sam Lee", BlockKind.BYLINE),
        ("Por: Ana Ruiz, corresponsal", BlockKind.BYLINE),
        ("By Friday the army had left the town.", BlockKind.PROSE),
        ("Comments (12)", BlockKind.HEADING),
        ("Tags: Peru, Chile", BlockKind.NOISE),
        ("REUTERS/Ann Lee", BlockKind.CAPTION),
        ("A ship leaves the port of Apia. AFP/Ann Lee", BlockKind.CAPTION),
        ("Published: 3 May 2022", BlockKind.DATE),
        ("Two ministers meet in Apia", BlockKind.FRAGMENT),
        ("Sign up for our newsletter and never miss a story.", BlockKind.NOISE),
        ("* Samoa will send a ship", BlockKind.BULLET),
    ],
)
def test_lines_are_known_by_themselves(line: str, kind: BlockKind) -> None:
    assert make_block(line, gap=True).kind is kind
