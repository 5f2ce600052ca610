"""The risk timeline as a drawing: where each step and each mark stands. The table beside it is the truth.

Plain SVG in the page, in the colours of the page: no script, no style of its own. Every state has a line of its own and
a word beside it, so that nothing hangs on a colour.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils.timezone import localtime

from vaern.law.screening import Standing
from vaern.risk.timeline import Mark, Stretch

WIDTH, LEFT, RIGHT = 720, 176, 704
ROW, TOP = 26, 12
ROWS = (
    Standing.HIGH,
    Standing.MIDDLE,
    Standing.LOW,
    Standing.NOT_YET,
    Standing.OUTDATED,
    Standing.NOT_ASSESSED,
)
HELD = frozenset({Standing.HIGH, Standing.MIDDLE, Standing.LOW, Standing.NOT_YET})
NARROW = 6  # a step is never drawn narrower than can be seen


@dataclass(frozen=True)
class Bar:
    x: int
    y: int
    width: int
    held: bool
    said: str


@dataclass(frozen=True)
class Rise:
    """The line from one step to the next."""

    x: int
    y1: int
    y2: int


@dataclass(frozen=True)
class Line:
    y: int
    label: str


@dataclass(frozen=True)
class Dot:
    x: int
    y: int
    said: str


@dataclass(frozen=True)
class Tick:
    x: int
    label: str


@dataclass(frozen=True)
class Chart:
    height: int
    rows: list[Line]
    lanes: list[Line]
    bars: list[Bar]
    rises: list[Rise]
    dots: list[Dot]
    ticks: list[Tick]
    bottom: int
    left: int = LEFT
    right: int = RIGHT
    width: int = WIDTH


def day(at: datetime) -> str:
    shown = localtime(at)
    return f"{shown.day}.{shown.month}."


def drawn(stretches: list[Stretch], marks: list[Mark], lanes: tuple[str, ...]) -> Chart:
    """Return the drawing of what happened between the first stretch and the end of the last."""
    start, end = stretches[0].start, stretches[-1].end
    whole = max((end - start).total_seconds(), 1)

    def x(at: datetime) -> int:
        share = min(max((at - start).total_seconds() / whole, 0), 1)
        return round(LEFT + share * (RIGHT - LEFT))

    rows = {standing: TOP + ROW * place + ROW // 2 for place, standing in enumerate(ROWS)}
    under = TOP + ROW * len(ROWS) + 8
    lane_at = {lane: under + ROW * place + ROW // 2 for place, lane in enumerate(lanes)}
    bottom = under + ROW * len(lanes)
    bars = []
    for each in stretches:
        left = min(x(each.start), RIGHT - NARROW)
        width = max(x(each.end) - left, NARROW)
        bars.append(Bar(left, rows[each.standing] - 6, width, each.standing in HELD, said(each)))
    steps = [(x(after.start), rows[before.standing], rows[after.standing]) for before, after in pairwise(stretches)]
    return Chart(
        height=bottom + 24,
        rows=[Line(y, standing.label) for standing, y in rows.items()],
        lanes=[Line(y, lane) for lane, y in lane_at.items()],
        bars=bars,
        rises=[Rise(where, min(one, other), max(one, other)) for where, one, other in steps],
        dots=[Dot(x(mark.at), lane_at[mark.lane], f"{mark.what}, {day(mark.at)}") for mark in marks],
        ticks=[Tick(LEFT, day(start)), Tick(RIGHT, day(end))],
        bottom=bottom,
    )


def said(stretch: Stretch) -> str:
    who = f", {stretch.by}" if stretch.by else ""
    return f"{stretch.standing.label}{who}, {day(stretch.start)} til {day(stretch.end)}"
