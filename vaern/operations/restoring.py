"""Put copies back, or into a temporary place to see that they are good."""

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from django.conf import settings
from django.db import DatabaseError, connections, transaction

from vaern.audit import chain
from vaern.operations.copies import Counts, WrongDatabase, read_rows
from vaern.play.fresh import Fresh
from vaern.vault.archive import NotACopy, Title, opened_file
from vaern.vault.broker import FileBroker, keep_folder, write_secret
from vaern.vault.envelope import TeamPrivateKey
from vaern.vault.models import Key
from vaern.vault.proving import prove_rows_open

ALIAS = {"data": "default", "keys": "keys"}
TOLD_BY = {"default": "audit_event", "keys": "vault_key"}  # a database with rows in this table is somebody's


class NotEmpty(Exception):
    """There is something where the copy would go."""


class StillAtWork(Exception):
    """The site, the broker or another command has the database open."""


def put_back(copies: list[Path], private: TeamPrivateKey, *, replacing: bool) -> Iterator[tuple[Title, Counts]]:
    """Put copies where the installation looks for them; yield each as it is done. The broker first, the data last.

    Each is there whole or not at all, whenever the machine stops. Raises NotEmpty before anything is touched,
    StillAtWork, WrongDatabase, and NotACopy or Tampered for a file that is no copy of ours.
    """
    with ExitStack() as stack:
        opened = opened_in_order(stack, copies, private)
        for title, _ in opened:
            if title.what == "broker":
                refuse_a_founded_folder()
            elif has_rows(ALIAS[title.what]) and not replacing:
                raise NotEmpty(title.what)
        for title, stream in opened:
            if title.what == "broker":
                yield title, put_files_back(stream, settings.BROKER_FOLDER)
            elif connections[ALIAS[title.what]].vendor == "sqlite":
                yield title, into_sqlite(ALIAS[title.what], stream)
            else:
                yield title, into_postgresql(ALIAS[title.what], stream)


def opened_in_order(stack: ExitStack, copies: list[Path], private: TeamPrivateKey) -> list[tuple[Title, BinaryIO]]:
    opened = [stack.enter_context(opened_file(path, private)) for path in copies]
    order = ["broker", "keys", "data"]
    if any(title.what not in order for title, _ in opened):
        raise NotACopy
    return sorted(opened, key=lambda each: order.index(each[0].what))


def has_rows(alias: str) -> bool:
    """Tell whether the database has rows of ours."""
    connection = connections[alias]
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return False
    try:
        with connection.cursor() as cursor:
            if TOLD_BY[alias] not in connection.introspection.table_names(cursor):
                return False
            cursor.execute(f"SELECT 1 FROM {TOLD_BY[alias]} LIMIT 1")  # noqa: S608 -- a name from above
            return cursor.fetchone() is not None
    except DatabaseError:
        return True  # damaged, perhaps: a person says whether it may go


def refuse_a_founded_folder() -> None:
    if settings.BROKER_FOLDER.exists() and any(
        FileBroker.is_ours(path.name) for path in settings.BROKER_FOLDER.iterdir()
    ):
        raise NotEmpty("broker")


def put_files_back(stream: BinaryIO, folder: Path) -> Counts:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    files = json.loads(stream.read())
    for name, text in sorted(files.items(), key=lambda each: each[0].endswith(".public")):  # a public half counts
        if not FileBroker.is_ours(name):
            raise WrongDatabase("it holds a file that no broker has")
        write_secret(folder / name, bytes.fromhex(text))
    return {"files": len(files)}


