"""Loads sourced good practice, and a checklist to begin with; what nobody edited follows corrections."""

from django.utils import timezone

from activities.models import Activity, Mechanism
from core.fixtures import add_new
from oversight.inspections.models.checklist import Checklist, ChecklistItem
from oversight.practices.models.citations import Citation
from oversight.practices.models.practice import Practice, PracticeState
from pairs.fixtures_loader import add_listed, day, published_batches, rows
from pairs.models import Pair


def load_checklists():
    """A checklist that the ministry may change or retire; yields (model, number added, number there before)."""
    names = {row["name"]: row["name_en"] for row in rows("checklists")}
    yield add_new(Checklist, [Checklist(name=name, name_en=english) for name, english in names.items()], ["name"])
    yield add_new(ChecklistItem, questions(), ["checklist_id", "question"])


def questions():
    there = dict(Checklist.objects.values_list("name", "pk"))
    for position, row in enumerate(rows("checklists")):
        if row["name"] in there:
            words = {"question": row["question"], "question_en": row["question_en"]}
            yield ChecklistItem(checklist_id=there[row["name"]], position=position, **words)


def load_practices():
    """Practices retold from public sources, with the activities they cite; yields as `load_checklists`."""
    listed = list(practices())
    made = [practice for practice, _cited in listed]
    yield add_listed(Practice, "practices", made, ["slug"], also=["mechanism_id"])
    yield add_new(Citation, citations(listed), ["practice_id", "activity_id"])


def practices():
    """Each practice with what it cites, written as "lecture 2020-07-07": a kind and its last day."""
    batches = published_batches()
    there = {(action, number): pk for action, number, pk in Mechanism.objects.values_list("action", "number", "pk")}
    for row in rows("practices"):
        printed = {"recipient_name": row.pop("recipient"), "supporter_name": row.pop("supporter")}
        pair = Pair.objects.filter(batch=batches.get(int(row.pop("batch"))), **printed).first()
        number, cited = int(row.pop("mechanism")), row.pop("cites")
        mechanism = pair and there.get((pair.batch.action_id, number))
        if mechanism:
            states = {"state": PracticeState.PUBLISHED, "published_at": timezone.now(), "version": 1}
            yield Practice(pair=pair, mechanism_id=mechanism, **row, **states), cited


def citations(listed):
    """The citations of the practices that were added just now."""
    for practice, cited in listed:
        for part in cited.split(" / ") if practice.pk and cited else ():
            kind, _space, ends_on = part.partition(" ")
            of_pair = Activity.objects.sourced().of_pair(practice.pair)
            for activity in of_pair.filter(kind__code=kind, ends_on=day(ends_on)):
                yield Citation(practice=practice, activity=activity)
