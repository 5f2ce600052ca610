import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from vaern.audit.append_only import append_only

CASE_OF_PAPER = "(SELECT c.case_id FROM sharing_consent c WHERE c.id = OLD.consent_id)"


def kept(to, name):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name=name, to=to)


class Migration(migrations.Migration):
    dependencies = [
        ("sharing", "0002_append_only"),
        ("cases", "0002_append_only"),
        ("audit", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            "ConsentPaper",
            [
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("by", kept(settings.AUTH_USER_MODEL, "consent_papers")),
                ("consent", kept("sharing.consent", "papers")),
                ("document", kept("cases.document", "proves")),
            ],
            options={
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("consent", "document"), name="a_file_proves_a_consent_once")
                ],
            },
        ),
        append_only("sharing_consentpaper", about=CASE_OF_PAPER),
    ]
