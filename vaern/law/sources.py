"""The grounds of our rules, in our own words, with the day they were checked and how sure we are.

The statements were compiled from public pages, mostly read in part and not from the official law portal. A
jurist confirms each before it is relied on; until then ``certainty`` and ``doubt`` are shown beside it.
"""

from datetime import date

from vaern.law.terms import Certainty, Provision

COMPILED_ON = date(2026, 11, 22)
READ_ON = date(2026, 11, 23)

# The service itself.

SCHEME_PAGE = Provision(
    act="Sikkerhedskonsulenternes egen side",
    says=(
        "Anonymiseret rådgivning kan altid gives. Konkret sagssparring til kommuner kræver som udgangspunkt "
        "samtykke fra borgeren eller forældremyndighedshaver/værge. Risikovurdering kræver samtykke fra "
        "forældre/værge, eller at borgeren er over 18 år. Konkret hjælp gives til borgere over 18 år, som "
        "har givet samtykke. Ved ufrivillige udlandsophold for borgere over 18 år kan konsulenten "
        "koordinere. Konsulenten rådgiver og har ikke selv myndighed."
    ),
    url="https://nc-maerk.dk/raadgivningstilbud/sikkerhedskonsulenterne/",
    checked_on=COMPILED_ON,
    certainty=Certainty.READ,
)

SERVICELOVEN_12_C = Provision(
    act="serviceloven",
    paragraph="§ 12 c",
    says=(
        "Konsulenterne giver gratis vejledende rådgivning til kommuner, andre myndigheder, aktører og "
        "borgere. Når kommunen beder om det, laver de risikovurderinger og koordinerer rådgivningen."
    ),
    url="https://elov.dk/serviceloven/paragraf/12c",
    checked_on=COMPILED_ON,
    certainty=Certainty.READ,
    doubt=(
        "Læst på en privat lovside. §§ 12 d ff. og en bekendtgørelse er ikke fundet. Bestemmelsen nævner "
        "opgaven; den er ikke i sig selv en undtagelse fra kravet om samtykke eller fra tavshedspligt."
    ),
)

# Notification about a child.

BARNETS_LOV_133 = Provision(
    act="barnets lov",
    paragraph="§ 133",
    says=(
        "Den, der er i offentlig tjeneste eller hverv, har en skærpet pligt til at underrette kommunen om et barn, "
        "der kan have behov for støtte. En begrundet formodning er nok, og pligten gælder også den, der selv kan "
        "blive ved med at hjælpe."
    ),
    url="https://regelrytter.dk/vej/2024-9471-sec-22",
    checked_on=COMPILED_ON,
    certainty=Certainty.READ,
    doubt=(
        "Læst i vejledningen (VEJ nr. 9471 af 21. juni 2024), ikke i selve loven. En regional side henfører pligten "
        "til § 135: vi følger vejledningen. At konsulenten er i offentlig tjeneste, er vores slutning."
    ),
)

BARNETS_LOV_133_CASES = Provision(
    act="barnets lov",
    paragraph="§ 133, de fire tilfælde",
    says=(
        "Pligten gælder det, man i tjenesten får kendskab til eller grund til at antage: at et barn under 18 kan "
        "have behov for støtte; at et barn kan få det lige efter fødslen på grund af forældrenes forhold; at det "
        "kan skyldes ulovligt skolefravær; at et barn har været udsat for overgreb."
    ),
    url="https://handleguide.dk/underretning",
    checked_on=READ_ON,
    certainty=Certainty.SECONDARY,
    doubt="Gengivet efter en kommunes side; ordlyden i barnets lov er ikke læst.",
)

BARNETS_LOV_135 = Provision(
    act="barnets lov",
    paragraph="§ 135",
    says=(
        "Enhver, der får kendskab til, at et barn under 18 udsættes for vanrøgt eller nedværdigende "
        "behandling eller lever under forhold, der bringer sundhed eller udvikling i fare, skal underrette "
        "kommunen."
    ),
    url=(
        "https://regionsyddanmark.dk/fagfolk/det-naere-sundhedsvaesen/samarbejdsaftaler-og-forlobsprogrammer/"
        "born-og-unge/underretning-ved-mistanke-om-born-og-unges-forhold"
    ),
    checked_on=COMPILED_ON,
    certainty=Certainty.SECONDARY,
    doubt="Gengivet efter en regions side; ordlyden er ikke læst.",
)

