from django.core.management.base import BaseCommand
from django.utils.timezone import localdate

from vaern.directory.loading import load_directory


class Command(BaseCommand):
    help = "Fill the directory from the files that come with the project; what it knows already is left alone."

    def handle(self, *args, **options):
        added = load_directory(on=localdate())
        self.stdout.write(f"{added} rows added to the directory.")
