"""Set-up: everything between a fresh clone and a running site or test suite.

Owns what `make` prepares: the Python packages, Node, the design system, the browser, a PostgreSQL for tests.
Promises: standard library only; nothing outside the clone is changed; every step can be repeated or interrupted.
Each step leaves a stamp that names what it was made from, so it runs again only when that changes.
Never imports the site, and the site never imports this.
"""

import sys

if sys.version_info < (3, 10):  # noqa: UP036 -- from 3.10 on the set-up looks for a newer one by itself
    sys.exit("Vaern needs Python 3.11 or newer. Name one: make test PYTHON=python3.11")
