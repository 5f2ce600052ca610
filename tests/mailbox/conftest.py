"""A writer with a code, and the message they left."""

from dataclasses import dataclass

import pytest

from tests.cast import MORNING
from vaern.mailbox.code import Code
from vaern.mailbox.door import patience
from vaern.mailbox.door.sitting import Mailbox, enter
from vaern.mailbox.door.taking_in import drop, new_code
from vaern.mailbox.models import Thread
from vaern.vault import codes

WORDS = "De vil have mig med til udlandet, og jeg kender en, der hedder Zubæydah."


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    """Stretch as one does, only less: what is measured is measured by the benchmark."""
    monkeypatch.setattr(codes, "COST", 2**10)
    patience._wrong.clear()


@dataclass
class Writer:
    """Somebody who keeps a code and nothing else."""

    code: Code

    @property
    def typed(self) -> str:
        return " ".join(self.code.words)

    @property
    def thread(self) -> Thread:
        return Thread.objects.get(selector=self.code.selector)

    def comes_back(self, at=MORNING) -> Mailbox:
        return enter(typed=self.typed, at=at)


def leave_a_message(text=WORDS, *, is_urgent=False, at=MORNING, **contact) -> Writer:
    writer = Writer(new_code())
    drop(code=writer.code, content={"text": text, "contact": contact}, is_urgent=is_urgent, at=at)
    return writer


@pytest.fixture
def asta(consultant_on_the_inquiry):
    """A consultant in Midtjylland."""
    return consultant_on_the_inquiry


@pytest.fixture
def carla(consultant_from_elsewhere):
    """A consultant in Nordjylland."""
    return consultant_from_elsewhere


@pytest.fixture
def writer(db) -> Writer:
    return leave_a_message()
