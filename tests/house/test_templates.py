"""Every template of ours is used by some page, and none names a variable it was not given (tests/settings.py fails it).

The requests below stand for all pages and their states; a template none of them renders is dead, or a state nobody
tried.
"""

import re
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.test.signals import template_rendered
from django.urls import reverse

from tests.cases.conftest import a_case, a_task, ids_of, staffing_ids_of
from tests.cases.plans import filled_plan, plan_ids_of
from tests.cast import MIDTJYLLAND, MORNING, NORDJYLLAND, file_a_call, signed_in, text
from tests.desk.assessments_asked import ask_for_assessments
from tests.house.test_routes import address, all_routes, things  # noqa: F401  the fixture fills every address
from tests.public.reading import Page
from tests.public.test_write import fields_of
from tests.risk.filled import begun, signed
from tests.sharing.conftest import consent_ids_of
from tests.sharing.given import told_by_the_caseworker
from vaern.cases.actions.relations import link_case
from vaern.cases.actions.staffing import hand_over_to_region
from vaern.cases.actions.tasks import finish_task
from vaern.cases.terms import HandOver as HandOverOfCase
from vaern.config.management.commands import error_pages
from vaern.inquiries.actions import journal
from vaern.inquiries.actions.notification import Notification, answer_notification
from vaern.inquiries.terms import Age, Closing, HandOver, NotificationState
from vaern.mailbox.door.taking_in import drop, new_code
from vaern.risk.actions.signing import void

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.usefixtures("directory")]

FOLDERS = sorted(settings.BASE_DIR.glob("vaern/*/templates"))
OURS = {str(path.relative_to(folder)) for folder in FOLDERS for path in folder.rglob("*.html")}
FORBIDDEN_WORDS = ("ære", "vold", "tvang", "genopdragelse", "social kontrol", "flugt", "krisecenter", "konsulent")
TRIED_ELSEWHERE = tuple(  # these have tests of their own in tests/desk
    f"desk/{folder}/" for folder in ("directory", "account", "users", "inbox", "closing", "guest", "trip")
)


CONSENTED = {
    "knows": "no", "case_kind": "consented", "why": "De vil have os med.", "concerns": ["control"], "age": "unknown",
    "situation": "unknown", "wish": "guidance", "asked_by": "caseworker", "asked_on": "2026-11-23",
    "authority_state": "found", "authority_kind": "police", "authority_role": "Vagthavende", "kind": "call",
    "due_on": "2026-11-24",
}  # fmt: skip


def a_case_in_all_states(holder, elsewhere):
    """Return a case with something in every list, and the ids of its pages; another waits to be taken."""
    given = a_case(elsewhere)
    note = text("Hun er flyttet")
    hand_over_to_region(
        case=given, region=MIDTJYLLAND, reason=HandOverOfCase.LIVES_THERE, note=note, by=elsewhere, at=MORNING
    )
    case = a_case(holder)
    ids = ids_of(case, holder)
    finish_task(case=case, task=case.tasks.get(), by=holder, at=MORNING, then=a_task(holder))
    return case, ids | {"task_id": case.tasks.open().get().pk}


def consents(ask, mine, case, ids):
    """Ask for the states of consent and identity that a plain look at every address does not show."""
    ask(mine, reverse("case-identity-show", args=[case.pk, ids["person_id"]]), anything="")
    bare = a_case(case.consultant)
    for name in ("case-consent", "case-gate", "case-consent-add", "case-identity", "case-identity-add"):
        ask(mine, reverse(name, args=[bare.pk]))
    unsafe = {"of": "citizen", "outcome": "unsafe", "words": "Hun bor hjemme."}
    ask(mine, reverse("case-consent-check", args=[bare.pk]), **unsafe)


@pytest.fixture
def rendered():
    """Collect the names of the templates that are rendered from here on."""
    names = set()

    def note(template, **more):
        names.add(template.name)

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


