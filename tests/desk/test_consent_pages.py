"""The pages of consent and identity: what they offer, what they hide, and how they refuse."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.browser.stage import contact
from tests.cases.conftest import a_file, opened_by
from tests.cast import MORNING, signed_in, text
from tests.desk.case_register import address, faults
from tests.guests.conftest import invited
from tests.sharing.conftest import TODAY, adult, by_the_citizen, child, staged  # noqa: F401  fixtures
from vaern.audit.append_only import AppendOnlyViolation
from vaern.audit.models import Event
from vaern.cases.actions.course import set_situation
from vaern.cases.documents import NoSuchDocument
from vaern.cases.identity import add_item
from vaern.cases.reading import facts_of
from vaern.cases.terms import DocumentKind, ItemKind, Situation
from vaern.inquiries.actions.callbacks import agree_call_back, confirm_contact
from vaern.inquiries.models import CallBack
from vaern.inquiries.terms import Age, PhoneOf
from vaern.sharing.actions.consents import lay_by
from vaern.sharing.consents import consents_of
from vaern.sharing.models import Consent, ConsentPaper
from vaern.sharing.terms_consent import Capacity, Safety
from vaern.vault.broker import broker
from vaern.vault.terms import Purpose

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("directory"),
    pytest.mark.time_machine(MORNING, tick=False),
]
PARENTS = "Den, der har forældremyndigheden"


def sent(stage, *givers, **changes):
    """Return a parent's consent as the form sends it."""
    form = {
        "capacity": "custody_holder",
        "givers": [str(giver.pk) for giver in givers or (stage.mother,)],
        "holds_custody": "yes",
        "custody": "sole",
        "adult_from": (TODAY + timedelta(days=400)).isoformat(),
        "scopes": ["identity", "assessment"],
        "information": "Hvem barnet er",
        "purpose": "At rådgive kommunen",
        "text_shown": "Du kan altid trække det tilbage.",
        "how": "written",
        "first_day": TODAY.isoformat(),
    }
    return form | changes


def words_of(page):
    return " ".join(page.content.decode().split())


def test_nobodys_consent_is_offered_before_asking_was_found_safe(child):  # noqa: F811
    browser = signed_in(child.by)
    overview, form = address(child.case, "case-consent"), address(child.case, "case-consent-add")
    for page in (overview, form, address(child.case, "case-gate"), address(child.case)):
        assert PARENTS not in words_of(browser.get(page))
    assert "Spørg ikke endnu" in words_of(browser.get(form))
    assert address(child.case, "case-consent-add") not in words_of(browser.get(overview))
    child.check(outcome=Safety.UNSAFE, at=MORNING - timedelta(hours=1))
    assert "Spørg ikke endnu" in words_of(browser.get(form))
    child.check()
    assert PARENTS in words_of(browser.get(form))
    assert address(child.case, "case-consent-add") in words_of(browser.get(overview))


def test_not_asked_because_unsafe_is_saved_and_shows_the_ways_forward(child):  # noqa: F811
    browser = signed_in(child.by)
    told = {"of": "custody_holder", "outcome": "unsafe", "words": "Faren læser alt."}
    page = browser.post(address(child.case, "case-consent-check"), told)
    assert page.status_code == 200
    assert "Svaret er gemt, og der mangler ikke noget" in words_of(page)
    assert "anonymiseret" in words_of(page)
    assert "Ikke bedt om, fordi det er usikkert" in words_of(browser.get(address(child.case, "case-consent")))


def test_a_safe_answer_leads_to_the_consent_which_the_bar_then_shows(child):  # noqa: F811
    browser = signed_in(child.by)
    told = {"of": "custody_holder", "outcome": "safe", "words": "Moren er alene med skolen."}
    page = browser.post(address(child.case, "case-consent-check"), told)
    assert page.url == address(child.case, "case-consent-add")
    assert browser.post(page.url, sent(child)).url == address(child.case, "case-consent")
    bar = words_of(browser.get(address(child.case)))
    assert '<span class="quiet">Samtykke</span> Ja' in bar
    assert "Nej: uden navn" not in bar