NOTIFYING_GOES_BEFORE_SECRECY = Provision(
    act="Ankestyrelsen om underretninger",
    says=(
        "Underretningspligten går forud for fagpersoners tavshedspligt. En underretning kan være mundtlig, "
        "skriftlig eller anonym og kan ikke trækkes tilbage. Ankestyrelsen kan underrettes, hvis kommunen er "
        "ukendt eller ikke reagerer."
    ),
    url=(
        "https://ast.dk/born-familie/hvad-handler-din-klage-om/underretninger/hvad-er-en-underretning/"
        "din-underretningssag"
    ),
    checked_on=COMPILED_ON,
    certainty=Certainty.READ,
    doubt="En kommune skriver, at offentligt ansatte ikke kan være anonyme, kun borgere.",
)

ALWAYS_NOTIFY_ABOUT_A_CHILD = Provision(
    act="Sikkerhedskonsulenternes egen side",
    paragraph="om børn under 18 år",
    says="Er man bekymret for et barn under 18 år, skal man altid underrette kommunen, barnet bor i.",
    url=SCHEME_PAGE.url,
    checked_on=COMPILED_ON,
    certainty=Certainty.READ,
)

NOTIFICATION_SETTLED_BEFORE_CLOSING = Provision(
    act="Vores egen regel",
    paragraph="om at lukke, når bekymringen gælder et barn",
    says=(
        "Er bekymringen om en person under 18, lukkes intet, før spørgsmålet om underretning er besvaret: "
        "lavet (af hvem og hvornår), skal laves (ansvarlig og dato), eller vi kan ikke se, hvem barnet er, "
        "og pligten er forklaret. Kender vi barnet, og har ingen underrettet, gør konsulenten det."
    ),
    checked_on=COMPILED_ON,
    certainty=Certainty.OWN_RULE,
)

HONOUR_ACTION_CARD = Provision(
    act="Aalborg Kommunes actioncard om negativ social kontrol",
    paragraph="under 18 år",
    says=(
        "Underretningen gennemgås ikke med forældrene. Tal ikke med familie eller venner. Send ikke brev, "
        "sms eller mail til barnet, som kan være overvåget. Se efter søskende."
    ),
    url=(
        "https://fagfolk.aalborg.dk/boern-og-unge/beredskabsplaner/actioncards-ved-bekymring-for-negativ-social-kontrol"
    ),
    checked_on=COMPILED_ON,
    certainty=Certainty.READ,
    doubt="Én kommunes praksis. Andre kommuner lader som regel forældrene læse underretningen.",
)

ASSESSED_WITHIN_A_DAY = Provision(
    act="Social- og Boligministeriet om kommunens pligt",
    says="Kommunen skal inden for 24 timer vurdere, om barnets sundhed eller udvikling er i fare.",
    url=("https://www.sm.dk/arbejdsomraader/boern-og-unge-i-udsatte-positioner/underretningspligt/kommunens-pligt"),
    checked_on=READ_ON,
    certainty=Certainty.READ,
    doubt="Læst i en gemt kopi. Hvilket stykke i barnets lov fristen står i, er ikke efterprøvet.",
)

RECEIPT_FOR_A_NOTIFICATION = Provision(
    act="Kommuners sider om underretning",
    says="Den, der underretter, får en kvittering inden for seks hverdage.",
    url=(
        "https://www.nyborg.dk/da/Borger/B%C3%B8rn-unge-og-familie/Hj%C3%A6lp-og-r%C3%A5dgivning/"
        "Har-du-en-bekymring-for-et-barn-eller-en-ung"
    ),
    checked_on=COMPILED_ON,
    certainty=Certainty.SECONDARY,
    doubt=(
        "Den bestemmelse i barnets lov, der giver fristen, er ikke fundet. Vi tæller fra dagen efter, at "
        "kommunen har modtaget underretningen."
    ),
)