@pytest.fixture
def pages(
    things,  # noqa: F811
    inquiry,
    consultant_on_the_inquiry,
    colleague_in_the_region,
    consultant_from_elsewhere,
    team_lead,
    administrator,
    client,
):
    """Ask for every page in every state worth showing, and return the answers with their addresses."""
    holder = consultant_on_the_inquiry
    at = MORNING
    child = file_a_call(holder, age=Age.UNDER_18)
    made = Notification(state=NotificationState.MADE, who=text("skolelederen"), when=at)
    answer_notification(inquiry=child, notification=made, child_known=False, by=holder, at=at)
    unsettled = file_a_call(holder, age=Age.UNKNOWN)
    closed = file_a_call(holder, next_step=None)
    given = file_a_call(holder)
    journal.hand_over(
        inquiry=given, region=NORDJYLLAND, reason=HandOver.CONFLICT, note=text("Jeg kender dem"), by=holder, at=at
    )
    to_us = file_a_call(consultant_from_elsewhere, region=MIDTJYLLAND, hand_over=True)
    noted = file_a_call(holder)
    [call] = noted.entries.all()
    journal.add_note(inquiry=noted, note=text("En rettelse"), happened_at=at, by=holder, at=at, corrects=call)
    journal.close(inquiry=noted, reason=Closing.REFERRED, remark=text("Videre til kommunen"), by=holder, at=at)

    mine, lead, admin = signed_in(holder), signed_in(team_lead), signed_in(administrator)
    elsewhere = signed_in(consultant_from_elsewhere)
    for browser in (mine, lead, admin, client):
        browser.raise_request_exception = True
    answers = []

    def ask(browser, where, **sent):
        same = {"Sec-Fetch-Site": "same-origin"}
        answers.append((where, browser.post(where, sent, headers=same) if sent else browser.get(where)))

    for browser in (mine, lead, client):
        for route in all_routes():
            ends_the_session = route.name == "exit" and browser is not client
            if set(route.pattern.converters) <= things.keys() and not ends_the_session:
                ask(browser, address(route, things))
    case, ids = a_case_in_all_states(holder, consultant_from_elsewhere)
    ids |= staffing_ids_of(case, holder) | plan_ids_of(case, holder)
    filled_plan(case, holder)
    ids |= ask_for_assessments(ask, mine, case, holder, colleague_in_the_region, team_lead)
    ids |= consent_ids_of(case, holder, ids["person_id"])
    sisters = a_case(holder)
    link_case(case=case, name=sisters.reference, by=holder, at=at)
    ids["other_id"] = sisters.pk
    told = told_by_the_caseworker(case, holder)
    ids |= {"code": "handover", "key": "citizen", "disclosure_id": told.pk}
    for route in all_routes():
        if route.name.startswith("case") and set(route.pattern.converters) <= ids.keys():
            ask(mine, address(route, ids))
            ask(lead, address(route, ids))
    consents(ask, mine, case, ids)
    for name in ("team", "my-day"):
        ask(lead, reverse(name))
    ask(mine, reverse("my-day"))
    changed = {"situation": "calm", "reason": "Roligt nu", "seen": "0"}
    ask(mine, reverse("case-situation", args=[case.pk]), **changed)
    ask(mine, reverse("case-search"), words=case.reference)
    ask(mine, reverse("inquiry-case", args=[noted.pk]), owner=str(holder.pk), **CONSENTED)
    ask(mine, reverse("inquiry", args=[case.inquiry_id]))
    for inquiry_seen in (child, unsettled, closed, given, to_us, noted):
        ask(mine, reverse("inquiry", args=[inquiry_seen.pk]))
    ask(elsewhere, reverse("my-day"))
    ask(admin, reverse("my-day"))
    ask(mine, reverse("inquiries") + "?vis=afsluttede&kun=mine")
    why = {"why_not_screened": "Et spørgsmål om metode"}
    ask(mine, reverse("inquiry-close", args=[unsettled.pk]), reason="advice-given", **why)
    ask(mine, reverse("call-back-agree", args=[child.pk]))
    safe = {"number": "22 33 44 55", "phone_of": "own", "if_other_answers": "hang-up", "hide_number": "no"}
    ask(mine, reverse("call-back-confirm", args=[things["inquiry_id"]]), seen="", valid_until="30.11.2026", **safe)
    ask(mine, reverse("call", args=[uuid4()]), revision="0", note="Ring 22 33 44 55 til Amina.", act="gem")
    ask(mine, reverse("call", args=[things["draft_id"]]), revision="77", note="Fra en anden fane", act="kladde")
    ask(mine, reverse("emergency-write", args=[things["draft_id"]]), emergency_text="Amina")
    screenings(ask, mine, holder)
    ask(client, reverse("call", args=[uuid4()]), note="Skrevet, efter at jeg blev logget ud. " * 4, act="gem")
    ask(client, reverse("finder"), municipality="Aarhus", concern="honour", soon="yes")
    for safe in ("unknown", "yes"):
        ask(client, reverse("consent"), safe=safe)
    ask(client, reverse("prepare"), step="situation", act="next", what="Ring 22 33 44 55 til Amina.")
    ask(client, reverse("prepare"), step="request", act="next")
    ask(client, reverse("prepare"), step="request", act="send", safe="no")
    ask(client, reverse("finder"), municipality="Atlantis", concern="honour", soon="no")
    ask(client, "/findes-ikke/")
    ask(client, reverse("write"), act="contact")  # of no errand
    errand = fields_of(client.post(reverse("write"), headers={"Sec-Fetch-Site": "same-origin"}))
    ask(client, reverse("briefing"), act="edit", **errand)
    ask(client, reverse("briefing"), act="sheet", who="En pige på 15", **errand)
    for act in ("message", "contact", "check", "code"):
        ask(client, reverse("write"), text="Mit nummer er 010190-1234", trip="on", act=act, **errand)
    ask(client, reverse("write"), act="send", **dropped(answers[-1][1]))
    ask(client, reverse("mailbox"), code="en anden kode", text="Halvt skrevet", danger="on", act="open", **errand)
    ask(client, reverse("mailbox"), code=" ".join(left_a_message().words), act="open", **errand)
    with patch("vaern.mailbox.door.sitting.write", side_effect=DatabaseError):
        ask(client, reverse("mailbox"), text="Vi rejser", act="write", **errand)
    ask(client, reverse("mailbox"), act="close-now", **errand)
    return [each for each in answers if not each[1].headers["Content-Type"].startswith("image/")]


