"""The guard of a route: who may use it. It is an argument of the route, so a page without one cannot be written."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.timezone import now

from vaern.audit import trail
from vaern.cases.access import FamilyUnasked, NoSuchCase
from vaern.desk.keeping import signed_out
from vaern.inquiries.access import NoSuchInquiry
from vaern.mailbox.access import NoSuchThread
from vaern.staff.roles import ROLES, WORK, Permission
from vaern.staff.sessions import keep_or_end

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Guard:
    """``needs`` is any one of some permissions; None lets everyone in, an empty set everyone who has signed in."""

    said: str
    needs: frozenset[Permission] | None

    def admits(self, request: HttpRequest) -> bool:
        if self.needs is None:
            return True
        return not self.needs or any(request.user.may(permission) for permission in self.needs)

    @property
    def roles(self) -> list[str]:
        """Return the codes of the roles the guard admits."""
        return [
            role.code
            for role in ROLES.values()
            if self.needs is None or not self.needs or self.needs & role.permissions
        ]


ANYONE = Guard("anyone", None)
SAID_OF_MANY = {frozenset(Permission): "any role", WORK: "any role but a guest"}
SIGNED_IN = Guard("anyone signed in", frozenset())


def can(*permissions: Permission) -> Guard:
    said = SAID_OF_MANY.get(frozenset(permissions)) or " or ".join(permissions)
    return Guard(said, frozenset(permissions))


def route(pattern: str, view: View, *, name: str, guard: Guard) -> URLPattern:
    """Return the URL pattern of a page that only ``guard`` lets anyone reach."""

    @wraps(view)
    def guarded_view(request: HttpRequest, **named: Any) -> HttpResponse:
        if guard.needs is not None:
            # Here and not in a middleware: a database that fails now still ends at the page with the numbers.
            keep_or_end(request, at=now())
        if guard.needs is not None and not request.user.is_authenticated:
            if request.method == "POST":
                return signed_out(request)
            return redirect_to_login(request.path, reverse("sign-in"))
        if not guard.admits(request):
            trail.record_refusal("route.refused", by=request.user.pk, code=name)
            raise Http404
        try:
            return view(request, **named)
        except FamilyUnasked as unasked:
            return redirect("case-family", case_id=unasked.case.pk)
        except (NoSuchInquiry, NoSuchCase, NoSuchThread) as refusal:
            # 404, not 403: a stranger must not learn that it exists.
            raise Http404 from refusal

    guarded_view.guard = guard  # type: ignore[attr-defined]  # read by the generated access page and the sweep
    return path(pattern, guarded_view, name=name)
