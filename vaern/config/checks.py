"""Refuse to start in a state that is not safe, and say what to do.

Every command runs these; `manage.py serve` also runs those that look into the databases (`check --deploy`).
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connections

from vaern.operations.rights import RoleTooStrong, refuse_strong, unlike_its_rights

Messages = list[checks.CheckMessage]
LONG_ENOUGH = 50  # characters of a secret key
VARIED_ENOUGH = 12  # different characters in it
ONLY_HERE = ("localhost", "127.0.0.1", "[::1]")


def error(number: int, said: str, *, do: str) -> checks.Error:
    return checks.Error(said, hint=do, id=f"vaern.E{number:03}")


def in_production(check: Callable[[], Iterator[checks.CheckMessage]]) -> Callable[..., Messages]:
    """Register a check that asks nothing of a machine without real people."""

    def asked(app_configs: Any, **kwargs: Any) -> Messages:
        return list(check()) if settings.PRODUCTION else []

    asked.__name__ = check.__name__
    checks.register(asked, checks.Tags.security)
    return asked


@checks.register(checks.Tags.security)
def demo_never_in_production(app_configs: Any, **kwargs: Any) -> Messages:
    if settings.DEMO and (settings.PRODUCTION or settings.SECURE_SSL_REDIRECT or settings.SESSION_COOKIE_SECURE):
        return [
            error(
                1,
                "The demo sign-in lets anybody be anyone, and this is a production setting.",
                do="Unset VAERN_DEMO, or unset VAERN_PRODUCTION on a machine without real people.",
            )
        ]
    return []


@checks.register(checks.Tags.security)
def requests_are_not_atomic(app_configs: Any, **kwargs: Any) -> Messages:
    if any(database.get("ATOMIC_REQUESTS") for database in settings.DATABASES.values()):
        return [
            error(
                2,
                "ATOMIC_REQUESTS would roll back the trace of a refused opening together with the request.",
                do="Remove ATOMIC_REQUESTS.",
            )
        ]
    return []


@in_production
def the_secret_key_is_secret() -> Iterator[checks.CheckMessage]:
    key = settings.SECRET_KEY
    if key == settings.DEFAULT_KEY or len(key) < LONG_ENOUGH or len(set(key)) < VARIED_ENOUGH:
        yield error(
            3,
            "The secret key is the one of the demo, too short, or not random: sessions and forms could be forged.",
            do=f"Put {LONG_ENOUGH} random characters or more in a file that only the site's user can read, and its "
            "path in VAERN_SECRET_KEY_FILE.",
        )


@in_production
def keys_are_apart_from_data() -> Iterator[checks.CheckMessage]:
    keys = settings.DATABASES.get("keys")  # the open site, in a process of its own, has no key store
    if keys and place_of(settings.DATABASES["default"]) == place_of(keys):
        yield error(
            4,
            "Keys and data are in one database: one backup would hold both, and nothing could be destroyed.",
            do="Point VAERN_KEYS_DATABASE to a database of its own.",
        )


def place_of(database: dict[str, Any]) -> tuple[str, ...]:
    if database["ENGINE"].endswith("sqlite3"):
        return (str(Path(database["NAME"]).resolve()),)
    return (str(database["NAME"]), str(database.get("HOST", "")), str(database.get("PORT", "")))


@in_production
def nothing_is_debugged() -> Iterator[checks.CheckMessage]:
    templates = any(engine.get("OPTIONS", {}).get("debug") for engine in settings.TEMPLATES)
    if settings.DEBUG or templates or settings.DEBUG_PROPAGATE_EXCEPTIONS:
        yield error(
            5,
            "Debugging is on: a page about a failure would show what people wrote.",
            do="Set DEBUG, DEBUG_PROPAGATE_EXCEPTIONS and the templates' debug to False.",
        )


@in_production
def hosts_are_named() -> Iterator[checks.CheckMessage]:
    hosts = [host for host in settings.ALLOWED_HOSTS if host not in ONLY_HERE]
    if not hosts or any("*" in host or host.startswith(".") for host in hosts):
        yield error(
            6,
            "The host names of the site are not stated one by one, so anybody's name for it would be answered.",
            do="Put the host names that people type in VAERN_HOSTS, separated by commas, without wildcards.",
        )


@in_production
def https_arrives_by_a_proxy() -> Iterator[checks.CheckMessage]:
    if not (settings.BEHIND_PROXY and settings.SECURE_PROXY_SSL_HEADER):
        yield error(
            7,
            "The site speaks no TLS itself, and nothing is said about a proxy that does.",
            do="Put a proxy in front that overwrites X-Forwarded-Proto and drops headers with underscores "
            "(deploy/nginx.conf does both), and set VAERN_BEHIND_PROXY=1.",
        )
    if not (settings.SECURE_SSL_REDIRECT and settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE):
        yield error(
            8,
            "Pages or cookies could travel without TLS.",
            do="Leave SECURE_SSL_REDIRECT, SESSION_COOKIE_SECURE and CSRF_COOKIE_SECURE as VAERN_PRODUCTION sets them.",
        )


@in_production
def only_the_site_reads_its_secrets() -> Iterator[checks.CheckMessage]:
    for path in (settings.BROKER_FOLDER or settings.PUBLIC_KEY_FOLDER, *files_of_databases()):
        try:
            mode = path.stat().st_mode
        except OSError:  # not there, or not for us to see
            continue
        if mode & 0o077:
            yield error(
                9,
                f"Others on this machine can reach {path.name}, which holds keys or what they open.",
                do=f"Run: chmod go= {path}",
            )


def files_of_databases() -> Iterator[Path]:
    for database in settings.DATABASES.values():
        if database["ENGINE"].endswith("sqlite3"):
            yield Path(database["NAME"]).parent


@in_production
def the_exit_leads_somewhere() -> Iterator[checks.CheckMessage]:
    away = urlsplit(settings.EXIT_ADDRESS)
    if away.scheme != "https" or not away.hostname or away.hostname in settings.ALLOWED_HOSTS:
        yield error(
            10,
            "The quick exit leads nowhere, back to this site, or over a connection others can read.",
            do="Put the https address of a harmless page of somebody else's in VAERN_EXIT_ADDRESS.",
        )


@in_production
def the_log_tells_nothing_of_anyone() -> Iterator[checks.CheckMessage]:
    log = settings.LOGGING
    loggers = [log.get("root", {}), *log.get("loggers", {}).values()]
    formatters = {name: each.get("()") for name, each in log.get("formatters", {}).items()}
    talkative = [each for each in loggers if each.get("level") in {"DEBUG", "NOTSET"}]
    own_words = [
        name
        for name, handler in log.get("handlers", {}).items()
        if formatters.get(handler.get("formatter")) != "vaern.config.logs.Lines"
    ]
    if talkative or own_words:
        yield error(
            11,
            "The log would hold queries, form fields or texts of exceptions.",
            do="Set VAERN_LOG_LEVEL to WARNING; let every handler of LOGGING write through vaern.config.logs.Lines.",
        )


@in_production
def the_clock_is_danish() -> Iterator[checks.CheckMessage]:
    if settings.TIME_ZONE != "Europe/Copenhagen" or not settings.USE_TZ:
        yield error(
            12,
            "The site would count hours, deadlines and ages in another time zone than the people it serves.",
            do="Leave TIME_ZONE at Europe/Copenhagen and USE_TZ on.",
        )


@checks.register(checks.Tags.database, deploy=True)
def the_site_owns_no_table(app_configs: Any, databases: Any = None, **kwargs: Any) -> Messages:
    """Ask PostgreSQL what the role we connect as could do. Not for other commands: the owner migrates."""
    found: Messages = []
    for alias in databases or ():
        connection = connections[alias]
        if not settings.PRODUCTION or connection.vendor != "postgresql":
            continue
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT current_user")
                refuse_strong(cursor, cursor.fetchone()[0])
        except RoleTooStrong as reason:
            found.append(
                error(
                    13,
                    f"In the database {alias} the site connects as a role that {reason}: it could rewrite the trail.",
                    do="Let the site connect as a role of its own, and give it its rights with "
                    "`manage.py grant_rights ROLE`, run as the owner of the tables.",
                )
            )
        except DatabaseError:
            found.append(
                error(
                    21,
                    f"The database {alias} does not answer, or does not know who we are.",
                    do="Start it, or put its address right; the log of PostgreSQL says which.",
                )
            )
    return found


@in_production
def a_broker_apart_is_apart() -> Iterator[checks.CheckMessage]:
    if settings.BROKER_SOCKET and can_read_a_private_key(settings.BROKER_FOLDER):
        yield error(
            14,
            "The site asks a broker of its own, and can read the team's private key all the same.",
            do="Let the folder of the broker (VAERN_BROKER_FOLDER) belong to the broker's user alone.",
        )


def can_read_a_private_key(folder: Path | None) -> bool:
    try:
        return folder is not None and any(os.access(path, os.R_OK) for path in folder.glob("*.private"))
    except OSError:  # the way there is shut to us, as it should be
        return False


@in_production
def the_open_process_holds_nothing_that_opens() -> Iterator[checks.CheckMessage]:
    """Refuse to serve the open site on its own from beside the broker's secrets, or as one strong role."""
    if settings.BROKER_FOLDER is not None:
        return
    folder = settings.PUBLIC_KEY_FOLDER
    if (folder / "fingerprint").exists() or any(folder.glob("*.private")):
        yield error(
            15,
            "The folder of the public key holds the broker's secrets.",
            do="Copy team-N.public alone to a folder of its own, and point VAERN_PUBLIC_KEY_FOLDER to it.",
        )
    if not has_two_roles():
        yield error(
            16,
            "The open site does not reach its database as two roles of its own: one that adds, one that reads.",
            do="Point VAERN_DROP_DATABASE and VAERN_MAILBOX_DATABASE to one PostgreSQL database, each with the name of "
            "a role of its own; grant_rights to each with --only.",
        )
    if settings.HOUSE_IS_NAMED:
        yield error(
            19,
            f"The open site is told what belongs to the house: {', '.join(settings.HOUSE_IS_NAMED)}.",
            do="Give it an environment file and a secret key of its own (deploy/open.env).",
        )


