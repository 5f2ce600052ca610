"""When what somebody sent cannot be stored: their page comes back with all they wrote, and with numbers to call."""

from datetime import datetime
from typing import Any

from vaern.mailbox.door.refusals import BrokerClosed, Crowded
from vaern.public.numbers import every_number
from vaern.ui.databases import NO_DATABASE

TROUBLE = (Crowded, *NO_DATABASE, BrokerClosed, OSError)


def every_number_if_any(*, at: datetime) -> dict[str, Any]:
    """Return the numbers to call instead; the page names 112 by itself if the directory does not answer either."""
    try:
        return every_number(at=at)
    except NO_DATABASE:
        return {}
