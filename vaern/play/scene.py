"""Where a course stands while it is played: the clock, the people, the inquiries, and the last refusal."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from uuid import UUID, uuid4

from vaern.cases.access import FamilyUnasked, is_on_the_case, open_case
from vaern.cases.models import Case
from vaern.guard import Context, Finding, Guarded, Report, Stopped, check, guarded
from vaern.inquiries.access import open_inquiry
from vaern.inquiries.models import Draft, Inquiry
from vaern.inquiries.surroundings import guard_context
from vaern.law import terms as law
from vaern.law.clocks import COPENHAGEN, local_day, moment
from vaern.mailbox.code import Code
from vaern.play.refusals import Refusal
from vaern.staff.models import User
from vaern.vault.broker import broker
from vaern.vault.terms import Purpose


class Broken(Exception):
    """What was expected is not so. The message says what is so instead, and repeats none of the texts."""


def hold(is_so: bool, otherwise: str) -> None:
    """Raise Broken with ``otherwise`` unless it is so."""
    if not is_so:
        raise Broken(otherwise)


def stands_in(words: str, text: str) -> bool:
    """Tell whether words stand in a text, whatever the capitals and line breaks."""
    return " ".join(words.split()).casefold() in " ".join(text.split()).casefold()


def found_by_law(finding: law.Finding, *, answer: str, because: str = "", way_forward: str = "") -> None:
    """Raise Broken unless the law answers so, for this reason and with this way forward."""
    hold(finding.answer == answer, f"the law answers {finding.answer}: {finding.because}")
    hold(stands_in(because, finding.because), f"the reason is: {finding.because}")
    one_of_the_ways(way_forward, finding.ways_forward)


def one_of_the_ways(way_forward: str, ways: Sequence[str]) -> None:
    if way_forward:
        hold(any(stands_in(way_forward, way) for way in ways), f"the ways forward are: {' '.join(ways) or 'none'}")


def clock_shows(at: datetime) -> str:
    return f"{moment(at).astimezone(COPENHAGEN):%Y-%m-%d %H:%M}"


@dataclass
class InHand:
    """A draft of a screening as it was last shown to somebody."""

    screening: UUID
    revision: int
    content: dict[str, str]


@dataclass
class Scene:
    """The state of one course.

    ``people`` and ``ids``: by first name, and by the file's own words for the inquiries. ``in_hand``: the screening
    somebody has before them of an inquiry, as a page left open shows it. ``files``: the folder of the
    databases and the broker, where it may be searched. ``told``: every free text so far; ``log``: every line logged.
    ``confirm``: the words this step lets stand, of which ``let_stand`` were warned about. ``threads``, ``codes`` and
    ``cookies`` go by the file's own words for the threads: a code is drawn anew each time and written down nowhere, and
    the cookie is what a browser keeps while a mailbox is open in it.
    """

    people: dict[str, UUID]
    at: datetime
    files: Path | None = None
    log: list[str] = field(default_factory=list)
    ids: dict[str, UUID] = field(default_factory=dict)
    in_hand: dict[tuple[UUID, UUID], InHand] = field(default_factory=dict)
    threads: dict[str, UUID] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict, repr=False)
    cookies: dict[str, str] = field(default_factory=dict, repr=False)
    told: list[str] = field(default_factory=list)
    refusal: Refusal | None = None
    confirm: tuple[str, ...] = ()
    let_stand: set[str] = field(default_factory=set)

    @property
    def today(self) -> date:
        return local_day(self.at)

    def person(self, name: str) -> User:
        """Return the person, read anew: what they may do can have changed."""
        return User.objects.get(pk=self.people[name])

    def id_of(self, inquiry: str) -> UUID:
        """Return the id of an inquiry, or of the draft it still is."""
        return self.ids.setdefault(inquiry, uuid4())

    def thread_of(self, thread: str) -> UUID:
        """Return the id of a thread. Raises Broken where what was to begin it was not sent."""
        if thread not in self.threads:
            raise Broken(f"the thread {thread} has not been sent")
        return self.threads[thread]

    def draft(self, inquiry: str) -> Draft | None:
        return Draft.objects.filter(pk=self.id_of(inquiry)).first()

    def filed(self, inquiry: str) -> Inquiry:
        """Return the filed inquiry, shut. Raises Broken where it has not been filed."""
        row = Inquiry.objects.select_related("consultant", "handed_by").filter(pk=self.id_of(inquiry)).first()
        if row is None:
            raise Broken(f"the inquiry {inquiry} has not been filed")
        return row

    def opened(self, inquiry: str, by: User, purpose: Purpose = Purpose.CASEWORK) -> Inquiry:
        """Open the inquiry as ``by``, which leaves its trace. Raises NoSuchInquiry."""
        return open_inquiry(user=by, inquiry_id=self.id_of(inquiry), purpose=purpose, at=self.at, let_in=is_on_the_case)

    def as_its_consultant_sees_it(self, inquiry: str) -> Inquiry:
        """Open the inquiry as whoever answers for it."""
        return self.opened(inquiry, User.objects.get(pk=self.filed(inquiry).answers_for_it.pk))

    def case_of(self, inquiry: str) -> Case:
        """Return the case opened from an inquiry, shut. Raises Broken where none was."""
        row = Case.objects.select_related("consultant", "handed_by").filter(inquiry=self.id_of(inquiry)).first()
        if row is None:
            raise Broken(f"no case has been opened from the inquiry {inquiry}")
        return row

    def case_opened(self, inquiry: str, by: User) -> Case:
        """Open the case as ``by``, which leaves its trace. Raises NoSuchCase and FamilyUnasked."""
        return open_case(user=by, case_id=self.case_of(inquiry).pk, purpose=Purpose.CASEWORK, at=self.at)

    def case_as_its_consultant_sees_it(self, inquiry: str) -> Case:
        """Open the case as whoever answers for it, also before they have said whether they know the family."""
        user = User.objects.get(pk=self.case_of(inquiry).answers_for_it.pk)
        try:
            return self.case_opened(inquiry, user)
        except FamilyUnasked as unasked:
            return unasked.case.opened_with(broker().open(unasked.case.key_id, purpose=Purpose.CASEWORK, by=user.pk))

    def guarded(self, **texts: str) -> dict[str, Guarded]:
        """Take texts through the guard with the words the step confirms, as a form does: one report for all of them.

        Raises Stopped.
        """
        context = guard_context(self.at)
        passed: dict[str, Guarded] = {}
        barring: list[Finding] = []
        for name, text in texts.items():
            ticked = self.ticked(text, context)
            try:
                passed[name] = guarded(text, context, ticked)
            except Stopped as stopped:
                barring += stopped.report.unconfirmed(ticked)
        if barring:
            raise Stopped(Report(tuple(barring)))
        return passed

    def ticked(self, text: str, context: Context) -> frozenset[str]:
        """Return the fingerprints of the warnings about words the step confirms."""
        found = [(each, text[each.start : each.end]) for each in check(text, context).warnings]
        self.let_stand.update(words for _, words in found if words in self.confirm)
        return frozenset(each.fingerprint for each, words in found if words in self.confirm)