def has_two_roles() -> bool:
    drop, mailbox = settings.DATABASES["default"], settings.DATABASES.get(settings.MAILBOX_DATABASE)
    if not settings.DROP_IS_NAMED or mailbox is None or settings.MAILBOX_DATABASE == "default":
        return False
    are_roles = all(each["ENGINE"].endswith("postgresql") for each in (drop, mailbox))
    return are_roles and place_of(drop) == place_of(mailbox) and drop["USER"] != mailbox["USER"]


@checks.register(checks.Tags.database, deploy=True)
def the_open_site_may_do_what_it_needs_and_no_more(app_configs: Any, databases: Any = None, **kwargs: Any) -> Messages:
    """Ask PostgreSQL whether each role of the open site has its rights: no other role's, and none too few."""
    if not settings.PRODUCTION or settings.BROKER_FOLDER is not None or not has_two_roles():
        return []
    found: Messages = []
    for alias, only in (("default", "drop"), (settings.MAILBOX_DATABASE, "mailbox")):
        try:
            unlike = unlike_its_rights(connections[alias], only) if alias in (databases or ()) else []
        except DatabaseError:
            continue  # said above: it does not answer
        if unlike:
            found.append(
                error(
                    20,
                    f"The role {only} may do more than it needs, or less: {len(unlike)} tables, {unlike[0]} first.",
                    do=f"Run `manage.py grant_rights ROLE --only {only}` as the owner of the tables, for a role used "
                    "for nothing else; again after each migration.",
                )
            )
    return found


