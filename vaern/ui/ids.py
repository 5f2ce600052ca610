"""Ids and numbers as a form or an address sends them."""

from uuid import UUID


def as_id(text: str | None) -> UUID | None:
    """Return the id that was sent, None for anything else. A page that needs one all the same makes a new one."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def as_number(text: str | None) -> int:
    """Return the whole number that was sent, below a billion; 0 for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
