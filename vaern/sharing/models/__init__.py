"""What the room stores, one module a noun. Django looks for every model here."""

from vaern.sharing.models.consent import Consent, MunicipalRequest, RequestStep, SafetyCheck, Withdrawal

__all__ = ["Consent", "MunicipalRequest", "RequestStep", "SafetyCheck", "Withdrawal"]
