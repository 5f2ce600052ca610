"""Bring the .po files up to date with what the open pages show: new texts are added empty, old ones go."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from vaern.languages.catalogues import bring_up_to_date, found
from vaern.languages.texts import all_texts, core_texts


class Command(BaseCommand):
    help = "Bring the .po files of the languages up to date with the open pages."

    def handle(self, *args: Any, **options: Any) -> None:
        for catalogue in found(settings.CATALOGUES).values():
            texts = all_texts() if catalogue.has_every_page else core_texts()
            new, gone = bring_up_to_date(catalogue.path, texts)
            self.stdout.write(f"{catalogue.path.name}: {new} new, {gone} gone.")
