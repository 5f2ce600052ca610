"""Closed lists of the register of who was told what. A code is permanent; a label may change."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PartyKind(TextChoices):
    """Whom something is told, or kept from. A person of the case is known by their label, the others by role."""

    CITIZEN = "citizen", _("Borgeren")
    PERSON = "person", _("Person i sagen")
    CASEWORKER = "caseworker", _("Sagsbehandleren i kommunen")
    MUNICIPALITY = "municipality", _("En anden i kommunen")
    POLICE = "police", _("Politiet")
    SCHOOL = "school", _("Skole eller uddannelse")
    SHELTER = "shelter", _("Krisecenter eller botilbud")
    HEALTH = "health", _("Læge, sygehus eller psykiatri")
    IMMIGRATION = "immigration", _("Udlændingestyrelsen eller SIRI")
    FOREIGN_MINISTRY = "foreign-ministry", _("Udenrigsministeriet")
    OTHER = "other", _("En anden")


BY_ROLE = [kind for kind in PartyKind if kind not in {PartyKind.CITIZEN, PartyKind.PERSON}]


class Act(TextChoices):
    """How something came to be known."""

    RELEASED = "released", _("Papir givet videre")
    SAID = "said", _("Sagt af os")
    CASEWORKER_SAID = "caseworker-said", _("Sagt af sagsbehandleren")
    NOT_SAID = "not-said", _("Ikke sagt endnu")


class Basis(TextChoices):
    """The ground on which something is passed on. § 44 c is the municipality's own duty and never ours."""

    CONSENT = "consent", _("Samtykke")
    DUTY_TO_NOTIFY = "duty-to-notify", _("Pligt til at underrette om et barn")
    FORVALTNINGSLOVEN_28 = "fvl-28", _("Forvaltningsloven § 28")
    RETSPLEJELOVEN_115 = "rpl-115", _("Retsplejeloven § 115 (ikke til efterforskning)")
    BARNETS_LOV_126 = "bl-126", _("Barnets lov § 126 (børnehus)")
    ACUTE_DANGER = "acute-danger", _("Akut fare")
    OTHER = "other", _("Andet: skriv hvad")


REASON_IN_WORDS = frozenset(Basis) - {Basis.CONSENT}


class Channel(TextChoices):
    HANDED_OVER = "handed-over", _("Givet i hånden")
    PHONE = "phone", _("Telefon")
    MEETING = "meeting", _("Møde")
    SECURE_MAIL = "secure-mail", _("Sikker mail")
    LETTER = "letter", _("Brev")
    GUEST = "guest", _("Læst som gæst i sagen")


CHOSEN_CHANNELS = [(channel.value, channel.label) for channel in Channel if channel != Channel.GUEST]


class ToldLevel(TextChoices):
    """Which judgement somebody was told."""

    CURRENT = "current", _("Ja, den nuværende")
    EARLIER = "earlier", _("Ja, en tidligere")
    NONE = "none", _("Nej")


class Knows(TextChoices):
    """What is recorded of one party and one fact, beside what they were told."""

    MUST_NOT = "must-not", _("Må ikke vide")
    KNOWS = "knows", _("Ved det")
    DOES_NOT = "does-not", _("Ved det ikke")
    UNCLEAR = "unclear", _("Uklart")
