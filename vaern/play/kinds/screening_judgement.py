"""A signed judgement: signing, the second reader, the level that stands, what makes it unfit, overrides in review."""

from datetime import date, datetime, timedelta

from django.utils.timezone import now

from vaern.law.clocks import COPENHAGEN, moment
from vaern.law.screening import MISSING, Standing, is_soon_after
from vaern.play.fields import INQUIRY, Coded, Day, Field, Flag, ListOf, OneOf, Text, Who, Word
from vaern.play.kinds.screenings import CALLS, INSTRUMENT, WHOSE, draft_of
from vaern.play.refusals import refused_by_laws, refused_with
from vaern.play.registry import expectation, step
from vaern.play.scene import Scene, hold, one_of_the_ways, stands_in
from vaern.risk.access import (
    NoSuchScreening,
    content_of,
    drafts_of,
    newest_alarm,
    newest_of,
    newest_signed,
    overrides_between,
    standing_of,
    timeline,
    voiding_of,
)
from vaern.risk.actions import closing, reading, signing
from vaern.staff.models import User

REDO = Coded((each.code, each.label) for each in INSTRUMENT.redo)
DRAFT, CLOSING = "draft", "closing"
A_MONTH = timedelta(days=31)

refused_by_laws(signing.MayNotSign, lambda error: error.findings)  # type: ignore[attr-defined]
refused_by_laws(closing.MayNotClose, lambda error: error.findings)  # type: ignore[attr-defined]
refused_with(signing.ChangedSince, "En anden har skrevet i screeningen imens.", "Læs den, som den står nu.")
refused_with(signing.NotGuarded, "Der er ord, som ikke er set efter.", "Ret eller bekræft ordene.")
refused_with(signing.AlreadyVoided, "Screeningen er taget ud af brug.", "Screen igen.")
refused_with(signing.NotTheNewest, "Kun den nyeste screening siger, hvordan det står til.", "Gå til den nyeste.")
refused_with(signing.NotAReason, "Vælg, hvad der er sket. En fejl skal siges med ord.", "Vælg på listen, og skriv.")
refused_with(
    reading.CannotRead, "Den anden læser er en anden konsulent, der må se henvendelsen.", "Spørg en anden kollega."
)
refused_with(reading.OwnWork, "Ingen læser sine egne ord som den anden.", "Bed en kollega om det.")


@step("sign", needs=CALLS, example='by = "Asta"', inquiry=INQUIRY, whose=WHOSE, confirms=True)
def sign(scene: Scene, *, by: User, inquiry: str, whose: str | None) -> None:
    """Sign the screening as the person has it before them. From then on it is only followed by another."""
    opened = scene.opened(inquiry, by)
    draft = draft_of(scene, opened, by, whose)
    held = scene.in_hand.get((by.pk, opened.pk))
    base = held.revision if held and held.screening == draft.pk else draft.revision
    cleared = scene.guarded(**content_of(draft).texts())
    signing.sign(inquiry=opened, screening=draft, base=base, cleared=cleared, by=by, at=scene.at)
    for who in [each for each, row in scene.in_hand.items() if row.screening == draft.pk]:
        del scene.in_hand[who]


@step("ask-second-reader", needs=CALLS, example='reader = "Bo"', inquiry=INQUIRY, reader=Field(Who(), "the colleague"))
def ask_second_reader(scene: Scene, *, by: User, inquiry: str, reader: str) -> None:
    """Ask a colleague to read. They get a task with a deadline on the clock."""
    opened = scene.opened(inquiry, by)
    reading.ask_second_reader(inquiry=opened, reader=scene.person(reader), by=by, at=scene.at)


@step(
    "second-reading",
    needs=CALLS,
    example='by = "Bo"\nof = "draft"\nremark = "Enig. Hold øje med fætteren."',
    inquiry=INQUIRY,
    of=Field(OneOf(DRAFT, CLOSING), "the screening as it stands now, or that the inquiry may be closed", DRAFT),
    remark=Field(Text(), "what the reader says", ""),
    whose=WHOSE,
)
def second_reading(scene: Scene, *, by: User, inquiry: str, of: str, remark: str, whose: str | None) -> None:
    """Say that one has read with a colleague. What is written afterwards is unread again."""
    opened = scene.opened(inquiry, by)
    draft = draft_of(scene, opened, by, whose) if of == DRAFT else None
    reading.read_as_second(
        inquiry=opened,
        screening=draft,
        base=draft.revision if draft else None,
        remark=scene.guarded(remark=remark)["remark"],
        by=by,
        at=scene.at,
    )


@step(
    "void",
    needs=CALLS,
    example='happened = "moved-home"\nwords = "Hun er taget hjem i nat."',
    inquiry=INQUIRY,
    happened=Field(REDO, "what has happened"),
    words=Field(Text(), "more about it; a mistake must be told", ""),
)
def void(scene: Scene, *, by: User, inquiry: str, happened: str, words: str) -> None:
    """Take the newest signed screening out of use, because something has happened. It is made anew."""
    opened = scene.opened(inquiry, by)
    newest = newest_signed(opened)
    if newest is None:
        raise NoSuchScreening
    passed = scene.guarded(words=words)["words"]
    signing.void(inquiry=opened, screening=newest, happened=happened, words=passed, by=by, at=scene.at)


