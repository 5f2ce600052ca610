"""The parts of the workbench seen on more than one page, as template built-ins.

{% main_menu %}                     the pages this person may use, the present one marked
{% new_call %}                      the way to a new call, for those who answer calls
{% guarded form.note %}             a text field, with what the guard found in it
{% checks form.kinds key="k" %}     several answers as chips, each a box named by its value, or all named ``name``
{% fingerprints form %}             confirmations given earlier, kept through the next round
{% case_menu case here %}           the pages of a case, the present one marked
{% level_badge standing %}          the word for a threat level, or why there is none
{{ person|role_labels }}            everything a person is in a case
{% answer field %}                  a field in the way its kind is answered
{{ topic|topic_label }}             the words for a topic of a trip
{{ kind|task_label }}               the words for a kind of task, from its code
{{ fact|fact_label }}               the words for a fact somebody may know, from its code
{{ row|level_told }}                the level somebody was told, from the row of the register
{{ case.region|named:names }}       what a code is called, from a table of names
"""

from typing import Any

from django import forms, template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from vaern.cases.telling import Fact
from vaern.desk import case_words
from vaern.desk.forms.guarded import Text
from vaern.inquiries.terms import TaskKind
from vaern.law.screening import Standing
from vaern.sharing.reading import level_told
from vaern.staff.roles import Permission
from vaern.travel.terms import Topic
from vaern.ui.templatetags.ui import choices_of, described

register = template.Library()


@register.inclusion_tag("desk/parts/main_menu.html", takes_context=True)
def main_menu(context: dict[str, Any]) -> dict[str, Any]:
    request: HttpRequest = context["request"]
    user = request.user
    pages = [
        ("my-day", _("Min dag"), not user.may(Permission.READ_AS_GUEST)),
        ("guest", _("Mine sager"), user.may(Permission.READ_AS_GUEST)),
        ("inbox", _("Indbakke"), user.may(Permission.ANSWER_CALLS)),
        ("inquiries", _("Henvendelser"), user.may(Permission.ANSWER_CALLS)),
        ("cases", _("Sager"), user.may(Permission.WORK_ON_CASES)),
        ("travel", _("Rejser"), user.may(Permission.WORK_ON_CASES)),
        ("team", _("Holdet"), user.may(Permission.SEE_TEAM)),
        ("directory", _("Katalog"), user.may(Permission.ANSWER_CALLS) or user.may(Permission.EDIT_DIRECTORY)),
        ("training", _("Uddannelse"), user.may(Permission.ATTEST_TRAINING)),
        ("rules", _("Regler"), not user.may(Permission.READ_AS_GUEST)),
        ("languages", _("Sprog"), user.may(Permission.REVIEW_LANGUAGES)),
        ("users", _("Brugere"), user.may(Permission.SEE_USERS)),
    ]
    here = (request.resolver_match.url_name or "") if request.resolver_match else ""
    # Pages are named after their room: "directory", "inquiry" for one inquiry, "case" for one case.
    rooms = {"inquiries": "inquir", "cases": "case", "languages": "language", "users": "user"}
    rooms |= {room: room for room in ("inbox", "directory", "travel", "guest")}
    links = [
        (reverse(name), label, here == name or (name in rooms and here.startswith(rooms[name])))
        for name, label, shown in pages
        if shown
    ]
    return {"links": links}


@register.inclusion_tag("desk/parts/new_call.html", takes_context=True)
def new_call(context: dict[str, Any]) -> dict[str, Any]:
    return {"shown": context["request"].user.may(Permission.ANSWER_CALLS)}


# The pages of a case: what one works with, and what one needs now and then. ``here`` is the first of a line.
CASE_PAGES = (
    ("overview", "case", _l("Overblik")),
    ("journal", "case-journal", _l("Journal")),
    ("tasks", "case-tasks", _l("Opgaver")),
    ("plan", "case-plan", _l("Plan")),
    ("persons", "case-persons", _l("Personer")),
    ("assessment", "case-assessments", _l("Vurdering")),
    ("travel", "travel-case", _l("Rejse")),
    ("consent", "case-consent", _l("Samtykke")),
    ("knows", "case-knows", _l("Viden")),
)
MORE_OF_A_CASE = (
    ("identity", "case-identity", _l("Identitet")),
    ("files", "case-files", _l("Filer")),
    ("who", "case-who", _l("Hvem ser sagen")),
    ("guests", "case-guests", _l("Gæster")),
    ("move", "case-moving", _l("Flyt til en anden kommune")),
)
ITS_END = {True: ("end", "case-close", _l("Afslut")), False: ("end", "case-ended", _l("Afslutning"))}


@register.inclusion_tag("desk/parts/case_menu.html")
def case_menu(case: Any, here: str, sees_inquiry: bool) -> dict[str, Any]:
    """``here`` is the code of the page. The screening stands with the inquiry."""

    def links(pages: Any) -> list[Any]:
        return [(reverse(name, args=[case.pk]), label, code == here) for code, name, label in pages]

    more = links((*MORE_OF_A_CASE, ITS_END[case.is_open]))
    if sees_inquiry:
        more.insert(0, (reverse("screening-history", args=[case.inquiry_id]), _("Screening"), False))
    return {"links": links(CASE_PAGES), "more": more, "is_there": any(is_here for *_rest, is_here in more)}


# The alarm colour is the highest level's alone; what must be looked at again is marked, what is calm is not.
TONES = {Standing.HIGH: "error", Standing.MIDDLE: "warning", Standing.OUTDATED: "warning"}


@register.inclusion_tag("ui/parts/badge.html")
def level_badge(standing: Standing) -> dict[str, Any]:
    return {"text": standing.label, "tone": TONES.get(standing, "")}


@register.inclusion_tag("desk/parts/guarded.html")
def guarded(bound: Any) -> dict[str, Any]:
    return {"bound": bound, "found": bound.field.found}


@register.inclusion_tag("desk/parts/checks.html")
def checks(bound: Any, key: str = "", name: str = "") -> dict[str, Any]:
    return described(bound) | {"choices": choices_of(bound), "key": key, "name": name}


@register.inclusion_tag("desk/parts/fingerprints.html")
def fingerprints(form: Any) -> dict[str, Any]:
    shown = {each.finding.fingerprint for name in form.fields for each in getattr(form.fields[name], "found", ())}
    return {"kept": sorted(form.confirmed - shown)}


register.filter("role_labels", case_words.role_labels)


@register.filter
def topic_label(topic: str) -> str:
    return str(Topic(topic).label)


@register.inclusion_tag("desk/trip/parts/answer.html")
def answer(bound: Any) -> dict[str, Any]:
    """A field of a trip in the way it is answered: chips, a guarded text, or a plain field."""
    widget = bound.field.widget
    kind = "chips" if isinstance(widget, forms.RadioSelect) else "plain"
    return {"bound": bound, "kind": "guarded" if isinstance(bound.field, Text) else kind}


@register.filter
def task_label(kind: str) -> str:
    return str(TaskKind(kind).label) if kind else ""


@register.filter
def fact_label(fact: str) -> str:
    return str(Fact(fact).label)


register.filter("level_told", level_told)


@register.filter
def named(code: Any, names: dict[Any, Any]) -> Any:
    return names.get(code, code)
