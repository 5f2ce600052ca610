"""Fill in, answer and sign a screening through the real actions."""

from uuid import uuid4

from tests.cast import MORNING, text
from vaern.risk.access import cards_of, content_of
from vaern.risk.actions.cards import Answer, answer_card
from vaern.risk.actions.signing import sign
from vaern.risk.actions.writing import begin, save
from vaern.risk.instrument import current
from vaern.risk.terms import CardResponse

GATE = tuple(question.name for question in current().gate)

WHOLE = {
    "safe": "Ja, hos en veninde",
    **dict.fromkeys(GATE, "no"),
    "kind.control": "yes",
    "fact.honour": "unclear",
    "honour.why": "Det er for tidligt at sige",
    "line.not-alone": "present",
    "line.not-alone.when": "now",
    "line.not-alone.source": "self",
    "line.not-alone.note": "Kun til skole",
    "view.wants": "Vil gerne kunne se sine venner",
    "nothing_unknown": "yes",
    "level": "low",
    "soon": "planned",
    "knowledge": "good",
    "act": "advice",
    "words.up": "Kontrollen er tæt",
    "words.down": "Der er en tryg voksen",
    "words.change": "En trussel",
    "valid_until": "2026-12-07",
}


def filled(**changes):
    """Return a whole screening with ``changes``; None takes a field out."""
    content = {**WHOLE, **changes}
    return {name: value for name, value in content.items() if value is not None}


def begun(inquiry, by, *, at=MORNING, **changes):
    """Begin a screening and save it filled in."""
    screening = begin(inquiry=inquiry, by=by, at=at, screening_id=uuid4())
    return saved(inquiry, screening, by, at=at, **changes)


def saved(inquiry, screening, by, *, at=MORNING, **changes):
    kept = save(
        inquiry=inquiry, screening_id=screening.pk, base=screening.revision, content=filled(**changes), by=by, at=at
    )
    return kept.screening


def cleared(screening):
    """Let every word of a screening pass the guard."""
    return {name: text(words) for name, words in content_of(screening).texts().items()}


def answer_all(inquiry, screening, by, *, at=MORNING):
    """Answer every open card as done."""
    for shown in cards_of(inquiry, screening):
        if shown.waits:
            done = Answer(response=CardResponse.DONE)
            answer_card(inquiry=inquiry, screening=screening, card=shown.card.code, answer=done, by=by, at=at)


def sign_it(inquiry, screening, by, *, at=MORNING):
    return sign(inquiry=inquiry, screening=screening, base=screening.revision, cleared=cleared(screening), by=by, at=at)


def signed(inquiry, by, *, at=MORNING, **changes):
    """Fill in, answer every card, and sign."""
    screening = begun(inquiry, by, at=at, **changes)
    answer_all(inquiry, screening, by, at=at)
    return sign_it(inquiry, screening, by, at=at)
