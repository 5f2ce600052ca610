"""Draw references and cover names. A cover name tells nothing: two harmless words that fit each other."""

import secrets

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is mistaken for another over the phone

COLOURS_AND_SHAPES = (
    "Blå Grøn Gul Rød Hvid Grå Brun Lilla Rund Høj Lav Lang Kort Bred Smal Blank Mat Glat Ru Let Tung Stille Tør "
    "Våd Varm Kølig Skæv Lige Hul Tynd Tyk Ny Gammel Stribet Prikket Ternet Bøjet Flad Spids Blød"
).split()
THINGS = (
    "cykel lampe kande kasse stol spand paraply vante trompet tønde knap kop ske taske kurv bro sten pude skovl "
    "ballon gaffel hylde nøgle kalender gryde lygte trillebør vase pind sok flaske kost skål tråd saks blyant "
    "vogn klokke trommestik hammer tromme skammel bænk kaffekop kuffert violin spole globus magnet kridttavle"
).split()


def draw_reference(prefix: str) -> str:
    """Return e.g. ``H-7QF2K``: 28 million of them, none in any order."""
    return f"{prefix}-" + "".join(secrets.choice(LETTERS) for _ in range(5))


def draw_cover_name() -> str:
    """Return e.g. "Stribet kuffert"; not unique, the reference is."""
    return f"{secrets.choice(COLOURS_AND_SHAPES)} {secrets.choice(THINGS)}"
