"""A long list, some at a time: the page is the number after ``side`` in the address."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from vaern.ui.ids import as_number


@dataclass(frozen=True)
class PageOf:
    """Page ``number`` of ``last``, ``size`` rows on each. ``before`` and ``after`` are addresses, "" at the ends."""

    number: int
    last: int
    size: int

    @classmethod
    def asked_for(cls, request: HttpRequest, *, rows: int, size: int) -> "PageOf":
        """Return the page the address names, the nearest one there is: a list may have grown or shrunk meanwhile."""
        last = max(1, -(-rows // size))
        return cls(min(max(as_number(request.GET.get("side")), 1), last), last, size)

    @property
    def begins(self) -> int:
        """The place of the first row on it, and of what comes after the last: slice with both."""
        return (self.number - 1) * self.size

    @property
    def ends(self) -> int:
        return self.number * self.size

    @property
    def where(self) -> str:
        return _("Side %(page)s af %(last)s") % {"page": self.number, "last": self.last}

    @property
    def before(self) -> str:
        return f"?side={self.number - 1}" if self.number > 1 else ""

    @property
    def after(self) -> str:
        return f"?side={self.number + 1}" if self.number < self.last else ""
