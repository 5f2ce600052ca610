"""The registry and the page made from it."""

import inspect
import pkgutil
import re
from importlib import import_module

import pytest

from setup.places import ROOT
from vaern.cases import actions as cases
from vaern.cases import plan
from vaern.closing import actions as closing
from vaern.desk import routes as desk
from vaern.inquiries import actions as inquiries
from vaern.inquiries.actions import journal
from vaern.mailbox import actions as mailbox
from vaern.play.reading import read_text
from vaern.play.reference import example_of, reference, vignettes_page
from vaern.play.refusals import REFUSALS
from vaern.play.registry import EXPECTATIONS, STEPS, TwoOfOneName, load_kinds, step
from vaern.risk import actions as risk
from vaern.sharing import actions as sharing
from vaern.staff.roles import Permission
from vaern.travel import actions as travel

load_kinds()
BEFORE = """
[[step]]
do = "drop-message"
text = "hej"
[[step]]
do = "call"
inquiry = "it"
[[expect]]
that = "filed"
"""
# The page on which each act is done by hand. What is not named here has no page of its own.
PAGES = {
    "write": "call-save",
    "call": "call",
    "discard-draft": "call-discard",
    "note": "inquiry-note",
    "next-step": "inquiry-step",
    "done": "inquiry-done",
    "hand-over": "inquiry-hand-over",
    "take": "inquiry-take",
    "close": "inquiry-close",
    "reopen": "inquiry-reopen",
    "notification": "inquiry-notification",
    "agree-call-back": "call-back-agree",
    "confirm-contact": "call-back-confirm",
    "dial-anyway": "call-back-confirm",
    "attempt": "call-back-attempt",
    "end-call-back": "call-back-end",
    "emergency-note": "emergency-write",
    "review-emergency-note": "emergency-review",
    "read-thread": "inbox-thread",
    "claim-thread": "inbox-take",
    "answer-thread": "inbox-reply",
    "hand-over-thread": "inbox-hand-over",
    "log-thread": "inbox-log",
}
NO_PAGE = {"wait", "upkeep", "duty", "watch-signs"}
# What somebody does at the open site, who has no role and no name.
BY_NOBODY_OF_THE_TEAM = set(
    "drop-message open-mailbox write-in-mailbox remove-message close-mailbox leave-mailbox send-sheet".split()
)
# Cases and screenings: whose page it is, by hand.
BY_A_CONSULTANT = set(
    "screen indicator unknown judge open-screening carry-on put-away card sign ask-second-reader second-reading void "
    "open-case family search-cases case-stage case-situation reclassify case-request case-authority case-task "
    "case-done case-move-task case-note add-person describe-person add-participant end-participant restrict "
    "hand-case-to leave-case-to take-case break-glass close-case reopen-case keep-case move-case confirm-move "
    "invite-guest end-guest recommend answer-recommendation plan-step frame-plan ask-question answer-question fill-in "
    "agree-meeting move-meeting cancel-meeting minutes "
    "check-safety consent withdraw-consent municipal-request "
    "confirm-request write-identity show-identity open-in-danger relate link-cases "
    "begin-assessment weigh evidence scenario conclude "
    "sign-assessment read-assessment ask-blind-rating look-at-assessment void-assessment support-method "
    "release-handover release-briefing release-notification told know "
    "begin-trip trip-fact trip-move trip-sign trip-sign-answer".split()
)
BY_A_TEAM_LEAD = {
    "attest-training": {Permission.ATTEST_TRAINING},
    "assign-case": {Permission.ASSIGN_CASES},
    "review-glass": {Permission.REVIEW_BREAK_GLASS},
    "leave-cover": {Permission.WORK_ON_CASES, Permission.ASSIGN_CASES},  # a consultant for themselves
    "ask-destruction": {Permission.DESTROY_CASES},
    "take-back-destruction": {Permission.DESTROY_CASES},
    "confirm-destruction": {Permission.DESTROY_CASES},
    "end-leave-cover": {Permission.WORK_ON_CASES, Permission.ASSIGN_CASES},
}
BY_A_GUEST = {"guest-reads", "guest-answers"}
KINDS = [*STEPS.values(), *EXPECTATIONS.values()]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_says_what_it_is_and_its_example_can_be_read(kind):
    assert kind.says.endswith(".")
    assert all(field.says and field.kind.allows for field in kind.fields.values())
    read = read_text(BEFORE + example_of(kind), name="example.toml")
    assert read.items[-1].kind is kind


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_field_is_one_the_function_takes(kind):
    given = {*kind.own, *({"by"} & set(kind.fields))}
    parameters = inspect.signature(kind.run).parameters.values()
    named = {each.name for each in parameters if each.kind is inspect.Parameter.KEYWORD_ONLY}
    takes_more = any(each.kind is inspect.Parameter.VAR_KEYWORD for each in parameters)
    assert named <= given
    assert takes_more or named == given


