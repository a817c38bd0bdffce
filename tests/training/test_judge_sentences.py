"""The labelled sentences of the judge: their format, and the check that refuses repeats."""

import pytest

from training.judge.check import find_repeats, read_all, skeleton, triples
from training.judge.rows import FOLDER, RowError, parse_row


def row(marked: str, label: str = "SANCTION\texpel\tactual\t>"):
    return parse_row(f"{label}\t{marked}", source="here:1")


def test_marks_become_spans_of_the_plain_sentence():
    found = row("[Chile] expelled two {Bolivian} envoys.")
    assert found.text == "Chile expelled two Bolivian envoys."
    assert found.text[slice(*found.actor)] == "Chile"
    assert found.text[slice(*found.recipient)] == "Bolivian"
    assert found.marked == "A expelled two B envoys."


def test_a_sentence_may_name_one_party_only():
    found = row("[Bakers] walked out.", "PROTEST\tstrike\tactual\t>")
    assert found.recipient is None


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("SANCTION\texpel\tactual\t[Chile] left.", "columns"),
        ("SCOLD\t-\tactual\t>\t[Chile] scolded {Peru}.", "no event"),
        ("SANCTION\tdemo\tactual\t>\t[Chile] expelled {Peru}.", "no mode"),
        ("SANCTION\texpel\tperhaps\t>\t[Chile] expelled {Peru}.", "no modality"),
        ("SANCTION\texpel\tactual\t?\t[Chile] expelled {Peru}.", "no direction"),
        ("SANCTION\texpel\tactual\t>\tChile expelled Peru.", "mark is missing"),
        ("SANCTION\texpel\tactual\t>\t[Chile] and [Peru] fell out.", "two marks"),
        ("SANCTION\texpel\tactual\t>\t[Chile] expelled {Peru}'s envoy].", "stray"),
        ("NONE\t-\tactual\t-\t[Chile] lies beside {Peru}.", "NONE has no"),
        ("NONE\t-\t-\t-\t[Chile] is long.", "mark is missing"),
    ],
)
def test_faulty_rows_say_what_is_wrong(line, why):
    with pytest.raises(RowError, match=why):
        parse_row(line, source="here:1")


def test_names_and_numbers_make_no_new_sentence():
    one = "Chile expelled 2 Bolivian envoys on Monday over a spying row."
    other = "Ghana expelled 14 Togolese envoys on Friday over a spying row."
    assert skeleton(one)[1:] == skeleton(other)[1:]
    rows = [row(t.replace(n, f"[{n}]")) for t, n in ((one, "Chile"), (other, "Ghana"))]
    assert any("nearly" in fault for fault in find_repeats(rows))


def test_the_same_sentence_with_other_marks_is_no_repeat():
    rows = [
        row("[Chile] expelled the envoy of {Peru}, said Lima."),
        row("Chile expelled the envoy of {Peru}, said [Lima]."),
    ]
    assert not find_repeats(rows)
    assert find_repeats([rows[0], rows[0]])


def test_short_sentences_have_triples_too():
    assert triples("Go.")


def test_what_ships_passes_the_check():
    rows, faults = read_all(sorted(FOLDER.glob("*.tsv")))
    assert len(rows) > 5000
    assert not faults
    assert not find_repeats(rows)
