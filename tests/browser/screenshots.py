"""Make the pictures of the README: `python -m tests.browser.screenshots`, or only some of them: `… s1 s6`.

The demo is prepared in a folder of its own and served by the production server; nothing of this machine is touched.
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

from tests.needs import needs_browser

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "screenshots"
SIZES = {"desk": (1366, 768), "telefon": (360, 740)}
CONSULTANT = "Anders"  # invented; see vaern/play/cast.py
HAS_A_CASE = "Karen"
MESSAGE = "Jeg er bange for, at min familie sender mig væk til sommer."
SHEET = {
    "what": "En elev siger, at familien vil sende hende væk efter jul.",
    "worry": "At det sker, før nogen gør noget.",
    "question": "Hvad er det næste skridt, og hvem skal vide det?",
}
NOTE = (
    "En lærer fortæller om en elev i udskolingen, der skal med til udlandet i juleferien og ikke tror, hun kommer "
    "hjem.\nHun har selv sagt det i to timer, og hun har bedt om, at ingen ringer hjem.\n"
)


@contextmanager
def demo() -> Iterator[str]:
    """Serve the demo with its invented month; yield its address."""
    with tempfile.TemporaryDirectory(prefix="vaern-pictures-") as home:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("VAERN_")}
        env = kept | {"VAERN_HOME": home, "VAERN_DEMO": "1"}
        manage = [sys.executable, str(ROOT / "manage.py")]
        subprocess.run([*manage, "prepare_demo"], env=env, check=True)
        subprocess.run([*manage, "collectstatic", "--no-input", "--verbosity", "0"], env=env, check=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        server = subprocess.Popen([*manage, "serve", "--port", str(port)], env=env, stdout=subprocess.DEVNULL)
        try:
            for _ in range(150):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield f"http://localhost:{port}"
        finally:
            server.terminate()
            server.wait(timeout=30)


def front(page: Page, site: str, language: str = "") -> None:
    page.goto(f"{site}{language}/")


def finder_questions(page: Page, site: str, language: str = "") -> None:
    page.goto(f"{site}{language}/find/")
    if page.locator("select[name=municipality]").count():
        page.select_option("select[name=municipality]", "Hedensted")
    else:
        page.fill('input[name="municipality"]', "Hedensted")


def finder(page: Page, site: str, language: str = "") -> None:
    finder_questions(page, site, language)
    page.check('input[name="concern"][value="trip"]', force=True)
    page.check('input[name="soon"][value="yes"]', force=True)
    page.click('main button[type="submit"]')


def first_question(page: Page, site: str, language: str = "") -> None:
    page.goto(f"{site}{language}/forbered/")
    page.click("main button")
    page.fill("[name=what]", SHEET["what"])
    page.evaluate("scrollTo(0, 0)")


def sheet(page: Page, site: str, language: str = "") -> None:
    first_question(page, site, language)
    page.check("input[name=safe][value=yes]")
    page.check("input[name=soon][value=no]")
    for step in ((), ("age", "child"), ("worry", SHEET["worry"]), ("question", SHEET["question"])):
        if step and step[0] == "age":
            page.check(f"input[name=age][value={step[1]}]")
        elif step:
            page.fill(f"[name={step[0]}]", step[1])
        with page.expect_navigation():
            page.click("button[value=next]")
    page.locator(".sheet").scroll_into_view_if_needed()


def sent_sheet(page: Page, site: str, language: str = "") -> None:
    sheet(page, site, language)
    onward(page, "button[name=act][value=send]")


def write(page: Page, site: str, language: str = "") -> None:
    """Show the first of the three steps, with a sentence in it."""
    page.goto(f"{site}{language}/skriv/")
    onward(page, "main form button[type=submit]")
    page.fill("textarea", MESSAGE)
    page.evaluate("scrollTo(0, 0)")


def how_to_answer(page: Page, site: str, language: str = "") -> None:
    """Show the second step, where somebody has said that we may call."""
    write(page, site, language)
    onward(page, "main button[name=act][value=contact]")
    page.check("input[name=answer_by][value=call]")
    page.evaluate("scrollTo(0, 0)")


def check(page: Page, site: str, language: str = "") -> None:
    write(page, site, language)
    for act in ("contact", "check"):
        onward(page, f"main button[name=act][value={act}]")


def code(page: Page, site: str, language: str = "") -> None:
    check(page, site, language)
    onward(page, "main button[name=act][value=code]")


def mailbox(page: Page, site: str, language: str = "") -> None:
    """Send the message, and come back with its code."""
    code(page, site, language)
    words = page.locator("ol.code li").all_inner_texts()
    onward(page, "main button[name=act][value=send]")
    page.goto(f"{site}{language}/svar/")
    onward(page, "main form button[type=submit]")
    page.fill("[name=code]", " ".join(words))
    onward(page, "main button[name=act][value=open]")


def onward(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.locator(button).first.click()


def signed_in_first(show: Callable[[Page, str], None]) -> Callable[[Page, str], None]:
    """Return how to show pages of a language that only signed-in staff can read yet."""

    def shown(page: Page, site: str) -> None:
        my_day(page, site)
        show(page, site)

    return shown


def my_day(page: Page, site: str, person: str = CONSULTANT) -> None:
    page.goto(f"{site}/konto/ind/")
    page.click(f"button:has-text('{person}')")
    page.wait_for_url("**/desk/")
    page.wait_for_load_state("networkidle")


def call_log(page: Page, site: str) -> None:
    my_day(page, site)
    page.keyboard.press("Alt+n")
    page.wait_for_url("**/samtale/")
    page.fill('input[name="safety"]', "Ja, på skolen til kl. 14")
    page.click('textarea[name="note"]')
    page.keyboard.insert_text(NOTE + "Lærerens nummer er 22 33 44 55.")
    for name, value in (("caller", "school"), ("subject", "trip"), ("haste", "today"), ("age", "under-18")):
        page.check(f'input[name="{name}"][value="{value}"]', force=True)
    page.click('textarea[name="note"]')
    page.wait_for_selector(".finding")
    expect(page.locator("#saved")).to_have_text(re.compile(r"\d"))
    page.evaluate("scrollTo(0, 0)")


def case(page: Page, site: str) -> None:
    """Show a case that has gone on for some weeks."""
    my_day(page, site, HAS_A_CASE)
    page.goto(f"{site}/desk/sager/?kun=mine")
    page.locator(".worklist tbody a").first.click()
    page.wait_for_load_state("networkidle")


def screening(page: Page, site: str) -> None:
    """Begin a screening of an inquiry and answer the first questions, so that a card opens."""
    my_day(page, site)
    page.goto(f"{site}/desk/henvendelser/?kun=mine")
    page.locator(".worklist tbody a").last.click()
    page.locator("form[action$='/screening/ny/'] button").click()
    page.wait_for_url("**/screening/*/")
    page.fill('input[name="safe"]', "Ja, hos skolens sundhedsplejerske")
    for question, answer in (("A1", "no"), ("A2", "no"), ("A3", "yes")):
        page.check(f'input[name="gate.{question}"][value="{answer}"]', force=True)
    page.wait_for_selector("[data-card]")
    page.evaluate("scrollTo(0, 0)")


PICTURES: dict[str, Callable[[Page, str], None]] = {
    "s1-forside": front,
    "s2-skriv": write,
    "s3-kode": code,
    "s4-postkasse": mailbox,
    "s5-finder": finder,
    "s6-foer-du-ringer": first_question,
    "s6-ark": sheet,
    "s7-min-dag": my_day,
    "s8-samtalelog": call_log,
    "s9-sag": case,
    "screening": screening,
}
# S1 to S6 on a phone in the three languages. Arabic is a draft: somebody is signed in. A long page is shown whole too.
JUDGED: dict[str, Callable[..., None]] = {
    "s1-forside": front,
    "s2-skriv": write,
    "s2-svar": how_to_answer,
    "s2-tjek": check,
    "s3-kode": code,
    "s4-postkasse": mailbox,
    "s5-spoergsmaal": finder_questions,
    "s5-finder": finder,
    "s6-foer-du-ringer": first_question,
    "s6-ark": sheet,
    "s6-sendt": sent_sheet,
}
LONG = ("s1-forside", "s2-svar", "s4-postkasse", "s5-finder", "s6-foer-du-ringer", "s6-ark")
ON_A_PHONE: dict[str, Callable[[Page, str], None]] = {
    **JUDGED,
    **{f"{name}-en": partial(show, language="/en") for name, show in JUDGED.items()},
    **{f"{name}-ar": signed_in_first(partial(show, language="/ar")) for name, show in JUDGED.items()},
}


def take(browser: Any, site: str, wanted: tuple[str, ...]) -> None:
    for size, (width, height) in SIZES.items():
        pictures = PICTURES | (ON_A_PHONE if size == "telefon" else {})
        for name, show in pictures.items():
            if not name.startswith(wanted):
                continue
            context = browser.new_context(
                viewport={"width": width, "height": height}, locale="da-DK", timezone_id="Europe/Copenhagen"
            )
            page = context.new_page()
            show(page, site)
            page.evaluate("document.fonts.ready")
            picture = page.screenshot(animations="disabled", caret="hide")
            keep(picture, f"{name}-{size}")
            if size == "telefon" and name.removesuffix("-en").removesuffix("-ar") in LONG:
                page.evaluate("scrollTo(0, 0)")
                keep(page.screenshot(animations="disabled", caret="hide", full_page=True), f"{name}-{size}-hele")
            context.close()


def keep(picture: bytes, name: str) -> None:
    path = FOLDER / f"{name}.png"
    path.write_bytes(picture)
    print(f"{path.relative_to(ROOT)}  {len(picture) // 1024} kB")  # noqa: T201


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    launch = needs_browser()
    launch["args"] = [*launch["args"], "--lang=da-DK"]
    with demo() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch)
        take(browser, site, tuple(sys.argv[1:]) or ("",))
        browser.close()


if __name__ == "__main__":
    main()