def test_a_step_needs_the_permission_its_page_needs():
    guards = {pattern.name: pattern.callback.guard for pattern in desk.urlpatterns}
    assert {name: STEPS[name].needs for name in PAGES} == {name: guards[page].needs for name, page in PAGES.items()}


def test_every_step_has_a_page_or_is_the_directorys_or_has_none():
    directory = {name for name, kind in STEPS.items() if kind.run.__module__.endswith(".directory")}
    others = {*BY_A_CONSULTANT, *BY_A_TEAM_LEAD, *BY_A_GUEST, *BY_NOBODY_OF_THE_TEAM}
    assert set(STEPS) == {*PAGES, *NO_PAGE, *directory, *others}
    assert {name for name, kind in STEPS.items() if kind.by is None} == BY_NOBODY_OF_THE_TEAM
    assert not any(STEPS[name].needs for name in BY_NOBODY_OF_THE_TEAM)


def test_a_step_of_a_case_or_a_screening_is_taken_only_by_who_may():
    consultants = {name: STEPS[name].needs for name in BY_A_CONSULTANT}
    assert set(consultants.values()) == {frozenset({Permission.ANSWER_CALLS}), frozenset({Permission.WORK_ON_CASES})}
    assert {name: STEPS[name].needs for name in BY_A_TEAM_LEAD} == BY_A_TEAM_LEAD
    assert {STEPS[name].needs for name in BY_A_GUEST} == {frozenset({Permission.READ_AS_GUEST})}


def test_two_kinds_of_one_name_are_refused():
    def call_again(scene, *, by):
        """Call again."""

    with pytest.raises(TwoOfOneName):
        step("call")(call_again)


def refusals_of_the_acts():
    yield from (mailbox.AlreadyClaimed, mailbox.MailboxClosed, mailbox.NewInTheMeantime, mailbox.NotTheirs)
    for room in (inquiries, cases, plan, risk, sharing, travel, closing):
        for module in pkgutil.iter_modules(room.__path__):
            for _, found in inspect.getmembers(import_module(f"{room.__name__}.{module.name}"), inspect.isclass):
                if issubclass(found, Exception) and found.__module__.startswith(room.__name__):
                    yield found


@pytest.mark.parametrize("refusal", sorted(set(refusals_of_the_acts()), key=str), ids=str)
def test_every_refusal_of_an_act_has_its_words(refusal):
    assert refusal in REFUSALS


@pytest.mark.parametrize(
    "refusal",
    [
        journal.SameRegion,
        journal.IsRestricted,
        journal.IsClosed,
        journal.AlreadyTaken,
        journal.CallBackWaits,
        journal.NotificationWaits,
    ],
    ids=lambda refusal: refusal.__name__,
)
def test_the_words_of_a_refusal_are_those_of_its_page(refusal):
    page = (ROOT / "vaern" / "desk" / "views" / "inquiry.py").read_text(encoding="utf-8")
    because, _instead = REFUSALS[refusal](refusal())
    assert because in page


def test_the_page_lists_everything_and_is_fresh():
    listed = re.findall(r'^### (?:do|that) = "(.+)"$', reference(), re.MULTILINE)
    assert sorted(listed) == sorted([*STEPS, *EXPECTATIONS])
    page = (ROOT / "docs" / "vignettes.md").read_text(encoding="utf-8")
    assert page == vignettes_page(), "stale: run `make docs`"


def test_the_files_in_the_page_can_be_played(play_text):
    page = vignettes_page()
    example = page[page.index("```toml\n") + 8 :]
    results = play_text(example[: example.index("```")])
    assert len(results) == 4
    assert [str(result) for result in results if not result.held] == []
