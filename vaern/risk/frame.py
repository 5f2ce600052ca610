"""Frames: what an assessment asks, read from files that never change once published.

A frame is data: domains with factors, marks, steps and choices. An assessment carries a copy of the frame it was made
with, and is read with that copy for ever, whatever edition comes after. Whoever has a licence may lay official labels
over our own, from a file outside the source (``overlay``); it changes words, never codes.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from vaern.law.screening import Knowledge, Level, Soon
from vaern.risk.instrument import Choice, published
from vaern.risk.schema import Document, Fault, Found, InstrumentFault, Lines, Table, read_document, rows_of, words
from vaern.risk.terms import FactorMark, Subject

FOLDER = Path(__file__).parent / "frames"
LABELLED = Table(texts=("code", "label"))
CHOICE = ("code", "label", "means")
HEAD = ("code", "title", "name", "edition", "authors", "labels", "licence", "explains")

SCHEMA = {
    "instrument": Table(texts=HEAD, numbers=("version",)),
    "context": Table(texts=("code", "asks"), flags=("must",)),
    "domain": Table(texts=("code", "label", "subject", "help"), one_of={"subject": words(Subject)}),
    "factor": Table(texts=("domain", "code", "label"), refers={"domain": "domain"}),
    "mark": Table(texts=("code", "label"), codes=words(FactorMark)),
    **dict.fromkeys(("source", "scenario", "likely", "measure", "state", "agrees", "redo", "method"), LABELLED),
    "level": Table(texts=CHOICE, numbers=("holds_days",), codes=words(Level)),
    "soon": Table(texts=CHOICE, codes=words(Soon)),
    "knowledge": Table(texts=CHOICE, codes=words(Knowledge)),
}
OVERLAY_SCHEMA = {
    "instrument": Table(texts=("code", "holder", "licence")),
    "domain": LABELLED,
    "factor": LABELLED,
}

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Something asked about the context. ``must``: it is not signed without an answer."""

    code: str
    asks: str
    must: bool

    @property
    def name(self) -> str:
        return f"context.{self.code}"


@dataclass(frozen=True, kw_only=True)
class Factor:
    domain: str
    code: str
    label: str

    @property
    def name(self) -> str:
        return f"factor.{self.code}"


@dataclass(frozen=True, kw_only=True)
class Domain:
    code: str
    label: str
    subject: Subject
    help: str
    factors: tuple[Factor, ...]


@dataclass(frozen=True, kw_only=True)
class Frame:
    """One edition of the frame. ``document`` is all of it as plain data: what an assessment keeps as its copy."""

    document: Document
    fingerprint: str
    overlay: str
    """The fingerprint of the labels laid over our own, or blank."""
    code: str
    version: int
    title: str
    name: str
    edition: str
    authors: str
    labels: str
    licence: str
    explains: str
    context: tuple[Asked, ...]
    domains: tuple[Domain, ...]
    marks: Pairs
    sources: Pairs
    scenarios: Pairs
    likely: Pairs
    measures: Pairs
    states: Pairs
    agrees: Pairs
    redo: Pairs
    method: Pairs
    levels: tuple[Choice, ...]
    soon: tuple[Choice, ...]
    knowledge: tuple[Choice, ...]

    @property
    def factors(self) -> tuple[Factor, ...]:
        return tuple(factor for domain in self.domains for factor in domain.factors)

    def holds_days(self, level: Level) -> int:
        [days] = [choice.holds_days for choice in self.levels if choice.code == level and choice.holds_days]
        return days


def current() -> Frame:
    """Return the newest published frame, with the licensee's labels over it if there are any."""
    newest = max((read(code, FOLDER) for code in published(FOLDER)), key=lambda frame: frame.version)
    path = settings.OFFICIAL_LABELS
    return with_overlay(newest, Path(path)) if path else newest


@lru_cache(maxsize=8)
def read(code: str, folder: Path = FOLDER) -> Frame:
    """Return a published frame. Raises InstrumentFault if the file is not, byte for byte, what was published."""
    file = f"{code}.toml"
    raw = (folder / file).read_bytes()
    document = read_document(raw.decode(), file, SCHEMA, nothing_between)
    fingerprint = hashlib.sha256(raw).hexdigest()
    if document["instrument"]["code"] != code:
        line = Lines(raw.decode()).of("instrument", 0, "code")
        raise InstrumentFault([Fault(file, line, f"the file is called {code}, and its code is another")])
    if published(folder).get(code) != fingerprint:
        raise InstrumentFault([Fault("published.toml", 1, f"{file} is not the file that was published")])
    return built(document, fingerprint=fingerprint)


def nothing_between(document: Document) -> list[Found]:
    return []


def with_overlay(frame: Frame, path: Path) -> Frame:
    """Return the frame with the labels of a licensee's file. Raises InstrumentFault for a label of no code."""
    raw = path.read_bytes()
    laid = read_document(raw.decode(), path.name, OVERLAY_SCHEMA, nothing_between)
    head, document = laid["instrument"], json.loads(json.dumps(frame.document))
    faults = []
    if head["code"] != frame.code:
        faults.append(Fault(path.name, 1, f"the labels are those of {head['code']}, and the frame is {frame.code}"))
    for table in ("domain", "factor"):
        known = {row["code"]: row for row in rows_of(document, table)}
        for row in rows_of(laid, table):
            if row["code"] not in known:
                faults.append(Fault(path.name, 1, f"there is no {table} called {row['code']}"))
            else:
                known[row["code"]]["label"] = row["label"]
    if faults:
        raise InstrumentFault(faults)
    document["instrument"] |= {
        "labels": f"Officielle ord, efter licens til {head['holder']}",
        "licence": head["licence"],
    }
    return built(document, fingerprint=frame.fingerprint, overlay=hashlib.sha256(raw).hexdigest())


def built(document: Document, *, fingerprint: str, overlay: str = "") -> Frame:
    """Return a frame from its document: a published file's, or the copy an assessment carries."""

    def pairs(name: str) -> Pairs:
        return tuple((row["code"], row["label"]) for row in rows_of(document, name))

    def choices(name: str) -> tuple[Choice, ...]:
        return tuple(Choice(**row) for row in rows_of(document, name))

    def factors(domain: str) -> tuple[Factor, ...]:
        return tuple(Factor(**row) for row in rows_of(document, "factor") if row["domain"] == domain)

    def domain(row: dict[str, Any]) -> Domain:
        return Domain(**(row | {"subject": Subject(row["subject"])}), factors=factors(row["code"]))

    return Frame(
        **document["instrument"],
        document=document,
        fingerprint=fingerprint,
        overlay=overlay,
        context=tuple(Asked(**row) for row in rows_of(document, "context")),
        domains=tuple(domain(row) for row in rows_of(document, "domain")),
        marks=pairs("mark"),
        sources=pairs("source"),
        scenarios=pairs("scenario"),
        likely=pairs("likely"),
        measures=pairs("measure"),
        states=pairs("state"),
        agrees=pairs("agrees"),
        redo=pairs("redo"),
        method=pairs("method"),
        levels=choices("level"),
        soon=choices("soon"),
        knowledge=choices("knowledge"),
    )