@pytest.mark.parametrize(
    "change,field",
    [
        ({"first_day": (TODAY + timedelta(days=1)).isoformat()}, "first_day"),
        ({"last_day": (TODAY - timedelta(days=1)).isoformat()}, "last_day"),
        ({"capacity": "citizen"}, "capacity"),
        ({"capacity": "other"}, "capacity"),
        ({"holds_custody": "no"}, "capacity"),
        ({"custody": "joint"}, "capacity"),
        ({"custody": ""}, "capacity"),
        ({"scopes": ["sharing"]}, "recipients"),
        ({"purpose": ""}, "purpose"),
        ({"scopes": []}, "scopes"),
        ({"is_mandate": "on"}, "is_mandate"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(child, change, field):  # noqa: F811
    child.check()
    child.check(Capacity.CITIZEN)
    page = signed_in(child.by).post(address(child.case, "case-consent-add"), sent(child, **change))
    assert faults(page) == (422, [field])
    assert "Hvem barnet er" in words_of(page)
    assert not Consent.objects.exists()


def test_a_refusal_of_the_law_shows_its_reason_and_a_way_forward(child):  # noqa: F811
    child.check()
    page = signed_in(child.by).post(address(child.case, "case-consent-add"), sent(child, capacity="other"))
    assert "Den, der har sagt ja, har ikke forældremyndigheden." in words_of(page)
    assert "Find ud af, hvem der har forældremyndigheden" in words_of(page)


def test_a_feared_parent_shows_the_conflict_and_needs_a_decision(child):  # noqa: F811
    child.check()
    browser, form = signed_in(child.by), address(child.case, "case-consent-add")
    assert "Konflikt" in words_of(browser.get(form))
    assert faults(browser.post(form, sent(child, child.father))) == (422, ["decision"])
    decided = sent(child, child.father, decision="Talt igennem med kommunen.")
    assert browser.post(form, decided).status_code == 302


def test_withdrawing_takes_one_button_and_twice_says_so(child):  # noqa: F811
    child.check()
    row = child.record()
    browser, page = signed_in(child.by), address(child.case, "case-consent-withdraw", consent_id=row.pk)
    assert "Det må stå tomt" in words_of(browser.get(page))
    assert browser.post(page).url == address(child.case, "case-consent")
    again = browser.post(page)
    assert again.status_code == 409
    assert "allerede trukket tilbage" in words_of(again)
    [given] = consents_of(child.case)
    assert given.withdrawn


def test_who_withdraws_sees_the_guests_who_read_now_and_can_end_their_access(child):  # noqa: F811
    child.check()
    given = child.record()
    where = address(child.case, "case-consent-withdraw", consent_id=given.pk)
    browser = signed_in(child.by)
    assert "Slut adgangen" not in words_of(browser.get(where))
    guest = invited(child.case, child.by)
    page = words_of(browser.get(where))
    assert "Gæster, der læser nu" in page
    end = address(child.case, "case-guest-end", guest_id=guest.pk)
    assert f'action="{end}"' in page
    browser.post(end)
    assert "Slut adgangen" not in words_of(browser.get(where))


def test_a_consents_paper_is_a_file_of_the_same_case_and_nothing_else(child):  # noqa: F811
    child.check()
    row = child.record()
    browser, page = signed_in(child.by), address(child.case, "case-consent-paper", consent_id=row.pk)
    assert "Tilføj filen først" in words_of(browser.get(page))
    another = staged(child.by, age=Age.ADULT)
    another.check(Capacity.CITIZEN)
    another.record(by_the_citizen(another.sister))
    theirs = a_file(another.case, another.by, DocumentKind.CONSENT_FORM, title="En fremmed fil")
    ours = a_file(child.case, child.by, DocumentKind.CONSENT_FORM, title="Underskrevet ja")
    assert "En fremmed fil" not in words_of(browser.get(page))
    refused = browser.post(page, {"document": str(theirs.pk)})
    assert faults(refused) == (422, ["document"])
    assert "Den fil er ikke i sagen." in words_of(refused)
    with pytest.raises(NoSuchDocument):
        lay_by(case=child.case, consent=row.pk, document=theirs.pk, by=child.by, at=MORNING)
    assert browser.post(page, {"document": str(ours.pk)}).url == address(child.case, "case-consent")
    lay_by(case=child.case, consent=row.pk, document=ours.pk, by=child.by, at=MORNING)
    shown = words_of(browser.get(address(child.case, "case-consent")))
    assert address(child.case, "case-file", document_id=ours.pk) in shown
    assert ConsentPaper.objects.count() == 1, "laid by twice it is once"
    assert Event.objects.acts("consent.paper_laid_by").get().subject == row.pk
    with pytest.raises(AppendOnlyViolation):
        ConsentPaper.objects.get().delete()
    elsewhere = address(another.case, "case-consent-paper", consent_id=row.pk)
    assert browser.get(elsewhere).status_code == 404


def test_identity_is_hidden_until_asked_for_and_each_showing_stands_in_the_trail(child, colleague_in_the_region):  # noqa: F811
    child.check()
    row = child.record()
    about = {"case": child.case, "by": child.by, "at": MORNING}
    add_item(person=child.sister, kind=ItemKind.SHELTER, text="Rosengården 7", **about)
    add_item(person=child.mother, kind=ItemKind.NAME, text="Fatma Holm", **about)
    opened_by(colleague_in_the_region, child.case)
    browser, page = signed_in(colleague_in_the_region), address(child.case, "case-identity")
    hidden = words_of(browser.get(page))
    assert "1 oplysning" in hidden
    shown = words_of(browser.post(address(child.case, "case-identity-show", person_id=child.sister.pk)))
    assert "Rosengården 7" in shown
    assert "Må ikke videre" in shown
    for words in ("Rosengården", "Krisecenter", "Fatma"):
        assert words not in hidden
    assert "Fatma" not in shown
    [event] = Event.objects.about(child.case.pk).filter(act="identity.opened")
    assert (event.by, event.subject) == (colleague_in_the_region.pk, child.sister.pk)
    assert "Identitet vist" in words_of(browser.get(address(child.case, "case-who")))
    child.withdraw(row)
    refused = browser.post(address(child.case, "case-identity-show", person_id=child.sister.pk))
    assert refused.status_code == 403
    assert "Identiteten er lukket" in words_of(refused)
    assert "Rosengården" not in words_of(refused)
    danger = {"is_acute": "on", "reason": "Hun er kørt væk i en bil."}
    assert browser.post(address(child.case, "case-identity-reopen"), danger).status_code == 302
    again = browser.post(address(child.case, "case-identity-show", person_id=child.sister.pk))
    assert "Rosengården 7" in words_of(again)


def test_without_a_consent_the_identity_page_refuses_and_names_the_way(child):  # noqa: F811
    browser = signed_in(child.by)
    page = words_of(browser.get(address(child.case, "case-identity")))
    assert "Uden samtykke gemmer vi ikke, hvem personen er." in page
    assert address(child.case, "case-consent") in page
    told = {"person": str(child.sister.pk), "kind": "name", "text": "Amina Holm"}
    refused = browser.post(address(child.case, "case-identity-add"), told)
    assert refused.status_code == 403
    assert "Uden samtykke gemmer vi ikke" in words_of(refused)
    assert not child.case.identity_items.exists()


def test_the_gate_explains_itself_act_by_act(child):  # noqa: F811
    browser, page = signed_in(child.by), address(child.case, "case-gate")
    before = words_of(browser.get(page))
    assert "En risikovurdering i PATRIARK kræver samtykke." in before
    assert "Lav en risikoscreening. Den kræver ikke samtykke." in before
    assert before.count('class="panel"') == 11
    child.check()
    child.record()
    assert "Der er samtykke til en risikovurdering." in words_of(browser.get(page))
    seen = facts_of(child.case).situation_number
    set_situation(case=child.case, to=Situation.ACUTE, reason=text(), seen=seen, by=child.by, at=MORNING)
    assert "Det er ikke afklaret, om der er akut fare." not in words_of(browser.get(page))


def test_a_municipalitys_request_is_confirmed_by_another_and_shows_in_review(
    child,  # noqa: F811
    colleague_in_the_region,
    team_lead,
):
    mine = signed_in(child.by)
    told = {
        "authority": "municipality-child",
        "who": "Afdelingslederen",
        "basis": "Kommunens egen hjemmel",
        "why": "Forældrene frygtes.",
        "scopes": ["assessment"],
        "last_day": (TODAY + timedelta(days=9)).isoformat(),
        "takes_responsibility": "on",
    }
    write = address(child.case, "case-consent-request")
    assert faults(mine.post(write, told | {"takes_responsibility": ""})) == (422, ["takes_responsibility"])
    assert mine.post(write, told).status_code == 302
    [row] = child.case.municipal_requests.all()
    confirm = address(child.case, "case-consent-confirm", request_id=row.pk)
    own = mine.post(confirm, {"words": "Enig"})
    assert own.status_code == 422
    assert "En anden konsulent skal bekræfte den." in words_of(own)
    opened_by(colleague_in_the_region, child.case)
    assert signed_in(colleague_in_the_region).post(confirm, {"words": "Enig"}).status_code == 302
    assert "Nej: på kommunens ansvar" in words_of(mine.get(address(child.case)))
    assert "på kommunens ansvar" in words_of(signed_in(team_lead).get("/desk/team/"))


def test_an_adult_is_never_asked_about_custody(adult):  # noqa: F811
    assert PARENTS not in words_of(signed_in(adult.by).get(address(adult.case, "case-consent-check")))
    adult.check(Capacity.CITIZEN)
    assert adult.record(by_the_citizen(adult.sister))
    assert "forældremyndighed" not in words_of(signed_in(adult.by).get(address(adult.case, "case-consent")))


@pytest.mark.parametrize(
    "holds_for,said",
    [
        (None, ["Kontakt: ring ikke", "Det er ikke aftalt, om vi må ringe."]),
        (5, ["Kontakt: kun som aftalt", "Spørg først: Kan du tale nu?"]),
        (0, ["Kontakt: kun som aftalt", "Det gælder kun nummeret i den aftalte opringning."]),
        (-1, ["Kontakt: ring ikke", "Udløbet: bekræft først."]),
    ],
)
def test_the_overview_says_in_a_second_whether_we_may_call_and_opens_no_number(adult, holds_for, said):  # noqa: F811
    if holds_for is not None:
        agreed(adult, holds_for=holds_for)
    page = words_of(signed_in(adult.by).get(address(adult.case)))
    assert all(words in page for words in said)
    assert "ikke til borgerens telefon" not in page
    assert "20 00 00 00" not in page
    assert not Event.objects.filter(act="callback.number_shown").exists()


@pytest.mark.parametrize("whose", [PhoneOf.FRIEND, PhoneOf.WORKPLACE, PhoneOf.PROFESSIONAL])
def test_a_call_back_to_somebody_elses_phone_is_no_leave_to_ring_the_citizen(adult, whose):  # noqa: F811
    call_back = agreed(adult, phone_of=whose)
    page = words_of(signed_in(adult.by).get(address(adult.case)))
    assert "Kontakt: ring ikke" in page
    assert "Det er ikke aftalt, om vi må ringe." in page
    assert f"Der er aftalt en opringning, men ikke til borgerens telefon: {whose.label}." in page
    assert "Spørg først: Kan du tale nu?" not in page
    CallBack.objects.filter(pk=call_back.pk).update(phone_of=None)  # agreed on before that was kept
    assert "Se under »Ring op«, hvis telefon det er." in words_of(signed_in(adult.by).get(address(adult.case)))
    now_their_own = replace(contact(), phone_of=PhoneOf.SHARED)
    facts = {"valid_until": TODAY, "seen": call_back.confirmed_at, "by": adult.by, "at": MORNING}
    confirm_contact(call_back=call_back, contact=now_their_own, **facts)
    page = words_of(signed_in(adult.by).get(address(adult.case)))
    assert "Kontakt: kun som aftalt" in page, "one step away"
    assert "Telefonen: Andre kan se den" in page


def agreed(stage, *, holds_for=5, **changes):
    """Agree on a call-back in the inquiry the case began with."""
    inquiry = stage.case.inquiry
    key = broker().open(inquiry.key_id, purpose=Purpose.CONTACT, by=stage.by.pk)
    return agree_call_back(
        inquiry=inquiry.opened_with(key),
        contact=replace(contact(), **changes),
        due_at=MORNING - timedelta(days=2),
        valid_until=TODAY + timedelta(days=holds_for),
        by=stage.by,
        at=MORNING - timedelta(days=3),
    )
