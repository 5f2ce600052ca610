"""The grounds of what is said about trips. Texts of guidance too: each is shown with its mark and its date.

None of them says what somebody has done; whether a provision is broken is for police, prosecutor and court.
"""

from datetime import date

from vaern.law.sources import COMPILED_ON, SCHEME_PAGE
from vaern.law.terms import Certainty, Provision

UM_PAGE = "https://um.dk/rejse-og-ophold/under-rejsen/ufrivilligt-udlandsophold"
READ_ON = date(2026, 11, 23)

PASLOVEN_2 = Provision(
    act="pasloven",
    paragraph="§ 2, stk. 1, nr. 5 og 6",
    says=(
        "Politiet kan nægte eller inddrage et barns danske pas, når der er grund til at tro, at barnet sendes til "
        "forhold, der bringer sundhed eller udvikling i alvorlig fare, eller skal giftes. Højst et år ad gangen, "
        "det kan forlænges et år ad gangen, og kun til barnet fylder 18. Der findes intet udrejseforbud for disse børn."
    ),
    url="https://www.elov.dk/pasloven/2/",
    checked_on=COMPILED_ON,
    certainty=Certainty.READ,
    doubt="Læst på en privat lovside. Om politiet også kan tage passet fysisk (L 219, 2024-25) er ikke afklaret.",
)

ISSUED_BY_UDLAENDINGESTYRELSEN = Provision(
    act="Udlændingestyrelsen om genopdragelsesrejser",
    says=(
        "Udlændingestyrelsen kan nægte eller inddrage de konventions- og fremmedpas, den selv har udstedt, men ikke "
        "et andet lands pas."
    ),
    url=(
        "https://www.nyidanmark.dk/da/Ord-og-begreber/F%C3%A6lles/"
        "Genopdragelsesrejse-eller-andet-udlandsophold-af-negativ-betydning"
    ),
    checked_on=COMPILED_ON,
    certainty=Certainty.READ,
)

STRAFFELOVEN_215_A = Provision(
    act="straffeloven",
    paragraph="§ 215 a",
    says=(
        "Det er strafbart at sende sit barn under 18 på en rejse, eller lade det ske, hvis opholdet bringer barnets "
        "sundhed eller udvikling i alvorlig fare. Strafferammen er op til fire års fængsel. Om noget er strafbart, "
        "afgør politi, anklager og domstol. I 2021 blev nogen frifundet, fordi forholdene på stedet ikke var bevist "
        "nok: skriv derfor ned, hvad der ses og høres, med dato og kilde."
    ),
    url=UM_PAGE,
    checked_on=COMPILED_ON,
    certainty=Certainty.READ,
    doubt="Ordlyden er læst i en dom og på Udenrigsministeriets side, ikke i loven selv.",
)

COERCING_AN_ADULT = Provision(
    act="straffeloven om tvang",
    paragraph="§ 260",
    says=(
        "Det er også ulovligt at tvinge en person over 18 til at rejse til udlandet, eller at forhindre personen i "
        "at rejse tilbage til Danmark."
    ),
    url=SCHEME_PAGE.url,
    checked_on=COMPILED_ON,
    certainty=Certainty.READ,
    doubt="Sætningen er fra sikkerhedskonsulenternes egen side; at den hviler på § 260, er vores slutning.",
)

HELP_ABROAD_IS_LIMITED = Provision(
    act="Udenrigsministeriet om ufrivillige udlandsophold",
    says=(
        "Udenrigsministeriet hjælper danske statsborgere og personer med fast ophold i Danmark, når ministeriet får "
        "besked, kan få fat i personen, og personen selv vil have hjælp. Det lokale lands lov sætter grænsen: den kan "
        "hindre, at personen rejser ud. Ambassaden kan fx give et provisorisk pas, skabe kontakt og udlevere en liste "
        "over advokater. Den kan ikke betale, låne penge ud, skaffe bolig eller give retshjælp."
    ),
    url=UM_PAGE,
    checked_on=COMPILED_ON,
    certainty=Certainty.READ,
    doubt="Det er Udenrigsministeriet, der siger, hvad det kan i den enkelte sag.",
)

TWO_CITIZENSHIPS = Provision(
    act="Udenrigsministeriet om dobbelt statsborgerskab",
    says=(
        "Er personen også statsborger i det land, der rejses til, kan landet afvise hjælp fra Danmark. Sig det "
        "tydeligt til personen, før rejsen."
    ),
    url=UM_PAGE,
    checked_on=COMPILED_ON,
    certainty=Certainty.READ,
)

