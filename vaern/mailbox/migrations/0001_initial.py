import uuid

import django.db.models.deletion
from django.db import migrations, models

import vaern.vault.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Holding",
            fields=[
                ("thread", models.UUIDField(primary_key=True, serialize=False)),
                ("cover_name", models.CharField(max_length=40)),
                ("holder", models.UUIDField(null=True)),
                ("handed_by", models.UUIDField(null=True)),
                ("region", models.CharField(blank=True, max_length=8)),
                ("read_to", models.PositiveIntegerField(default=0)),
                ("signals_seen", models.PositiveIntegerField(default=0)),
                ("inquiry", models.UUIDField(null=True)),
            ],
            options={
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Thread",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("for_team", models.BinaryField(null=True)),
                ("team_version", models.PositiveSmallIntegerField(null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("citizen", "Fra en borger"), ("brief", "Fra en fagperson")], max_length=8
                    ),
                ),
                ("selector", models.PositiveIntegerField(null=True, unique=True)),
                ("salt", models.BinaryField(null=True)),
                ("for_writer", models.BinaryField(null=True)),
                ("dropped_at", models.DateTimeField()),
                ("expires_on", models.DateField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["expires_on", "dropped_at"], name="thread_expires_dropped")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("for_writer", None), ("kind", "brief"), ("salt", None), ("selector", None)),
                            models.Q(
                                ("for_writer__isnull", False),
                                ("kind", "citizen"),
                                ("salt__isnull", False),
                                ("selector__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_citizens_thread_has_a_code",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Sitting",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("half", models.BinaryField()),
                ("begun_at", models.DateTimeField()),
                ("before", models.DateTimeField(null=True)),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sittings", to="mailbox.thread"
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Signal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("closed", "Den, der skrev, har lukket postkassen"),
                            ("removed", "Den, der skrev, har slettet en besked"),
                        ],
                        max_length=8,
                    ),
                ),
                ("number", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField()),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signals", to="mailbox.thread"
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="mailbox.thread"
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("number", models.PositiveIntegerField()),
                ("from_team", models.BooleanField()),
                ("is_urgent", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                ("by", models.UUIDField(null=True)),
                ("content", vaern.vault.fields.SealedJSON("message.content")),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="messages", to="mailbox.thread"
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("thread", "number"), name="a_message_has_a_number_of_its_own"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by__isnull", False), ("from_team", True)),
                            models.Q(("by", None), ("from_team", False)),
                            _connector="OR",
                        ),
                        name="the_team_says_who_answered",
                    ),
                ],
            },
        ),
    ]
