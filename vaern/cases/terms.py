"""Closed lists of the room, with the words the pages show. A code is permanent; a label may change."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What a case may hold: a label, or an identity as well.

    The second takes a consent on record; the third, a municipality's request that two consultants stand behind.
    """

    ANONYMISED = "anonymised", _("Anonymiseret")
    CONSENTED = "consented", _("Med samtykke")
    BY_REQUEST = "by-request", _("På kommunens ansvar")


CHOSEN_KINDS = [Kind.ANONYMISED, Kind.CONSENTED]  # at the opening; the third comes of an act of its own


class Stage(TextChoices):
    """Where the work is."""

    ADVISING = "advising", _("Rådgivning")
    ASSESSING = "assessing", _("Vurdering")
    COORDINATING = "coordinating", _("Koordinering")
    FOLLOWING_UP = "following-up", _("Opfølgning")
    CLOSED = "closed", _("Afsluttet")


STAGES_IN_ORDER = list(Stage)


class Situation(TextChoices):
    """Where the danger is. People set it; nothing is counted into it."""

    UNKNOWN = "unknown", _("Ukendt")
    ESCALATION = "escalation", _("Optrapning")
    ACUTE = "acute", _("Akut")
    RE_ESTABLISHING = "re-establishing", _("Genetablering")
    CALM = "calm", _("Rolig")


class Respect(TextChoices):
    """In which respect a dated row says how the case stands."""

    STAGE = "stage", _("Fase")
    SITUATION = "situation", _("Situation")
    CONCERN = "concern", _("Bekymring")
    REQUEST = "request", _("Ønske")
    AUTHORITY = "authority", _("Ansvarlig myndighed")
    BASIS = "basis", _("Grundlag")


class Wish(TextChoices):
    """What somebody asked us for."""

    GUIDANCE = "guidance", _("Vejledning")
    RISK_ASSESSMENT = "risk-assessment", _("Risikovurdering")
    COORDINATION = "coordination", _("Koordinering")


class Scope(TextChoices):
    """What a consent may cover. A closed list: what is not named is not covered."""

    IDENTITY = "identity", _("At vi gemmer, hvem borgeren er")
    PHOTO_AND_PASSPORT = "photo-and-passport", _("At vi gemmer foto og kopi af pas")
    SPARRING = "sparring", _("Konkret sparring med kommunen")
    ASSESSMENT = "assessment", _("En risikovurdering")
    SHARING = "sharing", _("At vi giver oplysninger videre til dem, der er nævnt")
    COORDINATION = "coordination", _("At vi koordinerer og kontakter myndigheder i Danmark")
    ABROAD = "abroad", _("At vi kontakter myndigheder om et ophold i udlandet")


class AuthorityState(TextChoices):
    """Who decides in the matter. The service advises; it decides nothing."""

    FOUND = "found", _("Kendt")
    TO_FIND = "to-find", _("Skal findes")
    NOT_NEEDED = "not-needed", _("Ikke nødvendig: Borgeren er fyldt 18 og handler alene")


class AuthorityKind(TextChoices):
    MUNICIPALITY_CHILD = "municipality-child", _("Kommunen, børn og unge")
    MUNICIPALITY_ADULT = "municipality-adult", _("Kommunen, voksne")
    JOB_CENTRE = "job-centre", _("Kommunen, jobcenter")
    FAMILY_COURT_HOUSE = "family-court-house", _("Familieretshuset")
    POLICE = "police", _("Politiet")
    IMMIGRATION = "immigration", _("Udlændingestyrelsen eller SIRI")
    FOREIGN_MINISTRY = "foreign-ministry", _("Udenrigsministeriet")
    OTHER = "other", _("Anden myndighed")


class EntryKind(TextChoices):
    OPENING = "opening", _("Sagen åbnet")
    CALL = "call", _("Samtale")
    ATTEMPT = "attempt", _("Forsøg på kontakt")
    MEETING = "meeting", _("Møde")
    INCIDENT = "incident", _("Hændelse")
    OBSERVATION = "observation", _("Iagttagelse")
    DECISION = "decision", _("Myndighedens afgørelse")
    NOTE = "note", _("Notat")


WRITTEN_KINDS = [kind for kind in EntryKind if kind != EntryKind.OPENING]


