"""The grounds of passing on, of a child's own rights, of what may be a crime, of mandates and of notes.

Those about crimes are information: whether a provision is broken is for police, prosecutor and court.
"""

from vaern.law.sources import COMPILED_ON
from vaern.law.sources_travel import READ_ON
from vaern.law.terms import Certainty, Provision

FORVALTNINGSLOVEN_28 = Provision(
    act="forvaltningsloven",
    paragraph="§ 28",
    says=(
        "En myndighed kan give fortrolige oplysninger videre med samtykke. Samtykket er skriftligt og siger hvilke "
        "oplysninger, til hvem og til hvad; for et barn kommer det fra forældremyndighedens indehaver. Uden samtykke "
        "kræver det en afvejning af, om hensynene til at give videre vejer tungest."
    ),
    url=(
        "https://www.svendborg.dk/vfb/yderligere-information/handleguide-vores-faelles-boern/"
        "tavshedspligt-og-videregivelse-af-1"
    ),
    checked_on=COMPILED_ON,
    certainty=Certainty.SECONDARY,
    doubt="Gengivet efter en kommunes ældre side. Ordlyden og forholdet til databeskyttelsesreglerne skal efterses.",
)

RETSPLEJELOVEN_115 = Provision(
    act="retsplejeloven",
    paragraph="§ 115",
    says=(
        "Politi og andre myndigheder kan give hinanden oplysninger om private forhold, når det er nødvendigt for "
        "samarbejdet om unge (SSP), om udsatte (PSP) eller med kriminalforsorgen (KSP). Det må ikke bruges til at "
        "efterforske straffesager. Ingen er forpligtet til at give oplysninger. Private, der løser opgaver for det "
        "offentlige, kan være med. Der er ingen aldersgrænse."
    ),
    url="https://ssptrivsel.aalborg.dk/for-professionelle/retsplejeloven-115",
    checked_on=COMPILED_ON,
    certainty=Certainty.SECONDARY,
    doubt="Gengivet efter kommuners sider. Om konsulenterne er en myndighed efter reglen, er ikke afklaret.",
)

BARNETS_LOV_126 = Provision(
    act="barnets lov",
    paragraph="§ 126",
    says=(
        "I en børnehussag må børnehuset, kommunen, politi og anklagemyndighed og sygehusvæsenet udveksle oplysninger "
        "om private forhold, når det er nødvendigt for barnets sundhed og udvikling."
    ),
    url="https://www.lovguiden.dk/loven/bekendtgørelse-af-barnets-lov/126",
    checked_on=COMPILED_ON,
    certainty=Certainty.UNVERIFIED,
    doubt="At sagerne har deres egen regel, er læst. Kredsen og betingelsen er gengivet uden at ordlyden er efterset.",
)

BARNETS_LOV_137 = Provision(
    act="barnets lov",
    paragraph="§ 137, stk. 2",
    says="Kommunen kan tale med barnet uden forældrenes samtykke, når den har fået en underretning.",
    url="https://fagfolk.aalborg.dk/boern-og-unge/beredskabsplaner/actioncards-ved-bekymring-for-negativ-social-kontrol",
    checked_on=COMPILED_ON,
    certainty=Certainty.SECONDARY,
    doubt="Sådan bruger en kommune bestemmelsen. Ordlyden er ikke læst.",
)

STRAFFELOVEN_243 = Provision(
    act="straffeloven",
    paragraph="§ 243",
    says="Psykisk vold er strafbar, og bestemmelsen nævner negativ social kontrol.",
    url=(
        "https://www.lovguiden.dk/loven/lov-om-ændring-af-straffeloven-lov-om-pas-til-danske-statsborgere-mv-og-"
        "udlændingeloven-styrket-indsats-mod-negativ-social-kontrol-mv/1"
    ),
    checked_on=COMPILED_ON,
    certainty=Certainty.READ,
    doubt="Læst i ændringsloven af 2021. Betingelserne i øvrigt er ikke gengivet her.",
)

