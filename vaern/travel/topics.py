"""What each topic of a trip asks for, and which of the source's eleven questions it answers.

A field is a closed choice, a day, a clock, a place in time, or a short text that passes the anonymity guard. What may
show who somebody is has one place, ``private``, which only a consent opens.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaern.law.immigration import RESIDENCE_LABELS
from vaern.law.travel import ISSUER_LABELS
from vaern.travel import terms
from vaern.travel.terms import ZONES, Topic
from vaern.ui.answers import YesNoUnknown

Label = str | Promise
WHAT_WE_KNOW = _("Hvad ved vi?")


class As(Enum):
    """How a value is written down."""

    CHOICE = "choice"
    MANY = "many"
    DAY = "day"
    CLOCK = "clock"
    WORD = "word"
    BORN = "born"
    FLIGHT = "flight"
    AIRPORT = "airport"
    TRAVELLER = "traveller"


@dataclass(frozen=True, kw_only=True)
class Asks:
    """One field of a topic. ``choices``: pairs of code and label."""

    name: str
    label: Label
    kind: As
    choices: tuple[tuple[str, Label], ...] = ()
    help_text: Label = ""
    required: bool = False


@dataclass(frozen=True, kw_only=True)
class TopicSpec:
    """One topic. ``single``: there is one of it, which is stated anew; otherwise each is a thing of its own.

    ``words``: what is asked in words; ``private``: what the place for names, numbers and addresses is called, "" where
    there is none.
    """

    topic: Topic
    fields: tuple[Asks, ...] = ()
    words: Label = WHAT_WE_KNOW
    private: Label = ""
    single: bool = False
    help_text: Label = ""


def pick(name: str, choices: type[TextChoices] | tuple[tuple[str, Label], ...], label: Label, **more: Any) -> Asks:
    pairs = choices if isinstance(choices, tuple) else tuple((each.value, each.label) for each in choices)
    return Asks(name=name, label=label, kind=As.CHOICE, choices=pairs, **more)


def day(name: str, label: Label, **more: Any) -> Asks:
    return Asks(name=name, label=label, kind=As.DAY, **more)


def clock(name: str, label: Label) -> Asks:
    return Asks(name=name, label=label, kind=As.CLOCK)


def word(name: str, label: Label, **more: Any) -> Asks:
    return Asks(name=name, label=label, kind=As.WORD, **more)


def whose() -> Asks:
    return Asks(name="traveller", label=_("Hvis?"), kind=As.TRAVELLER)


ZONE = pick("zone", tuple(ZONES), _("Hvor er klokken sådan?"), help_text=_("Ved ikke: så regner vi med det tidligste."))
FLIGHT = Asks(name="flight", label=_("Flynummer"), kind=As.FLIGHT, help_text=_("Fx: SK 1425"))
FROM, TO = (
    Asks(name=name, label=label, kind=As.AIRPORT, help_text=_("Lufthavnens tre bogstaver, fx: CPH"))
    for name, label in (("from_airport", _("Fra lufthavn")), ("to_airport", _("Til lufthavn")))
)

SPECS: tuple[TopicSpec, ...] = (
    TopicSpec(
        topic=Topic.TRAVELLER,
        fields=(
            word("label", _("Betegnelse"), help_text=_("Fx: datter 1. Aldrig et navn."), required=True),
            pick("kind", terms.TravellerKind, _("Hvem er det?"), required=True),
            Asks(
                name="born",
                label=_("Født"),
                kind=As.BORN,
                help_text=_("Måned og år, fx: 02-2009. Dagen kun, når der er samtykke."),
            ),
            pick("residence", tuple(RESIDENCE_LABELS.items()), _("Opholdsgrundlag")),
        ),
        words=_("Kendetegn, sprog, helbred og medicin"),
        private=_("Navn, adresse og cpr-nummer; under 18 også forældrenes"),
    ),
    TopicSpec(
        topic=Topic.CITIZENSHIP,
        fields=(
            whose(),
            word("own", _("Personens statsborgerskaber")),
            word("parents", _("Forældrenes statsborgerskaber")),
        ),
        words=_("Mere om statsborgerskab"),
        help_text=_(
            "Forældrenes spørges der om, fordi det kan have betydning for retten til at rejse ind i Danmark igen."
        ),
    ),
    TopicSpec(
        topic=Topic.PASSPORT,
        fields=(
            whose(),
            pick("issuer", tuple(ISSUER_LABELS.items()), _("Hvilket pas?")),
            word("country", _("Udstedt af")),
            day("expires", _("Udløber")),
            word("holder", _("Hvem har passet nu?"), help_text=_("Fx: far. Aldrig et navn.")),
        ),
        words=_("Mere om passet"),
        private=_("Pasnummer"),
    ),
    TopicSpec(
        topic=Topic.FEARED,
        fields=(
            Asks(
                name="outcomes",
                label=_("Hvad er du bekymret for, at der vil ske?"),
                kind=As.MANY,
                choices=tuple((each.value, each.label) for each in terms.Feared),
                required=True,
            ),
        ),
        words=_("Med personens egne ord"),
    ),
    TopicSpec(topic=Topic.COUNTRY, fields=(word("country", _("Land"), required=True),), words=_("By eller område")),
    TopicSpec(
        topic=Topic.HOST,
        fields=(word("relation", _("Relation til personen"), help_text=_("Fx: mors bror"), required=True),),
        words=_("Hvad ved vi om dem?"),
        private=_("Navn, telefon og adresse, som den skrives på stedet"),
    ),
    TopicSpec(
        topic=Topic.PURPOSE,
        fields=(pick("account", terms.Account, _("Hvem siger det?"), required=True),),
        words=_("Hvad er formålet, efter det de siger?"),
    ),
    TopicSpec(
        topic=Topic.TRUSTED,
        fields=(
            word("label", _("Betegnelse"), help_text=_("Fx: veninde 1. Aldrig et navn."), required=True),
            pick("where", (("denmark", _("I Danmark")), ("abroad", _("I udlandet"))), _("Hvor er de?")),
            word("safe_way", _("Hvordan og hvornår er det sikkert at kontakte dem?")),
        ),
        words=_("Hvad må de få at vide?"),
        private=_("Navn og telefon"),
    ),
    TopicSpec(
        topic=Topic.DEPARTURE,
        single=True,
        fields=(
            day("earliest", _("Tidligste dag")),
            day("latest", _("Seneste dag")),
            clock("clock", _("Klokken")),
            ZONE,
            pick("way", terms.Way, _("Hvordan?")),
            FLIGHT,
            FROM,
            TO,
            word("via", _("Via")),
        ),
        words=_("Rute, rejsefølge, bagage og hvem der betaler"),
        help_text=_("En ukendt dag regnes som nær."),
    ),
    TopicSpec(
        topic=Topic.RETURN,
        single=True,
        fields=(
            pick("planned", YesNoUnknown, _("Er der planlagt en hjemrejse?")),
            pick("ticket", terms.Ticket, _("Returbilletten")),
            day("on", _("Dag")),
            clock("clock", _("Klokken")),
            ZONE,
            FLIGHT,
        ),
        words=_("Mere om hjemrejsen"),
    ),
    TopicSpec(
        topic=Topic.ALTERNATIVE,
        single=True,
        fields=(pick("can_stay", YesNoUnknown, _("Kan personen blive i Danmark?")),),
        words=_("Hvilke alternativer er der til rejsen?"),
    ),
    TopicSpec(
        topic=Topic.PICTURES,
        single=True,
        fields=(
            pick(
                "photo",
                (("here", _("Ligger i sagen")), ("elsewhere", _("Andre har det")), ("none", _("Mangler"))),
                _("Vellignende foto"),
            ),
            pick(
                "copy",
                (("here", _("Ligger i sagen")), ("elsewhere", _("Andre har den")), ("none", _("Mangler"))),
                _("Kopi af pas"),
            ),
        ),
        words=_("Hvem har dem, hvis de ikke ligger i sagen?"),
        help_text=_("Vigtigt, hvis personen senere bliver efterlyst. Billederne selv lægges under sagens dokumenter."),
    ),
    TopicSpec(
        topic=Topic.AGREED_WORDS,
        fields=(pick("kind", terms.AgreedWord, _("Hvad er det?"), required=True),),
        words=_("Ordet, eller spørgsmålet og svaret"),
    ),
    TopicSpec(
        topic=Topic.MANDATE,
        single=True,
        fields=(
            day("given_on", _("Aftalt den"), required=True),
            pick(
                "how",
                (("signed", _("Underskrevet")), ("recorded", _("Optaget")), ("told", _("Sagt til os"))),
                _("Hvordan?"),
            ),
        ),
        words=_("Hvad må vi gøre, hvis kontakten forsvinder, og hvornår?"),
        help_text=_("Kun den, der er fyldt 18, kan aftale det. Aftalen gælder først, når kontakten er mistet."),
    ),
    TopicSpec(
        topic=Topic.HASTENING,
        single=True,
        fields=(pick("hastens", YesNoUnknown, _("Kan det fremskynde rejsen, at familien kontaktes?"), required=True),),
        words=_("Hvem må få hvad at vide?"),
    ),
    TopicSpec(
        topic=Topic.CUSTODY,
        single=True,
        fields=(
            pick(
                "against_other",
                YesNoUnknown,
                _("Rejser den ene forælder med barnet imod den andens vilje?"),
                required=True,
            ),
        ),
        words=_("Hvem har forældremyndigheden?"),
    ),
    TopicSpec(
        topic=Topic.WISH,
        fields=(
            pick("wish", terms.Wished, _("Hvad vil personen selv?"), required=True),
            pick("alone", YesNoUnknown, _("Blev der spurgt alene?")),
        ),
        words=_("Med personens egne ord"),
    ),
    TopicSpec(
        topic=Topic.PASSPORT_DECISION,
        fields=(
            whose(),
            pick("office", terms.Office, _("Hvem har afgjort det?"), required=True),
            day("decided_on", _("Afgjort den"), required=True),
            word("reference", _("Deres nummer i sagen")),
        ),
        words=_("Hvad er afgjort?"),
        help_text=_("Højst et år ad gangen, og ikke længere end til personen fylder 18. Myndigheden kan forlænge."),
    ),
    TopicSpec(
        topic=Topic.CONTACT,
        fields=(
            clock("clock", _("Klokken")),
            pick("reached", terms.Reached, _("Hvad skete der?"), required=True),
            pick("proof", terms.Proof, _("Spørgsmålet, kun personen kan svare på"), required=True),
            pick("wish", terms.Wished, _("Hvad vil personen nu?")),
        ),
        words=_("Hvad blev sagt og aftalt?"),
    ),
    TopicSpec(
        topic=Topic.AUTHORITY,
        fields=(
            pick("office", terms.Office, _("Hvilken myndighed?"), required=True),
            pick("wrote", terms.WhoWrote, _("Hvem tog kontakt?"), required=True),
            clock("clock", _("Klokken")),
            word("reference", _("Deres nummer i sagen")),
        ),
        words=_("Hvad blev sagt eller afgjort?"),
        help_text=_("Myndighedens afgørelse er dens egen. Til et barn er det sagsbehandleren, der tager kontakt."),
    ),
    TopicSpec(
        topic=Topic.CONDITIONS,
        fields=(pick("evidence", terms.Evidence, _("Hvad er det?"), required=True),),
        words=_("Hvad er set eller hørt? Ikke hvad nogen mener om det."),
    ),
    TopicSpec(topic=Topic.OPINION, words=_("Hvad mener hvem?")),
    TopicSpec(
        topic=Topic.TWO_LAWS,
        fields=(
            pick("can_leave", YesNoUnknown, _("Kan personen rejse ud af landet?")),
            pick("sees_as_own", YesNoUnknown, _("Ser landet personen som sin egen statsborger?")),
        ),
        words=_("Hvad siger landets regler, og hvem har oplyst det?"),
    ),
    TopicSpec(
        topic=Topic.UNWATCHED,
        fields=(day("told_on", _("Sagt til personen den"), required=True),),
        words=_("Hvornår holder ingen øje, og hvad er aftalt i stedet?"),
    ),
    TopicSpec(
        topic=Topic.LANDING,
        fields=(
            pick(
                "met_by",
                (
                    ("us", _("Os")),
                    ("caseworker", _("Sagsbehandleren")),
                    ("police", _("Politiet")),
                    ("other", _("En anden")),
                    ("nobody", _("Ingen")),
                ),
                _("Hvem tog imod?"),
                required=True,
            ),
            pick("unannounced", YesNoUnknown, _("Kom personen hjem uden varsel?")),
        ),
        words=_("Hvad er der sket, og hvor bor personen nu?"),
    ),
    TopicSpec(
        topic=Topic.AFTERWARDS,
        fields=(pick("kind", terms.After, _("Hvad handler det om?"), required=True),),
    ),
)
SPEC: Mapping[Topic, TopicSpec] = {spec.topic: spec for spec in SPECS}
WRITTEN = tuple(spec.topic for spec in SPECS)


@dataclass(frozen=True)
class Question:
    """One of the eleven questions that police and municipality ask, in the order of the source."""

    number: int
    text: Label
    topics: tuple[Topic, ...]


QUESTIONS: tuple[Question, ...] = tuple(
    Question(place, text, topics)
    for place, (text, topics) in enumerate(
        (
            (_("Hvem er det?"), (Topic.TRAVELLER,)),
            (_("Statsborgerskab og pas"), (Topic.CITIZENSHIP, Topic.PASSPORT)),
            (_("Hvad frygtes?"), (Topic.FEARED,)),
            (_("Hvilket land?"), (Topic.COUNTRY,)),
            (_("Hvem skal personen bo hos?"), (Topic.HOST,)),
            (_("Hvad siger familien, er formålet?"), (Topic.PURPOSE,)),
            (_("Hvem stoler personen på?"), (Topic.TRUSTED,)),
            (_("Rute, dato, tid og flynummer"), (Topic.DEPARTURE,)),
            (_("Er hjemrejsen planlagt og købt?"), (Topic.RETURN,)),
            (_("Hvilke alternativer er der?"), (Topic.ALTERNATIVE,)),
            (_("Foto og kopi af pas"), (Topic.PICTURES,)),
        ),
        start=1,
    )
)
BEFORE = (Topic.AGREED_WORDS, Topic.MANDATE, Topic.HASTENING, Topic.CUSTODY, Topic.WISH, Topic.PASSPORT_DECISION)
DURING = (Topic.CONTACT, Topic.AUTHORITY, Topic.CONDITIONS, Topic.OPINION, Topic.TWO_LAWS, Topic.UNWATCHED)
AFTER = (Topic.LANDING, Topic.AFTERWARDS)


def known_questions(topics: frozenset[str] | set[str]) -> list[Question]:
    """Return the questions that have an answer, when something is known of ``topics``."""
    return [question for question in QUESTIONS if any(topic in topics for topic in question.topics)]


def missing_questions(topics: frozenset[str] | set[str]) -> list[Question]:
    return [question for question in QUESTIONS if not any(topic in topics for topic in question.topics)]
