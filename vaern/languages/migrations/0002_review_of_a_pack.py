from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("languages", "0001_initial")]

    operations = [
        # The marks there are were of the core pack: no other could be marked.
        migrations.AddField("review", "pack", models.CharField(max_length=12, default="core", db_default="core")),
        migrations.RemoveConstraint("review", "languages_review_one_open_mark"),
        migrations.AddConstraint(
            "review",
            models.UniqueConstraint(
                condition=models.Q(("valid_until", None)),
                fields=("language", "pack"),
                name="languages_review_one_open_mark",
            ),
        ),
    ]
