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
    """Serve the demo with its invented week; yield its address."""
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


def finder(page: Page, site: str, language: str = "") -> None:
    page.goto(f"{site}{language}/find/")
    page.fill('input[name="municipality"]', "Hedensted")
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


def write(page: Page, site: str, language: str = "") -> None:
    """Show the first of the three steps, with a sentence in it."""
    page.goto(f"{site}{language}/skriv/")
    onward(page, "main form button[type=submit]")
    page.fill("textarea", MESSAGE)
    page.evaluate("scrollTo(0, 0)")


def code(page: Page, site: str, language: str = "") -> None:
    write(page, site, language)
    for act in ("svar", "tjek", "kode"):
        onward(page, f"main button[name=act][value={act}]")


def mailbox(page: Page, site: str, language: str = "") -> None:
    """Send the message, and come back with its code."""
    code(page, site, language)
    words = page.locator("ol.code li").all_inner_texts()
    onward(page, "main button[name=act][value=send]")
    page.goto(f"{site}{language}/svar/")
    onward(page, "main form button[type=submit]")
    page.fill("[name=code]", " ".join(words))
    onward(page, "main button[name=act][value=aabn]")


def onward(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.locator(button).first.click()


def signed_in_first(show: Callable[[Page, str], None]) -> Callable[[Page, str], None]:
    """Return how to show pages of a language that only signed-in staff can read yet."""

    def shown(page: Page, site: str) -> None:
        my_day(page, site)
        show(page, site)

    return shown


def goes_to(page: Page, site: str, address: str) -> None:
    page.goto(f"{site}{address}")


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
# The other languages, on a phone. Arabic has the core pack: every number instead of the finder, and no questions.
ON_A_PHONE: dict[str, Callable[[Page, str], None]] = {
    "s1-forside-en": partial(front, language="/en"),
    "s1-forside-ar": signed_in_first(partial(goes_to, address="/ar/")),
    "s2-skriv-en": partial(write, language="/en"),
    "s2-skriv-ar": signed_in_first(partial(write, language="/ar")),
    "s3-kode-en": partial(code, language="/en"),
    "s3-kode-ar": signed_in_first(partial(code, language="/ar")),
    "s4-postkasse-en": partial(mailbox, language="/en"),
    "s4-postkasse-ar": signed_in_first(partial(mailbox, language="/ar")),
    "s5-finder-en": partial(finder, language="/en"),
    "s5-numre-ar": signed_in_first(partial(goes_to, address="/ar/numre/")),
    "s6-foer-du-ringer-en": partial(first_question, language="/en"),
    "s6-ark-en": partial(sheet, language="/en"),
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
            path = FOLDER / f"{name}-{size}.png"
            path.write_bytes(picture)
            print(f"{path.relative_to(ROOT)}  {len(picture) // 1024} kB")  # noqa: T201
            context.close()


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
