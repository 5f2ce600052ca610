"""The numbers to call instead of writing or reading on, as the open pages list them."""

from datetime import datetime
from typing import Any

from vaern.directory.finder import others, teams
from vaern.directory.opening import State

MONTHS_OF_SUMMER_TRIPS = range(4, 9)  # from when the long holiday is planned until it is over


def every_number(*, at: datetime) -> dict[str, Any]:
    """Return every region's team and the numbers that answer when they do not, for a page that lists them."""
    regions = teams(at=at)
    return {
        "summer": at.month in MONTHS_OF_SUMMER_TRIPS,
        "today": at.date(),
        "teams": regions,
        "stated": [team for team in regions if team.opening.state is not State.NOT_STATED],
        "unstated": [team for team in regions if team.opening.state is State.NOT_STATED],
        "others": others(at.date()),
    }
