"""A trip in words: each stated thing with its lines, and the eleven questions with what may answer them."""

from dataclasses import dataclass

from vaern.travel.reading import File, Stated
from vaern.travel.said import lines_of
from vaern.travel.terms import Topic
from vaern.travel.topics import Question


@dataclass(frozen=True)
class Thing:
    """One stated thing as a page shows it: its lines, and whose statement it is."""

    stated: Stated
    lines: list[tuple[str, str]]


@dataclass(frozen=True)
class Asked:
    """One of the eleven questions with what is known, and the topics that may be written to answer it."""

    question: Question
    things: list[Thing]
    topics: list[Topic]
    is_known: bool


def labels_of(file: File) -> dict[str, str]:
    return {str(each.thread): each.values["label"] for each in file.newest.get(Topic.TRAVELLER, ())}


def things_of(file: File, *topics: Topic) -> list[Thing]:
    """Return what stands of some topics, readable."""
    labels = labels_of(file)
    return [Thing(each, lines_of(each, labels)) for topic in topics for each in file.of(topic)]


def asked_of(file: File, questions: tuple[Question, ...]) -> list[Asked]:
    known = set(file.known_questions)
    return [
        Asked(question, things_of(file, *question.topics), list(question.topics), question in known)
        for question in questions
    ]
