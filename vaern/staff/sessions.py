"""Where people are signed in: one row for each session, short-lived, seen and ended by its owner."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest

from vaern.audit import trail
from vaern.staff.models import SignedIn, User
from vaern.staff.terms import Device, SessionEnd, Way

IN_SESSION = "signed_in"
SEEN_EVERY = timedelta(minutes=1)  # no need to write at every request


def begin_session(request: HttpRequest, user: User, *, way: Way, at: datetime) -> None:
    """Start a session for somebody who has shown who they are. Nothing of the session before is taken along."""
    with transaction.atomic():
        request.session.flush()
        login(request, user, backend="vaern.staff.signin.RolesBackend")
        row = put_on_the_list(request.session, user, device=device_of(request), at=at)
        trail.record("signin.done", by=user.pk, subject=row.pk, code=way)


def put_on_the_list(session: SessionBase, user: User, *, device: Device, at: datetime) -> SignedIn:
    """Write down a session that begins; without this no page lets it in."""
    row = SignedIn.objects.create(user=user, device=device, began_at=at, seen_at=at)
    session[IN_SESSION] = str(row.pk)
    return row


def end_own_session(request: HttpRequest, *, at: datetime) -> None:
    """End the session of this request on the server."""
    with transaction.atomic():
        if request.user.is_authenticated:
            SignedIn.objects.filter(pk=request.session.get(IN_SESSION), ended_at=None).update(
                ended_at=at, ended_why=SessionEnd.SIGNED_OUT
            )
            trail.record("signin.ended", by=request.user.pk)
        forget(request)


def keep_or_end(request: HttpRequest, *, at: datetime) -> None:
    """Let a request go on as its user only while its session is on the list and neither idle nor old.

    Two queries with the user's own, and one write a minute.
    """
    if not request.user.is_authenticated:
        return
    row = SignedIn.objects.filter(pk=request.session.get(IN_SESSION), user=request.user.pk, ended_at=None).first()
    if row is None:
        forget(request)
    elif why := lapsed(row, at):
        end_sessions([row], why=why, by=row.user_id, at=at)
        forget(request)
    elif at - row.seen_at >= SEEN_EVERY:
        SignedIn.objects.filter(pk=row.pk).update(seen_at=at)


def forget(request: HttpRequest) -> None:
    request.session.flush()
    request.user = AnonymousUser()


def lapsed(row: SignedIn, at: datetime) -> SessionEnd | None:
    if at - row.began_at >= timedelta(hours=settings.SESSION_ABSOLUTE_HOURS):
        return SessionEnd.TOO_LONG
    if at - row.seen_at >= timedelta(minutes=settings.SESSION_IDLE_MINUTES):
        return SessionEnd.IDLE
    return None


def renew_session(request: HttpRequest) -> None:
    """Let this session go on, under a new key, after its owner's password was changed: Django ties one to the other."""
    update_session_auth_hash(request, request.user)


def open_sessions(user: User, *, at: datetime) -> list[SignedIn]:
    """Return where ``user`` is signed in now, the newest first."""
    rows = SignedIn.objects.filter(user=user, ended_at=None).order_by("-seen_at", "pk")
    return [row for row in rows if lapsed(row, at) is None]


def own_session(request: HttpRequest) -> UUID | None:
    found = request.session.get(IN_SESSION)
    return UUID(found) if found else None


def end_one_session(*, user: User, session_id: UUID, at: datetime) -> bool:
    """End one session of ``user`` from their list; tell whether there was one."""
    return bool(
        end_sessions(SignedIn.objects.filter(pk=session_id, user=user), why=SessionEnd.REVOKED, by=user.pk, at=at)
    )


def end_all_sessions(
    user: User, *, why: SessionEnd, by: UUID | None, at: datetime, except_for: UUID | None = None
) -> int:
    """End every session of ``user``: from the next request on each of them meets the sign-in."""
    rows = SignedIn.objects.filter(user=user, ended_at=None).exclude(pk=except_for)
    return end_sessions(rows, why=why, by=by, at=at)


@transaction.atomic
def end_sessions(rows, *, why: SessionEnd, by: UUID | None, at: datetime) -> int:
    ended = 0
    for row in rows:
        # In one statement: of two requests that end the same session, one writes it down.
        if SignedIn.objects.filter(pk=row.pk, ended_at=None).update(ended_at=at, ended_why=why):
            trail.record("session.ended", by=by, about=row.user_id, subject=row.pk, code=why)
            ended += 1
    return ended


def forget_old_sessions(*, at: datetime) -> int:
    """End what has lapsed, and remove what ended a month ago; return how many went."""
    for row in SignedIn.objects.filter(
        ended_at=None, seen_at__lt=at - timedelta(minutes=settings.SESSION_IDLE_MINUTES)
    ):
        end_sessions([row], why=lapsed(row, at) or SessionEnd.IDLE, by=None, at=at)
    return SignedIn.objects.filter(ended_at__lt=at - timedelta(days=30)).delete()[0]


def device_of(request: HttpRequest) -> Device:
    """Return one word for the device; the rest of what the browser says about itself is not kept."""
    said = request.headers.get("User-Agent", "")
    if "iPad" in said or "Tablet" in said or ("Android" in said and "Mobile" not in said):
        return Device.TABLET
    if "iPhone" in said or "Mobile" in said:
        return Device.PHONE
    if "Windows" in said or "Macintosh" in said or "Linux" in said or "CrOS" in said:
        return Device.COMPUTER
    return Device.UNKNOWN