@expectation(
    "level",
    example='is = "high"\nvalid_until = "+7 days"',
    inquiry=INQUIRY,
    **{"is": Field(OneOf(*Standing), "the level as it is shown: the chosen one, `not-assessed` or `outdated`")},
    label=Field(Word(), "how it is shown in Danish", None),
    valid_until=Field(Day(), "the last day the newest signed one holds", None),
    signed_by=Field(Who(), "who signed the newest", None),
    on_the_case=Field(OneOf(*Standing), "the level as lists of cases show it", None),
)
def look_at_level(
    scene: Scene,
    *,
    inquiry: str,
    label: str | None,
    valid_until: date | None,
    signed_by: str | None,
    on_the_case: str | None,
    **said: str,
) -> None:
    """Look at the current threat level. A person chose it; it runs out visibly, and nothing is computed."""
    opened = scene.as_its_consultant_sees_it(inquiry)
    found = standing_of(opened, at=scene.at)
    hold(found == said["is"], f"it is {found}")
    hold(label in {None, found.label}, f"it is shown as {found.label}")
    newest = newest_of([opened.pk]).get(opened.pk)
    if valid_until is not None:
        last = last_day(newest.valid_until) if newest else None
        hold(last == valid_until, f"the last day is {last}")
    if signed_by is not None:
        hold(bool(newest) and newest.signed_by_id == scene.people[signed_by], "somebody else signed it, or nobody")
    if on_the_case is not None:
        row = scene.case_of(inquiry)
        shown = Standing.OUTDATED if row.level_has_lapsed(scene.at) else (row.level or Standing.NOT_ASSESSED)
        hold(shown == on_the_case, f"the case shows {shown}")


def last_day(until: datetime) -> date:
    """Return the last day of something that holds until a midnight."""
    return (moment(until) - timedelta(seconds=1)).astimezone(COPENHAGEN).date()


@expectation(
    "signing",
    example='is_ready = false\nasks_for = ["unknowns_stated", "level"]',
    inquiry=INQUIRY,
    person=Field(Who(), "who would sign; whoever answers for the inquiry", None),
    is_ready=Field(Flag(), "whether it may be signed as it stands"),
    asks_for=Field(ListOf(OneOf(*MISSING)), "what is asked for first, no more and no fewer", None),
    because=Field(Word(), "words of a reason", ""),
    way_forward=Field(Word(), "words of a way forward", ""),
)
def look_at_signing(
    scene: Scene,
    *,
    inquiry: str,
    person: str | None,
    is_ready: bool,
    asks_for: tuple[str, ...] | None,
    because: str,
    way_forward: str,
) -> None:
    """See what the page says before anybody presses sign: what is asked for, and what stands in the way."""
    opened = scene.as_its_consultant_sees_it(inquiry)
    by = scene.person(person or opened.answers_for_it.first_name)
    draft = draft_of(scene, opened, by, None)
    found = signing.findings(opened, draft, by=by, at=scene.at)
    in_the_way = [each for each in found if not each.permits]
    hold(is_ready != bool(in_the_way), " ".join(each.because for each in in_the_way) or "it may be signed")
    missing = [name for each in in_the_way for name in each.missing]
    hold(asks_for is None or set(asks_for) == set(missing), f"it asks for {', '.join(missing) or 'nothing'}")
    if because:
        hold(any(stands_in(because, each.because) for each in found), " ".join(each.because for each in found))
    one_of_the_ways(way_forward, [way for each in found for way in each.ways_forward])


@expectation(
    "override",
    example='reason = "police-on-it"\noverridden_by = "Asta"',
    inquiry=INQUIRY,
    is_there=Field(Flag(), "false: nothing of the kind stands in this month's review", True),
    reason=Field(Coded(INSTRUMENT.overrides), "the reason that was chosen", None),
    overridden_by=Field(Who(), "who signed it", None),
)
def look_at_override(
    scene: Scene, *, inquiry: str, is_there: bool, reason: str | None, overridden_by: str | None
) -> None:
    """See whether the month's review shows that this inquiry was judged against an acute answer. It shows no words."""
    recorded = now()  # the trail is stamped by the real clock, never by the course's
    found = [
        event
        for event in overrides_between(recorded - A_MONTH, recorded + timedelta(minutes=1))
        if event.about == scene.id_of(inquiry)
        and reason in {None, event.code}
        and (overridden_by is None or event.by == scene.people[overridden_by])
    ]
    hold(bool(found) == is_there, "it is not there" if is_there else "it is there")


@expectation(
    "voided",
    example='happened = "moved-home"\nhas = "taget hjem"',
    inquiry=INQUIRY,
    happened=Field(REDO, "what had happened", None),
    has=Field(Word(), "words about it", None),
    is_there=Field(Flag(), "false: none was taken out of use for that", True),
)
def look_at_voided(scene: Scene, *, inquiry: str, happened: str | None, has: str | None, is_there: bool) -> None:
    """Look for a signed screening that was taken out of use. It stays where it was, with what happened beside it."""
    rows = [voiding_of(each) for each in timeline(scene.as_its_consultant_sees_it(inquiry))]
    found = [
        row
        for row in rows
        if row and happened in {None, row.why["happened"]} and (has is None or stands_in(has, row.why["words"]))
    ]
    hold(bool(found) == is_there, "there is none" if is_there else "there is one")


@expectation(
    "alarm",
    example="asks_for_a_reader = true",
    inquiry=INQUIRY,
    asks_for_a_reader=Field(Flag(), "whether closing or lowering now needs a second reader"),
)
def look_at_alarm(scene: Scene, *, inquiry: str, asks_for_a_reader: bool) -> None:
    """See whether there was an alarm so lately that lowering a level or closing needs a second reader."""
    opened = scene.as_its_consultant_sees_it(inquiry)
    soon = is_soon_after(newest_alarm(opened, *drafts_of(opened)), at=scene.at)
    hold(soon == asks_for_a_reader, "it does" if soon else "it does not")
