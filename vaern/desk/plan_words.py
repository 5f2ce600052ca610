"""The rows of a plan in words: how a part of it stood at one moment."""

from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from vaern.cases.plan.meetings import Met, met
from vaern.cases.plan.recommendations import recommended
from vaern.cases.plan.safety import planned
from vaern.cases.plan.terms import PlanKind
from vaern.desk.case_words import Line


def line_of_row(row: Any, case: Any) -> Line:
    """Return a readable row as a page shows it."""
    title, words = TELLERS[row.item.kind](row, case)
    return Line(row.pk, row.at, "", title, words, row.by.first_name, None)


def as_recommendation(row: Any, case: Any) -> tuple[str, str]:
    each = recommended(row)
    owner = ", ".join(filter(None, (each.owner_label, each.owner_role)))
    parts = [each.why, *(f"{who}: {what}" for who, what in each.asked), each.reason, each.citizen.wish]
    return f"{each.state.label}: {each.what} ({owner})", "\n".join(filter(None, parts))


def as_step(row: Any, case: Any) -> tuple[str, str]:
    each = planned(row)
    parts = [_("Gøres af: %(who)s") % {"who": each.who}, each.side_effects, each.reason, each.citizen.wish]
    return f"{each.state.label}: {each.what}", "\n".join(filter(None, parts))


def as_frame(row: Any, case: Any) -> tuple[str, str]:
    facts = row.facts
    return _("Version %(number)s") % {"number": row.number}, "\n".join(
        filter(None, (facts["made_with"], facts["kept"], facts["by_heart"], facts["triggers"]))
    )


def as_question(row: Any, case: Any) -> tuple[str, str]:
    return row.facts["what"], row.facts["route"]


def as_sheet(row: Any, case: Any) -> tuple[str, str]:
    texts = [text for answer in row.facts["answers"].values() for text in (answer["so_far"], answer["missing"]) if text]
    return _("Version %(number)s") % {"number": row.number}, "\n".join(texts)


def as_meeting(row: Any, case: Any) -> tuple[str, str]:
    each = met(row, case)
    return f"{each.state.label}: {when_it_is(each)}", "\n".join(filter(None, (*each.points, each.reason)))


def when_it_is(meeting: Met) -> str:
    """Say when a meeting is, with the whole date: it may stand on paper."""
    begins, ends = localtime(meeting.begins_at), localtime(meeting.ends_at)
    last = f"{ends:%H.%M}" if begins.date() == ends.date() else f"{date_format(ends, 'j. F')} {ends:%H.%M}"
    return f"{date_format(begins, 'l j. F Y')} {begins:%H.%M}–{last}"


TELLERS = {
    PlanKind.RECOMMENDATION: as_recommendation,
    PlanKind.STEP: as_step,
    PlanKind.FRAME: as_frame,
    PlanKind.QUESTION: as_question,
    PlanKind.CASEWORKER_SHEET: as_sheet,
    PlanKind.CITIZEN_SHEET: as_sheet,
    PlanKind.MEETING: as_meeting,
}
