"""The cookies of the open site: neutral, for this browser alone, gone when it closes, and out of reach of a script."""

from django.conf import settings
from django.http import HttpResponse


def keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, secure=settings.PRODUCTION, httponly=True, samesite="Strict")


def forget(response: HttpResponse, name: str) -> None:
    response.delete_cookie(name, samesite="Strict")
    response.cookies[name]["secure"] = settings.PRODUCTION