def into_sqlite(alias: str, stream: BinaryIO) -> Counts:
    """Make the database beside its place, and let it take the place when it is whole and on the disk."""
    database = Path(connections[alias].settings_dict["NAME"])
    database.parent.mkdir(parents=True, exist_ok=True)
    asides = {each: database.with_name(f"{database.name}.restoring-{each}") for each in connections}
    aside = asides[alias]
    clear_away(database)
    try:
        with Fresh(asides, settings.BROKER_FOLDER).at_work():
            counts = read_rows(alias, stream)
            with connections[alias].cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        handle = os.open(aside, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
        shut_down(alias, database)
        aside.replace(database)
    finally:
        clear_away(database)
    keep_folder(database.parent)
    return counts


def clear_away(database: Path) -> None:
    for left in database.parent.glob(f"{database.name}.restoring-*"):
        left.unlink()


def shut_down(alias: str, database: Path) -> None:
    """Take away the log of the database that is replaced, which SQLite would play into the new one.

    Leaving the log mode needs the database for oneself: raises StillAtWork where anybody else has it open.
    """
    if database.exists():
        try:
            with connections[alias].cursor() as cursor:
                cursor.execute("PRAGMA busy_timeout=2000")
                cursor.execute("PRAGMA journal_mode=DELETE")
        except DatabaseError as error:
            if "locked" in str(error):
                raise StillAtWork(alias) from error
            # otherwise it is damaged, and about to be replaced
    connections[alias].close()
    for end in ("-wal", "-shm"):
        database.with_name(database.name + end).unlink(missing_ok=True)


def into_postgresql(alias: str, stream: BinaryIO) -> Counts:
    """Empty the database and fill it in one transaction, as the owner of its tables."""
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        for table in connections[alias].introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE {connections[alias].ops.quote_name(table)} CASCADE")
        cursor.execute(
            "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner"
            " WHERE p.pronamespace = 'public'::regnamespace AND r.rolname = current_user"
        )
        for (function,) in cursor.fetchall():
            cursor.execute(f"DROP FUNCTION {function} CASCADE")
        return read_rows(alias, stream)


@dataclass
class Verdict:
    """What was found in copies put into a temporary place."""

    told: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def try_out(copies: list[Path], private: TeamPrivateKey) -> Verdict:
    """Restore copies into a temporary folder, count, walk the trail's chain, open every sealed value; keep nothing."""
    verdict = Verdict()
    with TemporaryDirectory(prefix="vaern-verify-") as home, ExitStack() as stack:
        opened = opened_in_order(stack, copies, private)
        made_at = {title.what: title.made_at for title, _ in opened}
        place = Fresh.within(Path(home))
        if "broker" not in made_at:
            place = Fresh(place.files, settings.BROKER_FOLDER)
        stack.enter_context(place.at_work())
        for title, stream in opened:
            if title.what == "broker":
                counts = put_files_back(stream, settings.BROKER_FOLDER)
            else:
                counts = read_rows(ALIAS[title.what], stream)
            verdict.told.append(f"{title.what}: {sum(counts.values())} rows or files, as the copy says.")
        if "data" in made_at:
            look_at_the_trail(verdict)
        if "keys" in made_at:
            look_at_the_keys(verdict)
        if {"data", "keys"} <= made_at.keys():
            open_all(verdict, keys_are_newer=made_at["keys"] >= made_at["data"])
    return verdict


def look_at_the_trail(verdict: Verdict) -> None:
    found = chain.verify()
    verdict.told.append(f"trail: {found.sealed} links, {found.unsealed} events not sealed yet.")
    verdict.faults += found.faults


def look_at_the_keys(verdict: Verdict) -> None:
    needed = Key.objects.team_versions()
    here = set(FileBroker(settings.BROKER_FOLDER).team_versions())
    for version in sorted(needed - here):
        verdict.faults.append(f"keys are wrapped to version {version} of the team's key, which is not here")


def open_all(verdict: Verdict, *, keys_are_newer: bool) -> None:
    proof = prove_rows_open(FileBroker(settings.BROKER_FOLDER), keys_are_newer=keys_are_newer)
    verdict.told.append(f"sealed rows: {proof.opened} opened, {proof.shut} shut because their key was destroyed.")
    verdict.faults += proof.faults


def bytes_of_the_broker() -> dict[str, str]:
    """Return the broker's files, as `put_files_back` takes them."""
    folder = settings.BROKER_FOLDER
    return {path.name: path.read_bytes().hex() for path in folder.iterdir() if FileBroker.is_ours(path.name)}
