"""A paper leaves through one page: what stands in the way is said at its field, and the file comes with its row."""

import pytest

from tests.cases.conftest import described
from tests.cast import MORNING, text
from tests.desk.case_register import address, faults
from tests.desk.register import text_of
from tests.sharing.given import consented, feared  # noqa: F401  the case with a consent to share
from vaern.cases.actions.people import add_person
from vaern.cases.identity import add_item
from vaern.cases.telling import Fact
from vaern.cases.terms import ItemKind
from vaern.sharing.knowing import record_knowing
from vaern.sharing.models import Disclosure
from vaern.sharing.parties import Recipient
from vaern.sharing.terms_disclosure import Knows, PartyKind

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("directory"),
    pytest.mark.time_machine(MORNING, tick=False),
]

ANSWERS = {
    "to": "another",
    "kind": "school",
    "role": "Lærer i 9. klasse",
    "basis": "consent",
    "channel": "secure-mail",
    "disclosure": "3f0c7c9e-8f0e-4a53-9d3c-9a5ad0a4a001",
}


@pytest.fixture
def where(case):
    return address(case, "case-release", code="handover")


def test_the_paper_comes_with_its_row_and_asks_for_everything_first(holder, consented, where):  # noqa: F811
    page = text_of(holder.get(where))
    assert "checked" not in page, "nothing is chosen beforehand"
    assert faults(holder.post(where, {})) == (422, ["to", "basis", "channel"])
    assert not Disclosure.objects.exists()
    answer = holder.post(where, ANSWERS)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == 'attachment; filename="papir.pdf"'
    assert "no-store" in answer["Cache-Control"]
    holder.post(where, ANSWERS)
    assert Disclosure.objects.count() == 1, "a double click is one row"


def test_an_answer_that_cannot_be_is_said_at_its_field(holder, consented, where):  # noqa: F811
    for change, field in (
        ({"role": " "}, "role"),
        ({"kind": ""}, "kind"),
        ({"to": "party-x"}, "to"),
        ({"basis": "other"}, "reason"),
        ({"basis": "s-44-c"}, "basis"),
        ({"role": "Ring 22 33 44 55"}, "role"),
        ({"disclosure": "x"}, "disclosure"),
    ):
        assert faults(holder.post(where, ANSWERS | change)) == (422, [field])
    assert not Disclosure.objects.exists()


def test_without_a_consent_the_refusal_shows_why_and_the_ways_forward(holder, case, where):
    answer = holder.post(where, ANSWERS)
    assert faults(answer) == (422, ["basis"])
    page = text_of(answer)
    assert "I en anonymiseret sag gives intet videre om personen." in page
    assert "Fagpersonen kan selv give oplysningerne videre" in page
    assert "Lærer i 9. klasse" in page, "what was typed is kept"


def test_whoever_must_not_know_and_a_sealed_place_stop_the_paper(
    holder,
    consented,  # noqa: F811
    feared,  # noqa: F811
    where,
    consultant_on_the_case,
):
    by = consultant_on_the_case
    father = Recipient(kind=PartyKind.PERSON, person=feared.pk)
    record_knowing(
        case=consented, of=father, states={Fact.LEVEL: Knows.MUST_NOT}, words=text(), seen=0, by=by, at=MORNING
    )
    answer = holder.post(where, ANSWERS | {"to": f"person-{feared.pk}"})
    assert faults(answer) == (422, ["to"])
    assert "I har skrevet, at de ikke må vide: vurderingen" in text_of(answer)
    sister = add_person(case=consented, description=described(words="Sover i rosenhuset for tiden"), by=by, at=MORNING)
    add_item(case=consented, person=sister, kind=ItemKind.SHELTER, text="Rosenhuset", by=by, at=MORNING)
    answer = holder.post(where, ANSWERS)
    assert faults(answer) == (422, ["whereabouts_because"])
    assert "Sover i rosenhuset for tiden" in text_of(answer)
    school = Recipient(kind=PartyKind.SCHOOL, name=text(ANSWERS["role"]))
    states = {Fact.WHEREABOUTS: Knows.MUST_NOT}
    record_knowing(case=consented, of=school, states=states, words=text(), seen=0, by=by, at=MORNING)
    answer = holder.post(where, ANSWERS | {"whereabouts_because": "De spørger efter hende."})
    page = text_of(answer)
    assert faults(answer) == (422, ["to"])
    assert "I har skrevet, at de ikke må vide: hvor borgeren er" in page
    assert "Sover i rosenhuset for tiden" in page
    assert "Hvorfor skal stedet stå" not in page, "no reason opens that"
    assert not Disclosure.objects.exists()
    record_knowing(case=consented, of=school, states={}, words=text("Hun har sagt ja."), seen=1, by=by, at=MORNING)
    assert holder.post(where, ANSWERS | {"whereabouts_because": "Hun har selv bedt om det."}).status_code == 200
    assert Disclosure.objects.get().basis == "consent"


def test_an_unknown_paper_is_nothing(holder, consented, case):  # noqa: F811
    assert holder.get(address(case, "case-release", code="findes-ikke")).status_code == 404
