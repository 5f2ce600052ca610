"""The parts of the workbench seen on more than one page, as template built-ins.

{% main_menu %}                     the pages this person may use, the present one marked
{% new_call %}                      the way to a new call, for those who answer calls
{% guarded form.note %}             a text field, with what the guard found in it
{% checks form.kinds key="k" %}     several answers as chips, each a box named by its value, or all named ``name``
{% fingerprints form %}             confirmations given earlier, kept through the next round
{% case_menu case here %}           the pages of a case, the present one marked
{% level_badge standing %}          the word for a threat level, or why there is none
{{ person|role_labels }}            everything a person is in a case
{{ kind|task_label }}               the words for a kind of task, from its code
{{ fact|fact_label }}               the words for a fact somebody may know, from its code
{{ row|level_told }}                the level somebody was told, from the row of the register
{{ case.region|named:names }}       what a code is called, from a table of names
"""

from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from vaern.cases.telling import Fact
from vaern.desk import case_words
from vaern.inquiries.terms import Stage, TaskKind
from vaern.law.screening import Standing
from vaern.sharing.reading import level_told
from vaern.staff.roles import Permission
from vaern.ui.templatetags.ui import choices_of, described

register = template.Library()


@register.inclusion_tag("desk/parts/main_menu.html", takes_context=True)
def main_menu(context: dict[str, Any]) -> dict[str, Any]:
    request: HttpRequest = context["request"]
    user = request.user
    pages = [
        ("my-day", _("Min dag"), True),
        ("inbox", _("Indbakke"), user.may(Permission.ANSWER_CALLS)),
        ("inquiries", _("Henvendelser"), user.may(Permission.ANSWER_CALLS)),
        ("cases", _("Sager"), user.may(Permission.WORK_ON_CASES)),
        ("team", _("Holdet"), user.may(Permission.SEE_TEAM)),
        ("directory", _("Katalog"), user.may(Permission.ANSWER_CALLS) or user.may(Permission.EDIT_DIRECTORY)),
        ("languages", _("Sprog"), user.may(Permission.REVIEW_LANGUAGES)),
        ("users", _("Brugere"), user.may(Permission.SEE_USERS)),
    ]
    here = (request.resolver_match.url_name or "") if request.resolver_match else ""
    # Pages are named after their room: "directory", "inquiry" for one inquiry, "case" for one case.
    rooms = {"inquiries": "inquir", "cases": "case", "languages": "language", "users": "user"}
    rooms |= {room: room for room in ("inbox", "directory")}
    links = [
        (reverse(name), label, here == name or (name in rooms and here.startswith(rooms[name])))
        for name, label, shown in pages
        if shown
    ]
    return {"links": links}


@register.inclusion_tag("desk/parts/new_call.html", takes_context=True)
def new_call(context: dict[str, Any]) -> dict[str, Any]:
    return {"shown": context["request"].user.may(Permission.ANSWER_CALLS)}


@register.inclusion_tag("desk/parts/main_menu.html")
def case_menu(case: Any, here: str, sees_inquiry: bool) -> dict[str, Any]:
    """``here`` is the code of the page: the first of its line below. The screening stands with the inquiry."""
    pages = [
        ("overview", "case", _("Overblik")),
        ("journal", "case-journal", _("Journal")),
        ("tasks", "case-tasks", _("Opgaver")),
        ("plan", "case-plan", _("Plan")),
        ("persons", "case-persons", _("Personer")),
        ("knows", "case-knows", _("Viden")),
        ("consent", "case-consent", _("Samtykke")),
        ("identity", "case-identity", _("Identitet")),
        ("who", "case-who", _("Hvem ser sagen")),
    ]
    links = [(reverse(name, args=[case.pk]), label, code == here) for code, name, label in pages]
    if sees_inquiry:
        links.append((reverse("screening-history", args=[case.inquiry_id]), _("Screening"), False))
    return {"links": links}


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
def task_label(kind: str) -> str:
    return str(TaskKind(kind).label) if kind else ""


@register.filter
def fact_label(fact: str) -> str:
    return str(Fact(fact).label)


register.filter("level_told", level_told)


@register.filter
def stage_label(stage: str) -> str:
    return str(Stage(stage).label)


@register.filter
def named(code: Any, names: dict[Any, Any]) -> Any:
    return names.get(code, code)
