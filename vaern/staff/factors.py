"""What somebody shows beside a password: a code from an app, a recovery code; or a passkey, which needs no password.

django-allauth checks codes and signatures. Where a secret would stand, its table holds only the id of a row of ours
that is sealed under a key of its own (`Factors.encrypt`), so that no column anywhere holds the secret.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any
from uuid import UUID

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction

from vaern.audit import trail
from vaern.staff.models import FactorSecret, User
from vaern.vault.actions import destroy_key
from vaern.vault.broker import broker
from vaern.vault.terms import Purpose, TombstoneReason

NAME = "Værn"  # what a phone shows beside the passkey and the code
OFFER_SECONDS = 60 * 60  # how long a page with a new app secret may lie open
APP, CODES, PASSKEY = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES, Authenticator.Type.WEBAUTHN
CODE_OF_TRAIL = {APP: "app", CODES: "recovery-codes", PASSKEY: "passkey"}

whose: ContextVar[User] = ContextVar("whose")


class NotProved(Exception):
    """What was shown is not what was asked for: a wrong, used or old code, or another passkey."""


class LastFactor(Exception):
    """Without this one the person could not sign in again."""


class Factors(DefaultMFAAdapter):
    """Where django-allauth leaves its secrets, and how it names us."""

    def encrypt(self, text: str) -> str:
        """Seal ``text`` in a row of its own for the person the act is about, and return the row's id."""
        row = FactorSecret(user=whose.get(), words=text).opened_with(broker().new())
        row.save()
        return str(row.pk)

    def decrypt(self, encrypted_text: str) -> str:
        row = FactorSecret.objects.get(pk=encrypted_text)
        return row.opened_with(broker().open(row.key_id, purpose=Purpose.SIGN_IN, by=row.user_id)).words

    def _get_site_name(self) -> str:
        return NAME


@contextmanager
def secrets_of(user: User) -> Iterator[None]:
    token = whose.set(user)
    try:
        yield
    finally:
        whose.reset(token)


def factors_of(user: User, *kinds: str) -> list[Authenticator]:
    found = Authenticator.objects.filter(user=user).order_by("created_at", "pk")
    return list(found.filter(type__in=kinds) if kinds else found)


# The code app


def offer_app(user: User) -> str:
    """Return a new secret for an app, signed, for the page to hold until it comes back. Nothing is stored."""
    return signing.dumps([str(user.pk), totp.generate_totp_secret()], salt="vaern.staff.app")


def offered_secret(user: User, offer: str) -> str:
    """Return the secret of an offer made to ``user`` within the hour; raises NotProved."""
    try:
        owner, secret = signing.loads(offer, salt="vaern.staff.app", max_age=OFFER_SECONDS)
    except (signing.BadSignature, ValueError) as error:
        raise NotProved from error
    if owner != str(user.pk):
        raise NotProved
    return secret


def square_of(user: User, secret: str) -> str:
    """Return the square that an app reads, as the address of a picture that holds itself."""
    return segno.make(Factors().build_totp_url(user, secret), error="m").svg_data_uri(scale=4, light="#fff")


def add_app(*, user: User, offer: str, code: str, by: UUID, at: datetime) -> None:
    """Add the app whose secret was offered, once it has shown a right code. Raises NotProved."""
    secret = offered_secret(user, offer)
    step = step_of(secret, code)
    with transaction.atomic(), secrets_of(user):
        for older in factors_of(user, APP):
            drop(older, by=by, at=at)
        made = totp.TOTP.activate(user, secret).instance
        FactorSecret.objects.filter(pk=made.data["secret"]).update(last_step=step)
        trail.record("factor.added", by=by, about=user.pk, code=CODE_OF_TRAIL[APP])


def step_of(secret: str, code: str) -> int:
    """Return the step of time whose code this is; raises NotProved."""
    for step in totp.yield_hotp_counters_from_time():
        if totp.compare_user_code(actual=code, expected=totp.format_hotp_value(totp.hotp_value(secret, step))):
            return step
    raise NotProved


