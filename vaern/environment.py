"""Read settings from the environment, and fail loudly when one is missing or malformed."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """Return ``name``, or the content of the file that ``name``_FILE points to (how secrets are handed over)."""
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE names a file that cannot be read ({error.strerror}).") from None
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set the environment variable {name} (or {name}_FILE).")
    return value


def flag(name: str, *, default: bool = False) -> bool:
    value = os.environ.get(name, "1" if default else "0").lower()
    if value not in {"0", "1", "true", "false", "yes", "no", ""}:
        raise ImproperlyConfigured(f"{name} must be 1 or 0.")
    return value in {"1", "true", "yes"}


def number(name: str, default: int, *, least: int, most: int) -> int:
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} to {most}.")
    return int(value)


def one_of(name: str, default: str, choices: tuple[str, ...]) -> str:
    value = text(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}.")
    return value


def contact(name: str) -> str | None:
    """Return where somebody writes to; "" where the environment says "none", and None where it says nothing."""
    value = text(name, "")
    return {"": None, "none": ""}.get(value, value)


def names(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def database(name: str, default: str) -> dict[str, Any]:
    """Return Django's settings for ``sqlite:///path`` or ``postgresql://user:password@host/name``.

    SQLite runs in WAL mode with IMMEDIATE transactions: measured, it is what keeps eight writers free of errors.
    """
    url = text(name, default)
    scheme, _, rest = url.partition(":")
    if scheme == "sqlite":
        return sqlite(rest.removeprefix("//"))
    if scheme in {"postgresql", "postgres"}:
        return postgresql(url)
    raise ImproperlyConfigured(f"{name} must start with sqlite: or postgresql:.")


def sqlite(path: str) -> dict[str, Any]:
    return {
        "ENGINE": "vaern.config.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;"
            ),
        },
    }


def postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    options.setdefault("connect_timeout", "5")  # seconds; then the person gets the page with the numbers
    options.setdefault("options", "-c lock_timeout=20s")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": options.pop("port", str(parts.port or "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