class TaskKind(TextChoices):
    """What a next step is. The kind stands in clear on the worklist; the words beside it are sealed."""

    CALL = "call", _("Ring til")
    FOLLOW_UP = "follow-up", _("Følg op")
    FIND_OUT = "find-out", _("Find ud af")
    MEETING = "meeting", _("Møde")
    CHECK = "check", _("Tjek")
    SAFETY_MEASURE = "safety-measure", _("Beskyttelse")
    PLAN_STEP = "plan-step", _("Skridt i planen")
    AWAIT_DECISION = "await-decision", _("Afvent myndighedens afgørelse")
    FIND_AUTHORITY = "find-authority", _("Find ansvarlig sagsbehandler")
    TAKE_OVER = "take-over", _("Tag over")
    OTHER = "other", _("Andet")


CHOSEN_TASKS = [kind for kind in TaskKind if kind not in {TaskKind.FIND_AUTHORITY, TaskKind.TAKE_OVER}]


class PersonRole(TextChoices):
    """What a person is in the case. One may be several of these at once."""

    AT_RISK = "at-risk", _("I fare")
    FEARED = "feared", _("Frygtes")
    ALLY = "ally", _("Støtte")
    OTHER = "other", _("Anden")


class Stance(TextChoices):
    PROTECTS = "protects", _("Beskytter")
    PRESSURES = "pressures", _("Presser")
    THREATENS = "threatens", _("Truer")
    DIVIDED = "divided", _("Både og")
    UNKNOWN = "unknown", _("Ved ikke")


class ParticipantRole(TextChoices):
    CO_CONSULTANT = "co-consultant", _("Medkonsulent")
    DEPUTY = "deputy", _("Stedfortræder")
    SECOND_READER = "second-reader", _("Anden læser")
    INFORMED = "informed", _("Orienteret")


class HandOver(TextChoices):
    """Why a case changes hands."""

    LIVES_THERE = "lives-there", _("Borgeren bor i regionen")
    COMPETENCE = "competence", _("En anden har den rette viden")
    CONFLICT = "conflict", _("Kender familien")
    LEAVE = "leave", _("Ikke på arbejde")
    LOAD = "load", _("For mange sager")
    OPENED = "opened", _("Åbnede sagen")
    TAKEN = "taken", _("Tog sagen")


CHOSEN_HAND_OVERS = [HandOver.LIVES_THERE, HandOver.COMPETENCE, HandOver.LEAVE, HandOver.LOAD]


class Ground(TextChoices):
    """Why somebody may see a case."""

    CONSULTANT = "consultant", _("Har sagen")
    HANDED_OVER = "handed-over", _("Har givet sagen videre, og ingen har taget den")
    PARTICIPANT = "participant", _("Deltager")
    COVER = "cover", _("Passer sagen, mens en kollega er væk")
    DUTY = "duty", _("Vagt i regionen")
    BREAK_GLASS = "break-glass", _("Nødåbning")


class Emergency(TextChoices):
    """Why somebody opens a case that is not theirs to see."""

    ACUTE_DANGER = "acute-danger", _("Akut fare")
    IN_CONTACT_NOW = "in-contact-now", _("Borgeren eller en myndighed er i kontakt med os nu")
    NOBODY_THERE = "nobody-there", _("Ingen af dem, der har sagen, kan nås")


class ReviewFinding(TextChoices):
    RIGHT = "right", _("Det var nødvendigt")
    ANOTHER_WAY = "another-way", _("Der var en anden vej")
    NOT_NEEDED = "not-needed", _("Det var ikke nødvendigt")


class ItemKind(TextChoices):
    """What an item says of who or where somebody is."""

    NAME = "name", _("Navn")
    CPR = "cpr", _("CPR-nummer")
    ADDRESS = "address", _("Adresse")
    SHELTER = "shelter", _("Krisecenter eller dækadresse")
    SCHOOL = "school", _("Skole eller uddannelse")
    WORK = "work", _("Arbejde")
    PHONE = "phone", _("Telefon")
    EMAIL = "email", _("E-mail")
    OTHER = "other", _("Andet")


WHEREABOUTS = frozenset({ItemKind.ADDRESS, ItemKind.SHELTER, ItemKind.SCHOOL, ItemKind.WORK, ItemKind.PHONE})


class RelationKind(TextChoices):
    """What one person is to another."""

    MOTHER = "mother", _("Mor")
    FATHER = "father", _("Far")
    BROTHER = "brother", _("Bror")
    SISTER = "sister", _("Søster")
    SPOUSE = "spouse", _("Ægtefælle")
    FIANCE = "fiance", _("Forlovet")
    UNCLE = "uncle", _("Onkel eller tante")
    COUSIN = "cousin", _("Fætter eller kusine")
    PARTNER = "partner", _("Kæreste")
    FRIEND = "friend", _("Ven")
    OTHER = "other", _("Anden")
    NONE = "none", _("Ingen: Det var en fejl, eller det er forbi")
