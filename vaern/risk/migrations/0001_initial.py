import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import vaern.vault.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0001_initial"),
        ("inquiries", "0001_initial"),
        ("staff", "0001_initial"),
        ("staff", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("instrument", models.CharField(max_length=40)),
                ("fingerprint", models.CharField(max_length=64)),
                ("overlay", models.CharField(blank=True, max_length=64)),
                ("frame", vaern.vault.fields.SealedJSON("assessment.frame")),
                ("content", vaern.vault.fields.SealedJSON("assessment.content")),
                ("saves", vaern.vault.fields.SealedJSON("assessment.saves")),
                ("revision", models.PositiveIntegerField(default=1)),
                ("fork_of", models.UUIDField(null=True)),
                ("began_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                ("signed_at", models.DateTimeField(null=True)),
                (
                    "signed_as",
                    models.CharField(
                        blank=True,
                        choices=[("patriark", "PATRIARK"), ("structured", "Struktureret vurdering")],
                        max_length=12,
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("low", "Lavt"),
                            ("middle", "Middel"),
                            ("high", "Højt"),
                            ("not-yet", "Kan ikke vurderes endnu"),
                        ],
                        max_length=8,
                    ),
                ),
                ("valid_until", models.DateTimeField(null=True)),
                (
                    "attestation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="staff.attestation",
                    ),
                ),
                (
                    "began_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments_begun",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assessments", to="cases.case"
                    ),
                ),
                (
                    "follows",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="risk.assessment",
                    ),
                ),
                (
                    "rates",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="second_ratings",
                        to="risk.assessment",
                    ),
                ),
                (
                    "renewal",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renews_assessments",
                        to="cases.task",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments_saved",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments_signed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["case", "-signed_at"], name="assessment_case_signed")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("attestation", None),
                                ("level", ""),
                                ("signed_as", ""),
                                ("signed_at", None),
                                ("signed_by", None),
                                ("valid_until", None),
                            ),
                            models.Q(
                                ("attestation", None),
                                ("level", ""),
                                ("rates__isnull", False),
                                ("signed_as", "structured"),
                                ("signed_at__isnull", False),
                                ("signed_by__isnull", False),
                                ("valid_until", None),
                            ),
                            models.Q(
                                ("rates", None),
                                ("signed_at__isnull", False),
                                ("signed_by__isnull", False),
                                ("valid_until__isnull", False),
                                ("level__in", ["low", "middle", "high", "not-yet"]),
                                models.Q(
                                    models.Q(("attestation", None), ("signed_as", "structured")),
                                    ("signed_as", "patriark"),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="an_assessment_is_signed_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_as", "patriark"), _negated=True),
                            ("attestation__isnull", False),
                            _connector="OR",
                        ),
                        name="the_name_patriark_rests_on_an_attestation",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssessmentReading",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("assessment", models.UUIDField(db_index=True)),
                ("revision", models.PositiveIntegerField()),
                ("remark", vaern.vault.fields.Sealed("assessment_reading.remark")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessment_readings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assessment_readings", to="cases.case"
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="AssessmentVoiding",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("why", vaern.vault.fields.SealedJSON("assessment_voiding.why")),
                ("at", models.DateTimeField()),
                (
                    "assessment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="voiding", to="risk.assessment"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessment_voidings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="CardAnswer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("screening", models.UUIDField(db_index=True)),
                ("answer", vaern.vault.fields.SealedJSON("card.answer")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="card_answers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "inquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="card_answers", to="inquiries.inquiry"
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="card_answers",
                        to="inquiries.task",
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="MethodSupport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("covered", vaern.vault.fields.SealedJSON("method_support.covered")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="method_supports",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="method_supports", to="cases.case"
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Screening",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("instrument", models.CharField(max_length=40)),
                ("fingerprint", models.CharField(max_length=64)),
                ("content", vaern.vault.fields.SealedJSON("screening.content")),
                ("opened", vaern.vault.fields.SealedJSON("screening.opened")),
                ("revision", models.PositiveIntegerField(default=1)),
                ("fork_of", models.UUIDField(null=True)),
                ("began_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                ("signed_at", models.DateTimeField(null=True)),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("low", "Lavt"),
                            ("middle", "Middel"),
                            ("high", "Højt"),
                            ("not-yet", "Kan ikke vurderes endnu"),
                        ],
                        max_length=8,
                    ),
                ),
                ("valid_until", models.DateTimeField(null=True)),
                (
                    "began_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="screenings_begun",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "follows",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="risk.screening",
                    ),
                ),
                (
                    "inquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="screenings", to="inquiries.inquiry"
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="screenings_saved",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="screenings_signed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "supersedes",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="risk.assessment",
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["inquiry", "-signed_at"], name="screening_inquiry_signed")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level", ""), ("signed_at", None), ("signed_by", None), ("valid_until", None)),
                            models.Q(
                                ("signed_at__isnull", False),
                                ("signed_by__isnull", False),
                                ("valid_until__isnull", False),
                                ("level__in", ["low", "middle", "high", "not-yet"]),
                            ),
                            _connector="OR",
                        ),
                        name="a_level_stands_only_where_somebody_signed",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="assessment",
            name="supersedes",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="superseded_by",
                to="risk.screening",
            ),
        ),
        migrations.CreateModel(
            name="SecondReading",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("screening", models.UUIDField(db_index=True, null=True)),
                ("revision", models.PositiveIntegerField(null=True)),
                ("remark", vaern.vault.fields.Sealed("second_reading.remark")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="second_readings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "inquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="second_readings",
                        to="inquiries.inquiry",
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revision", None), ("screening", None)),
                            models.Q(("revision__isnull", False), ("screening__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_second_reading_is_of_one_revision",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Voiding",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("why", vaern.vault.fields.SealedJSON("voiding.why")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="voidings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "screening",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="voiding", to="risk.screening"
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
            },
        ),
    ]
