"""Prepare what a command needs: `python3 -m setup.prepare run|unit|test`.

run   Python packages and the design system
unit  these and the test tools
test  these, the browser, and the reason if none can be had
"""

import sys

from setup import browser, design, node, packages
from setup.commands import CommandFailed, complain, say
from setup.stamps import one_at_a_time


def prepare(goal: str) -> None:
    """Do the steps that are not done yet; raise CommandFailed or NoPython where one cannot be done."""
    packages.prepare(for_tests=goal != "run")
    if goal == "test":
        try:
            node.prepare(for_tests=True)
        except CommandFailed as error:
            say(f"  the browser's npm package cannot be had: {str(error).splitlines()[-1]}")
            node.prepare(for_tests=False)
    else:
        node.prepare(for_tests=False)
    design.prepare()
    if goal == "test":
        browser.prepare()


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in {"run", "unit", "test"}:
        complain(__doc__ or "")
        return 2
    say(f"Preparing ({arguments[0]})")
    try:
        with one_at_a_time():
            prepare(arguments[0])
    except (CommandFailed, packages.NoPython) as error:
        complain(f"Preparing stopped: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
