"""Refuse to start in a state that is not safe, and say what to do."""

import os
from typing import Any

from django.conf import settings
from django.core import checks


@checks.register(checks.Tags.security)
def demo_never_in_production(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    if settings.DEMO and (settings.PRODUCTION or settings.SECURE_SSL_REDIRECT or settings.SESSION_COOKIE_SECURE):
        return [
            checks.Error(
                "The demo sign-in lets anybody be anyone, and this is a production setting.",
                hint="Unset VAERN_DEMO, or unset VAERN_PRODUCTION on a machine without real people.",
                id="vaern.E001",
            )
        ]
    return []


@checks.register(checks.Tags.security)
def requests_are_not_atomic(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    if any(database.get("ATOMIC_REQUESTS") for database in settings.DATABASES.values()):
        return [
            checks.Error(
                "ATOMIC_REQUESTS would roll back the trace of a refused opening together with the request.",
                hint="Remove ATOMIC_REQUESTS.",
                id="vaern.E002",
            )
        ]
    return []


@checks.register(checks.Tags.security)
def production_has_its_own_secrets(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    found: list[checks.CheckMessage] = []
    if not settings.PRODUCTION:
        return found
    if len(settings.SECRET_KEY) < 50:
        found.append(
            checks.Error(
                "The secret key is too short.",
                hint="Put 50 random characters in VAERN_SECRET_KEY_FILE.",
                id="vaern.E003",
            )
        )
    same = settings.DATABASES["default"]["NAME"] == settings.DATABASES["keys"]["NAME"]
    if same and settings.DATABASES["default"].get("HOST") == settings.DATABASES["keys"].get("HOST"):
        found.append(
            checks.Error(
                "Keys and data are in one database: one backup would hold both, and nothing could be destroyed.",
                hint="Point VAERN_KEYS_DATABASE to a database of its own.",
                id="vaern.E004",
            )
        )
    return found


@checks.register(checks.Tags.security)
def a_broker_apart_is_apart(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    readable = any(os.access(path, os.R_OK) for path in settings.BROKER_FOLDER.glob("*.private"))
    if settings.PRODUCTION and settings.BROKER_SOCKET and readable:
        return [
            checks.Error(
                "The site asks a broker of its own, and can read the team's private key all the same.",
                hint="Let the folder of the broker (VAERN_BROKER_FOLDER) belong to the broker's user alone.",
                id="vaern.E020",
            )
        ]
    return []