@in_production
def the_virus_scanner_is_named_or_done_without() -> Iterator[checks.CheckMessage]:
    if not settings.SCANNER and settings.BROKER_FOLDER is not None:  # the open site, by itself, takes no files
        yield error(
            17,
            "Nothing is said about a virus scanner for the files that are put into a case.",
            do="Put the socket of a scanner that speaks as clamd in VAERN_SCANNER; or VAERN_SCANNER=none, and "
            "the pages say that there is none.",
        )


@in_production
def people_can_write_or_that_is_decided() -> Iterator[checks.CheckMessage]:
    contacts = {
        "VAERN_WRITTEN_CONTACT": (settings.WRITTEN_CONTACT, "who cannot use the pages, in the accessibility statement"),
        "VAERN_SECURITY_CONTACT": (settings.SECURITY_CONTACT, "who finds a weakness"),
    }
    for name, (contact, who) in contacts.items():
        if contact is None or (contact and not contact.startswith(("mailto:", "https://"))):
            yield error(
                22,
                f"Nothing is said about where somebody writes {who}.",
                do=f"Put an address in {name}, as mailto:name@house or https://house/page; or {name}=none, and no page "
                "names one.",
            )


@checks.register(checks.Tags.compatibility)
def official_labels_fit_the_frame(app_configs: Any, **kwargs: Any) -> Messages:
    if not settings.OFFICIAL_LABELS:
        return []
    from vaern.risk.frame import current  # here: the open site, by itself, loads no room of the house
    from vaern.risk.schema import InstrumentFault

    try:
        current()
    except (InstrumentFault, OSError) as fault:
        said = str(fault) if isinstance(fault, InstrumentFault) else "The file of official labels cannot be read."
        return [error(18, said, do="Put the file of VAERN_OFFICIAL_LABELS right, or leave the setting out.")]
    return []
