import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Tombstone",
            fields=[
                ("key_id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("done", "Færdig"),
                            ("discarded", "Slettet af den, der skrev"),
                            ("expired", "Udløbet"),
                            ("orphan", "Uden indhold"),
                            ("destruction", "Destrueret af to personer"),
                        ],
                        max_length=32,
                    ),
                ),
                ("by", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Key",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("team_version", models.PositiveSmallIntegerField()),
                ("wrapped", models.BinaryField()),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["made_at"], name="vault_key_made_at")],
            },
        ),
    ]
