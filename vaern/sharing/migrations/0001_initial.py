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
            name="Consent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("at", models.DateTimeField()),
                ("facts", vaern.vault.fields.SealedJSON("consent.facts")),
                ("words", vaern.vault.fields.SealedJSON("consent.words")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents_recorded",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="cases.case"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="MunicipalRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("at", models.DateTimeField()),
                ("facts", vaern.vault.fields.SealedJSON("municipal_request.facts")),
                ("words", vaern.vault.fields.SealedJSON("municipal_request.words")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="municipal_requests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="municipal_requests", to="cases.case"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("citizen", "Borgeren"),
                            ("person", "Person i sagen"),
                            ("caseworker", "Sagsbehandleren i kommunen"),
                            ("municipality", "En anden i kommunen"),
                            ("police", "Politiet"),
                            ("school", "Skole eller uddannelse"),
                            ("shelter", "Krisecenter eller botilbud"),
                            ("health", "Læge, sygehus eller psykiatri"),
                            ("immigration", "Udlændingestyrelsen eller SIRI"),
                            ("foreign-ministry", "Udenrigsministeriet"),
                            ("other", "En anden"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("name", vaern.vault.fields.Sealed("party.name")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parties_added",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="parties", to="cases.case"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parties",
                        to="cases.person",
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "person"), ("person__isnull", False)),
                            models.Q(models.Q(("kind", "person"), _negated=True), ("person__isnull", True)),
                            _connector="OR",
                        ),
                        name="a_party_is_a_person_of_the_case_or_a_role",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False)),
                        fields=("case", "person"),
                        name="a_person_is_one_party",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "citizen")), fields=("case",), name="the_citizen_is_one_party"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Knowing",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("states", vaern.vault.fields.SealedJSON("knowing.states")),
                ("words", vaern.vault.fields.Sealed("knowing.words")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="knowings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="knowings", to="sharing.party"
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("party", "number"), name="one_knowing_follows_another")
                ],
            },
        ),
        migrations.CreateModel(
            name="Disclosure",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("released", "Papir givet videre"),
                            ("said", "Sagt af os"),
                            ("caseworker-said", "Sagt af sagsbehandleren"),
                            ("not-said", "Ikke sagt endnu"),
                        ],
                        max_length=16,
                    ),
                ),
                ("paper", models.CharField(blank=True, max_length=24)),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("consent", "Samtykke"),
                            ("duty-to-notify", "Pligt til at underrette om et barn"),
                            ("fvl-28", "Forvaltningsloven § 28"),
                            ("rpl-115", "Retsplejeloven § 115 (ikke til efterforskning)"),
                            ("bl-126", "Barnets lov § 126 (børnehus)"),
                            ("acute-danger", "Akut fare"),
                            ("other", "Andet: skriv hvad"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("handed-over", "Givet i hånden"),
                            ("phone", "Telefon"),
                            ("meeting", "Møde"),
                            ("secure-mail", "Sikker mail"),
                            ("letter", "Brev"),
                            ("guest", "Læst som gæst i sagen"),
                        ],
                        max_length=16,
                    ),
                ),
                ("level", models.CharField(blank=True, max_length=20)),
                ("judgement", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
                ("written_at", models.DateTimeField()),
                ("content", vaern.vault.fields.SealedJSON("disclosure.content")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disclosures",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="disclosures", to="cases.case"
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="sharing.disclosure",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="disclosures", to="sharing.party"
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["case", "party", "-at"], name="disclosure_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("act", "released"), models.Q(("paper", ""), _negated=True)),
                            models.Q(models.Q(("act", "released"), _negated=True), ("paper", "")),
                            _connector="OR",
                        ),
                        name="a_paper_left_or_something_was_said",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("act__in", ["released", "said"]), _negated=True),
                            models.Q(models.Q(("basis", ""), _negated=True), models.Q(("channel", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="what_we_tell_has_a_basis_and_a_channel",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("act", "not-said"), ("channel", ""), ("level", "")),
                            models.Q(("act", "not-said"), _negated=True),
                            _connector="OR",
                        ),
                        name="what_was_not_said_told_nothing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestStep",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("at", models.DateTimeField()),
                (
                    "step",
                    models.CharField(
                        choices=[("confirmed", "Bekræftet af en anden konsulent"), ("ended", "Hørt op")], max_length=12
                    ),
                ),
                ("words", vaern.vault.fields.Sealed("request_step.words")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="request_steps",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="sharing.municipalrequest"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("request", "step"), name="a_request_is_confirmed_and_ended_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SafetyCheck",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("at", models.DateTimeField()),
                ("facts", vaern.vault.fields.SealedJSON("safety_check.facts")),
                ("words", vaern.vault.fields.Sealed("safety_check.words")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="safety_checks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="safety_checks", to="cases.case"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key_id", models.UUIDField(editable=False)),
                ("at", models.DateTimeField()),
                ("facts", vaern.vault.fields.SealedJSON("withdrawal.facts")),
                ("words", vaern.vault.fields.Sealed("withdrawal.words")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents_withdrawn",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "consent",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="withdrawal", to="sharing.consent"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
    ]
