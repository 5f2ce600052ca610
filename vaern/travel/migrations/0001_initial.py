import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import vaern.vault.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0001_initial"),
        ("staff", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Trip",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("planned", "Frygtet eller planlagt"),
                            ("abroad", "I udlandet"),
                            ("home", "Hjemme igen"),
                            ("averted", "Afværget"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("trip_on", models.DateField(null=True)),
                ("begun_at", models.DateTimeField()),
                ("moved_at", models.DateTimeField()),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trips_begun",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="trips", to="cases.case"
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["stage", "trip_on"], name="trip_stage_date")],
            },
        ),
        migrations.CreateModel(
            name="Sign",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("kind", models.CharField(choices=[("life", "Livstegn"), ("return", "Hjemkomst")], max_length=8)),
                ("due_at", models.DateTimeField()),
                ("took_watch", models.BooleanField(default=False)),
                ("agreed_at", models.DateTimeField()),
                ("alarmed_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("given", "Kom"), ("duress", "Kom, men med nødordet"), ("called-off", "Aflyst")],
                        max_length=12,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("how", vaern.vault.fields.Sealed("trip_sign.how")),
                ("words", vaern.vault.fields.Sealed("trip_sign.words", null=True)),
                (
                    "agreed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signs_agreed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signs_answered",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signs", to="cases.task"
                    ),
                ),
                (
                    "watcher",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signs_watched",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "trip",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signs", to="travel.trip"
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(condition=models.Q(("outcome", "")), fields=["watcher", "due_at"], name="sign_awaited")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                            models.Q(("answered_at__isnull", True), ("answered_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="sign_answered_when_and_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at", None), ("outcome", "")),
                            models.Q(models.Q(("outcome", ""), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_sign_is_answered_or_awaited",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("traveller", "Hvem der rejser"),
                            ("citizenship", "Statsborgerskab"),
                            ("passport", "Pas"),
                            ("feared", "Hvad der frygtes"),
                            ("country", "Land"),
                            ("host", "Hvem de skal bo hos"),
                            ("purpose", "Formålet"),
                            ("trusted", "Hvem personen stoler på"),
                            ("departure", "Afrejse"),
                            ("return", "Hjemrejse"),
                            ("alternative", "Alternativer"),
                            ("pictures", "Foto og kopi af pas"),
                            ("agreed-words", "Aftalte ord"),
                            ("mandate", "Aftale på forhånd"),
                            ("hastening", "Kan kontakt fremskynde rejsen?"),
                            ("custody", "Forældremyndighed"),
                            ("wish", "Personens eget ønske"),
                            ("passport-decision", "Afgørelse om pas"),
                            ("contact", "Kontakt"),
                            ("authority", "Myndighed"),
                            ("conditions", "Forhold på stedet"),
                            ("opinion", "Nogens mening"),
                            ("two-laws", "Det andet lands regler"),
                            ("unwatched", "Ingen holder øje"),
                            ("landing", "Samtale ved hjemkomst"),
                            ("afterwards", "Efter rejsen"),
                            ("stage", "Rejsens gang"),
                        ],
                        max_length=20,
                    ),
                ),
                ("thread", models.UUIDField()),
                ("number", models.PositiveIntegerField()),
                ("is_known", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("values", vaern.vault.fields.SealedJSON("trip_fact.values")),
                ("words", vaern.vault.fields.Sealed("trip_fact.words")),
                ("private", vaern.vault.fields.Sealed("trip_fact.private", null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trip_facts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "trip",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="facts", to="travel.trip"
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("trip", "thread", "number"), name="one_statement_follows_another")
                ],
            },
        ),
    ]
