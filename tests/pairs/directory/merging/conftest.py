"""Two records of one university, and everything that can hang on the one that is merged."""

from types import SimpleNamespace

import pytest

from accounts.models import Invitation, Membership
from activities.models import EmploymentSnapshot, GraduateGroup
from pairs.models import InferredRecipient, Pair, UniversityName
from tests.conftest import a_person
from tests.support.casts.public import a_batch
from tests.support.casts.universities import a_day, a_name, a_university


@pytest.fixture
def cast(db):
    """`kept` and `old` are two records of one school; `old` has one of everything that may refer to a university."""
    here = SimpleNamespace(
        editor=a_person("editor", "editor"), batch=a_batch(7), later=a_batch(8, starts=a_day("2032-01-01"), ends=None)
    )
    here.kept = a_university("4142000001", "样例大学", facts_as_of=a_day("2025-06-20"))
    here.old = a_university(
        "4142000002",
        "样例学院",
        "Sample College",
        website="https://old.example.edu.cn",
        facts_as_of=a_day("2020-06-30"),
    )
    here.partner = a_university("4132000003", "江苏样例大学", province="32")
    here.before_old = a_university("4142000004", "样例专科学校", successor=here.old, closed_on=a_day("2010-01-01"))
    here.pair = Pair.objects.create(batch=here.batch, serial=1, recipient=here.old, supporter=here.partner)
    here.inferred = InferredRecipient.objects.create(batch=here.later, university=here.old, reason="甲", reason_en="A")
    a_name(here.old, "样例学院", "2020-06-30", "2020-06-30", source="乙")
    a_name(here.old, "样院", kind=UniversityName.Kind.SHORT)
    a_name(here.kept, "样例大学", "2025-06-20", "2025-06-20")
    here.post = Membership.objects.create(user=a_person("rita"), role="coordinator", university=here.old)
    here.invitation = Invitation.objects.invite(here.editor, "a@example.org", role="coordinator", university=here.old)
    group, _made = GraduateGroup.objects.get_or_create(code="all", defaults={"name": "全部", "name_en": "All"})
    stated = {"rate_stated": "90", "source": "https://example.org/", "as_of": a_day("2020-07-03")}
    here.snapshot = EmploymentSnapshot.objects.create(university=here.old, group=group, **stated)
    here.group = group
    return here