STRAFFELOVEN_260 = Provision(
    act="straffeloven",
    paragraph="§ 260",
    says=(
        "Ulovlig tvang er strafbar: at tvinge nogen til noget med vold eller trusler. Det kan også være en rejse. "
        "Stk. 2 nævner tvang til ægteskab eller et ægteskabslignende forhold og til at blive i det."
    ),
    url="http://www.socialjura.dk/content-storage/regler/2021/medd-9178-af-153-2021/",
    checked_on=COMPILED_ON,
    certainty=Certainty.READ,
    doubt="Læst i en meddelelse og i ændringsloven af 2021, ikke i den gældende lovtekst.",
)

STRAFFELOVEN_260_A = Provision(
    act="straffeloven",
    paragraph="§ 260 a",
    says=(
        "Det er strafbart at medvirke til en religiøs vielse af en under 18, også for forældre. Straffen er bøde "
        "eller fængsel i op til to år. Forældelsen regnes fra det 21. år."
    ),
    url=STRAFFELOVEN_243.url,
    checked_on=COMPILED_ON,
    certainty=Certainty.READ,
    doubt="Læst i ændringsloven af 2021. Hvem der er omfattet, skal efterses i den gældende lov.",
)

NOBODY_IS_CALLED_GUILTY = Provision(
    act="Vores egen regel",
    paragraph="om strafbare forhold",
    says=(
        "Vi skriver ned, hvad der er set og hørt, hvornår og af hvem. Bestemmelser nævnes til oplysning. Ingen kaldes "
        "skyldig."
    ),
    checked_on=READ_ON,
    certainty=Certainty.OWN_RULE,
)

ADVANCE_MANDATE = Provision(
    act="Vores egen regel",
    paragraph="om det, borgeren har sagt på forhånd",
    says=(
        "Borgeren kan på forhånd sige, hvad vi må gøre, hvis vi ikke kan få fat i dem. Det gælder det, der er sagt, "
        "til den dag, der er aftalt, og til det tages tilbage. Et barns ord er et spørgsmål, ikke et nej."
    ),
    checked_on=READ_ON,
    certainty=Certainty.OWN_RULE,
    doubt="Om det kan bære en videregivelse, når borgeren ikke kan nås, skal en jurist tage stilling til.",
)

AT_18 = Provision(
    act="Vores egen regel",
    paragraph="om dagen, hvor borgeren fylder 18",
    says=(
        "Fra den dag dækker forældremyndighedshaverens samtykke intet nyt. De, der er med i sagen, beholder den. "
        "Borgerens eget svar, det borgeren har sagt på forhånd, eller akut fare afgør, om vi går videre."
    ),
    checked_on=READ_ON,
    certainty=Certainty.OWN_RULE,
)

ACCESS_IS_THE_PERSONS_OWN = Provision(
    act="Datatilsynet",
    paragraph="om indsigt",
    says=(
        "Retten til indsigt er personens egen, også barnets, og den gælder også loggen over, hvem der har set noget. "
        "En forælder kan bede om indsigt på barnets vegne."
    ),
    url="https://www.datatilsynet.dk/afgoerelser/afgoerelser/2024/jun/hvad-gaelder-for-indsigt-i-logfiler",
    checked_on=COMPILED_ON,
    certainty=Certainty.READ,
    doubt=(
        "Afgørelsen handler om loggen; sætningen om forældre er fra en anden side. Undtagelserne (databeskyttelses"
        "loven § 22) er ikke efterset."
    ),
)

OFFENTLIGHEDSLOVEN_13 = Provision(
    act="offentlighedsloven",
    paragraph="§ 13",
    says=(
        "I en sag, hvor der træffes afgørelse, skrives vigtige mundtlige oplysninger og skridt ned snarest muligt. God "
        "forvaltningsskik rækker videre."
    ),
    url="https://ombudsmanden.dk/find-viden/myndighedsguiden/generel-forvaltningsret/2-notatpligt",
    checked_on=COMPILED_ON,
    certainty=Certainty.READ,
    doubt="Konsulenten træffer ikke afgørelser, så pligten gælder måske ikke direkte. Vi skriver, som om den gjorde.",
)

WRITTEN_AS_IF_IT_BOUND_US = Provision(
    act="Vores egen regel",
    paragraph="om at skrive ned",
    says="Det, der har betydning for rådgivningen eller for faren, skrives samme dag, med tid for, hvornår det skete.",
    checked_on=READ_ON,
    certainty=Certainty.OWN_RULE,
)
