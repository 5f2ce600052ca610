"""Frames of assessments: published once, checked by line, read from the copy, with a licensee's labels over them."""

import hashlib

import pytest

from vaern.config.checks import official_labels_fit_the_frame
from vaern.risk.frame import FOLDER, built, current, read, with_overlay
from vaern.risk.instrument import published
from vaern.risk.schema import InstrumentFault

CODE = "patriark_1"
TEXT = (FOLDER / f"{CODE}.toml").read_text(encoding="utf-8")
LABELS = '[instrument]\ncode = "patriark_1"\nholder = "Et center"\nlicence = "Efter aftale"\n'
ONE = '[[domain]]\ncode = "T"\nlabel = "Område"\n[[factor]]\ncode = "{code}"\nlabel = "Officiel tekst"\n'


def put(folder, text, *, publish=True):
    (folder / f"{CODE}.toml").write_text(text, encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest() if publish else "0" * 64
    (folder / "published.toml").write_text(f'[fingerprints]\n{CODE} = "{digest}"\n', encoding="utf-8")
    return folder


def test_the_frame_has_three_domains_of_five_factors_and_no_word_of_a_manual():
    frame = current()
    assert [[factor.code for factor in domain.factors] for domain in frame.domains] == [
        [f"{letter}{number}" for number in range(1, 6)] for letter in "TPS"
    ]
    assert {row.keys() == {"domain", "code", "label"} for row in frame.document["factor"]} == {True}
    assert published(FOLDER)[CODE] == frame.fingerprint


def test_a_frame_built_from_its_copy_is_the_frame():
    frame = read(CODE)
    assert built(frame.document, fingerprint=frame.fingerprint) == frame


@pytest.mark.parametrize(
    "old, new, fault",
    [
        ('code = "T2"', 'code = "T2"\nweight = 3', "nothing here has a weight or a score"),
        ('code = "T2"', 'code = "T2"\nmeaning = "x"', "factor has no meaning"),
        ('label = "Trusler eller planer"', 'label = "Familiens nationalitet"', "is no indicator"),
        ('domain = "S"\ncode = "S5"', 'domain = "X"\ncode = "S5"', "there is no domain called X"),
        ('code = "unknown"', 'code = "perhaps"', "mark lacks unknown"),
        ("holds_days = 30", 'holds_days = "30"', "is a whole number"),
        ('code = "T2"', 'code = "T1"', "stands twice"),
    ],
)
def test_a_wrong_file_is_refused_by_its_line(tmp_path, old, new, fault):
    text = TEXT.replace(old, new, 1)
    with pytest.raises(InstrumentFault) as refused:
        read(CODE, put(tmp_path, text))
    assert fault in str(refused.value)
    assert f"{CODE}.toml:" in str(refused.value)


def test_a_file_that_is_not_the_published_one_is_refused(tmp_path):
    with pytest.raises(InstrumentFault, match="is not the file that was published"):
        read(CODE, put(tmp_path, TEXT, publish=False))


def test_labels_of_a_licensee_change_words_and_never_codes(tmp_path):
    file = tmp_path / "labels.toml"
    file.write_text(LABELS + ONE.format(code="T2"), encoding="utf-8")
    own, laid = read(CODE), with_overlay(read(CODE), file)
    assert [factor.code for factor in laid.factors] == [factor.code for factor in own.factors]
    assert {factor.label for factor in laid.factors} - {factor.label for factor in own.factors} == {"Officiel tekst"}
    assert "Et center" in laid.labels
    assert (laid.fingerprint, bool(laid.overlay), own.overlay) == (own.fingerprint, True, "")


@pytest.mark.parametrize(
    "text, fault",
    [
        (LABELS + ONE.format(code="Q9"), "there is no factor called Q9"),
        (LABELS.replace("patriark_1", "another") + ONE.format(code="T2"), "the labels are those of another"),
        (LABELS + ONE.format(code="T2") + "score = 3\n", "nothing here has a weight or a score"),
    ],
)
def test_labels_that_do_not_fit_are_refused(tmp_path, text, fault):
    file = tmp_path / "labels.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InstrumentFault, match=fault):
        with_overlay(read(CODE), file)


def test_a_site_does_not_start_with_labels_that_do_not_fit(tmp_path, settings):
    settings.OFFICIAL_LABELS = str(tmp_path / "labels.toml")
    [missing] = official_labels_fit_the_frame(None)
    (tmp_path / "labels.toml").write_text(LABELS + ONE.format(code="Q9"), encoding="utf-8")
    [wrong] = official_labels_fit_the_frame(None)
    assert (missing.id, wrong.id, "Q9" in wrong.msg) == ("vaern.E018", "vaern.E018", True)
    (tmp_path / "labels.toml").write_text(LABELS + ONE.format(code="T2"), encoding="utf-8")
    assert official_labels_fit_the_frame(None) == []