PARENTS_CITIZENSHIP = Provision(
    act="Sikkerhedskonsulenternes egen side",
    paragraph="om de elleve spørgsmål",
    says=(
        "For en person under 18 spørges der også om forældrenes statsborgerskab. Det kan have betydning for "
        "personens ret til at rejse ind i Danmark igen."
    ),
    url=SCHEME_PAGE.url,
    checked_on=COMPILED_ON,
    certainty=Certainty.READ,
)

UDLAENDINGELOVEN_17 = Provision(
    act="udlændingeloven",
    paragraph="§ 17",
    says=(
        "En opholdstilladelse kan bortfalde efter 6 eller 12 måneder i udlandet. Den anses ikke for bortfaldet, hvis "
        "opholdet var en genopdragelsesrejse eller et andet skadeligt ophold som mindreårig, medmindre tungtvejende "
        "grunde taler imod. Udlændingestyrelsen eller SIRI afgør det."
    ),
    url="https://elov.dk/udlaendingeloven/kapitel/3/",
    checked_on=COMPILED_ON,
    certainty=Certainty.READ,
    doubt=(
        "Læst på en privat lovside. En kommune skriver stadig tre måneder for børn; det er nok forældet. "
        "Månederne vises som oplysning og afgør intet."
    ),
)

PLEDGES_GIVE_FALSE_SECURITY = Provision(
    act="Bufdir (Norge) om børn, der efterlades i udlandet",
    paragraph="om løfter fra forældre",
    says=(
        "Et løfte fra forældrene om at komme hjem, også et skriftligt, kan give falsk tryghed. Det stopper ingen "
        "rejse og må ikke stå som en beskyttelse."
    ),
    url="https://bufdir.no",
    checked_on=COMPILED_ON,
    certainty=Certainty.SECONDARY,
    doubt="Norsk vejledning; ingen dansk er fundet.",
)

CONTACT_MAY_HASTEN = Provision(
    act="Bufdir (Norge) om børn, der efterlades i udlandet",
    paragraph="om kontakt med forældrene",
    says=(
        "Spørg, før nogen taler med familien: Kan det få rejsen til at komme før, eller skade personen eller "
        "søskende, at familien ved, at myndighederne er inde over?"
    ),
    url="https://bufdir.no",
    checked_on=COMPILED_ON,
    certainty=Certainty.SECONDARY,
    doubt="Norsk vejledning; ingen dansk er fundet.",
)

ABDUCTION_IS_ANOTHER_TRACK = Provision(
    act="Koordinationsenheden for Børnebortførelser",
    says=(
        "Tager den ene forælder barnet med til udlandet uden den andens samtykke, er det en børnebortførelse. Den har "
        "sit eget spor og sin egen enhed. Er barnet på vej, så ring 114 straks."
    ),
    url="https://ft.dk/samling/20141/almdel/sou/spm/146/svar/1230925/1502033/index.htm",
    checked_on=COMPILED_ON,
    certainty=Certainty.READ,
)

UNKNOWN_COUNTS_AS_NEAR = Provision(
    act="Vores egen regel",
    paragraph="om rejsedatoen",
    says=(
        "Planer holdes skjult og ændres. En ukendt rejsedato regnes som nær, og der regnes altid fra det tidligste "
        "tidspunkt, rejsen kan begynde."
    ),
    checked_on=READ_ON,
    certainty=Certainty.OWN_RULE,
)

SOMEBODY_WATCHES = Provision(
    act="Vores egen regel",
    paragraph="om livstegn",
    says=(
        "Et livstegn eller en hjemkomst aftales kun med en navngiven konsulent, der er på arbejde i den time. "
        "Udebliver det, varsles konsulenten med det samme, ikke næste hverdag. Er der ingen til at holde øje, "
        "aftales det ikke, og borgeren får det at vide."
    ),
    checked_on=READ_ON,
    certainty=Certainty.OWN_RULE,
)

DANGER_OUTLIVES_A_TRIP = Provision(
    act="Vores egen regel",
    paragraph="om tiden efter en rejse",
    says=(
        "At en rejse er slut eller afværget, siger intet om faren; den stiger ofte ved hjemkomsten. "
        "Der screenes på ny, og der følges op efter en uge, en måned, tre måneder og før næste ferie."
    ),
    checked_on=READ_ON,
    certainty=Certainty.OWN_RULE,
)
