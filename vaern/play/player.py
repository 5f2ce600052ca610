"""Play a course: take each step, look at each expectation, and say which hold."""

import logging
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from vaern.audit import trail
from vaern.play.cast import admit
from vaern.play.fields import Kind, ListOf, Table, Text, Word
from vaern.play.fresh import Fresh, make_template
from vaern.play.reading import Course, Item, Unreadable, read_file
from vaern.play.refusals import NotAllowed, refusal_of
from vaern.play.registry import StepKind
from vaern.play.scene import Broken, Scene

LONGEST_NAME = 60


@dataclass(frozen=True)
class Result:
    """What came of one line of a file. ``why`` is blank when it held."""

    file: str
    line: int
    said: str
    why: str = ""

    @property
    def held(self) -> bool:
        return not self.why

    def __str__(self) -> str:
        return f"{'held  ' if self.held else 'broken'}  {self.file}:{self.line}  {self.said}" + (
            f": {self.why}" if self.why else ""
        )


def play_files(paths: Iterable[Path]) -> Iterator[Result]:
    """Play each file against fresh databases of its own; they are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="vaern-play-") as folder:
        template = Path(folder) / "template"
        make_template(template)
        for number, path in enumerate(paths, start=1):
            yield from play_file(path, template=template, folder=Path(folder) / str(number))


def play_file(path: Path, *, template: Path, folder: Path) -> Iterator[Result]:
    """Play one file in ``folder``, a copy of ``template``. Each trouble in reading it is a broken line."""
    try:
        course = read_file(path)
    except Unreadable as error:
        for trouble in error.troubles:
            yield Result(str(path), trouble.line, "cannot be read", trouble.message)
        return
    shutil.copytree(template, folder)
    with Fresh.within(folder).at_work(), listening() as log:
        scene = begin(course, files=folder, log=log)
        yield from play(course, scene)


def begin(course: Course, *, files: Path | None = None, log: list[str] | None = None) -> Scene:
    """Let the people of a course sign in to the databases at hand, and return the scene before its first step."""
    people = {person.name: admit(person) for person in course.people}
    return Scene(people=people, at=course.begins, files=files, log=[] if log is None else log)


def play(course: Course, scene: Scene) -> Iterator[Result]:
    """Play a course in the databases at hand. A step that is refused is broken, unless the next line expects it."""
    refused: Item | None = None
    for item in course.items:
        if item.kind.name != "refused":
            if refused:
                yield unexpected(course, refused, scene)
            refused = None
        if isinstance(item.kind, StepKind):
            if trouble := take(item, scene):
                yield Result(course.name, item.line, in_short(item), trouble)
            refused = item if scene.refusal else None
        else:
            yield Result(course.name, item.line, in_short(item), look(item, scene))
            if item.kind.name == "refused":
                refused = None
    if refused:
        yield unexpected(course, refused, scene)


def unexpected(course: Course, item: Item, scene: Scene) -> Result:
    refusal = scene.refusal
    assert refusal is not None  # noqa: S101  asked by the caller
    return Result(course.name, item.line, in_short(item), f"it was refused ({refusal.code}): {refusal.because}")


def take(item: Item, scene: Scene) -> str:
    """Take a step and return what went wrong that nobody could expect; a refusal is kept in the scene."""
    scene.at, scene.refusal = item.at, None
    scene.told += item.told
    values = dict(item.values)
    if "by" in values:
        values["by"] = scene.person(values["by"])
    scene.confirm, scene.let_stand = tuple(values.pop("confirm", ())), set()
    try:
        if item.kind.needs and not any(values["by"].may(permission) for permission in item.kind.needs):
            trail.record_refusal("route.refused", by=values["by"].pk, code=item.kind.name)
            raise NotAllowed
        item.kind.run(scene, **values)
    except Broken as error:
        return str(error)
    except Exception as error:  # whatever it is, the file's other lines are still to be played
        scene.refusal = refusal_of(error)
        if scene.refusal is None:
            return f"it failed: {type(error).__name__}"
        return ""
    if unused := [words for words in scene.confirm if words not in scene.let_stand]:
        return f"confirm: the guard does not warn about {len(unused)} of these words"
    return ""


def look(item: Item, scene: Scene) -> str:
    """Look at an expectation and return why it is broken; blank when it holds."""
    kept, scene.at = scene.at, item.at
    try:
        item.kind.run(scene, **item.values)
    except Broken as error:
        return str(error)
    except Exception as error:  # a read that fails is not what was expected either
        refusal = refusal_of(error)
        return f"it is refused ({refusal.code})" if refusal else f"it failed: {type(error).__name__}"
    finally:
        scene.at = kept
    return ""


def in_short(item: Item) -> str:
    """Name the step or expectation with what the file gives, free texts left out."""
    given = []
    for name in item.kind.fields:
        value = item.values.get(name)
        if name not in item.given or value is None or is_words(item.kind.fields[name].kind):
            continue
        given.append(f"{name} {in_words(value)}")
    return " ".join([item.kind.name, *given])[: 2 * LONGEST_NAME]


def is_words(kind: Kind) -> bool:
    return isinstance(kind.kind if isinstance(kind, ListOf) else kind, Text | Word | Table)


def in_words(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, tuple):
        return ", ".join(in_words(each) for each in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


@contextmanager
def listening() -> Iterator[list[str]]:
    """Keep every line that is logged, so that an expectation can search the log as well."""
    lines: list[str] = []
    ear = logging.Handler()
    ear.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    loggers = [logging.getLogger(), logging.getLogger("django")]
    for logger in loggers:
        logger.addHandler(ear)
    try:
        yield lines
    finally:
        for logger in loggers:
            logger.removeHandler(ear)
