"""Ids as a form sends them."""

from uuid import UUID


def as_id(text: str | None) -> UUID | None:
    """Return the id that was sent, None for anything else. A page that needs one all the same makes a new one."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
