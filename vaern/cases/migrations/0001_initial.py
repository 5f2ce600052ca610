import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import vaern.vault.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("inquiries", "0001_initial"),
        ("staff", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("reference", models.CharField(max_length=12, unique=True)),
                ("cover_name", models.CharField(db_index=True, max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("anonymised", "Anonymiseret"),
                            ("consented", "Med samtykke"),
                            ("by-request", "På kommunens ansvar"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("advising", "Rådgivning"),
                            ("assessing", "Vurdering"),
                            ("coordinating", "Koordinering"),
                            ("following-up", "Opfølgning"),
                            ("closed", "Afsluttet"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "situation",
                    models.CharField(
                        choices=[
                            ("unknown", "Ukendt"),
                            ("escalation", "Optrapning"),
                            ("acute", "Akut"),
                            ("re-establishing", "Genetablering"),
                            ("calm", "Rolig"),
                        ],
                        max_length=16,
                    ),
                ),
                ("level", models.CharField(blank=True, max_length=20)),
                ("level_valid_until", models.DateTimeField(null=True)),
                ("region", models.CharField(max_length=8)),
                ("is_restricted", models.BooleanField(default=False)),
                (
                    "next_step_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("call", "Ring til"),
                            ("follow-up", "Følg op"),
                            ("find-out", "Find ud af"),
                            ("meeting", "Møde"),
                            ("check", "Tjek"),
                            ("safety-measure", "Beskyttelse"),
                            ("plan-step", "Skridt i planen"),
                            ("await-decision", "Afvent myndighedens afgørelse"),
                            ("find-authority", "Find ansvarlig sagsbehandler"),
                            ("take-over", "Tag over"),
                            ("assessment", "Vurder igen"),
                            ("second-reader", "Læs med som kollega"),
                            ("second-rating", "Vurder blindt"),
                            ("receiver", "Har den nye kommune taget imod?"),
                            ("guest-answer", "Læs svar fra gæst"),
                            ("keeping", "Sæt en dato for sletning"),
                            ("other", "Andet"),
                        ],
                        max_length=16,
                    ),
                ),
                ("next_step_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField()),
                ("destroyed_at", models.DateTimeField(null=True)),
                (
                    "consultant",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "handed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases_handed_over",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "inquiry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="case", to="inquiries.inquiry"
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases_opened",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["consultant", "next_step_at", "id"], name="case_mine"),
                    models.Index(
                        condition=models.Q(("is_restricted", False)),
                        fields=["region", "next_step_at", "id"],
                        name="case_region",
                    ),
                    models.Index(
                        condition=models.Q(("is_restricted", False)),
                        fields=["region", "stage", "next_step_at", "id"],
                        name="case_region_stage",
                    ),
                    models.Index(
                        condition=models.Q(("is_restricted", False)),
                        fields=["region", "situation", "next_step_at", "id"],
                        name="case_region_situation",
                    ),
                    models.Index(
                        condition=models.Q(("consultant", None), ("is_restricted", False)),
                        fields=["region", "next_step_at", "id"],
                        name="case_region_unclaimed",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("next_step_at", None), ("next_step_kind", ""), ("stage", "closed")),
                            models.Q(
                                models.Q(("stage", "closed"), _negated=True),
                                ("next_step_at__isnull", False),
                                models.Q(("next_step_kind", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_open_case_has_a_next_step",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("consultant__isnull", False), ("handed_by__isnull", False), _connector="OR"
                        ),
                        name="someone_answers_for_a_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level", ""), ("level_valid_until", None)),
                            models.Q(models.Q(("level", ""), _negated=True), ("level_valid_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_level_has_an_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("destroyed_at", None), ("stage", "closed"), _connector="OR"),
                        name="only_a_closed_case_is_destroyed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BrokenGlass",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                (
                    "emergency",
                    models.CharField(
                        choices=[
                            ("acute-danger", "Akut fare"),
                            ("in-contact-now", "Borgeren eller en myndighed er i kontakt med os nu"),
                            ("nobody-there", "Ingen af dem, der har sagen, kan nås"),
                        ],
                        max_length=16,
                    ),
                ),
                ("reason", vaern.vault.fields.Sealed("broken_glass.reason")),
                ("at", models.DateTimeField()),
                ("lapses_at", models.DateTimeField()),
                ("review_by", models.DateTimeField()),
                ("reviewed_at", models.DateTimeField(null=True)),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("right", "Det var nødvendigt"),
                            ("another-way", "Der var en anden vej"),
                            ("not-needed", "Det var ikke nødvendigt"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="glass_broken",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="glass_reviewed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="broken_glass", to="cases.case"
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
                        name="glass_reviewed_when_and_by_whom",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Acquaintance",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("knows", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_acquaintances",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="acquaintances", to="cases.case"
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["user", "knows", "case"], name="case_acquaintance")],
            },
        ),
        migrations.CreateModel(
            name="CaseLink",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("linked_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_links_ended",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "linked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases_linked",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links_out", to="cases.case"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links_in", to="cases.case"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="link_ended_when_and_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))), name="a_link_is_written_one_way"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("one", "other"), name="two_cases_link_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DangerOpening",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("at", models.DateTimeField()),
                ("lapses_at", models.DateTimeField()),
                ("reason", vaern.vault.fields.Sealed("danger_opening.reason")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="danger_openings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="danger_openings", to="cases.case"
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("lapses_at__gt", models.F("at"))), name="a_danger_opening_ends_after_it"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("photo", "Foto"),
                            ("passport", "Kopi af pas"),
                            ("consent-form", "Samtykke"),
                            ("letter", "Brev"),
                            ("other", "Andet"),
                        ],
                        max_length=16,
                    ),
                ),
                ("added_at", models.DateTimeField()),
                ("title", vaern.vault.fields.Sealed("case_document.title")),
                ("facts", vaern.vault.fields.SealedJSON("case_document.facts")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_documents",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="cases.case"
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["case", "-added_at"], name="case_document_added")],
            },
        ),
        migrations.CreateModel(
            name="DocumentContent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("data", vaern.vault.fields.SealedFile("case_document_content.data")),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="content", to="cases.document"
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="DocumentWithdrawal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("replaced", "Der er en nyere"),
                            ("wrong-file", "Det var den forkerte fil"),
                            ("not-ours", "Den hører ikke til i denne sag"),
                            ("consent-ended", "Samtykket gælder ikke længere"),
                        ],
                        max_length=16,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_documents_withdrawn",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="withdrawal", to="cases.document"
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
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
                            ("opening", "Sagen åbnet"),
                            ("call", "Samtale"),
                            ("attempt", "Forsøg på kontakt"),
                            ("meeting", "Møde"),
                            ("incident", "Hændelse"),
                            ("observation", "Iagttagelse"),
                            ("decision", "Myndighedens afgørelse"),
                            ("note", "Notat"),
                            ("guest", "Svar fra gæst"),
                        ],
                        max_length=12,
                    ),
                ),
                ("note", vaern.vault.fields.Sealed("case_entry.note")),
                ("facts", vaern.vault.fields.SealedJSON("case_entry.facts")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_entries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="cases.case"
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="cases.entry",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["case", "-happened_at"], name="case_entry_happened")],
            },
        ),
        migrations.CreateModel(
            name="Holding",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("region", models.CharField(max_length=8)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("lives-there", "Borgeren bor i regionen"),
                            ("competence", "En anden har den rette viden"),
                            ("conflict", "Kender familien"),
                            ("leave", "Ikke på arbejde"),
                            ("load", "For mange sager"),
                            ("opened", "Åbnede sagen"),
                            ("taken", "Tog sagen"),
                        ],
                        max_length=12,
                    ),
                ),
                ("note", vaern.vault.fields.Sealed("case_holding.note", null=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_holdings_made",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="holdings", to="cases.case"
                    ),
                ),
                (
                    "consultant",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_holdings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="LeaveCover",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                ("arranged_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "absent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leave_covers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "arranged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leave_covers_arranged",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leave_covers_ended",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stands_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leave_covers_given",
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
                        name="cases_leavecover_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="cover_ended_when_and_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("absent", models.F("stands_in")), _negated=True),
                        name="nobody_stands_in_for_themselves",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("co-consultant", "Medkonsulent"),
                            ("deputy", "Stedfortræder"),
                            ("second-reader", "Anden læser"),
                            ("informed", "Orienteret"),
                        ],
                        max_length=16,
                    ),
                ),
                ("added_at", models.DateTimeField()),
                ("last_day", models.DateField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_participants_added",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="participants", to="cases.case"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_participations_ended",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_participations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="participation_ended_when_and_by_whom",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("case", "user"),
                        name="one_participation_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_persons_added",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="persons", to="cases.case"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="IdentityItem",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("at", models.DateTimeField()),
                ("facts", vaern.vault.fields.SealedJSON("identity_item.facts")),
                ("text", vaern.vault.fields.Sealed("identity_item.text")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identity_items",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="identity_items", to="cases.case"
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="cases.identityitem",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="identity_items", to="cases.person"
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="PlanItem",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("recommendation", "Anbefaling"),
                            ("step", "Skridt i tryghedsplanen"),
                            ("frame", "Om tryghedsplanen"),
                            ("question", "Spørgsmål"),
                            ("meeting", "Møde"),
                            ("caseworker-sheet", "Sagsbehandlerens syv vurderinger"),
                            ("citizen-sheet", "Borgerens fire spørgsmål"),
                        ],
                        max_length=20,
                    ),
                ),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_items_added",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plan_items", to="cases.case"
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind__in", ["frame", "caseworker-sheet", "citizen-sheet"])),
                        fields=("case", "kind"),
                        name="one_such_part_in_a_plan",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Portrait",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("facts", vaern.vault.fields.SealedJSON("case_portrait.facts")),
                ("words", vaern.vault.fields.Sealed("case_portrait.words")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_portraits",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="portraits", to="cases.person"
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("person", "number"), name="one_portrait_follows_another")
                ],
            },
        ),
        migrations.CreateModel(
            name="Relation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("facts", vaern.vault.fields.SealedJSON("case_relation.facts")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_relations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="relations", to="cases.case"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="relations", to="cases.person"
                    ),
                ),
                (
                    "relative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relations_to_others",
                        to="cases.person",
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("case", "number"), name="one_relation_follows_another"),
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("relative")), _negated=True),
                        name="nobody_is_related_to_themselves",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                (
                    "respect",
                    models.CharField(
                        choices=[
                            ("stage", "Fase"),
                            ("situation", "Situation"),
                            ("concern", "Bekymring"),
                            ("request", "Ønske"),
                            ("authority", "Ansvarlig myndighed"),
                            ("basis", "Grundlag"),
                        ],
                        max_length=12,
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("value", models.CharField(blank=True, max_length=16)),
                ("at", models.DateTimeField()),
                ("facts", vaern.vault.fields.SealedJSON("case_standing.facts")),
                ("words", vaern.vault.fields.Sealed("case_standing.words")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_standings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="standings", to="cases.case"
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("case", "respect", "number"), name="one_row_follows_another"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("respect__in", ["stage", "situation"]), models.Q(("value", ""), _negated=True)),
                            models.Q(models.Q(("respect__in", ["stage", "situation"]), _negated=True), ("value", "")),
                            _connector="OR",
                        ),
                        name="only_stage_and_situation_stand_in_clear",
                    ),
                ],
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
                            ("call", "Ring til"),
                            ("follow-up", "Følg op"),
                            ("find-out", "Find ud af"),
                            ("meeting", "Møde"),
                            ("check", "Tjek"),
                            ("safety-measure", "Beskyttelse"),
                            ("plan-step", "Skridt i planen"),
                            ("await-decision", "Afvent myndighedens afgørelse"),
                            ("find-authority", "Find ansvarlig sagsbehandler"),
                            ("take-over", "Tag over"),
                            ("assessment", "Vurder igen"),
                            ("second-reader", "Læs med som kollega"),
                            ("second-rating", "Vurder blindt"),
                            ("receiver", "Har den nye kommune taget imod?"),
                            ("guest-answer", "Læs svar fra gæst"),
                            ("keeping", "Sæt en dato for sletning"),
                            ("other", "Andet"),
                        ],
                        max_length=16,
                    ),
                ),
                ("text", vaern.vault.fields.Sealed("case_task.text")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="cases.case"
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_tasks_done",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_tasks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_tasks_set",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)), fields=["owner", "due_at"], name="case_task_owner_due"
                    ),
                    models.Index(fields=["case", "due_at"], name="case_task_due"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                            models.Q(("done_at__isnull", True), ("done_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="case_task_done_when_and_by_whom",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanRow",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("facts", vaern.vault.fields.SealedJSON("case_plan_row.facts")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_rows",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_rows",
                        to="cases.entry",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="cases.planitem"
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_rows",
                        to="cases.task",
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("item", "number"), name="one_plan_row_follows_another")
                ],
            },
        ),
    ]
