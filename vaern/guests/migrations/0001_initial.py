import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import vaern.vault.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0001_initial"),
        ("sharing", "0001_initial"),
        ("staff", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Guest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("sections", models.JSONField(default=list)),
                ("who", vaern.vault.fields.Sealed("guest.who")),
                ("last_day", models.DateField()),
                ("invited_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="guests", to="cases.case"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guests_ended",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guests_invited",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="guests", to="sharing.party"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guest_accesses",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="guest_ended_when_and_by_whom",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("case", "user"), name="one_access_at_a_time"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadMark",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "section",
                    models.CharField(
                        choices=[
                            ("judgement", "Trusselsniveau nu"),
                            ("steps", "Aftalte skridt"),
                            ("recommendations", "Anbefalinger"),
                            ("questions", "Spørgsmål, der skal findes svar på"),
                            ("plan", "Plan"),
                            ("worksheets", "Arbejdsark"),
                        ],
                        max_length=20,
                    ),
                ),
                ("version", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "guest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="read_marks", to="guests.guest"
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
            },
        ),
    ]
