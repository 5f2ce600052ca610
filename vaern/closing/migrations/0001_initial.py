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
            name="CaseFact",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("year", models.PositiveSmallIntegerField()),
                ("kind", models.CharField(max_length=12)),
                ("region", models.CharField(max_length=8)),
                ("age", models.CharField(max_length=12)),
                ("concerns", models.CharField(max_length=60)),
                ("source", models.CharField(max_length=12)),
                ("stage_reached", models.CharField(max_length=12)),
            ],
            options={
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("facts", vaern.vault.fields.SealedJSON("transfer.facts")),
                ("carries_risk", vaern.vault.fields.Sealed("transfer.carries_risk")),
                ("handed_over", vaern.vault.fields.Sealed("transfer.handed_over")),
                ("receiver", vaern.vault.fields.Sealed("transfer.receiver")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="transfers", to="cases.case"
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="transfers", to="cases.task"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("case", "number"), name="one_transfer_follows_another")
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("at", models.DateTimeField()),
                ("facts", vaern.vault.fields.SealedJSON("receipt.facts")),
                ("who", vaern.vault.fields.Sealed("receipt.who")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfer_receipts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "transfer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="receipt", to="closing.transfer"
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Closure",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("check_on", models.DateField(null=True)),
                ("helped", vaern.vault.fields.Sealed("closure.helped")),
                ("hindered", vaern.vault.fields.Sealed("closure.hindered")),
                ("remaining_risk", vaern.vault.fields.Sealed("closure.remaining_risk")),
                ("facts", vaern.vault.fields.SealedJSON("closure.facts")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closures",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="closures", to="cases.case"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("case", "number"), name="one_closure_follows_another")],
            },
        ),
        migrations.CreateModel(
            name="DestructionOrder",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("asked_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="destructions_asked",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="destruction_orders", to="cases.case"
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="destructions_confirmed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="destructions_withdrawn",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                            models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="destruction_confirmed_when_and_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="destruction_withdrawn_when_and_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by", None),
                            models.Q(("confirmed_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="destruction_is_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confirmed_at", None), ("withdrawn_at", None), _connector="OR"),
                        name="destruction_is_confirmed_or_withdrawn",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("confirmed_at", None), ("withdrawn_at", None)),
                        fields=("case",),
                        name="one_destruction_asked_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Keeping",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("keep_until", models.DateField(null=True)),
                ("why", vaern.vault.fields.Sealed("keeping.why", null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="keepings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="keepings", to="cases.case"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("case", "number"), name="one_keeping_follows_another")],
            },
        ),
    ]
