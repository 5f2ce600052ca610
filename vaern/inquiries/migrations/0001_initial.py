import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import vaern.vault.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("staff", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="CallBack",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("contact", vaern.vault.fields.SealedJSON("callback.contact")),
                ("valid_until", models.DateField()),
                ("confirmed_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call_backs_confirmed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call_backs_ended",
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
                        name="callback_ended_when_and_by_whom",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("at", models.DateTimeField()),
                ("outcome", vaern.vault.fields.Sealed("attempt.outcome")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "call_back",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attempts", to="inquiries.callback"
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Inquiry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("reference", models.CharField(max_length=12, unique=True)),
                ("cover_name", models.CharField(max_length=40)),
                ("kind", models.CharField(choices=[("call", "Samtale"), ("call-back", "Opringning")], max_length=12)),
                ("stage", models.CharField(choices=[("open", "I gang"), ("closed", "Afsluttet")], max_length=8)),
                ("region", models.CharField(max_length=8)),
                (
                    "next_step_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("call-back", "Ring op"),
                            ("follow-up", "Følg op"),
                            ("find-out", "Find ud af"),
                            ("meeting", "Møde"),
                            ("notification", "Underretning skal sendes"),
                            ("receipt", "Har kommunen kvitteret?"),
                            ("take-over", "Tag over"),
                            ("card", "Handlingskort"),
                            ("screening", "Screen igen"),
                            ("second-reader", "Læs med som kollega"),
                            ("other", "Andet"),
                        ],
                        max_length=16,
                    ),
                ),
                ("next_step_at", models.DateTimeField(null=True)),
                ("filed_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("destroyed_at", models.DateTimeField(null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inquiries_closed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "consultant",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inquiries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inquiries_filed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "handed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inquiries_handed_over",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["consultant", "stage", "next_step_at", "id"], name="inquiry_mine"),
                    models.Index(fields=["region", "stage", "next_step_at", "id"], name="inquiry_region"),
                    models.Index(fields=["region", "stage", "-filed_at", "-id"], name="inquiry_region_filed"),
                    models.Index(fields=["consultant", "stage", "-filed_at", "-id"], name="inquiry_mine_filed"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("next_step_at", None), ("next_step_kind", ""), ("stage", "closed")),
                            models.Q(
                                ("next_step_at__isnull", False),
                                ("stage", "open"),
                                models.Q(("next_step_kind", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_open_inquiry_has_a_next_step",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False), ("stage", "closed")),
                            models.Q(("closed_at", None), ("closed_by", None), ("stage", "open")),
                            _connector="OR",
                        ),
                        name="a_closed_inquiry_says_when_and_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("consultant__isnull", False), ("handed_by__isnull", False), _connector="OR"
                        ),
                        name="someone_answers_for_an_inquiry",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("happened_at", models.DateTimeField()),
                ("written_at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("call", "Samtale"),
                            ("note", "Notat"),
                            ("hand-over", "Givet videre"),
                            ("call-back", "Opringning slut"),
                            ("closing", "Afslutning"),
                        ],
                        max_length=12,
                    ),
                ),
                ("safety", vaern.vault.fields.Sealed("entry.safety")),
                ("note", vaern.vault.fields.Sealed("entry.note")),
                ("summary", vaern.vault.fields.Sealed("entry.summary")),
                ("advice", vaern.vault.fields.Sealed("entry.advice")),
                ("told", vaern.vault.fields.Sealed("entry.told")),
                ("facts", vaern.vault.fields.SealedJSON("entry.facts")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="inquiries.entry",
                    ),
                ),
                (
                    "inquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="inquiries.inquiry"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["inquiry", "-happened_at"], name="entry_inquiry_happened")],
            },
        ),
        migrations.AddField(
            model_name="callback",
            name="inquiry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="call_backs", to="inquiries.inquiry"
            ),
        ),
        migrations.CreateModel(
            name="NotificationAnswer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("answer", vaern.vault.fields.SealedJSON("notification.answer")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notification_answers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "inquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notification_answers",
                        to="inquiries.inquiry",
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("due_at", models.DateTimeField()),
                ("set_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("call-back", "Ring op"),
                            ("follow-up", "Følg op"),
                            ("find-out", "Find ud af"),
                            ("meeting", "Møde"),
                            ("notification", "Underretning skal sendes"),
                            ("receipt", "Har kommunen kvitteret?"),
                            ("take-over", "Tag over"),
                            ("card", "Handlingskort"),
                            ("screening", "Screen igen"),
                            ("second-reader", "Læs med som kollega"),
                            ("other", "Andet"),
                        ],
                        max_length=16,
                    ),
                ),
                ("text", vaern.vault.fields.Sealed("task.text")),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks_done",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "inquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="inquiries.inquiry"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks_set",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)), fields=["owner", "due_at"], name="task_owner_due"
                    ),
                    models.Index(fields=["inquiry", "due_at"], name="task_inquiry_due"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                            models.Q(("done_at__isnull", True), ("done_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="task_done_when_and_by_whom",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("content", vaern.vault.fields.SealedJSON("draft.content")),
                ("revision", models.PositiveIntegerField(default=1)),
                ("fork_of", models.UUIDField(null=True)),
                ("started_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="drafts", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["owner", "-saved_at"], name="draft_owner_saved")],
            },
        ),
        migrations.CreateModel(
            name="EmergencyNote",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("about", models.UUIDField(db_index=True)),
                ("region", models.CharField(max_length=8)),
                ("text", vaern.vault.fields.Sealed("emergency.text")),
                ("grounds", vaern.vault.fields.Sealed("emergency.grounds")),
                ("reason", vaern.vault.fields.Sealed("emergency.reason")),
                ("written_at", models.DateTimeField()),
                ("review_by", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("erased_at", models.DateTimeField(null=True)),
                ("reviewed_at", models.DateTimeField(null=True)),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("right", "Det var nødvendigt"),
                            ("too-much", "Der stod mere end nødvendigt"),
                            ("not-needed", "Det var ikke nødvendigt"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="emergency_notes_reviewed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="emergency_notes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reviewed_at__isnull", False), ("reviewed_by__isnull", False)),
                            models.Q(("reviewed_at__isnull", True), ("reviewed_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="emergency_reviewed_when_and_by_whom",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="callback",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("inquiry",), name="one_waiting_callback_per_inquiry"
            ),
        ),
    ]
