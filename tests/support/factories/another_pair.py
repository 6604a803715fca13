"""A pair in other provinces with one of everything of its own, and keys that say whose they are."""

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models

from accounts.models import Membership
from activities.activities import proposals
from activities.agreements import workflow as agreements
from activities.employment import workflow as employment
from activities.models import Evidence, GraduateGroup
from activities.sheets import workflow as sheets
from activities.sheets.university_scope import Scope
from oversight.notes import workflow as notes
from pairs.models import Pair
from tests.conftest import a_person
from tests.support.factories.activities import ZHEJIANG, day, school
from tests.support.factories.everything import PDF
from tests.support.factories.inspections import a_finding, an_inspection
from tests.support.factories.practices import proposed
from tests.support.factories.robots import a_robot

SHANGHAI = "31"
STEP = 1_000  # no test makes as many rows of one table


def keys_apart():
    """From here on the keys of each table are those of no other (SQLite); give the models by the thousand of theirs."""
    made = dict(enumerate(numbered(), 1))
    with connection.cursor() as cursor:
        for number, model in made.items():
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
            row = [model._meta.db_table, number * STEP]
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", row)
    return made


def numbered():
    """The models whose rows are numbered by the database and none is there yet, in a fixed order."""
    found = [model for model in apps.get_models() if isinstance(model._meta.pk, models.AutoField)]
    return sorted((model for model in found if not model._base_manager.exists()), key=lambda model: model._meta.label)


def another_pair(world):
    """{model: records of a pair in which nobody of the first one, nor Hubei or Jiangsu, has a part}."""
    recipient, supporter = school("浙江卯学院", "4133000009", ZHEJIANG), school("上海卯大学", "4131000009", SHANGHAI)
    pair = Pair.objects.create(batch=world.batch, serial=3, recipient=recipient, supporter=supporter)
    zoe = a_person("zoe", Membership.Role.COORDINATOR, university=recipient)
    zac = a_person("zac", Membership.Role.COORDINATOR, university=supporter)
    officer, ins = a_person("zhi", Membership.Role.OFFICER, province=ZHEJIANG), world.people["inspector"]
    entry, one = world.drafted(zoe, pair=pair), world.submitted(zoe, pair=pair)
    twin, inspection = world.submitted(zac, pair=pair), an_inspection(ins, world, name="另一轮", pair=pair)
    agreement = agreements.draft(zoe, pair, "帮助就业", day(-30), day(60))
    files = [Evidence.objects.attach(zoe, of, SimpleUploadedFile("c.pdf", PDF)) for of in (entry, agreement)]
    table = f"结对高校\t类别\t标题\t日期\n{pair.address}\t{world.fair.name}\t样例\t{day(-1)}"
    made = [pair, recipient, supporter, zoe, zac, entry, one, twin, proposals.propose_merge(one, zoe, twin), *files]
    made += [agreement, inspection, a_finding(ins, inspection), notes.write(officer, pair, "请按月填报")]
    made += [zoe.memberships.get(), proposed(zoe, world, pair=pair), sheets.take(Scope(zoe, recipient), table)]
    made += [employment.report(zoe, recipient, day(-1), GraduateGroup.objects.first(), 4171, 3621), a_robot(zoe)]
    found = {}
    for record in [*made, *twin.state_changes.all()]:
        found.setdefault(type(record), []).append(record)
    return found
