"""Users: who has access, inviting, changing roles and regions, helping back in by two, and closing access.

Nobody's work is shown here.
"""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vaern.desk.forms.users import InviteForm, PowersForm
from vaern.desk.paging import PageOf
from vaern.desk.requests import sent, shows_and_takes_a_form
from vaern.inquiries.surroundings import duties_for, duty_names, regions, regions_of_today
from vaern.law.clocks import local_day
from vaern.staff import changing, joining
from vaern.staff.listing import Listed, find_listed, guests_in_all, listed_guests, listed_users
from vaern.staff.roles import CONSULTANT, ROLES, Permission

GUESTS_ON_A_PAGE = 50


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    at = now()
    in_all = guests_in_all()
    page = PageOf.asked_for(request, rows=in_all, size=GUESTS_ON_A_PAGE)
    context = {
        "at": at,
        "people": listed_users(at=at, day=local_day(at)),
        "guests": listed_guests(begins=page.begins, ends=page.ends, at=at, day=local_day(at)),
        "guests_in_all": in_all,
        "page": page,
        "names": duty_names(at),
        "may_manage": request.user.may(Permission.MANAGE_USERS),
    }
    return render(request, "desk/users/users.html", context)


@shows_and_takes_a_form
def invite(request: HttpRequest) -> HttpResponse:
    at = now()
    form = InviteForm(sent(request), regions=regions(at))
    if form.is_valid():
        typed = form.cleaned_data
        role = ROLES[typed["role"]]
        try:
            handed = joining.invite(
                first_name=typed["first_name"],
                email=typed["email"],
                role=role,
                regions=typed["regions"] if role is CONSULTANT else (),
                by=request.user.pk,
                on=local_day(at),
                at=at,
            )
        except joining.AlreadyKnown:
            form.add_error("email", _("Den adresse er i brug. Find personen på listen over brugere."))
        else:
            return hand_over(request, handed)
    return render(request, "desk/users/invite.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
def show(request: HttpRequest, user_id: UUID) -> HttpResponse:
    return user_page(request, user_id)


@require_POST
def new_link(request: HttpRequest, user_id: UUID) -> HttpResponse:
    try:
        handed = joining.invite_again(user_id=user_id, by=request.user.pk, at=now())
    except joining.NotNow:
        return user_page(request, user_id, refused="not-now")
    return hand_over(request, handed)


@require_POST
def ask_recovery(request: HttpRequest, user_id: UUID) -> HttpResponse:
    try:
        joining.ask_recovery(user_id=user_id, by=request.user, at=now())
    except joining.NotByThem:
        return user_page(request, user_id, refused="oneself")
    except joining.NotNow:
        return user_page(request, user_id, refused="not-now")
    return redirect("user", user_id)


@require_POST
def confirm_recovery(request: HttpRequest, user_id: UUID) -> HttpResponse:
    try:
        handed = joining.confirm_recovery(user_id=user_id, by=request.user, at=now())
    except joining.NotByThem:
        return user_page(request, user_id, refused="second")
    except joining.NotNow:
        return user_page(request, user_id, refused="not-now")
    return hand_over(request, handed)


@shows_and_takes_a_form
def powers(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Change the roles and regions of somebody else, from today."""
    at = now()
    day = local_day(at)
    if user_id == request.user.pk:
        return user_page(request, user_id, refused="oneself")
    try:
        held = changing.powers_of(user_id, on=day)
    except changing.NotNow:
        return user_page(request, user_id, refused="not-now")
    before = {"roles": held.roles, "regions": regions_of_today(held.regions, day), "seen": held.mark}
    form = PowersForm(sent(request), regions=regions(at), initial=before)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            changing.change_powers(
                user_id=user_id,
                roles=typed["roles"],
                regions=duties_for(typed["regions"], held.regions, day),
                seen=typed["seen"],
                by=request.user.pk,
                on=day,
            )
        except changing.ChangedMeanwhile:
            return user_page(request, user_id, refused="not-now")
        return redirect("user", user_id)
    context = {"form": form, "person": seen(user_id)}
    return render(request, "desk/users/powers.html", context, status=422 if form.is_bound else 200)


@shows_and_takes_a_form
def end(request: HttpRequest, user_id: UUID) -> HttpResponse:
    at = now()
    if request.method != "POST":
        return render(request, "desk/users/end.html", {"person": seen(user_id)})
    try:
        joining.end_access(user_id=user_id, by=request.user.pk, on=local_day(at), at=at)
    except joining.NotByThem:
        return user_page(request, user_id, refused="oneself")
    except joining.NotNow:
        return user_page(request, user_id, refused="not-now")
    return redirect("users")


def hand_over(request: HttpRequest, handed: joining.Handed) -> HttpResponse:
    """Show a new link and its code, this once."""
    context = {
        "address": request.build_absolute_uri(reverse("link", args=[handed.link.pk])),
        "code": handed.code,
        "link": handed.link,
        "at": now(),
    }
    return render(request, "desk/users/handed.html", context)


def user_page(request: HttpRequest, user_id: UUID, *, refused: str = "") -> HttpResponse:
    person, at = seen(user_id), now()
    is_oneself = person.id == request.user.pk
    context: dict[str, Any] = {
        "at": at,
        "person": person,
        "names": duty_names(at),
        "refused": refused,
        "may_manage": request.user.may(Permission.MANAGE_USERS) and not is_oneself,
        "may_change": changing.is_of_the_house(user_id),
        "may_recover": request.user.may(Permission.RECOVER_ACCESS) and not is_oneself,
        "asked_by_me": person.recovery is not None and person.recovery.asked_by_id == request.user.pk,
    }
    return render(request, "desk/users/user.html", context, status=409 if refused else 200)


def seen(user_id: UUID) -> Listed:
    """Return somebody as the list shows them; 404 for nobody."""
    at = now()
    person = find_listed(user_id, at=at, day=local_day(at))
    if person is None:
        raise Http404
    return person
