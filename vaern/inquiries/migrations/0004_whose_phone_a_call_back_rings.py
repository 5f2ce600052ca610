from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inquiries", "0003_as_closed_as_its_case"),
    ]

    operations = [
        migrations.AddField(
            model_name="callback",
            name="phone_of",
            field=models.CharField(
                null=True,
                choices=[
                    ("own", "Kun borgeren bruger den"),
                    ("shared", "Andre kan se den"),
                    ("friend", "En vens"),
                    ("workplace", "Skolens eller arbejdets"),
                    ("professional", "En fagpersons"),
                ],
                max_length=20,
            ),
        ),
    ]
