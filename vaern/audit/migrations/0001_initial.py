import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("event", models.UUIDField(unique=True)),
                ("about", models.UUIDField(null=True)),
                ("fingerprint", models.BinaryField()),
                ("mac", models.BinaryField()),
            ],
            options={
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Waiting",
            fields=[
                ("event", models.UUIDField(primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name="Destruction",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("about", models.UUIDField(unique=True)),
                ("ordered_by", models.UUIDField()),
                ("confirmed_by", models.UUIDField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ordered_by", models.F("confirmed_by")), _negated=True),
                        name="destruction_needs_two_people",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("act", models.CharField(max_length=64)),
                ("refused", models.BooleanField(default=False)),
                ("by", models.UUIDField(null=True)),
                ("about", models.UUIDField(null=True)),
                ("subject", models.UUIDField(null=True)),
                ("code", models.CharField(blank=True, max_length=64)),
                ("digest", models.BinaryField(null=True)),
            ],
            options={
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["about", "-at"], name="audit_event_about_at"),
                    models.Index(fields=["by", "-at"], name="audit_event_by_at"),
                    models.Index(condition=models.Q(("refused", True)), fields=["-at"], name="audit_event_refusals"),
                    models.Index(
                        condition=models.Q(("digest__isnull", False)), fields=["subject"], name="audit_event_digests"
                    ),
                ],
            },
        ),
    ]
