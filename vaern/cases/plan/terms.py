"""Closed lists of the plan, with the words the pages show. A code is permanent; a label may change."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

REVIEW_WITHIN_WEEKS = 12  # a safety plan is looked at again at least that often, and after each incident


class PlanKind(TextChoices):
    """What a part of the plan is."""

    RECOMMENDATION = "recommendation", _("Anbefaling")
    STEP = "step", _("Skridt i tryghedsplanen")
    FRAME = "frame", _("Om tryghedsplanen")
    QUESTION = "question", _("Spørgsmål")
    MEETING = "meeting", _("Møde")
    CASEWORKER_SHEET = "caseworker-sheet", _("Sagsbehandlerens syv vurderinger")
    CITIZEN_SHEET = "citizen-sheet", _("Borgerens fire spørgsmål")


ONE_IN_A_CASE = [PlanKind.FRAME, PlanKind.CASEWORKER_SHEET, PlanKind.CITIZEN_SHEET]


class CitizenOwner(TextChoices):
    """Who else than an authority may own what we advise: never one of us."""

    CITIZEN = "citizen", _("Borgeren selv (fyldt 18)")


class RecommendationState(TextChoices):
    """What has become of a recommendation. The authority decides; we write down what it answered."""

    RECOMMENDED = "recommended", _("Anbefalet")
    ACCEPTED = "accepted", _("Taget imod")
    DECLINED = "declined", _("Afvist med grund")
    DONE = "done", _("Gjort")


OPEN_RECOMMENDATIONS = frozenset({RecommendationState.RECOMMENDED, RecommendationState.ACCEPTED})


class Agreement(TextChoices):
    """Whether the citizen agrees. Not asked because it is not safe is a whole answer."""

    AGREES = "agrees", _("Enig")
    PARTLY = "partly", _("Delvist enig")
    DISAGREES = "disagrees", _("Uenig")
    NOT_ASKED = "not-asked", _("Ikke spurgt endnu")
    UNSAFE = "unsafe", _("Kan ikke spørges sikkert")


class Told(TextChoices):
    """Whether the citizen knows of it."""

    SAFELY = "safely", _("Ja, på en sikker måde")
    NOT_YET = "not-yet", _("Nej, ikke endnu")
    UNSAFE = "unsafe", _("Nej, det er ikke sikkert")


class Contributor(TextChoices):
    """Who can contribute: across municipality, police, state and others, such as volunteers."""

    CHILD_SERVICES = "child-services", _("Kommunen, børn og unge")
    ADULT_SERVICES = "adult-services", _("Kommunen, voksne")
    JOB_CENTRE = "job-centre", _("Jobcenter")
    SCHOOL = "school", _("Skole eller uddannelse")
    HEALTH = "health", _("Læge, sygehus eller sundhedspleje")
    POLICE = "police", _("Politiet")
    IMMIGRATION = "immigration", _("Udlændingestyrelsen eller SIRI")
    FOREIGN_MINISTRY = "foreign-ministry", _("Udenrigsministeriet")
    FAMILY_COURT_HOUSE = "family-court-house", _("Familieretshuset")
    SHELTER = "shelter", _("Krisecenter eller botilbud")
    VOLUNTEERS = "volunteers", _("Frivillig indsats")
    NETWORK = "network", _("En, borgeren stoler på")
    OTHER = "other", _("Andre")


class StepArea(TextChoices):
    """The parts of a safety plan, in the order they are gone through."""

    CONTACT = "contact", _("Kontakt")
    PEOPLE = "people", _("Mennesker")
    TODAY = "today", _("Hvis det spidser til i dag")
    LEAVING = "leaving", _("At komme væk")
    PLACE = "place", _("Stedet")
    DAILY = "daily", _("Hverdagen")
    DIGITAL = "digital", _("Telefon og net")
    LETTERS = "letters", _("Registre og breve")
    TRAVEL = "travel", _("Rejser")
    LURE = "lure", _("Når nogen lokker eller kalder hjem")
    HEALTH = "health", _("Helbred")
    LEGAL = "legal", _("Ret og retssager")
    AGENCIES = "agencies", _("Myndigheder og aftaler")
    REVIEW = "review", _("Gennemgang")


class StepState(TextChoices):
    OPEN = "open", _("Aftalt")
    DONE = "done", _("Gjort")
    DECLINED = "declined", _("Fravalgt")


class SafeNow(TextChoices):
    """Whether it is safe to do it now. Removing an access, say, may be noticed."""

    YES = "yes", _("Ja")
    NO = "no", _("Nej, vent")
    UNKNOWN = "unknown", _("Ved ikke endnu")


class Asker(TextChoices):
    """Who asks. Somebody outside is named by what they are, never by who."""

    CONSULTANT = "consultant", _("Vi spørger")
    AUTHORITY = "authority", _("En hos myndigheden spørger")


class MeetingForm(TextChoices):
    PHONE = "phone", _("På telefon")
    PHYSICAL = "physical", _("Fysisk")


class MeetingState(TextChoices):
    PLANNED = "planned", _("Aftalt")
    CANCELLED = "cancelled", _("Aflyst")
    HELD = "held", _("Holdt")
