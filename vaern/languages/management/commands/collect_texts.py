"""Bring the .po files up to date with what the open pages show: new texts are added empty, old ones go."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from vaern.languages.catalogues import bring_up_to_date, found
from vaern.languages.texts import texts_in


class Command(BaseCommand):
    help = "Bring the .po files of the languages up to date with the open pages."

    def handle(self, *args: Any, **options: Any) -> None:
        for catalogue in found(settings.CATALOGUES).values():
            new, gone = bring_up_to_date(catalogue.path, texts_in(catalogue.packs))
            self.stdout.write(f"{catalogue.path.name}: {new} new, {gone} gone.")
