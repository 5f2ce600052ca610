"""The room's rows, by noun."""

from vaern.sharing.models.disclosure import Disclosure, Knowing, Party

__all__ = ["Disclosure", "Knowing", "Party"]
