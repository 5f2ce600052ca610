"""Measure the benchmark's rows in throw-away databases and write build/bench.json."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.timezone import localdate

INSIDE = "VAERN_BENCH_INSIDE"


class Command(BaseCommand):
    help = "Measure the site against the reference and write build/bench.json."

    def handle(self, *args: Any, **options: Any) -> None:
        if os.environ.get(INSIDE):
            self.measure()
        else:
            self.run_apart()

    def run_apart(self) -> None:
        """Run ourselves again with databases, keys and broker in a folder that is removed afterwards."""
        with tempfile.TemporaryDirectory(prefix="vaern-bench-") as home:
            kept = {name: value for name, value in os.environ.items() if not name.startswith("VAERN_")}
            env = kept | {"VAERN_HOME": home, INSIDE: "1"}
            command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "bench"]
            sys.exit(subprocess.run(command, env=env, check=False).returncode)  # noqa: S603  our own command

    def measure(self) -> None:
        from vaern.bench.rows import as_data, measure
        from vaern.directory.loading import load_directory
        from vaern.vault.broker import FileBroker

        for database in ("default", "keys"):
            call_command("migrate", database=database, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        FileBroker(settings.BROKER_FOLDER).found()
        load_directory(by=None, on=localdate())
        rows = measure(self.stderr.write)
        path = Path(settings.BASE_DIR) / "build" / "bench.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(as_data(rows), indent=1) + "\n", encoding="utf-8")
        self.stdout.write(f"{'row':<18}{'value':>10} {'unit':<5}{'ref ms':>8}{'× ref':>8}")
        for row in rows:
            ratio = f"{row.ratio:.3f}" if row.ratio is not None else "–"
            self.stdout.write(f"{row.row:<18}{row.value:>10.1f} {row.unit:<5}{row.ref_ms:>8.1f}{ratio:>8}")
