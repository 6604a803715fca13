"""Merging two records of one university: what follows, what stays as it was printed, and what is refused."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from accounts.models import Invitation
from activities.models import EmploymentSnapshot, GraduateGroup
from core.acts import deletion
from core.acts.models import Act
from pairs.directory.merging import merge, relations
from pairs.directory.merging.facts import GROUPS
from pairs.models import Pair, University
from tests.support.casts.universities import a_day, a_university

pytestmark = pytest.mark.django_db

KNOWN = {
    "pairs.University.successor",
    "pairs.University.merged_into",
    "pairs.UniversityName.university",
    "pairs.UniversityFacts.university",
    "pairs.ClassEntry.university",
    "pairs.Pair.recipient",
    "pairs.Pair.supporter",
    "pairs.NameDecision.university",
    "pairs.InferredRecipient.university",
    "accounts.Membership.university",
    "accounts.Invitation.university",
    "activities.ColumnMemory.university",
    "activities.EmploymentSnapshot.university",
    "activities.Sheet.university",
    "oversight.Robot.university",
}


def merged(cast, **facts):
    act = merge(cast.kept, cast.old, cast.editor, "同一所学校", **facts)
    for row in vars(cast).values():
        if hasattr(row, "refresh_from_db"):
            row.refresh_from_db()
    return act


def refused(cast):
    """What stands in the way, in English; nothing is written."""
    with override("en"), pytest.raises(ValidationError) as error:
        merge(cast.kept, cast.old, cast.editor, "同一所学校")
    cast.old.refresh_from_db()
    assert cast.old.merged_into is None
    return " ".join(error.value.messages)


def test_what_becomes_of_each_reference_was_thought_about():
    """A new one moves along, as most do: see that this is right, or let its model say `stays_with_record`."""
    assert {relation.name for relation in relations()} == KNOWN


def test_every_column_of_a_university_is_somebodys_word():
    columns = {field.name for field in University._meta.concrete_fields if field.editable}
    assert {name for group in GROUPS for name in group} == columns - {"id", "code"}


def test_all_that_refers_to_the_other_record_follows(cast):
    merged(cast)

    assert cast.old.merged_into == cast.kept
    followed = [cast.post, cast.invitation, cast.snapshot, cast.inferred]
    assert [row.university for row in followed] == [cast.kept] * 4
    assert (cast.pair.recipient, cast.before_old.successor) == (cast.kept, cast.kept)
    for relation in relations():
        assert relation.stays or list(relation.rows(cast.old)) == []


def test_the_pair_keeps_its_printed_name_and_its_address_leads_on(cast, client):
    printed, address = cast.pair.recipient_name, cast.pair.get_absolute_url()
    merged(cast)

    assert (cast.pair.recipient_name, printed) == ("样例学院", "样例学院")
    assert cast.pair.get_absolute_url() == address
    assert "样例学院" in client.get(address).content.decode()


def test_names_are_put_together_and_found(cast, client):
    merged(cast)

    assert {name.name for name in cast.kept.names.all()} == {"样例大学", "样例学院", "样院"}
    assert cast.kept.name == "样例大学"  # the later register knows better
    assert list(University.objects.public().search("样院")) == [cast.kept]
    assert cast.kept.code in client.get("/universities/?q=样例学院").content.decode()


def test_a_name_of_both_spans_the_days_of_both(cast):
    both = cast.kept.names.create(name="样例学院", since=a_day("2015-01-01"), until=a_day("2016-01-01"), kind="alias")
    merged(cast)

    both.refresh_from_db()
    days = [str(both.since), str(both.until)]
    assert (days, both.kind, both.source) == (["2015-01-01", "2020-06-30"], "official", "乙")


def test_the_old_name_is_kept_where_no_row_said_it(cast):
    cast.old.names.all().delete()
    merged(cast)

    name = cast.kept.names.get(name="样例学院")
    assert (name.name_en, str(name.until), name.kind) == ("Sample College", "2020-06-30", "alias")


def test_whose_word_stands_is_proposed_and_may_be_chosen(cast):
    merged(cast, chosen={"name": "other"})

    assert (cast.kept.name, cast.kept.name_en) == ("样例学院", "Sample College")
    assert cast.kept.website == "https://old.example.edu.cn"  # only one of the two knows it
    assert cast.kept.names.filter(name="样例大学").exists()


def test_the_record_that_is_kept_is_not_closed_by_the_other(cast):
    University.objects.filter(pk=cast.old.pk).update(closed_on=a_day("2024-01-01"), successor=cast.kept)
    cast.old.refresh_from_db()
    merged(cast)

    assert (cast.kept.closed_on, cast.kept.successor) == (None, None)


def test_history_says_who_and_why(cast):
    merged(cast)

    for row in (cast.kept, cast.old, cast.pair, cast.post, cast.kept.names.get(name="样院")):
        last = row.history.first()
        assert (last.history_user, last.history_change_reason) == (cast.editor, "同一所学校")


def test_a_record_merged_before_leads_to_the_one_that_is_kept(cast, client):
    oldest = a_university("4142000009", "样例学堂", merged_into=cast.old)
    merged(cast)

    assert client.get(f"/universities/{oldest.code}/")["Location"] == cast.kept.get_absolute_url()


@pytest.mark.parametrize(
    ("recipient", "supporter", "why"),
    [
        ("kept", "before_old", "already has a supporter in this batch"),
        ("kept", "partner", "already has this pair"),
        ("kept", "old", "paired with itself"),
    ],
)
def test_a_merge_that_would_break_a_rule_of_the_list_is_refused(cast, recipient, supporter, why):
    sides = {"recipient": getattr(cast, recipient), "supporter": getattr(cast, supporter)}
    Pair.objects.create(batch=cast.batch, serial=2, **sides)

    assert why in refused(cast)


def test_each_row_in_the_way_is_named(cast):
    same = {"group": cast.group, "as_of": cast.snapshot.as_of}
    EmploymentSnapshot.objects.create(university=cast.kept, rate_stated="91", source="https://example.org/", **same)
    Invitation.objects.invite(cast.editor, "a@example.org", role="coordinator", university=cast.kept)
    message = refused(cast)

    assert "already reported for this day" in message
    assert "a@example.org" in message


def test_figures_that_tell_a_small_number_together_hide_it_from_then_on(cast):
    """Beside the part, four are left who are employed; neither of the two records told so alone."""
    nearly = GraduateGroup.objects.create(code="nearly", name="部分", name_en="Nearly all", part_of=cast.group)
    public = {"as_of": a_day("2026-07-03"), "source": "https://example.org/"}
    own = EmploymentSnapshot.objects.create(
        university=cast.kept, group=cast.group, graduates=200, employed=180, **public
    )
    EmploymentSnapshot.objects.create(university=cast.old, group=nearly, graduates=190, employed=176, **public)
    assert not EmploymentSnapshot.objects.exclude(withheld="").exists()
    merged(cast)
    assert EmploymentSnapshot.objects.filter(university=cast.kept).exclude(withheld="").exists()
    assert own.university.snapshots.count() == 3


def test_the_code_stays_and_what_was_merged_is_not_merged_again(cast):
    University.objects.filter(pk=cast.kept.pk).update(code=None)
    assert "keep the one with the code" in refused(cast)
    University.objects.filter(pk=cast.kept.pk).update(code="4142000001", merged_into=cast.partner)
    assert "merged into another record already" in refused(cast)


def test_what_was_shown_is_what_is_merged(cast):
    with pytest.raises(ValidationError):
        merge(cast.kept, cast.old, cast.editor, "同一所学校", seen="another")
    assert University.objects.filter(merged_into=cast.kept).count() == 0


def test_undone_as_a_whole(cast):
    act = merged(cast)
    act.undo(cast.editor, "弄错了")

    for row in (cast.old, cast.pair, cast.post):
        row.refresh_from_db()
    assert (cast.old.merged_into, cast.pair.recipient, cast.post.university) == (None, cast.old, cast.old)
    assert list(University.objects.public().search("样院")) == [cast.old]


def obstacles(act):
    return " ".join(map(str, act.obstacles()))


def test_what_was_deleted_before_does_not_come_back_to_the_record_that_went(cast):
    Pair.objects.create(batch=cast.batch, serial=2, recipient=cast.before_old, supporter=cast.partner)
    deletion.delete(Pair.objects.filter(pk=cast.pair.pk), cast.editor, "误录")
    deleted = Act.objects.first()
    merge(cast.kept, cast.old, cast.editor, "同一所学校")
    assert "样例学院" in obstacles(deleted)
    Act.objects.first().undo(cast.editor, "弄错了")
    assert not obstacles(deleted)


def test_a_pair_whose_printed_name_was_corrected_since_does_not_go_back(cast):
    act = merged(cast)
    Pair.objects.filter(pk=cast.pair.pk).update(recipient_name=cast.kept.name)
    assert "受援高校" in obstacles(act)
