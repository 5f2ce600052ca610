"""The number a professional says on the phone, so that the consultant finds the sheet that was sent.

It follows from the row's own id and opens nothing: who hears it learns that a sheet was sent.
"""

from uuid import UUID


def number_of(thread: UUID) -> str:
    """Return six digits in two groups, such as "482-913"."""
    digits = f"{thread.int % 1_000_000:06}"
    return f"{digits[:3]}-{digits[3:]}"
