"""The acceptance checks of the open site, and the page that says which tests hold them.

A test says itself what it holds, with ``@pytest.mark.check("E4")``; the tests are read, not run. What a machine like
this one cannot try, or tries in part only, stands here with its reason. The numbers are those of our research on safety
and design.
"""

import ast
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from vaern.docs.reading import shortened, tests_below


@dataclass(frozen=True)
class Check:
    """What must hold, and what of it no test here can show."""

    text: str
    not_here: str = ""


CHECKS = {
    "A1": Check("no cookie on any GET"),
    "A2": Check("`no-store` on every answer, also refusals and redirects"),
    "A3": Check("no referrer to another site"),
    "A4": Check("a strict content policy, and no page that needs more"),
    "A5": Check("nothing fetched from elsewhere"),
    "A6": Check("no storage in the browser after a whole journey"),
    "A7": Check("no manifest, push or position"),
    "A8": Check("no telling title, address or file name, in any language"),
    "A9": Check("every title its own"),
    "A10": Check("nothing in an address"),
    "A11": Check("questions, writing and mailbox answer GET with a neutral start"),
    "A12": Check("`noindex` on answers, no telling robots.txt"),
    "A13": Check("the cookie of an open mailbox: neutral, bound to the host, gone with the browser"),
    "A14": Check("the code is never shown again, in no address, title or log"),
    "A15": Check("nothing of a journey in the log"),
    "A16": Check("a form from elsewhere is refused, one from here is answered"),
    "A17": Check("TLS only, and the browser told to remember it"),
    "E1": Check("the exit is first to reach, in view and big enough, everywhere"),
    "E2": Check("the page is covered before any answer"),
    "E3": Check("Back does not show the page that was left"),
    "E4": Check("typed text is gone, also from a page the browser kept alive", "Safari's engine"),
    "E5": Check("the same without a script, on pages that answer a POST", "Safari's engine"),
    "E6": Check("Shift three times leads away, letters never do"),
    "E7": Check("progress is announced"),
    "E8": Check("the second way out"),
    "E9": Check("the session ends on the server, by `/luk` and by `/ud`"),
    "E10": Check("it works offline, and when our server hangs"),
    "E11": Check("the title turns neutral"),
    "E12": Check("a personal page the browser kept alive shows nothing on return"),
    "E13": Check("nothing lies over the exit", "the keyboard of a phone"),
    "E14": Check("the exit is not on paper"),
    "E15": Check("the neutral address is a setting", "that it answers: the tests have no network"),
    "E16": Check(
        "a closed tab empties the page",
        "a switch of app: no such event is sent, and the picture the phone keeps of the page remains; Firefox: while a "
        "tab closes it does not always run the page's own listeners",
    ),
    "C1": Check("one sentence is enough"),
    "C2": Check("the default is to come back oneself"),
    "C3": Check("no voicemail and no text message by default"),
    "C4": Check("words and digits open the same mailbox, however typed"),
    "C5": Check(
        "wrong, expired and malformed look the same",
        "a wrong secret under a right selector takes the time of stretching",
    ),
    "C6": Check("slower, never locked out"),
    "C7": Check("sent twice is one"),
    "C8": Check("no text before it is asked for"),
    "C9": Check("closing blocks reading and tells the team"),
    "C10": Check("deleted is gone"),
    "C11": Check("danger or a trip: numbers before sending, and a flag"),
    "C12": Check("when there is an answer, also at the edges of hours, weeks and holidays"),
    "C13": Check("no field for name, number or address"),
    "C14": Check("nothing remembered, nothing spell-checked"),
    "C15": Check("a warning before it closes, and staying"),
    "P1": Check("a small first page: 40 kB in 5 requests, a script of 6 kB at most"),
    "P2": Check("readable within two seconds on slow 3G", "a real network: reckoned from bytes and round trips"),
    "P3": Check("whole journeys without a script"),
    "P4": Check("and without style"),
    "P5": Check("files hashed, with neutral names"),
    "P6": Check("error pages without the application"),
    "X1": Check("axe on every page and state"),
    "X2": Check("whole journeys by keyboard, the focus in view"),
    "X3": Check("errors get the focus, lead to the field and say the same there"),
    "X4": Check("language and direction; numbers left to right"),
    "X5": Check("narrow, twice as big, set wide: nothing is lost"),
    "X6": Check("24 px to hit everywhere, 44 for what matters most"),
    "X7": Check("forced colours lose nothing; nothing moves"),
    "X8": Check("no shortcut of one letter"),
    "X9": Check("the accessibility statement is linked everywhere"),
    "X10": Check("plain words"),
    "X11": Check("help in the same place"),
    "X12": Check("a table beside each chart", "the open site has no chart"),
    "X13": Check("Sorani without empty boxes", "no page carries a font: the phone's own draws the letters"),
    "F1": Check("three questions, a number, without a script"),
    "F2": Check("every municipality has somebody for every concern, within what they take on"),
    "F3": Check("the regions change on the day"),
    "F4": Check("somebody away has a fallback"),
    "F5": Check("a CPR number is stopped kindly"),
    "F6": Check("one A4, no address, no name"),
    "F7": Check("nothing stored before it is sent"),
    "F8": Check("the duty about a child"),
    "F9": Check("112 before 114"),
}


class NoSuchCheck(Exception):
    """A test says it holds a check that is not in CHECKS, or names none; the message says which test."""


def collect_checks(tests: Path) -> dict[str, list[tuple[str, str]]]:
    """Return which tests hold each check: file and name, in the order of the files."""
    held: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for file, test in tests_below(tests):
        for number in numbers_of(test, file):
            held[number].append((file, test.name))
    return held


def numbers_of(test: ast.FunctionDef, file: str) -> list[str]:
    numbers = []
    for marker in test.decorator_list:
        if ast.unparse(marker).startswith("pytest.mark.check"):
            given = [ast.literal_eval(each) for each in marker.args] if isinstance(marker, ast.Call) else []
            if not given or not set(given) <= CHECKS.keys():
                raise NoSuchCheck(f"{file}: {test.name}")
            numbers += given
    return numbers


def checks_page(held: dict[str, list[tuple[str, str]]], made: str) -> str:
    lines = [
        "# The open site's acceptance checks\n\n",
        made,
        "Each check, the tests that hold it, and what of it a machine like this one cannot try. "
        "`pytest --check E4` runs the tests of one check.\n\n"
        "| check | what must hold | held by | not here |\n| --- | --- | --- | --- |\n",
    ]
    for number, check in CHECKS.items():
        tests = "<br>".join(f"`{file}` {shortened(name)}" for file, name in held.get(number, []))
        lines.append(f"| {number} | {check.text} | {tests or '–'} | {check.not_here} |\n")
    return "".join(lines)
