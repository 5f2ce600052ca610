"""Closed lists of the room, with the words the pages show. A code is permanent; a label may change."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TripStage(TextChoices):
    """Where a trip is. None of these says that the danger is over."""

    PLANNED = "planned", _("Frygtet eller planlagt")
    ABROAD = "abroad", _("I udlandet")
    HOME = "home", _("Hjemme igen")
    AVERTED = "averted", _("Afværget")


ENDED = frozenset({TripStage.HOME, TripStage.AVERTED})
GOES_ON_TO = {
    TripStage.PLANNED: frozenset({TripStage.ABROAD, TripStage.AVERTED}),
    TripStage.ABROAD: frozenset({TripStage.HOME}),
    TripStage.HOME: frozenset({TripStage.ABROAD, TripStage.PLANNED}),
    TripStage.AVERTED: frozenset({TripStage.PLANNED, TripStage.ABROAD}),
}


class Source(TextChoices):
    """Where a fact comes from."""

    CITIZEN = "citizen", _("Personen selv")
    FAMILY = "family", _("Familien")
    SCHOOL = "school", _("Skole eller arbejde")
    AUTHORITY = "authority", _("En myndighed")
    SEEN = "seen", _("Set: billet, besked eller papir")
    OTHER = "other", _("En anden")


class Certainty(TextChoices):
    """How sure a fact is. The last two say that nothing is known."""

    SURE = "sure", _("Sikkert")
    LIKELY = "likely", _("Sandsynligt")
    RUMOUR = "rumour", _("Rygte")
    ASKED = "asked", _("Spurgt, men ukendt")
    GONE = "gone", _("Gælder ikke længere")


KNOWN = frozenset({Certainty.SURE, Certainty.LIKELY, Certainty.RUMOUR})


class Topic(TextChoices):
    """What a fact of a trip is about."""

    TRAVELLER = "traveller", _("Hvem der rejser")
    CITIZENSHIP = "citizenship", _("Statsborgerskab")
    PASSPORT = "passport", _("Pas")
    FEARED = "feared", _("Hvad der frygtes")
    COUNTRY = "country", _("Land")
    HOST = "host", _("Hvem de skal bo hos")
    PURPOSE = "purpose", _("Formålet")
    TRUSTED = "trusted", _("Hvem personen stoler på")
    DEPARTURE = "departure", _("Afrejse")
    RETURN = "return", _("Hjemrejse")
    ALTERNATIVE = "alternative", _("Alternativer")
    PICTURES = "pictures", _("Foto og kopi af pas")
    AGREED_WORDS = "agreed-words", _("Aftalte ord")
    MANDATE = "mandate", _("Aftale på forhånd")
    HASTENING = "hastening", _("Kan kontakt fremskynde rejsen?")
    CUSTODY = "custody", _("Forældremyndighed")
    WISH = "wish", _("Personens eget ønske")
    PASSPORT_DECISION = "passport-decision", _("Afgørelse om pas")
    CONTACT = "contact", _("Kontakt")
    AUTHORITY = "authority", _("Myndighed")
    CONDITIONS = "conditions", _("Forhold på stedet")
    OPINION = "opinion", _("Nogens mening")
    TWO_LAWS = "two-laws", _("Det andet lands regler")
    UNWATCHED = "unwatched", _("Ingen holder øje")
    LANDING = "landing", _("Samtale ved hjemkomst")
    AFTERWARDS = "afterwards", _("Efter rejsen")
    STAGE = "stage", _("Rejsens gang")


class Feared(TextChoices):
    """What is feared to happen, as the source lists it."""

    SCHOOL_ABROAD = "school-abroad", _("Skal gå i skole i udlandet")
    NO_SCHOOLING = "no-schooling", _("Ophold uden mulighed for skolegang")
    FORCED_MARRIAGE = "forced-marriage", _("Tvangsægteskab")
    ENGAGEMENT = "engagement", _("Forlovelse")
    CUTTING = "cutting", _("Omskæring")
    HELD = "held", _("Frihedsberøvelse")
    NO_PRIVATE_LIFE = "no-private-life", _("Fratagelse af privatliv")
    ABUSE = "abuse", _("Overgreb")
    OTHER = "other", _("Andet")


class TravellerKind(TextChoices):
    AT_RISK = "at-risk", _("Den, vi er bekymrede for")
    SIBLING = "sibling", _("Søskende, der skal med")
    LEFT_BEHIND = "left-behind", _("Søskende, der bliver hjemme")
    COMPANION = "companion", _("Ledsager")


class Way(TextChoices):
    FLIGHT = "flight", _("Fly")
    LAND = "land", _("Bil, bus eller tog")
    SEA = "sea", _("Skib eller færge")
    UNKNOWN = "unknown", _("Ved ikke")


class Ticket(TextChoices):
    OWN = "own", _("Personens egen, set")
    OWN_UNSEEN = "own-unseen", _("Personens egen, ikke set")
    FAMILYS = "familys", _("Kun familiens")
    OPEN = "open", _("Åben eller fleksibel")
    NONE = "none", _("Ikke købt")
    UNKNOWN = "unknown", _("Ved ikke")


class Account(TextChoices):
    """Who says what a trip is for."""

    PARENTS = "parents", _("Det siger forældre eller familie")
    OTHERS = "others", _("Det siger andre")
    CITIZEN = "citizen", _("Det tror personen selv")


class AgreedWord(TextChoices):
    CODE = "code", _("Kodeord: Jeg har det godt")
    DURESS = "duress", _("Nødord: Jeg bliver tvunget til at sige det")
    PROOF = "proof", _("Spørgsmål, kun personen kan svare på")


class Wished(TextChoices):
    BE_STOPPED = "be-stopped", _("Vil ikke rejse")
    TRAVEL = "travel", _("Vil selv rejse")
    COME_HOME = "come-home", _("Vil hjem")
    STAY = "stay", _("Vil blive der")
    DIVIDED = "divided", _("Både og")
    UNKNOWN = "unknown", _("Ved ikke")


class Proof(TextChoices):
    """What came of the question only the person can answer."""

    RIGHT = "right", _("Svarede rigtigt")
    WRONG = "wrong", _("Svarede forkert")
    DURESS = "duress", _("Brugte nødordet")
    NOT_ASKED = "not-asked", _("Ikke spurgt")


class Reached(TextChoices):
    ALONE = "alone", _("Nået, kunne tale frit")
    NOT_ALONE = "not-alone", _("Nået, kunne ikke tale frit")
    MESSAGE = "message", _("Kun en besked")
    NOT_REACHED = "not-reached", _("Ikke nået")


class Office(TextChoices):
    """An authority one writes to about a trip."""

    POLICE = "police", _("Politiet")
    MUNICIPALITY = "municipality", _("Kommunen")
    FOREIGN_MINISTRY = "foreign-ministry", _("Udenrigsministeriet")
    EMBASSY = "embassy", _("Ambassaden")
    IMMIGRATION = "immigration", _("Udlændingestyrelsen eller SIRI")
    OTHER = "other", _("En anden")


class WhoWrote(TextChoices):
    WE = "we", _("Vi selv")
    CASEWORKER = "caseworker", _("Sagsbehandleren")
    THEY = "they", _("De kontaktede os")


class Evidence(TextChoices):
    """What a line on the conditions abroad is. Opinion has a place of its own."""

    MESSAGE = "message", _("Besked eller opkald fra stedet")
    PICTURE = "picture", _("Billede eller optagelse")
    PAPER = "paper", _("Papir: brev, billet, kontrakt")
    SEEN = "seen", _("Set af en, der var der")
    REPORT = "report", _("Rapport fra en myndighed")


class After(TextChoices):
    SCHOOL = "school", _("Skole eller arbejde")
    PERMIT = "permit", _("Opholdstilladelse og CPR")
    PASSPORT = "passport", _("Hvor passet opbevares")
    HOME = "home", _("Hvor personen bor nu")
    HEALTH = "health", _("Helbred")
    MARRIAGE = "marriage", _("Ægteskab indgået i udlandet")
    OTHER = "other", _("Andet")


class SignKind(TextChoices):
    LIFE = "life", _("Livstegn")
    RETURN = "return", _("Hjemkomst")


class SignOutcome(TextChoices):
    """What became of an agreed sign. Blank: it is still waited for."""

    GIVEN = "given", _("Kom")
    DURESS = "duress", _("Kom, men med nødordet")
    CALLED_OFF = "called-off", _("Aflyst")


ZONES = [
    ("Europe/Copenhagen", _("Danmark")),
    ("Europe/London", _("Storbritannien")),
    ("Europe/Istanbul", _("Tyrkiet")),
    ("Africa/Casablanca", _("Marokko")),
    ("Africa/Tunis", _("Tunesien, Algeriet")),
    ("Africa/Cairo", _("Egypten")),
    ("Asia/Beirut", _("Libanon")),
    ("Asia/Amman", _("Jordan, Syrien")),
    ("Asia/Baghdad", _("Irak")),
    ("Africa/Mogadishu", _("Somalia, Etiopien, Kenya")),
    ("Asia/Tehran", _("Iran")),
    ("Asia/Dubai", _("De Forenede Arabiske Emirater")),
    ("Asia/Kabul", _("Afghanistan")),
    ("Asia/Karachi", _("Pakistan")),
    ("Asia/Kolkata", _("Indien")),
    ("", _("Ved ikke")),
]