WORKING_DAYS = Provision(
    act="forældelsesloven",
    paragraph="§ 27, stk. 2 (brugt som forbillede)",
    says=(
        "En frist, der udløber i en weekend, på en helligdag, grundlovsdag, den 24. eller den 31. december, "
        "rykker til den næste hverdag. De dage er altså ikke hverdage dér."
    ),
    url="https://danskelove.dk/for%C3%A6ldelsesloven/27",
    checked_on=READ_ON,
    certainty=Certainty.INFERRED,
    doubt=(
        "Loven gælder andre frister. Vi regner efter samme mønster: mandag til fredag, ikke helligdage, 5. "
        "juni, 24. og 31. december. Nogle love og aftaler tæller lørdag som hverdag; om § 133-kvitteringen "
        "gør, er ikke efterprøvet. 1. maj tæller som hverdag."
    ),
)

PUBLIC_HOLIDAYS = Provision(
    act="Danske helligdage",
    says="Folkekirkens helligdage. Store bededag er ikke helligdag fra og med 2024.",
    checked_on=READ_ON,
    certainty=Certainty.SECONDARY,
    doubt="Hentet fra programpakken holidays, ikke fra loven.",
)

UDLAENDINGELOVEN_44_C = Provision(
    act="udlændingeloven",
    paragraph="§ 44 c",
    says=(
        "Kommunen skal give mistanke eller viden om en forestående eller igangværende genopdragelsesrejse "
        "for et barn med opholdstilladelse videre til Udlændingestyrelsen eller SIRI, alt efter "
        "opholdsgrundlaget. Det sker uden samtykke fra forældremyndighedshaveren, løbende, og også når "
        "personen er fyldt 18 efter udrejsen."
    ),
    url=(
        "https://nyidanmark.dk/da/For-samarbejdspartnere/Kommunernes-indberetningspligt/Mistanke-om-genopdragelsesrejse"
    ),
    checked_on=COMPILED_ON,
    certainty=Certainty.READ,
    doubt="Pligten er kommunens egen. Om EU-borgeres børn er omfattet, fremgår ikke af siden.",
)

# Ages.

BARNETS_LOV_3 = Provision(
    act="barnets lov",
    paragraph="§ 3",
    says="Børn, der er fyldt 10 år, er selv part i de sager, bestemmelsen nævner.",
    url="https://regelrytter.dk/barnets-lov/3",
    checked_on=COMPILED_ON,
    certainty=Certainty.READ,
)

BARNETS_LOV_47 = Provision(
    act="barnets lov",
    paragraph="§ 47, stk. 4",
    says=("Har den unge, der er fyldt 15, selv samtykket, kan børne- og ungeudvalget anbringe mod forældrenes vilje."),
    url="https://www.lovguiden.dk/loven/bekendtgørelse-af-barnets-lov/47",
    checked_on=COMPILED_ON,
    certainty=Certainty.READ,
)

OF_AGE = Provision(
    act="Sikkerhedskonsulenternes egen side",
    paragraph="om alder",
    says="Reglerne for børn gælder under 18 år; borgere over 18 år giver selv samtykke.",
    url=SCHEME_PAGE.url,
    checked_on=COMPILED_ON,
    certainty=Certainty.READ,
    doubt="Værgemålslovens regler om myndighedsalder er ikke læst.",
)

LEAP_DAY_BIRTHDAYS = Provision(
    act="Vores egen regel",
    paragraph="om fødselsdag den 29. februar",
    says="Den, der er født den 29. februar, fylder år den 1. marts i år uden skuddag.",
    checked_on=READ_ON,
    certainty=Certainty.OWN_RULE,
    doubt="Vi har ikke fundet en dansk regel og vælger den dag, hvor barnets beskyttelse varer længst.",
)

# Acute danger.

CALL_112 = Provision(
    act="Politiet om alarm 112",
    says="Ring 112, når der er brug for hjælp med det samme. 114 er politiets servicenummer.",
    url="https://politi.dk/kontakt-politiet/alarm-112",
    checked_on=COMPILED_ON,
    certainty=Certainty.READ,
    doubt=(
        "Konsulenternes egen side og Udenrigsministeriet nævner 114 i akutte situationer. Vi viser 112 først "
        "og 114 derefter; ministeriet skal godkende det."
    ),
)

