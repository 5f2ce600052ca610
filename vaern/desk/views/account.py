"""Sign in and out. In the demo one picks a person; there is no other way in yet."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from vaern.staff.actions import sign_in as start_session
from vaern.staff.actions import sign_out as end_session
from vaern.staff.signin import people_to_pick


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    onward = safe_address(request, request.POST.get("next") or request.GET.get("next", ""))
    people = list(people_to_pick())
    if request.method == "POST":
        person = next((each for each in people if str(each.pk) == request.POST.get("person")), None)
        if person is None:
            raise Http404
        start_session(request, person)
        return redirect(onward)
    today = localdate()
    shown = [(person, [role.label for role in person.roles_on(today)]) for person in people]
    return render(request, "desk/sign_in.html", {"people": shown, "next": onward, "demo": settings.DEMO})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    end_session(request)
    response = redirect(reverse("sign-in"))
    response.headers["Clear-Site-Data"] = '"cookies", "storage"'
    return response


def safe_address(request: HttpRequest, address: str) -> str:
    """Return ``address`` if it leads to our own site, else the first page."""
    ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if address and ours else reverse("my-day")
