import uuid

import django.db.models.deletion
from django.db import migrations, models

import vaern.vault.fields
from vaern.audit.append_only import append_only

CASE_OF_NAME = "(SELECT t.case_id FROM travel_trip t WHERE t.id = OLD.trip_id)"


class NamesWouldBeLost(Exception):
    """Some are sealed with a case's key, and no migration has that."""


def refuse_to_lose_names(apps, schema_editor):
    if apps.get_model("travel", "Fact").objects.filter(private__isnull=False).exists():
        raise NamesWouldBeLost


class Migration(migrations.Migration):
    dependencies = [
        ("travel", "0002_append_only"),
        ("cases", "0003_day_of_a_kind_and_key_of_an_identity"),
        ("audit", "0002_append_only"),
    ]
    operations = [
        migrations.RunPython(refuse_to_lose_names, migrations.RunPython.noop),
        migrations.RemoveField("fact", "private"),
        migrations.CreateModel(
            "TripName",
            [
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("text", vaern.vault.fields.Sealed("trip_fact.private")),
                (
                    "trip",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="names", to="travel.trip"
                    ),
                ),
            ],
            options={"base_manager_name": "objects"},
        ),
        migrations.AddField(
            "fact",
            "names",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="facts",
                to="travel.tripname",
            ),
        ),
        append_only("travel_tripname", about=CASE_OF_NAME),
    ]