def screenings(ask, mine, holder):
    """Ask for a screening in each of its states: with cards, refused, signed, taken out of use, read along."""
    about = file_a_call(holder)
    high = {"gate.A3": "yes", "level": "high", "soon": "day", "valid_until": "2026-11-30"}
    first = signed(about, holder, **high)
    draft = begun(about, holder, **high)
    where = reverse("screening", args=[about.pk, draft.pk])
    ask(mine, where, press="underskriv", safe="Hos Fatima", revision="1", **{"gate.A3": "yes", "kind.trip": "yes"})
    ask(mine, where, press="kladde", revision="77", safe="Fra en anden fane")
    ask(mine, reverse("screening-card", args=[about.pk, draft.pk]), kort="R2:dismissed", revision="77")
    for page in ("screening-read", "screening-discard"):
        ask(mine, reverse(page, args=[about.pk, draft.pk]))
    for page in ("screening", "screening-void"):
        ask(mine, reverse(page, args=[about.pk, first.pk]))
    ask(mine, reverse("inquiry-close", args=[about.pk]), reason="advice-given")
    void(inquiry=about, screening=first, happened="moved-home", words=text("Hjemme igen"), by=holder, at=MORNING)
    ask(mine, reverse("screening", args=[about.pk, first.pk]))
    ask(mine, reverse("screening-history", args=[about.pk]))
    ask(mine, reverse("inquiry", args=[about.pk]))


@pytest.mark.time_machine(MORNING + timedelta(minutes=5))
def test_every_template_is_used_is_given_what_it_names_and_gives_nothing_away(
    rendered, pages, inquiry, monkeypatch, consultant_on_the_inquiry, client
):
    """All that is asked of every answer, in one test: asking for all of them takes most of the time."""
    for where, page in pages:
        gives_nothing_away(where, page, inquiry)
    monkeypatch.setattr(settings, "BROKER_FOLDER", Path("nowhere"))
    signed_in(consultant_on_the_inquiry).post(reverse("call-save", args=[uuid4()]), {"note": "x"})
    client.get("/", headers={"Host": "elsewhere.invalid"})
    for what in error_pages.PAGES.values():
        error_pages.page_about(what)
    unused = {name for name in OURS - rendered if not name.startswith(TRIED_ELSEWHERE)}
    assert not unused


def gives_nothing_away(where, page, inquiry):
    """Look at a title, at the page's own text and at the headers: no style or script of its own, kept by nobody."""
    shown = page.content.decode()
    if "<title>" in shown:
        title_tells_nothing(where, shown.split("<title>")[1].split("</title>")[0].lower(), inquiry)
    is_plain(where, shown)
    is_for_nobody_elsewhere(where, shown)
    if where.startswith("/desk/") and page.status_code == 200 and "<html" in shown:
        assert re.search(r'<html [^>]*translate="no"', shown), where
    assert page.headers["Cache-Control"] == "no-store", where
    assert page.headers["Referrer-Policy"] == "same-origin", where
    assert "default-src 'none'" in page.headers["Content-Security-Policy"], where
    assert "unsafe" not in page.headers["Content-Security-Policy"], where


NO_FREE_TEXT = {
    *(
        "hidden",
        "radio",
        "checkbox",
        "submit",
        "button",
        "file",
        "date",
        "time",
        "datetime-local",
        "number",
        "password",
    ),
    *("email", "tel"),
}


def is_for_nobody_elsewhere(where, shown):
    """Nothing typed goes to a spell-checker, nothing shown to staff to a translator, and no paste is cut in silence."""
    for tag in re.findall(r"<(?:textarea|input)\b[^>]*>", shown):
        kind = re.search(r' type="([\w-]+)"', tag)
        if not (kind and kind[1] in NO_FREE_TEXT):
            assert 'spellcheck="false"' in tag, (where, tag)
            assert " maxlength=" not in tag, (where, tag)
    for code in re.findall(r'<[^>]* class="(?:code|digits|phone)"[^>]*>', shown):
        assert 'translate="no"' in code, (where, code)


def title_tells_nothing(where, title, inquiry):
    assert title.strip(), where
    assert inquiry.reference.lower() not in title
    assert inquiry.cover_name.lower() not in title
    if not where.startswith("/desk/katalog/"):  # the public register, which names what is public
        assert not any(word in title for word in FORBIDDEN_WORDS), f"{where}: {title}"


def is_plain(where, shown):
    assert " style=" not in shown, where
    assert "<style" not in shown, where
    assert " onclick=" not in shown, where
    for script in shown.split("<script")[1:]:
        assert script.split(">")[0].strip().startswith("src="), where


def dropped(answer):
    """Return the hidden fields of the page with the code, as its button sends them."""
    return {attrs["name"]: attrs["value"] or "" for attrs in Page(answer).all("input") if "name" in attrs}


def left_a_message():
    """Leave a message as a citizen does, and return its code."""
    code = new_code()
    drop(code=code, content={"text": "En besked"}, is_urgent=False, at=MORNING)
    return code