NUMBER_BEFORE_FORM = Provision(
    act="Vores egen regel",
    paragraph="om akut fare",
    says="Vi spørger først, om personen er i sikkerhed. Intet skema står mellem et menneske og nummeret.",
    checked_on=COMPILED_ON,
    certainty=Certainty.OWN_RULE,
)

EMERGENCY_NOTE = Provision(
    act="Vores egen regel",
    paragraph="om nødnotat",
    says=(
        "Navn og adresse må kun skrives uden om anonymitetsvagten, mens der er akut fare. Grunden skrives, "
        "det står i sporet, teamlederen ser det efter inden for et døgn, og notatet udløber."
    ),
    checked_on=COMPILED_ON,
    certainty=Certainty.OWN_RULE,
    doubt="Databeskyttelsesgrundlaget for nødnotatet skal bekræftes.",
)

# Contact, keys and drafts.

SAFE_CONTACT = Provision(
    act="Vores egen regel",
    paragraph="om sikker kontakt",
    says=(
        "Vi kontakter kun en borger på den måde, vi har aftalt. Aftalen har en dato; er den udløbet, "
        "bekræfter vi først. Vi lægger aldrig en besked. Akut fare går forud, når grunden er skrevet."
    ),
    checked_on=COMPILED_ON,
    certainty=Certainty.OWN_RULE,
)

DRAFTS_ARE_SHORT_LIVED = Provision(
    act="Vores egen regel",
    paragraph="om kladder",
    says=(
        "En kladde er ikke gået gennem anonymitetsvagten og kan rumme et navn. Den gemmes derfor kun kort "
        "tid, efter at der sidst er skrevet i den."
    ),
    checked_on=READ_ON,
    certainty=Certainty.OWN_RULE,
)

MAILBOX_IS_SHORT_LIVED = Provision(
    act="Vores egen regel",
    paragraph="om postkassen",
    says=(
        "En besked uden navn og svarene på den gemmes i 90 dage, efter at postkassen sidst er brugt. Så slettes de. "
        "Noget, ingen har læst, slettes aldrig af sig selv."
    ),
    checked_on=READ_ON,
    certainty=Certainty.OWN_RULE,
    doubt="Fristen er et forslag og skal godkendes.",
)

ORPHAN_KEYS_ARE_SWEPT = Provision(
    act="Vores egen regel",
    paragraph="om nøgler",
    says="En nøgle gemmes før sin række. Kommer rækken ikke, fjernes nøglen igen.",
    checked_on=COMPILED_ON,
    certainty=Certainty.OWN_RULE,
)

OPENINGS_ARE_LIMITED = Provision(
    act="Vores egen regel",
    paragraph="om nøgler",
    says=(
        "En person kan åbne så mange forskellige nøgler på et minut og en time, som et menneske kan nå at læse. "
        "Den samme nøgle tæller én gang, og det, der åbnes under en samtale eller i en nødåbning, tælles for sig."
    ),
    checked_on=COMPILED_ON,
    certainty=Certainty.OWN_RULE,
)

COPIES_HAVE_A_LIFE = Provision(
    act="Vores egen regel",
    paragraph="om sikkerhedskopier",
    says=(
        "En kopi af nøglerne gemmes kortere end en kopi af data: Når den sidste kopi af en destrueret nøgle er væk, "
        "kan ingen åbne teksten i en gammel kopi af data."
    ),
    checked_on=COMPILED_ON,
    certainty=Certainty.OWN_RULE,
)

BREAK_GLASS = Provision(
    act="Vores egen regel",
    paragraph="om nødåbning",
    says=(
        "Den, der kender sagens reference eller dæknavn, kan i en nødsituation åbne en sag, der ellers ikke er "
        "deres at se. Grunden skrives, det står i sporet, det varer få timer, og teamlederen ser det efter "
        "næste hverdag om morgenen."
    ),
    checked_on=COMPILED_ON,
    certainty=Certainty.OWN_RULE,
)

