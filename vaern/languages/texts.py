"""Which texts the open pages show, found in the templates and modules themselves.

GNU gettext would read them with ``xgettext``; a machine that runs us need not have it, so templates are read with
Django's own parser and modules with Python's.
"""

import ast
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template import Template
from django.template.base import Node, NodeList
from django.template.loader import get_template
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

from vaern.directory.loading import DATA
from vaern.guard.findings import MESSAGES
from vaern.languages.catalogues import CORE, PACKS, PROFESSIONAL, REST
from vaern.law.notification import ADVICE_ON_NOTIFYING, EXPLAINING_THE_DUTY

# The core pack: the six pages that a language has from its first day, the answers to what is written on the sixth, and
# where these end when time runs out or something fails. By the name of their route.
CORE_PAGES = ("front", "danger", "trip", "abilities", "numbers", "write", "mailbox", "closed")
CORE_TEMPLATES = (
    "public/front.html",
    "public/danger.html",
    "public/trip.html",
    "public/abilities.html",
    "public/numbers.html",
    *(f"public/{end}.html" for end in ("closed", "not_found", "refused")),
    "ui/trouble.html",
    *(f"public/write/{step}.html" for step in ("begin", "frame", "message", "contact", "check")),
    *(f"public/write/{part}.html" for part in ("code", "practise", "sent", "now")),
    *(f"public/mailbox/{page}.html" for page in ("begin", "code", "mailbox", "not_sent", "closed")),
)
# The professional's pack: from their front page to a name and a number, what cannot wait, and the sheet for the call.
PROFESSIONAL_PAGES = ("professionals", "finder", "prepare", "soon", "afterwards")
PROFESSIONAL_TEMPLATES = tuple(
    f"public/{page}.html" for page in ("professional", "professionals", "finder", "finder_result", "soon", "afterwards")
)
PROFESSIONAL_FOLDER = "public/preparation"
FRAME = ("ui/base.html", "ui/public.html", "ui/plain.html", "public/page.html", "public/citizen.html")
WITH_PARTS = ("ui/parts", "public/parts")
DESK_ONLY = {"ui/desk.html"}
CORE_MODULES = (
    "vaern/directory/opening.py",
    "vaern/directory/terms.py",
    "vaern/ui/templatetags/ui.py",
    "vaern/mailbox/terms.py",
    "vaern/public/message_forms.py",
    "vaern/public/mailbox.py",
)
PROFESSIONAL_MODULES = ("vaern/public/forms.py", "vaern/public/questions.py", "vaern/public/preparation.py")
MODULES = ("vaern/public", "vaern/mailbox")
SHARED = ("vaern/ui/answers.py", "vaern/ui/briefing.py")  # words of ours that an open page shows too
GETTEXT = {"_", "gettext", "gettext_lazy"}


@cache
def core_texts() -> tuple[str, ...]:
    """Return what the core pack shows, in the order of its pages."""
    templates = (*CORE_TEMPLATES, *FRAME, *(name for folder in WITH_PARTS for name in templates_in(folder)))
    return unique(
        [text for name in templates for text in texts_of_template(name)]
        + [text for module in CORE_MODULES for text in texts_of_module(settings.BASE_DIR / module)]
        + names_and_hours_of_others()
    )


def pack_of(page: str) -> str:
    """Return the pack that an open page is in, by the name of its route."""
    if page in CORE_PAGES:
        return CORE
    return PROFESSIONAL if page in PROFESSIONAL_PAGES else REST


@cache
def texts_of(pack: str) -> tuple[str, ...]:
    """Return what a pack shows beyond the packs before it, in the order of `all_texts`."""
    if pack == CORE:
        return core_texts()
    core, professional = set(core_texts()), set(professional_texts())
    beyond = [text for text in all_texts() if text not in core]
    return tuple(text for text in beyond if (text in professional) is (pack == PROFESSIONAL))


def texts_in(packs: Iterable[str]) -> tuple[str, ...]:
    """Return what a file with these packs holds. A file with all of them has the order of `all_texts`."""
    packs = tuple(packs)
    return all_texts() if packs == PACKS else tuple(text for pack in packs for text in texts_of(pack))


def professional_texts() -> list[str]:
    """Return everything the pages for a professional show but their frame, what the guard says of their words too."""
    templates = (*PROFESSIONAL_TEMPLATES, *templates_in(PROFESSIONAL_FOLDER))
    return [
        *(text for name in templates for text in texts_of_template(name)),
        *(text for module in PROFESSIONAL_MODULES for text in texts_of_module(settings.BASE_DIR / module)),
        *(advice.text for advice in ADVICE_ON_NOTIFYING),
        *MESSAGES.values(),
    ]


@cache
def all_texts() -> tuple[str, ...]:
    """Return what every open page shows, the core pack first."""
    templates = [name for folder in ("public", "ui") for name in templates_in(folder) if name not in DESK_ONLY]
    modules = [path for folder in MODULES for path in sorted((settings.BASE_DIR / folder).rglob("*.py"))]
    modules += [settings.BASE_DIR / path for path in SHARED]
    law = [advice.text for advice in (*ADVICE_ON_NOTIFYING, *EXPLAINING_THE_DUTY)]
    return unique(
        [
            *core_texts(),
            *(text for name in templates for text in texts_of_template(name)),
            *(text for path in modules for text in texts_of_module(path)),
            *law,
            *MESSAGES.values(),
        ]
    )


def templates_in(folder: str) -> list[str]:
    room = settings.BASE_DIR / "vaern" / folder.split("/", maxsplit=1)[0] / "templates"
    return sorted(str(path.relative_to(room)) for path in (room / folder).rglob("*.html"))


def texts_of_template(name: str) -> Iterator[str]:
    template: Template = get_template(name).template
    for node in nodes_in(template.nodelist):
        if isinstance(node, BlockTranslateNode):
            yield node.render_token_list(node.singular)[0]
        elif isinstance(node, TranslateNode) and isinstance(node.filter_expression.var, str):
            yield node.filter_expression.var
        elif isinstance(node, TranslateNode) and isinstance(node.filter_expression.var.literal, str):
            yield node.filter_expression.var.literal


def nodes_in(nodelist: NodeList) -> Iterator[Node]:
    """Yield every node, in order. Django's own walk stops at block tags such as our ``alert``."""
    for node in nodelist:
        yield node
        for name in dict.fromkeys((*node.child_nodelists, "nodelist")):
            yield from nodes_in(getattr(node, name, None) or ())


def texts_of_module(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
        if called in GETTEXT and isinstance(node.args[0], ast.Constant):
            yield node.args[0].value


def names_and_hours_of_others() -> list[str]:
    """Return what stands beside the numbers that answer when we do not, as the directory ships."""
    actors = tomllib.loads((DATA / "actors.toml").read_text(encoding="utf-8"))["actor"]
    shown = [(actor, number) for actor in actors for number in actor.get("numbers", []) if number.get("when_closed")]
    return [text for actor, number in shown for text in (actor["name"], number["hours"])]


def unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
