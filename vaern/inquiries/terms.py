"""Closed lists of the room, with the words the pages show. A code is permanent; a label may change."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from vaern.directory.terms import Concern


class Caller(TextChoices):
    """Hvem ringer."""

    CITIZEN = "citizen", _("Borger")
    CASEWORKER = "caseworker", _("Sagsbehandler")
    SCHOOL = "school", _("Skole")
    POLICE = "police", _("Politi")
    HEALTH = "health", _("Sundhed")
    RELATIVE = "relative", _("Pårørende")
    OTHER = "other", _("Andet")


CONCERNS_A_PERSON = frozenset({Concern.HONOUR, Concern.CONTROL, Concern.TRIP, Concern.STAY, Concern.UNKNOWN})


class Haste(TextChoices):
    """Hast: how soon somebody must do something. Chosen by the person on the phone, never by the system."""

    NOW = "now", _("Akut nu")
    TODAY = "today", _("I dag")
    WEEK = "week", _("Denne uge")
    CAN_WAIT = "can-wait", _("Kan vente")


class Age(TextChoices):
    """Borgerens alder, as far as the rules need it."""

    UNDER_18 = "under-18", _("Under 18")
    ADULT = "adult", _("18 eller derover")
    UNKNOWN = "unknown", _("Ved ikke")


class Stage(TextChoices):
    OPEN = "open", _("I gang")
    CLOSED = "closed", _("Afsluttet")


class Kind(TextChoices):
    CALL = "call", _("Samtale")
    CALL_BACK = "call-back", _("Opringning")


class EntryKind(TextChoices):
    CALL = "call", _("Samtale")
    NOTE = "note", _("Notat")
    HAND_OVER = "hand-over", _("Givet videre")
    CALL_BACK = "call-back", _("Opringning slut")
    CLOSING = "closing", _("Afslutning")


class TaskKind(TextChoices):
    """What a next step is. The kind stands in clear on the worklist; the words beside it are sealed."""

    CALL_BACK = "call-back", _("Ring op")
    FOLLOW_UP = "follow-up", _("Følg op")
    FIND_OUT = "find-out", _("Find ud af")
    MEETING = "meeting", _("Møde")
    NOTIFICATION = "notification", _("Underretning skal sendes")
    RECEIPT = "receipt", _("Har kommunen kvitteret?")
    TAKE_OVER = "take-over", _("Tag over")
    CARD = "card", _("Handlingskort")
    SCREENING = "screening", _("Screen igen")
    SECOND_READER = "second-reader", _("Læs med som kollega")
    OTHER = "other", _("Andet")


CHOSEN_TASKS = [TaskKind.CALL_BACK, TaskKind.FOLLOW_UP, TaskKind.FIND_OUT, TaskKind.MEETING, TaskKind.OTHER]


class NotificationState(TextChoices):
    """The three valid answers to the question about notification (invariant 13)."""

    MADE = "made", _("Der er underrettet")
    TO_BE_MADE = "to-be-made", _("Der skal underrettes")
    NOT_IDENTIFIABLE = "not-identifiable", _("Vi ved ikke, hvem barnet er. Pligten er forklaret")


class PhoneOf(TextChoices):
    """Hvis telefon er det?"""

    OWN = "own", _("Kun borgeren bruger den")
    SHARED = "shared", _("Andre kan se den")
    FRIEND = "friend", _("En vens")
    WORKPLACE = "workplace", _("Skolens eller arbejdets")
    PROFESSIONAL = "professional", _("En fagpersons")


class IfOtherAnswers(TextChoices):
    """Hvis en anden tager telefonen."""

    HANG_UP = "hang-up", _("Læg på")
    WRONG_NUMBER = "wrong-number", _("Sig, at du har fået forkert nummer")
    AGREED_WORDS = "agreed-words", _("Sig det, I har aftalt")


class HideNumber(TextChoices):
    """Skal vores nummer være skjult?"""

    YES = "yes", _("Ja")
    NO = "no", _("Nej")
    UNKNOWN = "unknown", _("Ved ikke")


class AttemptOutcome(TextChoices):
    """What came of dialling. There is no "left a message": we never do."""

    TALKED = "talked", _("Vi talte sammen")
    NOT_NOW = "not-now", _("Kunne ikke tale nu")
    NO_ANSWER = "no-answer", _("Ingen svarede")
    SOMEONE_ELSE = "someone-else", _("En anden tog telefonen")
    WRONG_NUMBER = "wrong-number", _("Forkert nummer")


class CallBackEnd(TextChoices):
    DONE = "done", _("Samtalen er holdt")
    NOT_WANTED = "not-wanted", _("Borgeren ønsker det ikke længere")
    NOT_SAFE = "not-safe", _("Det er ikke længere sikkert")
    NOT_REACHED = "not-reached", _("Kunne ikke nås")


class EmergencyReason(TextChoices):
    """Why a name or an address was written down while danger was acute."""

    POLICE = "police", _("Politiet skal kunne finde personen nu")
    SHELTER = "shelter", _("Et sikkert sted skal tage imod nu")
    DEPARTURE = "departure", _("En afrejse skal nås at blive stoppet")
    OTHER = "other", _("Anden akut fare")


class ReviewFinding(TextChoices):
    RIGHT = "right", _("Det var nødvendigt")
    TOO_MUCH = "too-much", _("Der stod mere end nødvendigt")
    NOT_NEEDED = "not-needed", _("Det var ikke nødvendigt")


class Closing(TextChoices):
    ADVICE_GIVEN = "advice-given", _("Rådgivning er givet")
    REFERRED = "referred", _("Henvist til andre")
    NOT_FOR_US = "not-for-us", _("Ikke en sag for os")
    CALLER_GONE = "caller-gone", _("Forbindelsen blev afbrudt og ikke genoptaget")


class HandOver(TextChoices):
    """Why an inquiry goes to another region."""

    LIVES_THERE = "lives-there", _("Borgeren bor i regionen")
    COMPETENCE = "competence", _("En anden har den rette viden")
    CONFLICT = "conflict", _("Jeg kender familien")
    LEAVE = "leave", _("Jeg er ikke på arbejde")
