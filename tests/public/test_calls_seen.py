"""A call can be seen on the phone and perhaps on the bill (ux-safety 1.5): told on every page with a number."""

import re
from contextlib import contextmanager

import pytest

from tests.public.conftest import MONDAY_MORNING
from tests.public.pages import every_page
from tests.public.test_mailbox import coming_back
from tests.public.test_write import BY_RETURN, fields_of
from vaern.config.management.commands.error_pages import page_about
from vaern.mailbox.door.sitting import Full
from vaern.mailbox.door.taking_in import drop, new_code
from vaern.public import mailbox as reading
from vaern.public import preparation
from vaern.public import write as writing
from vaern.public.questions import STEPS
from vaern.vault import codes
from vaern.vault.codes import Crowded

TOLD = "Opkaldet kan ses på telefonen og måske på regningen."
TRIP = {"municipality": "Aarhus", "concern": "trip", "soon": "yes"}
IN_DANGER = {"safe": "no", "soon": "yes", "what": "Han er bange."}


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(codes, "COST", 2**10)


def main_of(page):
    return re.search(r"<main.*?</main>", page.content.decode(), re.DOTALL)[0]


@pytest.fixture
def without(monkeypatch):
    """Let doors, named by module and function, answer that there is no room: ``with without((writing, "drop")):``."""

    def refuse(*ignored, **named):
        raise Full if named.get("token") else Crowded

    @contextmanager
    def closed(*doors):
        with monkeypatch.context() as broken:
            for room, name in doors:
                broken.setattr(room, name, refuse)
            yield

    return closed


def writing_states(visitor, without, language=""):
    given = fields_of(visitor.post(f"{language}/skriv/")) | BY_RETURN | {"text": "Hej"}
    for urgent in ({}, {"danger": "on"}):
        for act in ("message", "contact", "check", "code"):
            page = visitor.post(f"{language}/skriv/", given | urgent | {"act": act})
            yield f"{act} {urgent}", page
        with without((writing, "new_code")):
            yield f"no code to be had {urgent}", visitor.post(f"{language}/skriv/", given | urgent | {"act": "code"})
        ready = fields_of(page) | {"act": "send"}
        with without((writing, "drop")):
            yield f"not sent {urgent}", visitor.post(f"{language}/skriv/", ready)
        yield f"sent {urgent}", visitor.post(f"{language}/skriv/", ready)


def mailbox_states(visitor, without, language=""):
    code = new_code()
    drop(code=code, content={"text": "Hej"}, is_urgent=False, at=MONDAY_MORNING)
    yield "the field for a code", visitor.post(f"{language}/svar/")
    inside = coming_back(visitor, code, language)
    yield "the mailbox", inside.first
    with without((reading.sitting, "write")):
        yield "no room for a reply", inside("write", text="Hej", danger="on")
    with without((reading.sitting, "resume")):
        yield "a reply not sent", inside("write", text="Hej", danger="on")
    yield "the mailbox closed", inside("close-now")
    begun = fields_of(visitor.post(f"{language}/svar/"))
    yield "an urgent reply and no mailbox", visitor.post(f"{language}/svar/", begun | {"act": "show", "danger": "on"})


def professional_states(visitor, without):
    yield "the answer of the finder", visitor.post("/find/", TRIP)
    for safe in ("yes", "no"):
        yield f"consent: {safe}", visitor.post("/samtykke/", {"safe": safe})
    for step in STEPS:
        yield f"before the call: {step.code}", visitor.post("/forbered/", IN_DANGER | {"act": f"edit:{step.code}"})
    ready = IN_DANGER | {"step": "request"}
    for act in ("next", "send"):
        yield f"the sheet: {act}", visitor.post("/forbered/", ready | {"act": act})
    with without((preparation, "drop_brief")):
        yield "the sheet not sent", visitor.post("/forbered/", ready | {"act": "send"})
    begun = fields_of(visitor.post("/ark-114/"))
    for act in ("edit", "sheet"):
        yield f"the sheet for 114: {act}", visitor.post("/ark-114/", begun | {"act": act})


def test_it_is_told_once_on_every_page_with_a_number_in_it(visitor, without):
    states = [(address, visitor.get(address)) for address in every_page()]
    for each in (writing_states, mailbox_states, professional_states):
        states += each(visitor, without)
    told = {name: (main_of(page).count(TOLD), "tel:" in main_of(page)) for name, page in states}
    told["the site is down"] = (page_about("down").count(TOLD), True)
    assert not {name: count for name, (count, has_number) in told.items() if count != has_number}
    assert sum(has_number for _count, has_number in told.values()) > 30, "most of what can be met has a number"
