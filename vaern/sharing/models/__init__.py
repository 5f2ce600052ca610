"""What the room stores, one module a noun. Django looks for every model here."""

from vaern.sharing.models.consent import (
    Consent,
    ConsentPaper,
    MunicipalRequest,
    RequestStep,
    SafetyCheck,
    Withdrawal,
)
from vaern.sharing.models.disclosure import Disclosure, Knowing, Party

__all__ = [
    "Consent",
    "ConsentPaper",
    "Disclosure",
    "Knowing",
    "MunicipalRequest",
    "Party",
    "RequestStep",
    "SafetyCheck",
    "Withdrawal",
]
