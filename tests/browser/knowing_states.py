"""Who knows what of the full case on the stage, and its pages in the states they can be in."""

from datetime import datetime, timedelta

from tests.browser.sweep import State, press, send, sent
from tests.cast import text
from tests.sharing.given import a_role, told_by_the_caseworker
from vaern.cases.models import Case
from vaern.cases.reading import persons_of
from vaern.cases.telling import Fact
from vaern.sharing.knowing import record_knowing
from vaern.sharing.parties import Recipient
from vaern.sharing.terms_disclosure import Act, Channel, Knows, PartyKind, ToldLevel
from vaern.staff.models import User


def let_them_know(case: Case, by: User, at: datetime) -> None:
    """The school was told, the police hold an earlier level, the father must not know the plan, the citizen not yet."""
    told_by_the_caseworker(case, by, at=at - timedelta(hours=30))
    police = a_role("Vagthavende i Midtjylland", PartyKind.POLICE)
    earlier = {"act": Act.CASEWORKER_SAID, "level": ToldLevel.EARLIER, "channel": Channel.PHONE}
    told_by_the_caseworker(case, by, to=police, at=at - timedelta(hours=28), **earlier)
    citizen = Recipient(kind=PartyKind.CITIZEN)
    not_yet = {"act": Act.NOT_SAID, "level": ToldLevel.NONE, "channel": None, "facts": frozenset()}
    words = text("Hendes telefon bliver læst. Skolen finder en dag.")
    told_by_the_caseworker(case, by, to=citizen, at=at - timedelta(hours=20), words=words, **not_yet)
    [father] = [person for person in persons_of(case) if person.label == "far"]
    record_knowing(
        case=case,
        of=Recipient(kind=PartyKind.PERSON, person=father.id),
        states={Fact.PLAN: Knows.MUST_NOT, Fact.INVOLVED: Knows.MUST_NOT, Fact.TRIP: Knows.KNOWS},
        words=text("Han vil rejse før tid, hvis han hører om planen."),
        seen=0,
        by=by,
        at=at - timedelta(hours=10),
    )


def states_of_knowing(stage):
    def case(one, page=""):
        return f"/desk/sager/{one.pk}/{page}"

    def looks(page):
        page.check("[name=pieces] >> nth=0", force=True)
        press(page, "[name=look]")

    def telling(page):
        page.fill("[name=for_parents]", "Veninde har fortalt, at hun vil flygte.")
        page.check("[name=trip][value=yes]", force=True)
        page.check("[name=residence][value=permit_siri]", force=True)
        press(page, "[name=look]")

    full, bare = stage.cases.full, stage.cases.bare
    row = full.disclosures.get(party__kind=PartyKind.SCHOOL)
    yield State("who knows", "asta", case(full, "viden/"))
    yield State("nobody knows", "asta", case(bare, "viden/"))
    yield State("told", "asta", case(full, "viden/sagt/"))
    yield State("told, not said", "asta", case(full, "viden/sagt/"), send)
    yield State("told, corrected", "asta", case(full, f"viden/sagt/{row.pk}/rettelse/"))
    yield State("a party", "asta", case(full, "viden/part/citizen/"))
    yield State("a new party, not said", "asta", case(full, "viden/part/ny/"), send)
    yield State("a paper", "asta", case(full, "giv-videre/handover/"))
    yield State(
        "a paper, refused",
        "asta",
        case(full, "giv-videre/handover/"),
        sent(to=f"party-{row.party_id}", basis="consent", channel="letter"),
    )
    yield State("a briefing", "asta", case(full, "orientering/"), looks)
    yield State("a notification", "asta", case(full, "underretning/"), telling)
    yield State("a notification, not said", "asta", case(bare, "underretning/"), send)
