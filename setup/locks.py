"""Write the lock files anew: `python3 -m setup.locks`, which is `make locks`.

Each requirements/*.in becomes a *.txt with exact versions and hashes for Python 3.11 and newer on every platform;
package.json becomes package-lock.json. Neither holds an address: what a version is, not where it came from.
"""

import sys

from setup import packages
from setup.commands import CommandFailed, complain, run, say
from setup.node import node_and_npm
from setup.places import PYTHON, REQUIREMENTS
from setup.stamps import one_at_a_time

INPUTS = ("uv", "node", "run", "test")  # run before test: test takes its versions
OPTIONS = ("--upgrade", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--quiet")


def main() -> int:
    try:
        with one_at_a_time():
            packages.prepare(for_tests=True)
            for name in INPUTS:
                lock = REQUIREMENTS / f"{name}.txt"
                source = f"{REQUIREMENTS.name}/{name}.in"  # as it stands in the lock's comments: no path of a machine
                run(
                    [
                        PYTHON,
                        "-m",
                        "uv",
                        "pip",
                        "compile",
                        *OPTIONS,
                        source,
                        "--output-file",
                        f"requirements/{lock.name}",
                    ]
                )
                say(f"  {lock.name}")
            _, npm = node_and_npm()
            run([*npm, "install", "--package-lock-only", "--no-audit", "--no-fund"])
            say("  package-lock.json")
    except (CommandFailed, packages.NoPython) as error:
        complain(f"Stopped: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
