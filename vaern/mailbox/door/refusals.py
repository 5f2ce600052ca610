"""What an act of the door may raise, in one place: the pages may not reach into the vault."""

from vaern.vault.codes import Crowded, WrongCode
from vaern.vault.sealing import BrokerClosed

__all__ = ["BrokerClosed", "Crowded", "WrongCode"]
