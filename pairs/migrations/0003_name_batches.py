"""What was said by one column until now, in the new ones: the province of an action, and the name of a batch."""

from django.db import migrations

DIGITS = "〇一二三四五六七八九"


def in_chinese(number):
    """1 to 99 as notices write it, as batches were called until now; any other number in figures."""
    if not 1 <= number <= 99:
        return str(number)
    tens, ones = divmod(number, 10)
    return {0: "", 1: "十"}.get(tens, f"{DIGITS[tens]}十") + (DIGITS[ones] if ones else "")


def forwards(apps, schema_editor):
    for name in ("Action", "HistoricalAction"):
        model = apps.get_model("pairs", name)
        for province in set(model.objects.order_by().values_list("recipient_province", flat=True)):
            model.objects.filter(recipient_province=province).update(recipient_provinces=[province])
    for name in ("Batch", "HistoricalBatch"):
        model = apps.get_model("pairs", name)
        for number in set(model.objects.order_by().values_list("number", flat=True)):
            words = {"label": f"第{in_chinese(number)}批", "label_en": f"Batch {number}"}
            model.objects.filter(number=number).update(**words)


class Migration(migrations.Migration):
    dependencies = [("pairs", "0002_actions")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