def check_code(user: User, code: str) -> str:
    """Use a code of the app or a recovery code, once, in whichever process; return which. Raises NotProved."""
    code = code.replace(" ", "").replace("-", "")
    for factor in factors_of(user, APP):
        try:
            step = step_of(Factors().decrypt(factor.data["secret"]), code)
        except NotProved:
            continue
        # One statement: of two requests with the same code, in two processes, one finds the step already taken.
        taken = FactorSecret.objects.filter(pk=factor.data["secret"], last_step__lt=step).update(last_step=step)
        if not taken:
            raise NotProved
        factor.record_usage()
        return "app"
    for factor in factors_of(user, CODES):
        if RecoveryCodes(factor).validate_code(code):
            return "recovery-code"
    raise NotProved


# Recovery codes


def new_recovery_codes(*, user: User, by: UUID, at: datetime) -> list[str]:
    """Make ten codes that count once each, in place of any older; they are shown now and never again."""
    with transaction.atomic(), secrets_of(user):
        for older in factors_of(user, CODES):
            drop(older, by=by, at=at)
        codes = RecoveryCodes.activate(user).generate_codes()
        trail.record("factor.added", by=by, about=user.pk, code=CODE_OF_TRAIL[CODES])
    return [f"{code[:4]} {code[4:]}" for code in codes]


def recovery_codes_left(user: User) -> int:
    """Count the codes not used yet, without opening them."""
    return sum(10 - factor.data["used_mask"].bit_count() for factor in factors_of(user, CODES))


# Passkeys. The request is known to django-allauth from its middleware.


def begin_passkey(user: User) -> dict[str, Any]:
    """Return what the browser needs to make a passkey that asks for a finger, a face or a pin."""
    return webauthn.begin_registration(user, passwordless=True)


def add_passkey(*, user: User, name: str, answer: str, by: UUID) -> None:
    """Add the passkey the browser has made. Raises NotProved."""
    try:
        credential = json.loads(answer)
        webauthn.parse_registration_response(credential)
        webauthn.complete_registration(credential)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotProved from error
    with transaction.atomic():
        webauthn.WebAuthn.add(user, name, credential)
        trail.record("factor.added", by=by, about=user.pk, code=CODE_OF_TRAIL[PASSKEY])


def begin_passkey_sign_in() -> dict[str, Any]:
    return webauthn.begin_authentication()


def person_of_passkey(answer: str) -> User:
    """Return whose passkey has signed the question this session was asked. Raises NotProved."""
    try:
        response = json.loads(answer)
        webauthn.parse_authentication_response(response)
        user = webauthn.extract_user_from_response(response)
        factor = webauthn.complete_authentication(user, response)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotProved from error
    if not user.is_active:
        raise NotProved
    factor.record_usage()
    return user


# Going


def remove_factor(*, user: User, factor_id: int, by: UUID, at: datetime) -> None:
    """Remove an app or a passkey. Raises LastFactor if no other would be left, and NotProved if it is not theirs."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)  # of two removals at once, the second sees the first
        ways_in = factors_of(user, APP, PASSKEY)
        chosen = next((factor for factor in ways_in if factor.pk == factor_id), None)
        if chosen is None:
            raise NotProved
        if len(ways_in) == 1:
            raise LastFactor
        drop(chosen, by=by, at=at)


def remove_all_factors(*, user: User, by: UUID | None, at: datetime) -> None:
    """Remove every factor, inside an act that gives new ones or ends the person's access."""
    for factor in factors_of(user):
        drop(factor, by=by, at=at)


def drop(factor: Authenticator, *, by: UUID | None, at: datetime) -> None:
    secret = FactorSecret.objects.filter(pk=factor.data.get("secret") or factor.data.get("seed")).first()
    factor.delete()
    if secret is not None:
        key_id = secret.key_id
        secret.delete()
        destroy_key(key_id=key_id, reason=TombstoneReason.DISCARDED, by=by, at=at)
    trail.record("factor.removed", by=by, about=factor.user_id, code=CODE_OF_TRAIL[factor.type])
