"""A log line says when, where and what kind of failure, and never what somebody wrote or who they are."""

import io
import json
import logging
import threading
from datetime import date
from uuid import UUID

import pytest

from vaern.config.logs import Lines, catch_what_nobody_catches, numbered

CANARY = "Amina Holm 010109-1234"


@pytest.fixture
def log():
    """Write through a handler like the product's and read the lines back."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(Lines())

    def write(name, *words, **more):
        logger = logging.Logger(name)  # noqa: LOG001  one that no other test has
        logger.addHandler(handler)
        logger.error(*words, **more)
        [line] = written.getvalue().splitlines()
        return json.loads(line)

    return write


def failure(text=CANARY):
    try:
        raise ValueError(text)
    except ValueError as error:
        return error


def test_a_line_of_ours_says_what_we_wrote(log):
    line = log("vaern.vault", "%s keys on %s for %s", 3, date(2026, 11, 26), UUID(int=1))
    assert (line["level"], line["part"]) == ("error", "vaern.vault")
    assert line["said"] == "3 keys on 2026-11-26 for 00000000-0000-0000-0000-000000000001"


def test_a_text_given_to_a_line_of_ours_is_left_out(log):
    assert log("vaern.desk", "could not save %s", CANARY)["said"] == "could not save …"


def test_another_part_s_words_are_left_out(log):
    assert "said" not in log("django.request", "Not Found: %s", f"/desk/{CANARY}")


def test_a_library_s_words_are_left_out_also_without_arguments(log):
    assert "said" not in log("some.library", CANARY)


def test_a_failure_is_its_kind_and_place(log):
    line = log("vaern.desk", "trouble", exc_info=failure())
    assert line["failure"] == "ValueError"
    assert line["where"].startswith(__name__ + ":")
    assert CANARY not in json.dumps(line)


def test_what_the_server_prints_below_its_own_words_is_left_out(log):
    assert log("_granian", f"Application callable raised an exception\n{CANARY}")["said"].endswith("an exception")


def test_a_line_carries_the_number_that_the_page_shows(log):
    with numbered() as number, numbered() as again:
        assert again == number
        assert log("vaern.desk", "trouble")["number"] == number
    with numbered() as other:
        assert other != number


def test_a_failure_in_a_thread_of_its_own_is_a_line_too(capfd, monkeypatch):
    monkeypatch.setattr("sys.excepthook", None)
    monkeypatch.setattr("sys.unraisablehook", None)
    monkeypatch.setattr("threading.excepthook", None)
    catch_what_nobody_catches()
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(Lines())
    monkeypatch.setattr(logging.getLogger("vaern"), "handlers", [handler])

    def fail():
        raise ValueError(CANARY)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert json.loads(written.getvalue())["failure"] == "ValueError"
    assert CANARY not in written.getvalue() + "".join(capfd.readouterr())
