"""The questions of the service, as prompts beside the note: the caseworker's seven, the citizen's four, and the eleven
groups police and municipality ask about before a trip. In our own short words; ticked as they are covered.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Group(StrEnum):
    CASEWORKER = "caseworker"
    CITIZEN = "citizen"
    TRIP = "trip"


GROUP_LABELS = {
    Group.CASEWORKER: _("Sagsbehandlerens syv spørgsmål"),
    Group.CITIZEN: _("Borgerens fire spørgsmål"),
    Group.TRIP: _("Rejse: elleve ting at få styr på"),
}


@dataclass(frozen=True)
class Prompt:
    """``text`` is the reminder beside the note; ``line`` the heading that ticking it puts into the note."""

    code: str
    group: Group
    text: str | Promise
    line: str | Promise


PROMPTS = (
    Prompt("severity", Group.CASEWORKER, _("Hvor alvorligt er det, og er borgeren i fare?"), _("Alvor og fare")),
    Prompt("honour", Group.CASEWORKER, _("Spiller ære en rolle, og hvordan tager man så på det?"), _("Ære")),
    Prompt("safety", Group.CASEWORKER, _("Hvad gør borgeren tryg nu og på sigt?"), _("Sikkerhed nu og på sigt")),
    Prompt("law", Group.CASEWORKER, _("Hvad siger loven, og hvad kan sættes i gang?"), _("Lov og indsatser")),
    Prompt("actors", Group.CASEWORKER, _("Hvem skal med, og hvem skal der koordineres med?"), _("Andre, der skal med")),
    Prompt(
        "ending", Group.CASEWORKER, _("Hvordan afsluttes eller overdrages sagen?"), _("Afslutning eller overdragelse")
    ),
    Prompt("follow-up", Group.CASEWORKER, _("Hvordan følges der op, og hvad lærte vi?"), _("Opfølgning og evaluering")),
    Prompt("rights", Group.CITIZEN, _("Hvad kan jeg vælge, og hvad har jeg ret til?"), _("Muligheder og rettigheder")),
    Prompt("protection", Group.CITIZEN, _("Hvordan passer jeg på mig selv?"), _("Beskyttelse")),
    Prompt(
        "behaviour", Group.CITIZEN, _("Hvad skal jeg tænke over, på nettet og udenfor?"), _("Adfærd, også digitalt")
    ),
    Prompt("helpers", Group.CITIZEN, _("Hvem kan hjælpe, og med hvad?"), _("Hvem kan hjælpe")),
    Prompt(
        "who",
        Group.TRIP,
        _("Hvem er det? (Kun rolle og alder her; navn og cpr får politi og kommune selv.)"),
        _("Personen"),
    ),
    Prompt(
        "citizenship", Group.TRIP, _("Statsborgerskab, også forældrenes. Hvor mange pas?"), _("Statsborgerskab og pas")
    ),
    Prompt("fear", Group.TRIP, _("Hvad frygtes der på opholdet?"), _("Det frygtede")),
    Prompt("country", Group.TRIP, _("Hvilket land?"), _("Land")),
    Prompt("hosts", Group.TRIP, _("Hvem skal personen besøge eller bo hos?"), _("Værter")),
    Prompt("purpose", Group.TRIP, _("Hvad siger familien, at rejsen skal bruges til?"), _("Familiens forklaring")),
    Prompt("trust", Group.TRIP, _("Hvem kan man stole på, her og der?"), _("Betroede")),
    Prompt("route", Group.TRIP, _("Rute, dag, tid og fly?"), _("Rute og tid")),
    Prompt("return", Group.TRIP, _("Er hjemrejsen planlagt, og er billetten købt?"), _("Hjemrejse")),
    Prompt("alternatives", Group.TRIP, _("Hvad kan gøres i stedet? Kan personen blive?"), _("Alternativer")),
    Prompt("photo", Group.TRIP, _("Findes der et godt billede og en kopi af passet?"), _("Billede og pas-kopi")),
)
