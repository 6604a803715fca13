"""The reference checklist in its second edition, in which “in order” means what it says for every question.

The first edition stays as it was, for the rounds that use it, and is offered to no new one.
"""

from django.db import migrations

FIRST, SECOND = "督导检查参考表", "督导检查参考表（第2版）"
SECOND_EN = "Reference checklist for inspections (2nd edition)"
TURNED = "佐证材料和说明中是否含有学生个人信息"
INSTEAD = {"question": "佐证材料和说明中没有学生个人信息", "question_en": "Evidence and descriptions hold no personal data of students."}


def second_edition(apps, schema_editor):
    checklists, items = (apps.get_model("oversight", name) for name in ("Checklist", "ChecklistItem"))
    first = checklists.objects.filter(name=FIRST, items__question=TURNED).first()
    if first is None or checklists.objects.filter(name=SECOND).exists():
        return
    made = checklists.objects.create(name=SECOND, name_en=SECOND_EN)
    for item in first.items.order_by("position", "pk"):
        words = {"question": item.question, "question_en": item.question_en}
        words |= INSTEAD if item.question == TURNED else {}
        items.objects.create(checklist=made, position=item.position, **words)
    checklists.objects.filter(pk=first.pk).update(retired=True)


class Migration(migrations.Migration):
    dependencies = [("oversight", "0007_files_of_findings")]
    operations = [migrations.RunPython(second_edition, migrations.RunPython.noop)]
