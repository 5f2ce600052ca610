"""The player says what holds and what does not, and touches nothing but its own databases."""

import logging
import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from setup.places import PYTHON, ROOT
from vaern.audit.models import Event, Seal
from vaern.play import player
from vaern.play.fresh import Fresh
from vaern.play.reading import read_file
from vaern.play.registry import EXPECTATIONS, StepKind, load_kinds

BROKEN = Path(__file__).with_name("broken.toml")
CALL = '[[step]]\ndo = "call"\nnote = "En pige må ikke gå ud efter skole."\nsubject = "control"\nage = "under-18"\n'
CLOSE = '[[step]]\ndo = "close"\n'
REFUSED = '[[expect]]\nthat = "refused"\ncode = "notification-unsettled"\n'
FILED = '[[expect]]\nthat = "filed"\n'


def said(results):
    return [(result.line, result.held) for result in results]


def test_what_is_so_is_held_on_its_line(play_text):
    assert said(play_text(CALL + FILED)) == [(6, True)]


def test_every_expectation_that_is_not_so_is_broken_and_says_why(play_path):
    results = play_path(BROKEN)
    expected = [item for item in read_file(BROKEN).items if not isinstance(item.kind, StepKind)]
    assert said(results) == [(item.line, False) for item in expected]
    assert all(result.why for result in results)


def test_the_broken_file_leaves_out_no_kind_of_expectation_but_the_chain():
    load_kinds()
    written = {item.kind.name for item in read_file(BROKEN).items}
    # A chain cannot be broken by anything a file may say, nor a number be put where none is typed: see below.
    assert set(EXPECTATIONS) - written == {"chain-holds", "no-score"}


def test_a_chain_with_an_event_left_out_is_broken(play_text, monkeypatch):
    monkeypatch.setattr("vaern.audit.models.WaitingQuerySet.sealed", lambda rows: rows)
    monkeypatch.setattr(Seal.objects, "bulk_create", lambda rows: None)
    (result,) = play_text(CALL + '[[expect]]\nthat = "chain-holds"\n')
    assert "have no link" in result.why


def test_a_number_nobody_typed_is_found(play_text, monkeypatch):
    facts = "vaern.inquiries.actions.filing.Call.facts"
    monkeypatch.setattr(facts, lambda call: {"age": "adult", "subject": "control", "minutes": 20, "danger": 3})
    (result,) = play_text(CALL + '[[expect]]\nthat = "no-score"\n')
    assert "danger" in result.why


SCREEN = '[[step]]\ndo = "screen"\nsafe = "Ja, i skole."\nkinds = ["control"]\n'
NO_SCORE = '[[expect]]\nthat = "no-score"\n'


def test_a_number_instead_of_words_in_a_screening_is_found(play_text):
    assert said(play_text(CALL + SCREEN + NO_SCORE)) == [(10, True)]
    (result,) = play_text(CALL + SCREEN + 'afraid = "7"\n' + NO_SCORE)
    assert "view.afraid" in result.why


def test_a_number_in_what_is_kept_of_a_case_is_found(play_text, monkeypatch):
    facts = "vaern.cases.actions.course.Authority.facts"
    known = {"state": "found", "kind": "police", "role": "vagthavende", "contact": ""}
    opened = CALL + '[[step]]\ndo = "open-case"\n' + NO_SCORE
    assert said(play_text(opened)) == [(8, True)]
    monkeypatch.setattr(facts, lambda authority: known | {"danger": 3})
    (result,) = play_text(opened)
    assert "danger" in result.why


TWO = """
[[step]]
do = "open-screening"
[[step]]
do = "open-screening"
by = "Bo"
[[step]]
do = "screen"
honour = "no"
"""


@pytest.mark.parametrize("opens_again, drafts", [('[[step]]\ndo = "open-screening"\nby = "Bo"\n', 1), ("", 2)])
def test_who_saves_from_a_page_that_is_no_longer_the_newest_gets_a_draft_of_their_own(play_text, opens_again, drafts):
    saves = '[[step]]\ndo = "screen"\nby = "Bo"\nhonour = "yes"\n'
    looks = f'[[expect]]\nthat = "screenings"\ndrafts = {drafts}\n'
    (result,) = play_text(CALL + TWO + opens_again + saves + looks)
    assert result.held


def test_text_in_clear_is_found(play_text, monkeypatch):
    monkeypatch.setattr("vaern.inquiries.actions.filing.draw_cover_name", lambda: "En pige må ikke gå ud efter")
    (result,) = play_text(CALL + '[[expect]]\nthat = "nowhere-in-clear"\ntext = "En pige må ikke"\n')
    assert "in clear" in result.why


@pytest.mark.parametrize("words", ["lygte", "Blå", "LYGTE"])
def test_a_word_that_a_cover_name_may_have_shows_nothing_whatever_was_drawn(play_text, words):
    told = CALL.replace("En pige", f"En pige med en {words}")
    *_, result = play_text(told + f'[[expect]]\nthat = "nowhere-in-clear"\ntext = "{words}"\n')
    assert "cover name" in result.why


def logged_cover_name():
    logging.getLogger("vaern.inquiries").error("En pige må ikke gå")
    return "Blå cykel"


