"""Run other programs, quietly as long as they succeed."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from setup.places import BUILD, ROOT


class CommandFailed(Exception):
    """A program ended with an error; the message holds what it printed."""


def run(
    command: Sequence[str | Path], *, env: Mapping[str, str] | None = None, cwd: Path = ROOT, seconds: float = 1200
) -> str:
    """Return what ``command`` prints, or raise CommandFailed with it."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words,
            cwd=cwd,
            env=dict(env) if env is not None else package_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=seconds,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CommandFailed(f"{words[0]}: {error}") from error
    if done.returncode:
        raise CommandFailed(f"{' '.join(words)}\nended with {done.returncode}\n{done.stdout.strip()}")
    return done.stdout


def package_environment() -> dict[str, str]:
    """Return the environment for pip, uv and npm: the caller's own, with caches that can be written.

    A service account often has no home folder; npm then fails and uv and pip lose their caches.
    """
    env = dict(os.environ)
    env["UV_PYTHON_DOWNLOADS"] = "never"  # an interpreter comes from the machine, not from somewhere on the net
    env["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    env.pop("VIRTUAL_ENV", None)
    if not _can_write_in(Path(env.get("HOME") or "/nonexistent")):
        caches = BUILD / "caches"
        for name in ("home", "uv", "npm", "pip"):
            (caches / name).mkdir(parents=True, exist_ok=True)
        env["HOME"] = str(caches / "home")
        env.setdefault("UV_CACHE_DIR", str(caches / "uv"))
        env.setdefault("PIP_CACHE_DIR", str(caches / "pip"))
        env.setdefault("npm_config_cache", str(caches / "npm"))
    return env


@cache
def _can_write_in(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def say(text: str) -> None:
    """Print one line at once, also when the output goes to a file."""
    print(text, flush=True)


def complain(text: str) -> None:
    """Print to standard error."""
    print(text, file=sys.stderr, flush=True)
