"""Closed lists of the room, with the words the pages show. A code is permanent; a label may change."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# A writer's room in one thread, removed messages given back: a megabyte is 300 pages, more than anybody in danger
# writes, and no more than what a member of the team can open at all.
ROOM_BYTES = 1_000_000
# And numbers ever given out in one thread: twenty a day for the three months it is kept. Beyond it a new thread begins.
ROOM_NUMBERS = 2_000
# Hours in which whoever has read what is said to be urgent answers it. Then everybody sees it: what was read at nine is
# everybody's at lunch, and what was read after lunch before the team goes home.
ANSWER_URGENT_HOURS = 4

# Messages nobody has opened that are called unusually many: more than the first page of the inbox shows.
UNUSUALLY_MANY = 50


class Kind(TextChoices):
    CITIZEN = "citizen", _("Fra en borger")
    BRIEF = "brief", _("Fra en fagperson")


class SignalKind(TextChoices):
    """What happened to a mailbox that the team must know of: the writer did it, or copies were put back."""

    CLOSED = "closed", _("Den, der skrev, har lukket postkassen")
    REMOVED = "removed", _("Den, der skrev, har slettet en besked")
    HELD = "held", _("Kopier er lagt tilbage: koden åbner ikke, før I har besluttet det")  # by us, not by the writer


class Answer(TextChoices):
    """Hvordan må vi svare dig? The first is the default, and is never set to another by us."""

    RETURN = "return", _("Jeg vender selv tilbage med min kode")
    CALL = "call", _("I må ringe til mig")
    TRUSTED = "trusted", _("I må ringe til en, jeg stoler på")
    SMS = "sms", _("I må sende én sms, som jeg selv skriver")


class PhoneOf(TextChoices):
    """Hvis telefon er det?"""

    OWN = "own", _("Kun jeg bruger den")
    SHARED = "shared", _("Andre kan se den")
    FRIEND = "friend", _("En vens")
    WORKPLACE = "workplace", _("Skolens eller arbejdets")


class IfOtherAnswers(TextChoices):
    """Hvis en anden tager telefonen."""

    HANG_UP = "hang-up", _("Læg på")
    WRONG_NUMBER = "wrong-number", _("Sig, at I har fået forkert nummer")
    AGREED_WORDS = "agreed-words", _("Sig det, jeg skriver her")


class NoOrYes(TextChoices):
    """Whether we may. No stands first, as the careful answer does everywhere here; there is no "Ved ikke"."""

    NO = "no", _("Nej")
    YES = "yes", _("Ja")


# What a citizen answers about safe contact: the field's words, and its list where it has one.
CONTACT = {
    "answer_by": (_("Hvordan må vi svare dig?"), Answer),
    "number": (_("Et nummer, det er sikkert at ringe til"), None),
    "phone_of": (_("Hvis telefon er det?"), PhoneOf),
    "when_safe": (_("Hvornår er det sikkert?"), None),
    "never_when": (_("Hvornår må vi aldrig ringe?"), None),
    "until": (_("Til hvornår gælder det?"), None),
    "if_other": (_("Hvis en anden tager telefonen"), IfOtherAnswers),
    "other_words": (_("Det skal vi sige"), None),
    "voicemail": (_("Må vi lægge en besked?"), NoOrYes),
    "sms": (_("Må vi sende en sms?"), NoOrYes),
    "sms_text": (_("Det skal der stå i sms’en"), None),
}


# The same in the words of the one text message that may be sent: such a number is not one to call.
CONTACT_BY_SMS = CONTACT | {
    "number": (_("Nummeret til sms’en"), None),
    "never_when": (_("Hvornår må vi aldrig sende den?"), None),
}
SMS_NEEDS = {"answer_by", "number", "phone_of", "when_safe", "never_when", "until", "sms", "sms_text"}


def that_count(contact: dict[str, str]) -> dict[str, str]:
    """Return the answers that hold beside the others, so that none can be read as leave for something else.

    Nothing of a phone where no phone may be used, nothing of a call where only one text message may be sent, and no
    words that the answer above them makes void.
    """
    way = contact.get("answer_by")
    if way == Answer.SMS:
        return {name: value for name, value in contact.items() if name in SMS_NEEDS} | {"sms": NoOrYes.YES.value}
    if way not in {Answer.CALL, Answer.TRUSTED}:
        return {name: value for name, value in contact.items() if name == "answer_by"}
    void = set()
    if contact.get("if_other") != IfOtherAnswers.AGREED_WORDS:
        void.add("other_words")
    if contact.get("sms") != NoOrYes.YES:
        void.add("sms_text")
    return {name: value for name, value in contact.items() if name not in void}


def contact_in_words(contact: dict[str, str]) -> list[tuple[str, str]]:
    """Return the answers that count as pairs of words to read, in the language of whoever reads them."""
    counting = that_count(contact)
    asked = CONTACT_BY_SMS if counting.get("answer_by") == Answer.SMS else CONTACT
    found = [(asked[name], counting[name]) for name in asked if name in counting]
    return [
        (str(label), str(terms(value).label) if terms and value in terms.values else value)
        for (label, terms), value in found
    ]
