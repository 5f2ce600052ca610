"""Telephone numbers as people write and read them."""

import re

SHORT = re.compile(r"1[0-9]{2,3}")  # emergency and helplines
HARMONISED = re.compile(r"116[0-9]{3}")  # the European lines of social value, such as the one for children
DANISH = re.compile(r"[2-9][0-9]{7}")
FOREIGN = re.compile(r"\+[1-9][0-9]{6,14}")


class NotANumber(ValueError):
    """The text is not a telephone number that can be dialled from Denmark."""


def written(text: str) -> str:
    """Return ``text`` in the one form the register keeps: "25 20 28 46", "112", "116 111", "+46". Raises NotANumber."""
    bare = re.sub(r"[\s.\-()]", "", text)
    bare = re.sub(r"^00", "+", bare)
    bare = re.sub(r"^\+45(?=[0-9]{8}$)", "", bare)
    if DANISH.fullmatch(bare):
        return " ".join(re.findall("..", bare))
    if HARMONISED.fullmatch(bare):
        return f"{bare[:3]} {bare[3:]}"
    if SHORT.fullmatch(bare) or FOREIGN.fullmatch(bare):
        return bare
    raise NotANumber


def digits(number: str) -> str:
    """Return the digits alone; a foreign number keeps its country code."""
    return re.sub(r"[^0-9]", "", number)


def dialled(number: str) -> str:
    """Return what a telephone link dials: eight Danish digits work from abroad too."""
    bare = number.replace(" ", "")
    return f"+45{bare}" if DANISH.fullmatch(bare) else bare