# The gate.

CONSENT_IS_OUR_CONDITION = Provision(
    act="Vores egen regel",
    paragraph="om samtykke",
    says=(
        "Samtykke er ordningens egen betingelse for konkret arbejde. Anonymiseret arbejde har ingen "
        "identitet, intet billede og intet pas. Hvad der ligger uden for samtykket, behandles, som om der "
        "ikke var noget."
    ),
    checked_on=COMPILED_ON,
    certainty=Certainty.OWN_RULE,
    doubt="Det databeskyttelsesretlige grundlag og dataansvaret er en anden sag og skal afklares.",
)

MUNICIPALITY_ASKS = Provision(
    act="Vores egen regel",
    paragraph="om undtagelsen fra samtykke",
    says=(
        "Kravet om samtykke gælder »som udgangspunkt«. Beder en kommune om det, oplyser den sit eget "
        "grundlag for at give oplysningerne og tager ansvaret, afgør mennesker det: grundlag, myndighed og "
        "person skrives, en anden konsulent bekræfter, og det kan ses ved gennemgang."
    ),
    checked_on=COMPILED_ON,
    certainty=Certainty.OWN_RULE,
    doubt="Hvornår kommunens grundlag rækker, er ikke afklaret. Serviceloven § 12 c er ikke selv grundlaget.",
)

SHARING_ON_A_DUTY = Provision(
    act="Vores egen regel",
    paragraph="om at give oplysninger videre uden samtykke",
    says=(
        "Uden samtykke gives oplysninger kun videre på en pligt eller ved akut fare, og grunden skrives. Ved "
        "akut fare får teamlederen besked, når politiet orienteres."
    ),
    checked_on=COMPILED_ON,
    certainty=Certainty.OWN_RULE,
    doubt="Forvaltningsloven § 28, retsplejeloven § 115 og barnets lov § 126 har deres egne vilkår.",
)

# Screening.

JUDGED_BY_PEOPLE = Provision(
    act="Vores egen regel",
    paragraph="om screening",
    says=(
        "En bekymring for en person screenes; et spørgsmål om regler og metode gør ikke. Mennesker vælger "
        "trusselsniveauet. Intet tælles, vægtes eller foreslås, og »kan ikke vurderes endnu« er et svar. Det "
        "nyeste, underskrevne niveau gælder til sin dato."
    ),
    checked_on=COMPILED_ON,
    certainty=Certainty.OWN_RULE,
)

AGE_OF_A_CONCERN = Provision(
    act="Vores egen regel",
    paragraph="om rejse og ophold",
    says="En genopdragelsesrejse gælder et barn under 18. Fra 18 år er det et ufrivilligt udlandsophold.",
    url=SCHEME_PAGE.url,
    checked_on=COMPILED_ON,
    certainty=Certainty.OWN_RULE,
)

AGAINST_AN_ACUTE_ANSWER = Provision(
    act="Vores egen regel",
    paragraph="om akutte svar",
    says=(
        "Er der svaret ja til akut fare, kan niveauet stadig være lavt og fristen længere end 24 timer. Men så "
        "skrives grunden, og en kollega er spurgt. Det kan ses ved gennemgang."
    ),
    checked_on=COMPILED_ON,
    certainty=Certainty.OWN_RULE,
)

SECOND_READER = Provision(
    act="Vores egen regel",
    paragraph="om anden læser",
    says=(
        "Sættes et niveau ned, eller lukkes der, kort tid efter en alarm, læser en kollega med først. Nogle af "
        "de sager, der er gået værst, blev vurderet ned, lige efter at der var slået alarm."
    ),
    checked_on=COMPILED_ON,
    certainty=Certainty.OWN_RULE,
    doubt="Hvor længe en alarm skal virke, er vores eget skøn.",
)

ASK_ONLY_IF_SAFE = Provision(
    act="Vores egen regel",
    paragraph="om at spørge om samtykke",
    says=(
        "Vi spørger først, om der kan bedes om samtykke, uden at faren vokser. Kan der ikke det, eller ved vi det "
        "ikke, spørger vi ikke. At lade være er et helt svar: Vejen er anonymiseret rådgivning og myndighedens egen "
        "underretning."
    ),
    checked_on=COMPILED_ON,
    certainty=Certainty.OWN_RULE,
)

