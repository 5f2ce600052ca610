"""When somebody who writes can expect an answer: said as a day, never as "online now"."""

from datetime import date, datetime

from vaern.law.clocks import local_day, working_day_after


def answer_by(at: datetime) -> date:
    """Return the day an answer is there at the latest: the first working day after the one it was written on."""
    return working_day_after(local_day(at))
