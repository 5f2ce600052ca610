from django.db import migrations


def close_what_is_behind(apps, schema_editor):
    """Close the inquiries behind restricted cases, and keep out who said that they know the family. Twice is once."""
    inquiries, kept_out = apps.get_model("inquiries", "Inquiry"), apps.get_model("inquiries", "KeptOut")
    restricted = apps.get_model("cases", "Case").objects.filter(is_restricted=True)
    inquiries.objects.filter(pk__in=restricted.values("inquiry")).update(is_restricted=True)
    said = apps.get_model("cases", "Acquaintance").objects.filter(knows=True).select_related("case")
    for each in said.order_by("at"):
        if not kept_out.objects.filter(inquiry=each.case.inquiry_id, user=each.user_id).exists():
            kept_out.objects.create(inquiry_id=each.case.inquiry_id, user_id=each.user_id, at=each.at)
        held = inquiries.objects.filter(pk=each.case.inquiry_id, consultant=each.user_id)
        held.update(consultant=each.case.consultant_id, handed_by=each.user_id)
        if each.case.consultant_id:
            tasks = apps.get_model("inquiries", "Task").objects.filter(inquiry=each.case.inquiry_id, done_at=None)
            tasks.filter(owner=each.user_id).update(owner=each.case.consultant_id)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_day_of_a_kind_and_key_of_an_identity"),
        ("inquiries", "0003_as_closed_as_its_case"),
    ]
    operations = [migrations.RunPython(close_what_is_behind, migrations.RunPython.noop)]
