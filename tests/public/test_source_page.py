"""Every sentence of the service's own public page about something done, asked, decided or told has its place here.

The left column says which sentence, in a few words; the others where a reader meets it. What is done at the desk (the
screening, the assessment, the trip) is proven by the desk's own tests; here stands what is told about it.
"""

from tests.public.reading import Page

TOLD = [
    # who we are
    ("free advice for professionals and citizens", "/", "Det er gratis."),
    ("free advice for professionals and citizens", "/fagfolk/", "Det er gratis."),
    ("anchored in four municipalities, a national team", "/saadan/", "København, Aarhus, Odense og Aalborg"),
    ("may be used by all municipalities", "/saadan/", "som alle landets kommuner kan bruge"),
    ("specially trained", "/saadan/", "særligt uddannet i at vurdere risiko, i sikkerhed og tryghed"),
    ("advises, has no authority", "/", "Vi er ikke en myndighed"),
    ("advises, has no authority", "/ansvar/", "Konsulenten rådgiver og har ikke selv myndighed."),
    (
        "authorities support and help the citizen",
        "/det-kan-vi/",
        "kommunen og politiet, der hjælper og beslutter",
    ),
    ("anonymised advice always", "/det-kan-vi/", "Du kan altid få råd uden at sige dit navn."),
    ("anonymised advice always", "/fagfolk/", "Du kan altid få råd uden at sige navne."),
    ("concrete sparring takes consent as a starting point", "/samtykke/", "kræver det som udgangspunkt samtykke"),
    # the four concerns, each with its example
    ("honour-related conflicts", "/ord/", "familiens ære er krænket"),
    ("honour-related conflicts, the example", "/ord/", "fordi familien ikke vil have kæresten"),
    ("negative social control", "/ord/", "Overvågning, kontrol, tvang"),
    ("negative social control, the example", "/ord/", "besøge venner eller tage med på lejrskole"),
    ("re-education trips", "/ord/", "Et barn under 18 bliver sendt til udlandet i længere tid"),
    ("re-education trips, why", "/ord/", "blevet for dansk"),
    ("involuntary stays", "/ord/", "En person over 18 er i udlandet uden selv at ville det."),
    ("involuntary stays, the examples", "/ord/", "efterlader personen der"),
    # how advice is given
    ("fitted to the need of the case", "/saadan/", "Rådene passer til den konkrete sag."),
    ("by phone as a rule", "/saadan/", "som regel i telefonen"),
    ("meetings may be agreed", "/saadan/", "I kan også aftale at mødes."),
    ("the caseworker's first question", "/saadan/", "Hvor alvorligt er det, og er borgeren i fare?"),
    ("the second", "/saadan/", "Spiller ære en rolle"),
    ("the third", "/saadan/", "Hvad gør borgeren tryg nu og på sigt?"),
    ("the fourth", "/saadan/", "Hvad siger loven, og hvad kan sættes i gang?"),
    ("the fifth", "/saadan/", "hvem skal der koordineres med?"),
    ("the sixth", "/saadan/", "Hvordan afsluttes eller overdrages sagen?"),
    ("the seventh", "/saadan/", "Hvordan følges der op, og hvad lærte vi?"),
    (
        "the caseworker is responsible",
        "/ansvar/",
        "Har ansvar for borgerens sag og sikkerhed i den konkrete",
    ),
    ("advises on who can contribute", "/ansvar/", "hvem der kan bidrage"),
    ("supports in coordinating", "/ansvar/", "Støtter dig i at koordinere"),
    (
        "across municipality, police, state and volunteers",
        "/ansvar/",
        "mellem kommune, politi, statslige myndigheder og friv",
    ),
    ("citizen and authorities know the current assessment", "/ansvar/", "den risikovurdering, der gælder nu"),
    ("the citizen closely involved", "/ansvar/", "Skal være tæt inddraget og vide, hvad der sker."),
    ("the citizen closely involved", "/det-kan-vi/", "Du skal vide, hvad der sker"),
    ("self-determination and responsibility", "/ansvar/", "Skal kunne bestemme selv og tage ansvar"),
    ("concrete help from 18 with consent", "/det-kan-vi/", "Er du over 18, og siger du ja"),
    ("the citizen's first question", "/det-kan-vi/", "hvad du kan gøre, og hvad du har ret til"),
    ("the second of them", "/det-kan-vi/", "hvordan du kan passe på dig selv"),
    ("the third of them", "/det-kan-vi/", "både ude og på nettet"),
    ("the fourth of them", "/det-kan-vi/", "hvem der kan hjælpe dig, og hvad de kan gøre"),
    # screening and assessment
    ("finds out what the case is about", "/saadan/", "hvad sagen handler om"),
    ("an initial screening on what the caller tells", "/bagefter/", "en første screening ud fra det, du har fortalt"),
    ("what the screening says", "/bagefter/", "om sagens art og om faren, og om der skal handles"),
    ("makes an assessment or supports one", "/bagefter/", "eller støtte dig i selv at lave den"),
    ("the assessment takes consent", "/bagefter/", "Det kræver samtykke, eller at borgeren er over 18"),
    ("thorough and systematic", "/ord/", "En grundig vurdering efter en fast metode."),
    ("the tool", "/ord/", "PATRIARK"),
    ("ends in recommendations and what to follow up", "/bagefter/", "hvad der skal følges op på"),
    ("who finds out the rest is agreed", "/bagefter/", "I aftaler, hvem der finder ud af det, I ikke ved"),
    ("coordinates and follows the threat all the way", "/bagefter/", "støttet gennem hele forløbet"),
    # trips
    ("before, during and after", "/det-kan-vi/", "Vi kan hjælpe før, under og efter en rejse."),
    ("before, during and after", "/14-dage/", "råd før, under og efter rejsen"),
    ("may coordinate for those over 18", "/saadan/", "kan vi koordinere"),
    ("may contact police and ministries", "/saadan/", "politi, Udenrigsministeriet og Udlændingestyrelsen"),
    ("unlawful to send a child", "/14-dage/", "bringer sundhed eller udvikling i alvorlig fare"),
    ("up to four years", "/rejse/", "op til fire år i fængsel"),
    ("unlawful to force an adult or to hinder the return", "/rejse/", "holde en fra at rejse hjem til Danmark"),
    ("hard to help anyone home", "/14-dage/", "svært for danske myndigheder at hjælpe"),
    ("the law there may forbid leaving", "/14-dage/", "Loven i det andet land kan spærre for rejsen hjem."),
    ("so react before", "/14-dage/", "Handl før rejsen."),
    ("citizen or professional: contact us", "/", "Ring til os"),
    ("citizen or professional: contact us", "/fagfolk/", "Find din konsulent"),
    ("always notify about a child under 18", "/ansvar/", "underrette kommunen, hvor barnet bor"),
    # what police and municipality ask: to a professional, and as a private list to the citizen
    ("1 who", "/14-dage/", "Navn, adresse og cpr-nummer. Under 18: også forældrenes."),
    ("1 who", "/rejse/", "Hvem er du? Er du under 18: Hvem er dine forældre?"),
    ("2 citizenship", "/14-dage/", "det kan afgøre, om barnet kan rejse ind igen"),
    ("2 citizenship", "/rejse/", "Hvor er du statsborger, og har du flere pas?"),
    ("3 what is feared", "/14-dage/", "tvangsægteskab, omskæring, frihedsberøvelse, overgreb"),
    ("3 what is feared", "/rejse/", "Hvad er du bange for, at der sker?"),
    ("4 which country", "/rejse/", "Hvilket land går rejsen til?"),
    ("5 with whom", "/rejse/", "Hvem skal du besøge eller bo hos? Hvordan kender du dem?"),
    ("6 what the family says", "/rejse/", "Hvad siger din familie, at I skal?"),
    ("7 whom to trust", "/rejse/", "Hvem kan du stole på, her og der? Hvordan får man fat i dem?"),
    ("8 the route", "/14-dage/", "Rute, dato, tid og flynummer."),
    ("9 the return", "/14-dage/", "Hjemrejsen: planlagt? Er billetten købt?"),
    ("10 alternatives", "/rejse/", "Hvad kan du gøre i stedet? Kan du blive i Danmark?"),
    ("11 photo and passport", "/14-dage/", "Det er vigtigt, hvis borgeren senere bliver efterlyst."),
    # whom to call, and where the scheme comes from
    ("the regions and their people", "/numre/", "Region Nordjylland"),
    ("set up in 2018", "/saadan/", "Den blev oprettet i 2018."),
    ("as part of the national plan", "/saadan/", "en del af den nationale plan"),
    ("the plan", "/saadan/", "Den nationale handlingsplan for forebyggelse"),
    ("the study", "/saadan/", "Vidensafdækning vedr. etablering af sikkerhedskonsulentordningen (2017)"),
]


def test_what_the_service_says_of_itself_is_told_on_the_open_site(visitor):
    addresses = dict.fromkeys(address for _, address, _ in TOLD)
    read = {address: Page(visitor.get(address)).main.replace("\n", " ") for address in addresses}
    assert not [(sentence, address) for sentence, address, words in TOLD if words not in read[address]]


def test_the_police_number_of_the_page_stands_on_every_page_after_112(visitor):
    html = visitor.get("/14-dage/").content.decode()
    assert html.index("tel:112") < html.index("tel:114")