WHO_MAY_CONSENT = Provision(
    act="Vores egen regel",
    paragraph="om, hvem der kan give samtykke",
    says=(
        "En borger, der er fyldt 18, giver selv samtykke; en værge inden for værgemålet. For et barn giver den, der "
        "har forældremyndigheden, det, eller en værge. Er forældremyndigheden fælles, skal begge nævnes. Når borgeren "
        "fylder 18, dækker forældrenes samtykke intet nyt, og tredive dage før siger en opgave det."
    ),
    checked_on=COMPILED_ON,
    certainty=Certainty.OWN_RULE,
    doubt="Om begge skal give samtykke ved fælles forældremyndighed, og værgens grænser, skal afklares.",
)

ASSESSED_BY_PEOPLE = Provision(
    act="Vores egen regel",
    paragraph="om risikovurdering",
    says=(
        "En risikovurdering underskrives, når hvert forhold er besvaret nu og tidligere med belæg, hvert scenarie har "
        "tiltag med en ansvarlig, og hver konklusion er valgt og begrundet. Intet tælles, vægtes eller foreslås. "
        "Sættes niveauet ned, læser en kollega med først. Borgerens ønske, og hvordan borgeren er hørt, står der."
    ),
    checked_on=COMPILED_ON,
    certainty=Certainty.OWN_RULE,
)

NAMED_AFTER_THE_TOOL = Provision(
    act="Vores egen regel",
    paragraph="om navnet PATRIARK",
    says=(
        "En vurdering får kun navnet PATRIARK, når udgaven og manualen er skrevet, og teamlederen har attesteret "
        "konsulentens uddannelse. Er attesten udløbet, siges og skrives det. Ellers er det en struktureret vurdering."
    ),
    checked_on=COMPILED_ON,
    certainty=Certainty.OWN_RULE,
    doubt="Rettighedshavernes vilkår for dansk brug er ikke afklaret.",
)
# Closing a case, keeping and destroying it, and letting a caseworker read in it.

CASE_CLOSES_WITH = Provision(
    act="Vores egen regel",
    paragraph="om at afslutte en sag",
    says=(
        "En sag afsluttes kun med en grund, en vurdering af, hvad der hjalp, og hvad der ikke gjorde, den risiko, "
        "der er tilbage, i ord, hvem der har ansvaret nu, en dag til at se efter (eller hvorfor ikke), hvem der er "
        "orienteret, og hvad der blev af hver åben opgave."
    ),
    checked_on=READ_ON,
    certainty=Certainty.OWN_RULE,
)

CASES_ARE_KEPT = Provision(
    act="Vores egen regel",
    paragraph="om, hvor længe en afsluttet sag gemmes",
    says=(
        "Grunden til at afslutte siger, hvor længe sagen gemmes. Kan datoen ikke regnes ud af grunden, sætter et "
        "menneske den. Destruktion kræver to personer og efterlader en række tal uden person."
    ),
    url="https://www.sa.dk/da/news/nye-bestemmelser-om-bevaring-og-kassation/",
    checked_on=READ_ON,
    certainty=Certainty.OWN_RULE,
    doubt=(
        "Årstallene er vores forslag. Arkivlovens bevaringspligt (bekendtgørelse nr. 183 af 26. januar 2018) og "
        "pligten til at slette efter databeskyttelsesreglerne trækker hver sin vej, og for børnesager kan bevaring "
        "være påkrævet. Den dataansvarlige og Rigsarkivet skal fastlægge fristerne, før noget destrueres."
    ),
)

GUEST_IS_TIMED = Provision(
    act="Vores egen regel",
    paragraph="om gæster i en sag",
    says=(
        "En navngiven sagsbehandler kan læse bestemte dele af én sag til og med en dag. Konsulenten på sagen "
        "inviterer og kan slutte adgangen før."
    ),
    checked_on=READ_ON,
    certainty=Certainty.OWN_RULE,
)
