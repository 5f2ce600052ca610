from uuid import uuid4

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from vaern.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0002_append_only"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.AddField("inquiry", "is_restricted", models.BooleanField(default=False, db_default=False)),
        migrations.CreateModel(
            name="KeptOut",
            fields=[
                ("id", models.UUIDField(default=uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                (
                    "inquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="kept_out", to="inquiries.inquiry"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inquiries_kept_from",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "base_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("user", "inquiry"), name="kept_out_once")],
            },
        ),
        append_only("inquiries_keptout", about="OLD.inquiry_id"),
    ]
