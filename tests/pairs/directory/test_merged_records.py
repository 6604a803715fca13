"""A record that was merged into another one is shown nowhere, and whatever names it leads on to the other."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from accounts import bulk_invite
from accounts.models import Membership
from pairs.directory import registers
from pairs.directory.name_index import KnownNames
from pairs.models import Pair, University, UniversityName
from tests.conftest import a_person
from tests.support.casts.public import a_batch
from tests.support.casts.universities import a_university
from tests.support.factories.register_files import a_register, as_csv

pytestmark = pytest.mark.django_db

OLD = "4142013235"


@pytest.fixture
def kept(donghu):
    a_university(OLD, "样例旧学院", merged_into=donghu)
    return donghu


def test_no_list_file_or_search_shows_it(client, kept):
    assert OLD not in client.get("/universities/").content.decode()
    assert OLD not in client.get("/universities.csv").getvalue().decode()
    assert OLD not in client.get("/sitemap.xml").content.decode()
    assert "样例旧学院</" not in client.get("/search/?q=样例旧学院").content.decode()


@pytest.mark.parametrize("language", ["", "/en"])
def test_its_address_leads_on_for_good(client, kept, language):
    answer = client.get(f"{language}/universities/{OLD}/")

    assert (answer.status_code, answer["Location"]) == (301, f"{language}/universities/{kept.code}/")


def test_a_pair_is_found_by_the_code_that_its_address_had(client, kept, hubei):
    Pair.objects.create(batch=a_batch(77), recipient=kept, supporter=hubei)

    assert client.get(f"/pairs/77-{OLD}/")["Location"] == f"/pairs/77-{kept.code}/"


def test_lists_read_its_code_and_not_its_name(kept):
    names = KnownNames()

    assert names.coded(OLD).pk == kept.pk
    assert [known.pk for known in names.universities.values()] == [kept.pk]
    assert names.bearers("样例旧学院") == []


def test_a_register_with_its_code_speaks_of_the_other(kept):
    row = ["1", "样例新学院", OLD, "湖北省", "武汉市", "本科", ""]
    plan = registers.apply(registers.read(as_csv(a_register("湖北省", row))))

    kept.refresh_from_db()
    assert (plan.new, plan.missing, kept.name) == ([], [], "样例新学院")


def test_a_register_with_both_codes_is_read_by_the_codes_of_today(kept):
    rows = [["1", "样例甲学院", OLD], ["2", "样例乙学院", kept.code]]
    plan = registers.plan(
        registers.read(as_csv(a_register("湖北省", *[[*row, "湖北省", "", "本科", ""] for row in rows])))
    )

    assert ([change.row.code for change in plan.updated], len(plan.unchanged)) == ([kept.code], 1)


def test_loading_the_published_facts_again_leaves_it_merged(published):
    donghu, old = University.objects.get(code="4142011798"), University.objects.get(code=OLD)
    UniversityName.objects.filter(university=old).update(university=donghu)
    University.objects.filter(pk=old.pk).update(merged_into=donghu)
    before = UniversityName.objects.count()

    call_command("load_published", verbosity=0)

    assert (UniversityName.objects.count(), University.objects.get(code=OLD).merged_into) == (before, donghu)


def test_a_list_of_people_may_name_its_code(kept):
    assert bulk_invite.university_of(KnownNames(), OLD) == kept.pk


def test_a_form_opened_before_the_merge_chooses_it_no_more(kept, hubei):
    old = University.objects.get(code=OLD)
    chosen = [
        (Pair(batch=a_batch(77), recipient=old, supporter=hubei), "recipient"),
        (Membership(user=a_person("rita"), role="coordinator", university=old), "university"),
        (University(code="4142000099", name="样例", province="42", successor=old), "successor"),
    ]
    for row, field in chosen:
        with pytest.raises(ValidationError) as error:
            row.full_clean()
        assert field in error.value.message_dict
