import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import vaern.vault.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Guessing",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("last_at", models.DateTimeField()),
                ("free_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("first_name", models.CharField(max_length=60)),
                ("is_active", models.BooleanField(default=True)),
                ("joined_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("is_active", False), ("ended_at", None), _connector="OR"),
                        name="staff_user_is_not_active_after_the_end",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FactorSecret",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("words", vaern.vault.fields.Sealed("factor.secret")),
                ("last_step", models.BigIntegerField(default=0)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="factor_secrets",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Attestation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                ("instrument", models.CharField(choices=[("patriark", "PATRIARK")], max_length=20)),
                ("course", models.CharField(max_length=120)),
                ("attested_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "attested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attestations_given",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attestations_ended",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attestations",
                        to=settings.AUTH_USER_MODEL,
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
                        name="staff_attestation_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("user", models.F("attested_by")), _negated=True),
                        name="nobody_attests_themselves",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid_until__isnull", False)), name="an_attestation_ends"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_by", None)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="attestation_ended_when_and_by_whom",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OneTimeLink",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(choices=[("invitation", "Invitation"), ("recovery", "Ny adgang")], max_length=12),
                ),
                ("code_digest", models.CharField(max_length=64)),
                ("made_by", models.UUIDField(null=True)),
                ("made_at", models.DateTimeField()),
                ("lapses_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("lapses_at__gt", models.F("made_at"))),
                        name="staff_link_lapses_after_it_is_made",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("used_at", None), ("withdrawn_at", None)),
                        fields=("user",),
                        name="staff_link_one_open_for_each_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recovery",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("asked_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recoveries_asked",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recoveries_confirmed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recoveries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("user", models.F("asked_by")), _negated=True),
                            models.Q(
                                ("confirmed_by", None),
                                models.Q(
                                    models.Q(("confirmed_by", models.F("asked_by")), _negated=True),
                                    models.Q(("confirmed_by", models.F("user")), _negated=True),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="staff_recovery_takes_two_others",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at", None), ("confirmed_by", None)),
                            models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="staff_recovery_confirmed_by_and_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegionDuty",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                ("region", models.CharField(max_length=8)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="duties", to=settings.AUTH_USER_MODEL
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
                        name="staff_regionduty_ends_after_it_starts",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RoleHolding",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("consultant", "Sikkerhedskonsulent"),
                            ("team-lead", "Teamleder"),
                            ("administrator", "Administrator"),
                            ("guest", "Gæst"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
                        to=settings.AUTH_USER_MODEL,
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
                        name="staff_roleholding_ends_after_it_starts",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignedIn",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "device",
                    models.CharField(
                        choices=[
                            ("computer", "Computer"),
                            ("phone", "Telefon"),
                            ("tablet", "Tablet"),
                            ("unknown", "Ukendt enhed"),
                        ],
                        max_length=12,
                    ),
                ),
                ("began_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("signed-out", "Loggede ud"),
                            ("revoked", "Afsluttet fra listen"),
                            ("idle", "Ikke brugt"),
                            ("too-long", "Varede for længe"),
                            ("changed", "Adgang ændret"),
                            ("left", "Stoppet"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("ended_at", None)), fields=["user"], name="staff_signedin_open")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_why", "")),
                            models.Q(("ended_at__isnull", False), models.Q(("ended_why", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="staff_signedin_ended_at_and_why",
                    )
                ],
            },
        ),
    ]
