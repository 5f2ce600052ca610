"""What may be filed, what a confirmation covers, and that nothing of the text ever shows."""

import copy
import json
import pickle
import traceback

import pytest

from tests.guard.corpus import DENMARK, lines, told
from vaern.guard import Context, Finding, Guarded, Kind, Stopped, check, guarded, has_civil_number, reworded

CALM = "Moren støtter hende, og skolen er orienteret."
NAMED = "Hun er forlovet med Xemgin."
STOPPED = "Ring til hende på 22 33 44 55."


def fingerprints(text: str) -> frozenset[str]:
    return frozenset(finding.fingerprint for finding in check(text, DENMARK).findings)


def test_a_calm_text_is_filed_as_it_was_written():
    assert guarded(CALM, DENMARK).text == CALM
    assert guarded("", DENMARK).text == ""
    assert guarded(CALM, DENMARK).confirmed == ()


def test_a_stop_bars_filing_and_no_confirmation_lifts_it():
    with pytest.raises(Stopped) as refusal:
        guarded(STOPPED, DENMARK)
    assert [finding.kind for finding in refusal.value.report.stops] == [Kind.PHONE]
    with pytest.raises(Stopped):
        guarded(STOPPED, DENMARK, confirmed=fingerprints(STOPPED))


def test_a_warning_bars_filing_until_it_is_confirmed():
    with pytest.raises(Stopped) as refusal:
        guarded(NAMED, DENMARK)
    (warning,) = refusal.value.report.warnings
    filed = guarded(NAMED, DENMARK, confirmed=[warning.fingerprint])
    assert filed.text == NAMED
    assert filed.confirmed == (Kind.NAME,)


def test_every_warning_needs_its_own_confirmation():
    text = "Hun er forlovet med Xemgin og bange for Rojhat."
    first, second = check(text, DENMARK).warnings
    with pytest.raises(Stopped):
        guarded(text, DENMARK, confirmed=[first.fingerprint])
    assert guarded(text, DENMARK, confirmed=[first.fingerprint, second.fingerprint])


@pytest.mark.parametrize(
    "changed",
    ["Hun er forlovet med Xemgan.", "Hun er forlovet med Xemgin Demir.", "Hun er forlovet med xemgin Rojhat."],
)
def test_a_confirmation_does_not_survive_a_change_of_the_words(changed):
    with pytest.raises(Stopped):
        guarded(changed, DENMARK, confirmed=fingerprints(NAMED))


def test_a_confirmation_survives_a_change_elsewhere_and_covers_the_same_words_again():
    assert guarded("I dag ringede læreren. " + NAMED, DENMARK, confirmed=fingerprints(NAMED))
    assert guarded(NAMED + " Hun vil giftes med Xemgin.", DENMARK, confirmed=fingerprints(NAMED))


def test_a_confirmation_does_not_carry_over_to_another_reading_of_the_words():
    plain = "Vi så Rose dér."
    introduced = "Hun kaldes Rose."
    with pytest.raises(Stopped):
        guarded(introduced, DENMARK, confirmed=fingerprints(plain))


def test_a_confirmed_combination_does_not_survive_another_place():
    text = "Pigen er 17 år, bor på Læsø og skal til Irak."
    assert guarded(text, DENMARK, confirmed=fingerprints(text))
    with pytest.raises(Stopped):
        guarded(text.replace("Læsø", "Fanø"), DENMARK, confirmed=fingerprints(text))


def test_line_breaks_of_either_sort_keep_a_confirmation():
    text = "Hun er her.\nHun er forlovet med Xemgin.\n«أنا\r\n خائفة»"
    assert fingerprints(text) == fingerprints(text.replace("\r\n", "\n"))


def test_nobody_but_the_guard_makes_guarded_text():
    with pytest.raises(TypeError):
        Guarded()
    with pytest.raises(TypeError):
        Guarded("text")
    with pytest.raises(TypeError):
        type("Lookalike", (Guarded,), {})
    filed = guarded(CALM, DENMARK)
    with pytest.raises(TypeError):
        copy.copy(filed)
    with pytest.raises(TypeError):
        pickle.loads(pickle.dumps(filed))
    with pytest.raises(AttributeError):
        filed.text = STOPPED
    with pytest.raises(AttributeError):
        del filed.text
    with pytest.raises(AttributeError):
        _ = object.__new__(Guarded).text


def test_guarded_text_never_shows_itself():
    filed = guarded(CALM, DENMARK)
    assert repr(filed) == str(filed) == f"{filed}" == "<Guarded>"


@pytest.mark.parametrize("line", lines("telling.txt"))
def test_no_report_finding_exception_or_browser_data_holds_what_was_found(line):
    _, text, spans = told(line)
    report = check(text, DENMARK)
    shown = [repr(report), str(report), *map(repr, report.findings), *map(str, report.findings)]
    shown += [repr(each) for each in report.shown(text, frozenset())]
    shown.append(json.dumps(report.for_browser(), ensure_ascii=False))
    with pytest.raises(Stopped) as refusal:
        guarded(text, DENMARK)
    shown += [str(refusal.value), repr(refusal.value)]
    shown.append(refusal.traceback[-1].name + "".join(traceback.format_exception_only(refusal.value)))
    for start, end in spans:
        told_by = text[start:end]
        if len(told_by) > 4:  # "17" and "3. tv" may stand in an offset or a message by chance
            assert not any(told_by in sight for sight in shown)


def test_the_browser_gets_offsets_in_utf16_units():
    text = "😀😀 tlf. 22 33 44 55 😀 Xemgin og Xemgin"
    report = check(text, DENMARK)
    units = text.encode("utf-16-le")
    data = report.for_browser()
    assert set(data) == {"stops", "warnings"}
    for mark, finding in zip(data["stops"] + data["warnings"], report.stops + report.warnings, strict=True):
        assert units[2 * mark["start"] : 2 * mark["end"]].decode("utf-16-le") == text[finding.start : finding.end]
        assert mark["kind"] == finding.kind.value
        assert mark["fingerprint"] == finding.fingerprint
    assert json.loads(json.dumps(data)) == data


def test_proposals_stand_in_the_text_only_when_asked_for_and_only_where_asked():
    text = "Ring til Xemgin på 22 33 44 55."
    report = check(text, DENMARK)
    assert reworded(text, report.stops) == "Ring til Xemgin på [telefonnummer udeladt]."
    assert reworded(text, report.findings) == "Ring til [navn udeladt] på [telefonnummer udeladt]."
    assert reworded(text, []) == text


def test_a_finding_is_named_by_kind_and_place_only():
    (finding,) = check("Xemgin: 22334455", Context()).stops
    assert repr(finding) == "Finding(kind=<Kind.PHONE: 'phone'>, start=8, end=16)"
    assert isinstance(finding, Finding)


def test_the_cheap_question_finds_the_civil_numbers_that_the_whole_guard_finds():
    asked = [told(line)[1] for line in lines("telling.txt")] + lines("innocent.txt")
    for text in asked:
        found = any(finding.kind is Kind.CPR for finding in check(text, Context()).findings)
        assert has_civil_number(text) is found, "the text is not repeated here"
    assert has_civil_number("010109-1234")
