"""The pages of docs/ that are made from the code, so that they cannot say anything else."""

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from vaern.docs.acceptance import checks_page, collect_checks
from vaern.docs.drills import collect_drills, drills_page
from vaern.law.sheet import collect_tests, law_page
from vaern.play.reference import vignettes_page
from vaern.staff.roles import ROLES
from vaern.vault.fields import Sealed

DATA_MAP = Path(__file__).with_name("data_map.toml")
CLASSES = ("id", "work", "time", "who", "staff", "public", "upkeep", "sealed")
MADE = "<!-- Made by `make docs` from the code; a test fails when it is stale. -->\n\n"


def data_map() -> dict[str, dict[str, Any]]:
    """Return the placed fields: model label to class to field names, beside ``goes``, when the row is gone."""
    return tomllib.loads(DATA_MAP.read_text(encoding="utf-8"))


def data_map_page() -> str:
    lines = [
        "# Data map\n\n",
        MADE,
        "What is stored, how it is protected, and when it goes. `sealed` columns hold ciphertext bound to a permanent "
        "name, the row and the key's version; the rest stands in clear. No personal data of a citizen stands in "
        "clear anywhere. Placed by hand in `vaern/docs/data_map.toml`.\n",
    ]
    for label, placed in data_map().items():
        model = apps.get_model(label) if label.count(".") == 1 and "_" not in label else None
        title = (model.__doc__ or "").strip().splitlines()[0] if model else ""
        lines.append(f"\n## {label}\n\n")
        if title and not title.startswith(label.split(".")[1] + "("):
            lines.append(f"{title}\n\n")
        lines.append(f"Goes: {placed['goes']}\n\n| class | fields |\n| --- | --- |\n")
        for kind in CLASSES:
            names = [shown(model, name) if kind == "sealed" else f"`{name}`" for name in placed.get(kind, [])]
            if names:
                lines.append(f"| {kind} | {', '.join(names)} |\n")
    return "".join(lines)


def shown(model: Any, name: str) -> str:
    field = model._meta.get_field(name)
    return f"`{name}` (sealed as `{field.sealed_name}`)" if isinstance(field, Sealed) else f"`{name}`"


def routes(resolver: Any = None, prefix: str = "/") -> Iterator[tuple[str, URLPattern]]:
    """Yield every address of the site with its pattern."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern), pattern


def access_page() -> str:
    roles = list(ROLES.values())
    lines = [
        "# Access\n\n",
        MADE,
        "Who may use which page. A role says what kind of person may; whether this inquiry is theirs is asked again "
        "behind the page (`vaern/inquiries/access.py`). Refused and missing look the same: 404, on record.\n\n",
        "## Roles\n\n| role | held by | may |\n| --- | --- | --- |\n",
    ]
    lines += [
        f"| {role.code} | {role.held_by} | {', '.join(sorted(str(each) for each in role.permissions))} |\n"
        for role in roles
    ]
    header = " | ".join(role.code for role in roles)
    lines.append(f"\n## Pages\n\n| page | name | guard | {header} |\n| --- | --- | --- |{' --- |' * len(roles)}\n")
    for address, pattern in routes():
        guard = getattr(pattern.callback, "guard", None)
        said = guard.said if guard else "anyone"
        yes = ["yes" if guard is None or role.code in guard.roles else "–" for role in roles]
        lines.append(f"| `{address}` | {pattern.name} | {said} | {' | '.join(yes)} |\n")
    return "".join(lines)


def rules_page() -> str:
    return law_page(collect_tests(settings.BASE_DIR / "tests" / "law"))


def drills() -> str:
    return drills_page(collect_drills(settings.BASE_DIR / "tests"), MADE)


def checks() -> str:
    return checks_page(collect_checks(settings.BASE_DIR / "tests"), MADE)


PAGES: dict[str, Callable[[], str]] = {
    "data-map.md": data_map_page,
    "access.md": access_page,
    "law.md": rules_page,
    "vignettes.md": vignettes_page,
    "drills.md": drills,
    "checks.md": checks,
}
