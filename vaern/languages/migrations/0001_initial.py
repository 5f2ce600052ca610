import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                ("language", models.CharField(max_length=12)),
                ("fingerprint", models.CharField(max_length=64)),
                ("by", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("ended_by", models.UUIDField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="languages_review_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_by", None), ("valid_until", None)),
                            models.Q(
                                ("ended_at__isnull", False), ("ended_by__isnull", False), ("valid_until__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="languages_review_is_ended_by_somebody",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_until", None)),
                        fields=("language",),
                        name="languages_review_one_open_mark",
                    ),
                ],
            },
        ),
    ]
