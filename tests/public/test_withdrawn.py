"""A withdrawn batch: its line with day and reason stays, and nothing else public knows of it."""

import pytest

from core.acts import deletion
from pairs.models import Batch
from tests.conftest import a_person
from tests.support.browser.admin_forms import text

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
REASON = "名单有误，更正后另行公布"
PARTS = ("/batches/2/", "/pairs/2-", ">76<", ">80<")  # links to it, its pairs, and all pairs known with it


@pytest.fixture
def withdrawn(published):
    batch = Batch.objects.get(number=2)
    batch.withdraw(a_person("ed", "editor"), REASON)
    return batch


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_line_stays_at_its_address_and_its_pairs_are_gone(client, withdrawn, prefix):
    of_batch, of_pair = client.get(f"{prefix}/batches/2/"), client.get(f"{prefix}/pairs/2-11/")
    assert (of_batch.status_code, of_pair.status_code) == (200, 410)
    for page in map(text, (of_batch, of_pair)):
        assert REASON in page and "76" not in page


def test_a_batch_that_was_never_public_has_no_page(client, published):
    Batch.objects.filter(number=2).update(published_at=None)
    assert [client.get(address).status_code for address in ("/batches/2/", "/pairs/2-11/", "/pairs/x/")] == [404] * 3


def test_nothing_that_is_counted_or_found_knows_of_it(client, withdrawn):
    pages = ["/", "/batches/", "/pairs/", "/actions/hubei-2020/", "/statistics/", "/search/?q=武汉工程大学", "/data/"]
    for page in pages:
        shown = client.get(page).content.decode()
        assert [part for part in PARTS if part in shown] == [], page
    assert len(client.get("/pairs.csv").content.decode().strip().splitlines()) == 1 + 4
    assert "/batches/2/" not in client.get("/sitemap.xml").content.decode()


def test_published_again_all_is_there(client, withdrawn):
    withdrawn.publish(by=a_person("ed2", "editor"))
    assert "76" in text(client.get("/batches/2/"))
    assert client.get("/pairs/2-11/").status_code == 200


def test_a_list_that_lost_a_pair_is_not_said_to_be_complete(client, published):
    pair = Batch.objects.get(number=2).pairs.get(serial=70)
    where = f"/search/?q={pair.recipient_name}"
    deletion.delete([pair], a_person("ed", "editor"), "误录")
    assert "全部公开" not in text(client.get(where))
    assert "全部公开" not in text(client.get("/batches/2/")) and "75" in text(client.get("/batches/2/"))
