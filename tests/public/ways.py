"""The ways through the open site that are forms from page to page, as a browser without a script sends them.

Each returns the pages that answer it by what they are. No address leads to one of them: each answers a POST.
"""

import re

from tests.public.test_write import code_on, fields_of, text_of
from vaern.ui.briefing import MOST

WROTE = "Jeg skal med ud at rejse."
MESSAGE = re.compile(r'value="(show:[0-9a-f-]{36})"')


def way_of_a_citizen(client, language=""):
    """Write a message, come back with its code, read it and close the mailbox for good."""
    seen, send = sending(client, f"{language}/skriv/")
    send("the message")
    send("the message, with errors", "the message", "contact")
    send("how to answer", "the message", "contact", text=WROTE, trip="on")
    send("how to answer, with errors", "how to answer", "check", answer_by="call")
    send("is it right", "how to answer", "check")
    send("the code", "is it right", "code")
    send("another code", "the code", "code")
    send("it is sent", "the code", "send")
    code = " ".join(code_on(seen["the code"]).words)
    seen, send = sending(client, f"{language}/svar/", seen)
    send("the way back")
    send("a wrong code", "the way back", "open", code="vrøvl")
    send("the mailbox", "the way back", "open", code=code)
    send("what was written", "the mailbox", MESSAGE.findall(text_of(seen["the mailbox"]))[0])
    send("remove all?", "the mailbox", "remove-all")
    send("nothing is left", "the mailbox", "remove-all-now")
    send("close it?", "nothing is left", "close")
    send("it is closed", "nothing is left", "close-now")
    return seen


def way_to_the_sheet(client, language=""):
    """Fill in the sheet for 114, as a caseworker does, and put it right."""
    seen, send = sending(client, f"{language}/ark-114/")
    send("the lines")
    send("the lines, with errors", "the lines", "sheet", who="x" * (MOST + 1))
    send("the sheet for 114", "the lines", "sheet", who="Amina Holm")
    send("the lines again", "the sheet for 114", "edit")
    return seen


SAME_PAGE = {
    "another code",
    "what was written",
    "remove all?",
    "nothing is left",
    "close it?",
    "the lines again",
}  # as one before it, further down or with other words on it


def sending(client, address, seen=None):
    """Return the pages seen and what sends the form of one of them and adds the page that comes."""
    seen = {} if seen is None else seen

    def send(name, page="", act="", **fields):
        fields |= {"act": act} if act else {}
        seen[name] = client.post(address, (fields_of(seen[page]) if page else {}) | fields)
        assert seen[name].status_code == 200, name

    return seen, send
