"""Closed lists of the room, with the words the pages show. A code is permanent; a label may change."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Concern(TextChoices):
    """Hvad handler det om, in the call log Emne: the scheme's four, a question without a person, and not known yet."""

    HONOUR = "honour", _("Æresrelateret konflikt")
    CONTROL = "control", _("Negativ social kontrol")
    TRIP = "trip", _("Genopdragelsesrejse")
    STAY = "stay", _("Ufrivilligt udlandsophold")
    METHOD = "method", _("Regler og metode")
    UNKNOWN = "unknown", _("Ved ikke endnu")


JOURNEYS = frozenset({Concern.TRIP, Concern.STAY})


class Competence(TextChoices):
    """Hvad en konsulent rådgiver om."""

    ALL = "all", _("Alle bekymringer")
    JOURNEYS = "journeys", _("Kun genopdragelsesrejser og ufrivillige udlandsophold")

    def covers(self, concern: Concern) -> bool:
        """Say whether somebody with this competence advises on ``concern``. What is not known yet is not a trip."""
        return self == Competence.ALL or concern in JOURNEYS


class Certainty(TextChoices):
    """How sure we are of a number or an hour."""

    OWN_PAGE = "own-page", _("Læst på aktørens eller en myndigheds egen side")
    SECOND_HAND = "second-hand", _("Læst et andet sted")
    UNVERIFIED = "unverified", _("Ikke efterprøvet: ring og kontrollér, før du giver nummeret videre")


class Way(TextChoices):
    """Where the people on the fallback line come from."""

    SAME_REGION = "same-region", _("En anden i samme region")
    NEIGHBOUR = "neighbour", _("En i naboregionen")
    ANYWHERE = "anywhere", _("En i en anden region")
    NOBODY = "nobody", _("Ingen sikkerhedskonsulent er på arbejde")


WEEKDAYS = (_("mandag"), _("tirsdag"), _("onsdag"), _("torsdag"), _("fredag"), _("lørdag"), _("søndag"))
MONTHS = (
    _("januar"),
    _("februar"),
    _("marts"),
    _("april"),
    _("maj"),
    _("juni"),
    _("juli"),
    _("august"),
    _("september"),
    _("oktober"),
    _("november"),
    _("december"),
)

TEAM_LEADS = "Teamlederne"  # who answers for a row nobody else was named for
CHECK_AGAIN_AFTER_DAYS = 90

# A municipality is small when people of one age from one country there may be fewer than five, the threshold below
# which figures are not published. With one birth year as about 1.2 % of the inhabitants and a country of origin as
# about 1 % of those, that is fewer than about 40,000 inhabitants. Which municipalities they are stands in
# data/municipalities.csv, from general knowledge and rounded towards small; a team lead may change it.
SMALL_BELOW_ABOUT = 40_000

EMERGENCY = (("112", _("Fare for liv eller helbred nu")), ("114", _("Politiet, når det ikke er akut")))
