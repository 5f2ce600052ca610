import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Actor",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name="Consultant",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name="HostMunicipality",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                ("thing", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("struck", models.BooleanField(default=False)),
                ("owner", models.CharField(default="Teamlederne", max_length=60)),
                ("checked_on", models.DateField(null=True)),
                ("municipality", models.CharField(max_length=4)),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="directory_hostmunicipality_ends_after_it_starts",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("struck", False)),
                        fields=("municipality", "valid_from"),
                        name="host_begins_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("struck", False), ("valid_until", None)),
                        fields=("municipality",),
                        name="host_goes_on_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Municipality",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                ("thing", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("struck", models.BooleanField(default=False)),
                ("owner", models.CharField(default="Teamlederne", max_length=60)),
                ("checked_on", models.DateField(null=True)),
                ("code", models.CharField(max_length=4)),
                ("name", models.CharField(max_length=60)),
                ("is_small", models.BooleanField(default=False)),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="directory_municipality_ends_after_it_starts",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("struck", False)),
                        fields=("code", "valid_from"),
                        name="municipality_begins_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("struck", False), ("valid_until", None)),
                        fields=("code",),
                        name="municipality_goes_on_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MunicipalityRegion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                ("thing", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("struck", models.BooleanField(default=False)),
                ("owner", models.CharField(default="Teamlederne", max_length=60)),
                ("checked_on", models.DateField(null=True)),
                ("municipality", models.CharField(max_length=4)),
                ("region", models.CharField(db_index=True, max_length=8)),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="directory_municipalityregion_ends_after_it_starts",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("struck", False)),
                        fields=("municipality", "valid_from"),
                        name="municipality_region_begins_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("struck", False), ("valid_until", None)),
                        fields=("municipality",),
                        name="municipality_region_goes_on_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpeningHours",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                ("thing", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("struck", models.BooleanField(default=False)),
                ("owner", models.CharField(default="Teamlederne", max_length=60)),
                ("checked_on", models.DateField(null=True)),
                ("region", models.CharField(max_length=8)),
                ("weekday", models.PositiveSmallIntegerField()),
                ("opens", models.TimeField()),
                ("closes", models.TimeField()),
                ("source", models.CharField(blank=True, max_length=400)),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="directory_openinghours_ends_after_it_starts",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("struck", False)),
                        fields=("region", "weekday", "valid_from"),
                        name="hours_begins_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("struck", False), ("valid_until", None)),
                        fields=("region", "weekday"),
                        name="hours_goes_on_once",
                    ),
                    models.CheckConstraint(condition=models.Q(("weekday__lte", 6)), name="hours_on_a_weekday"),
                    models.CheckConstraint(
                        condition=models.Q(("opens__lt", models.F("closes"))), name="hours_open_before_they_close"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Region",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                ("thing", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("struck", models.BooleanField(default=False)),
                ("owner", models.CharField(default="Teamlederne", max_length=60)),
                ("checked_on", models.DateField(null=True)),
                ("code", models.CharField(max_length=8)),
                ("name", models.CharField(max_length=60)),
                ("neighbours", models.JSONField(default=list)),
                ("followed_by", models.CharField(blank=True, max_length=8)),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="directory_region_ends_after_it_starts",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("struck", False)), fields=("code", "valid_from"), name="region_begins_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("struck", False), ("valid_until", None)),
                        fields=("code",),
                        name="region_goes_on_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActorListing",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                ("thing", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("struck", models.BooleanField(default=False)),
                ("owner", models.CharField(default="Teamlederne", max_length=60)),
                ("checked_on", models.DateField(null=True)),
                ("name", models.CharField(max_length=120)),
                ("what_for", models.CharField(max_length=300)),
                ("website", models.CharField(blank=True, max_length=120)),
                ("source", models.CharField(blank=True, max_length=400)),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("own-page", "Læst på aktørens eller en myndigheds egen side"),
                            ("second-hand", "Læst et andet sted"),
                            ("unverified", "Ikke efterprøvet: ring og kontrollér, før du giver nummeret videre"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="listings", to="directory.actor"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="directory_actorlisting_ends_after_it_starts",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("struck", False)),
                        fields=("actor", "valid_from"),
                        name="actor_listing_begins_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("struck", False), ("valid_until", None)),
                        fields=("actor",),
                        name="actor_listing_goes_on_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActorNumber",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                ("thing", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("struck", models.BooleanField(default=False)),
                ("owner", models.CharField(default="Teamlederne", max_length=60)),
                ("checked_on", models.DateField(null=True)),
                ("label", models.CharField(blank=True, max_length=80)),
                ("number", models.CharField(max_length=20)),
                ("hours", models.CharField(blank=True, max_length=120)),
                ("answers_when_we_do_not", models.BooleanField(default=False)),
                ("source", models.CharField(blank=True, max_length=400)),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("own-page", "Læst på aktørens eller en myndigheds egen side"),
                            ("second-hand", "Læst et andet sted"),
                            ("unverified", "Ikke efterprøvet: ring og kontrollér, før du giver nummeret videre"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="numbers", to="directory.actor"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="directory_actornumber_ends_after_it_starts",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("struck", False)),
                        fields=("actor", "number", "valid_from"),
                        name="actor_number_begins_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("struck", False), ("valid_until", None)),
                        fields=("actor", "number"),
                        name="actor_number_goes_on_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                ("thing", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("struck", models.BooleanField(default=False)),
                ("owner", models.CharField(default="Teamlederne", max_length=60)),
                ("checked_on", models.DateField(null=True)),
                (
                    "consultant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="absences", to="directory.consultant"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="directory_absence_ends_after_it_starts",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("struck", False)),
                        fields=("consultant", "valid_from"),
                        name="absence_begins_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("struck", False), ("valid_until", None)),
                        fields=("consultant",),
                        name="absence_goes_on_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsultantListing",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                ("thing", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("struck", models.BooleanField(default=False)),
                ("owner", models.CharField(default="Teamlederne", max_length=60)),
                ("checked_on", models.DateField(null=True)),
                ("first_name", models.CharField(max_length=60)),
                ("phone", models.CharField(max_length=20)),
                (
                    "competence",
                    models.CharField(
                        choices=[
                            ("all", "Alle bekymringer"),
                            ("journeys", "Kun genopdragelsesrejser og ufrivillige udlandsophold"),
                        ],
                        max_length=12,
                    ),
                ),
                ("staff_id", models.UUIDField(null=True)),
                (
                    "consultant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="listings", to="directory.consultant"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="directory_consultantlisting_ends_after_it_starts",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("struck", False)),
                        fields=("consultant", "valid_from"),
                        name="listing_begins_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("struck", False), ("valid_until", None)),
                        fields=("consultant",),
                        name="listing_goes_on_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Coverage",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                ("thing", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("struck", models.BooleanField(default=False)),
                ("owner", models.CharField(default="Teamlederne", max_length=60)),
                ("checked_on", models.DateField(null=True)),
                ("municipality", models.CharField(db_index=True, max_length=4)),
                ("region", models.CharField(max_length=8)),
                (
                    "consultant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="coverage", to="directory.consultant"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="directory_coverage_ends_after_it_starts",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("struck", False)),
                        fields=("municipality", "consultant", "valid_from"),
                        name="coverage_begins_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("struck", False), ("valid_until", None)),
                        fields=("municipality", "consultant"),
                        name="coverage_goes_on_once",
                    ),
                ],
            },
        ),
    ]
