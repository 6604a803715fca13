"""A database of an earlier version is brought to this one with all that it holds."""

import json

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from .test_environment import manage
from .test_migrations import fresh_database  # noqa: F401 - a fixture

# The last migrations of the version from which it starts.
BEFORE = [("core", "0001_initial"), ("activities", "0001_initial")]
# What a row of a table cannot be without, by the table's model.
NEEDED = {
    "batch": {
        "number": 2,
        "starts": "2020-05-01",
        "ends": "2020-09-30",
        "notice_on": "2020-05-01",
        "declared_pairs": 76,
    },
    "activity": {"stage": "held", "status": "draft", "source": "https://example.org/"},
    "mechanism": {"number": 1},
}
FILL = "from tests.pairing_portal.test_upgrade import fill; fill()"
READ = "from tests.pairing_portal.test_upgrade import transitions; print(transitions())"


def fill():
    """Write what an earlier version stored, into the tables as they were."""
    apps = MigrationExecutor(connection).loader.project_state(BEFORE).apps
    with connection.constraint_checks_disabled():
        for number, (name, changes) in enumerate([("draft", []), ("revise", [["title", "甲", "乙"]])], 1):
            facts = {"transition": name, "changes": changes, "at": timezone.now(), "reason": f"理由{number}"}
            apps.get_model("activities", "StateChange").objects.create(activity=an_activity(apps), side="", **facts)


def an_activity(apps):
    """The one activity that is stored, made with all that it hangs on."""
    model = apps.get_model("activities", "Activity")
    return model.objects.first() or made(model)


def made(model):
    """A row of a table, with a row of each table that it cannot be without."""
    facts = dict(NEEDED.get(model._meta.model_name, {}))
    for field in model._meta.concrete_fields:
        if field.is_relation and not field.null:
            facts[field.name] = made(field.related_model)
    return model.objects.create(**facts)


def transitions():
    """What is recorded of activities, as JSON."""
    from activities.models import Activity

    rows = Activity.objects.get().state_changes.order_by("pk")
    return json.dumps(list(rows.values_list("transition", "reason", "changes")))


def test_what_became_of_an_activity_is_carried_over(fresh_database):  # noqa: F811
    where = {"DATABASE_URL": fresh_database, "DEBUG": "1"}
    for app, name in BEFORE:
        assert manage("migrate", app, name, "--verbosity", "0", **where).returncode == 0
    for command in (["shell", "--no-imports", "-c", FILL], ["migrate", "--verbosity", "0"]):
        done = manage(*command, **where)
        assert done.returncode == 0, done.stderr
    read = json.loads(manage("shell", "--no-imports", "-c", READ, **where).stdout)
    assert read == [["draft", "理由1", []], ["revise", "理由2", [["title", "甲", "乙"]]]]
