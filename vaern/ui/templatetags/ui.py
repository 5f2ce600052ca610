"""The parts seen on more than one page, as template tags; the templates in ``ui/parts`` list their inputs.

These are template built-ins (see settings), so no page loads them.

    {% error_summary form %}                          what must be put right, with links to the fields
    {% field form.note %}                             label, hint, widget and error of one field
    {% chips form.haste key="h" %}                    one choice as chips with digit keys
    {% alert "warning" heading="…" %} … {% endalert %} a message: info, success, warning or error
    {% badge "Forældet" "warning" %}                  a word that marks a state
    {% phone "25 20 28 46" %}                         a number to press, kept left to right
    {% buttons "Gem" cancel=address %}                the end of a form
    {% back_link address %}  {% empty "…" %}  {% pages before=… after=… where=… %}
    {% exit_strip %}  {% exit_link %}                 the way out of the open site
    {{ at|moment:now }}  {{ day|date_word:today }}  {{ at|clock }}  {{ 3|counted:"opgave,opgaver" }}
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms, template
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

register = template.Library()

WEEKDAYS = [
    gettext_lazy("man."),
    gettext_lazy("tirs."),
    gettext_lazy("ons."),
    gettext_lazy("tors."),
    gettext_lazy("fre."),
    gettext_lazy("lør."),
    gettext_lazy("søn."),
]
MONTHS = [
    gettext_lazy("jan."),
    gettext_lazy("feb."),
    gettext_lazy("marts"),
    gettext_lazy("april"),
    gettext_lazy("maj"),
    gettext_lazy("juni"),
    gettext_lazy("juli"),
    gettext_lazy("aug."),
    gettext_lazy("sep."),
    gettext_lazy("okt."),
    gettext_lazy("nov."),
    gettext_lazy("dec."),
]
DIGITS = "1234567890"  # the tenth choice answers to 0; later ones have no key


@dataclass(frozen=True)
class Choice:
    """One of the choices of a field, as a page draws it."""

    value: str
    label: str
    id: str
    chosen: bool
    digit: str


@dataclass(frozen=True)
class Line:
    """One line of an error summary; ``address`` is empty when no field can be pointed at."""

    address: str
    text: str


# Forms


@register.inclusion_tag("ui/parts/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, Any]:
    lines = [Line("", text) for text in form.non_field_errors()]
    for bound in form:
        where = first_id(bound)
        lines += [Line(f"#{where}" if where else "", text) for text in bound.errors]
    return {"lines": lines}


@register.inclusion_tag("ui/parts/field.html")
def field(bound: BoundField, classes: str = "") -> dict[str, Any]:
    context = described(bound) | {"classes": classes}
    widget = bound.field.widget
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        kind = "checkbox" if isinstance(widget, forms.CheckboxSelectMultiple) else "radio"
        return context | {"kind": kind, "choices": choices_of(bound)}
    if isinstance(widget, forms.CheckboxInput):
        kind, css = "checkbox", "form-checkbox"
    elif isinstance(widget, forms.Select):
        kind, css = "select", "form-select"
    else:
        kind, css = "text", "form-input"
    attributes = {"class": f"{css} {widget.attrs.get('class', '')}".strip()}
    if context["described_by"]:
        attributes["aria-describedby"] = context["described_by"]
    if context["errors"]:
        attributes["aria-invalid"] = "true"
    return context | {"kind": kind, "choices": [], "widget": bound.as_widget(attrs=attributes)}


@register.inclusion_tag("ui/parts/chips.html")
def chips(bound: BoundField, key: str = "") -> dict[str, Any]:
    return described(bound) | {"choices": choices_of(bound), "key": key}


@register.inclusion_tag("ui/parts/buttons.html")
def buttons(text: str, cancel: str = "", cancel_text: str = "", key: str = "") -> dict[str, Any]:
    return {"text": text, "cancel": cancel, "cancel_text": cancel_text or _("Fortryd"), "key": key}


def described(bound: BoundField) -> dict[str, Any]:
    """Return what field.html and chips.html need to tie hint and error to a field."""
    hint_id, error_id = f"{bound.auto_id}-hint", f"{bound.auto_id}-fejl"
    ids = [hint_id] * bool(bound.help_text) + [error_id] * bool(bound.errors)
    return {
        "bound": bound,
        "errors": bound.errors,
        "hint_id": hint_id,
        "error_id": error_id,
        "described_by": " ".join(ids),
    }


def choices_of(bound: BoundField) -> list[Choice]:
    found = []
    for place, part in enumerate(bound.subwidgets):
        digit = DIGITS[place] if place < len(DIGITS) else ""
        data = part.data
        found.append(Choice(str(data["value"]), str(data["label"]), part.id_for_label, bool(data["selected"]), digit))
    return found


def first_id(bound: BoundField) -> str:
    """Return the id an error link leads to: the field, or the first of its choices."""
    if isinstance(bound.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        choices = choices_of(bound)
        return choices[0].id if choices else ""
    return bound.id_for_label


# Messages and small marks


@register.simple_block_tag
def alert(content: str, tone: str = "info", heading: str = "") -> SafeString:
    parts = template.loader.get_template("ui/parts/alert.html")
    return parts.render({"content": content, "tone": tone, "heading": heading})


@register.inclusion_tag("ui/parts/badge.html")
def badge(text: str, tone: str = "") -> dict[str, Any]:
    return {"text": text, "tone": tone}


@register.inclusion_tag("ui/parts/empty.html")
def empty(text: str, address: str = "", link: str = "") -> dict[str, Any]:
    return {"text": text, "address": address, "link": link}


@register.inclusion_tag("ui/parts/back_link.html")
def back_link(address: str, text: str = "") -> dict[str, Any]:
    return {"address": address, "text": text or _("Tilbage")}


@register.inclusion_tag("ui/parts/pages.html")
def pages(before: str = "", after: str = "", where: str = "") -> dict[str, Any]:
    return {"before": before, "after": after, "where": where}


@register.simple_tag
def phone(number: str) -> SafeString:
    """Link a number so that a phone can dial it; the digits stay left to right in every script."""
    dialled = "".join(sign for sign in number if sign.isdigit() or sign == "+")
    if len(dialled) == 8:
        dialled = f"+45{dialled}"
    return format_html('<a class="phone" translate="no" href="tel:{}"><bdi dir="ltr">{}</bdi></a>', dialled, number)


# The way out


@register.inclusion_tag("ui/parts/exit_strip.html")
def exit_strip() -> dict[str, Any]:
    return {"away": settings.EXIT_ADDRESS}


@register.inclusion_tag("ui/parts/exit_link.html")
def exit_link() -> dict[str, Any]:
    return {}


# Words for time and number. The page passes the clock: a filter never reads it.


@register.filter
def moment(at: datetime, now: datetime) -> str:
    """Say when: "i dag kl. 14.00", "i går kl. 9.05", "fre. 27. nov. kl. 9.00"."""
    return _("%(day)s kl. %(time)s") % {"day": date_word(localtime(at), localtime(now)), "time": clock(at)}


@register.filter
def date_word(day: date, today: date) -> str:
    """Say which day: "i dag", "i morgen", "i går", "fre. 27. nov."; the year only when it is another."""
    day, today = plain_date(day), plain_date(today)
    near = {-1: _("i går"), 0: _("i dag"), 1: _("i morgen")}.get((day - today) // timedelta(days=1))
    if near:
        return near
    said = f"{WEEKDAYS[day.weekday()]} {day.day}. {MONTHS[day.month - 1]}"
    return said if day.year == today.year else f"{said} {day.year}"


@register.filter
def clock(at: datetime, exact: str = "") -> str:
    """Say the time of day as 9.05, or 9.05.07 with ``|clock:"seconds"``."""
    at = localtime(at)
    return f"{at.hour}.{at:%M}" + (f".{at:%S}" if exact else "")


@register.filter
def counted(number: int, forms_of_word: str) -> str:
    """Put the right form after a number: ``{{ 3|counted:"opgave,opgaver" }}`` is "3 opgaver"."""
    one, many = forms_of_word.split(",")
    return f"{number} {one if number == 1 else many}"


def plain_date(day: date) -> date:
    """Return the date of a date or of an aware moment, in local time."""
    return localtime(day).date() if isinstance(day, datetime) else day