def test_a_logged_text_is_found_too(play_text, monkeypatch):
    monkeypatch.setattr("vaern.inquiries.actions.filing.draw_cover_name", logged_cover_name)
    (result,) = play_text(CALL + '[[expect]]\nthat = "nowhere-in-clear"\ntext = "En pige må ikke"\n')
    assert "in clear" in result.why


def test_a_refused_step_is_broken_unless_the_file_expects_it(play_text):
    assert said(play_text(CALL + CLOSE + REFUSED)) == [(8, True)]


@pytest.mark.parametrize("after", ["", FILED, CLOSE + REFUSED])
def test_a_refused_step_that_nobody_expects_is_broken_on_its_own_line(play_text, after):
    results = play_text(CALL + FILED + CLOSE + after)
    assert (8, False) in said(results)
    assert "notification-unsettled" in str(next(result for result in results if not result.held))


def test_a_refusal_must_be_the_one_that_is_named(play_text):
    (result,) = play_text(CALL + CLOSE + REFUSED.replace("notification-unsettled", "is-closed"))
    assert "refused with notification-unsettled" in result.why


@pytest.mark.parametrize("words", ['because = "samtykke"', 'way_forward = "Send en sms"'])
def test_a_refusal_must_say_what_the_file_says_it_says(play_text, words):
    (result,) = play_text(CALL + CLOSE + REFUSED + words)
    assert not result.held


def test_a_failure_nobody_expected_is_broken_and_the_rest_is_played(play_text, monkeypatch):
    def fails(**anything):
        raise ZeroDivisionError

    monkeypatch.setattr("vaern.play.kinds.journal.close_inquiry", fails)
    results = play_text(CALL + CLOSE + FILED)
    assert said(results) == [(6, False), (8, True)]
    assert "ZeroDivisionError" in results[0].why


def test_a_word_that_nothing_warns_about_need_not_be_confirmed(play_text):
    results = play_text(CALL + 'confirm = ["pige"]\n' + FILED)
    assert said(results) == [(1, False), (7, True)]


def test_a_file_that_cannot_be_read_is_broken_line_by_line(play_text):
    results = play_text(CALL + 'notes = ""\n[[expect]]\nthat = "files"\n')
    assert said(results) == [(6, False), (8, False)]


def test_no_free_text_is_printed(play_path):
    printed = "\n".join(str(result) for result in play_path(BROKEN))
    assert not any(
        words in printed for words in ("Amira", "52 00 00 01", "Pigen er mellem", "20 30 40 50", "lejrskole")
    )


def test_a_permission_the_person_lacks_refuses_the_step_as_its_page_does(play_text):
    refused = '[[expect]]\nthat = "refused"\ncode = "not-allowed"\n'
    assert said(play_text(CALL + 'by = "Dina"\n' + refused)) == [(7, True)]


@pytest.mark.parametrize("text, status", [(CALL + FILED, 0), (CALL + CLOSE + FILED, 1), ("[[step", 1)])
def test_the_command_counts_and_ends_with_1_when_something_is_broken(
    template, tmp_path, django_db_blocker, capsys, monkeypatch, text, status
):
    monkeypatch.setattr(player, "make_template", lambda folder: shutil.copytree(template, folder))
    path = tmp_path / "vignette.toml"
    path.write_text(text, encoding="utf-8")
    ended = 0
    with django_db_blocker.unblock():
        try:
            call_command("play", str(path))
        except SystemExit as end:
            ended = end.code
    lines = capsys.readouterr().out.splitlines()
    assert ended == status
    assert lines[-1] == {0: "1 held, 0 broken", 1: f"{len(lines) - 2} held, 1 broken"}[status]
    assert all(f"{path}:" in line for line in lines[:-1])


def test_playing_leaves_no_trace_in_an_installation(tmp_path):
    home = tmp_path / "installation"
    (tmp_path / "vignette.toml").write_text(CALL + FILED, encoding="utf-8")
    done = subprocess.run(
        [str(PYTHON), "manage.py", "play", str(tmp_path / "vignette.toml")],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "VAERN_HOME": str(home), "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.endswith("1 held, 0 broken\n")
    assert {path.name for path in tmp_path.iterdir()} == {"vignette.toml"}


@pytest.mark.django_db
@pytest.mark.any_database
def test_what_is_played_reaches_neither_the_databases_nor_the_broker_of_an_installation(play_path):
    before = Event.objects.count(), sorted(path.name for path in settings.BROKER_FOLDER.iterdir())
    own = {alias: connections[alias] for alias in connections}
    play_path(BROKEN)
    assert {alias: connections[alias] for alias in connections} == own
    assert (Event.objects.count(), sorted(path.name for path in settings.BROKER_FOLDER.iterdir())) == before


def test_the_own_databases_are_given_back_after_a_failure_too(template, tmp_path):
    own, broker = {alias: connections[alias] for alias in connections}, settings.BROKER_FOLDER
    with suppress(ZeroDivisionError), Fresh.within(template).at_work():
        assert broker != settings.BROKER_FOLDER == settings.PUBLIC_KEY_FOLDER
        raise ZeroDivisionError
    assert {alias: connections[alias] for alias in connections} == own
    assert broker == settings.BROKER_FOLDER == settings.PUBLIC_KEY_FOLDER
