"""What the tests of signing in share: somebody with a password and an app, and the code their app would show."""

import base64
import hashlib
import hmac
import re
import struct
import time
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from vaern.staff import factors
from vaern.staff.models import User

PASSWORD = "fire ord uden sammenhæng"


@dataclass(frozen=True)
class Access:
    """What one person has at home: the secret in their app, and ten codes on paper."""

    user: User
    secret: str
    codes: list[str]


def code_of(secret: str) -> str:
    """Compute what an app shows now (RFC 6238), without the library that is tested."""
    step = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), step, hashlib.sha1).digest()
    place = digest[-1] & 15
    number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def with_access(user: User) -> Access:
    """Give ``user`` a password, an app and recovery codes, as accepting an invitation does."""
    user.password = make_password(PASSWORD)
    user.save()
    offer = factors.offer_app(user)
    secret = factors.offered_secret(user, offer)
    factors.add_app(user=user, offer=offer, code=code_of(secret), by=user.pk, at=now())
    return Access(user, secret, factors.new_recovery_codes(user=user, by=user.pk, at=now()))


def show_password(browser: Client, email: str, password: str = PASSWORD, **more):
    return browser.post(reverse("sign-in"), {"email": email, "password": password}, **more)


def show_code(browser: Client, code: str):
    return browser.post(reverse("sign-in-code"), {"code": code})


def is_inside(browser: Client) -> bool:
    return browser.get(reverse("my-day")).status_code == 200


def handed(page) -> tuple[str, str]:
    """Return the path and the code that a page hands over."""
    shown = page.content.decode()
    path = re.search(r"http://testserver(/konto/adgang/[0-9a-f-]+/)", shown)[1]
    return path, re.search(r'<code class="secret">([A-Z0-9-]+)</code>', shown)[1]


def come_in(browser: Client, path: str, code: str, password: str = PASSWORD):
    """Use a link to the end with an app; return the last page and the app's secret."""
    browser.post(path, {"code": code})
    browser.post(reverse("link-password"), {"password": password, "again": password})
    page = browser.get(reverse("link-factor"))
    shown = page.content.decode()
    offer = re.search(r'name="offer" value="([^"]+)"', shown)[1]
    secret = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', shown)[1].replace(" ", "")
    return browser.post(reverse("link-factor"), {"offer": offer, "code": code_of(secret)}), secret
