"""The pages of lists of types and classes: uploaded or pasted, looked at by their owner, confirmed once."""

import datetime

import pytest
from django.utils import timezone

from pairs.models import ClassList, DeclaredCount, Pair, Tier, University
from tests.conftest import a_client, a_person
from tests.support.browser.admin_forms import send, text
from tests.support.casts.admin import *  # noqa: F403
from tests.support.casts.admin import RECIPIENTS, SUPPORTERS

PAGE = "/en/admin/pairs/university/classes/"
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
PASTED = "学校名称\t类型\n" + "\n".join(f"{name}\t普通高职" for name in RECIPIENTS[:2])


@pytest.fixture
def editor_client(db):
    return a_client(a_person("ed", "editor"))


def taken(client, pasted=PASTED, **about):
    about = {"title": "", "as_of": "2025-06-01", "source": "样例文号", "text": pasted} | about
    return client.post(PAGE, about, follow=True)


def test_a_pasted_list_is_previewed_with_old_and_new_and_confirmed_once(editor_client, universities):
    preview = taken(editor_client)
    assert "Provincial undergraduate university → Ordinary vocational college" in text(preview)
    done = editor_client.get(send(editor_client, preview, "confirm", reason="样例理由").url)
    assert "Types of universities" in text(done) and "样例文号" in text(done)
    assert set(University.objects.filter(name__in=RECIPIENTS[:2]).values_list("tier", flat=True)) == {
        Tier.ORDINARY_VOCATIONAL
    }
    assert send(editor_client, preview, "confirm", reason="x").url == PAGE
    assert University.history.filter(history_change_reason="样例理由").count() == 2


def test_what_is_wrong_is_shown_with_its_row_and_nothing_can_be_confirmed(editor_client, universities):
    preview = taken(editor_client, PASTED + "\n东湖测试学园\t普通高职")
    assert "东湖测试学院" in text(preview) and "No university is called" in text(preview)
    assert 'name="confirm"' not in preview.text


def test_a_day_to_come_and_a_list_without_source_are_refused(editor_client, universities):
    refused = taken(editor_client, as_of=timezone.localdate() + datetime.timedelta(days=9), source="")
    assert "This day is still to come." in text(refused) and not ClassList.objects.exists()


def test_a_preview_is_its_owners_and_a_changed_one_is_compared_again(editor_client, universities):
    preview = taken(editor_client)
    assert a_client(a_person("other", "editor")).get(preview.request["PATH_INFO"]).status_code == 404
    University.objects.filter(name=RECIPIENTS[0]).update(tier=Tier.ADULT)
    stale = send(editor_client, preview, "confirm", reason="样例理由")
    assert "The data have changed" in text(stale)
    again = send(editor_client, stale, "again")
    assert send(editor_client, again, "confirm", reason="样例理由").status_code == 302


def test_a_class_that_a_list_names_can_be_ticked_for_a_group(editor_client, universities, batch):
    send(editor_client, taken(editor_client, "\n".join(SUPPORTERS[:2]), title="双高"), "confirm", reason="x")
    page = editor_client.get(f"/en/admin/pairs/batch/{batch.pk}/change/")
    assert "list: 双高" in text(page) and "ownership: Private" in text(page)
    group = {"side": "supporter", "group": "high", "count": "2", "position": "0", "classes": ["list:双高"]}
    group = {f"declared_counts-0-{name}": value for name, value in group.items()}
    management = {"declared_counts-TOTAL_FORMS": "1"}
    saved = send(editor_client, page, "_save", reason="样例理由", **group, **management)
    assert saved.status_code == 302, text(saved)
    assert DeclaredCount.objects.get(batch=batch, group="high").classes == ["list:双高"]


def test_the_lists_and_a_preview_ask_a_constant_number_of_queries(
    editor_client, universities, batch, django_assert_num_queries
):
    Pair.objects.create(batch=batch, recipient=universities[RECIPIENTS[0]], supporter=universities[SUPPORTERS[0]])
    address = taken(editor_client).request["PATH_INFO"]
    with django_assert_num_queries(12):
        editor_client.get(address)
    schools = [University(code=f"42{n:08}", name=f"样例第{n}学院", province="42") for n in range(60)]
    University.objects.bulk_create(schools)
    more = taken(editor_client, PASTED + "\n" + "\n".join(f"{one.name}\t普通高职" for one in schools))
    with django_assert_num_queries(12):
        editor_client.get(more.request["PATH_INFO"])
    send(editor_client, more, "confirm", reason="x")
    with django_assert_num_queries(7):
        editor_client.get(PAGE)
