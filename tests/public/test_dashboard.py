"""The desk: whose turn it is, the pairs at a glance, and as many queries for 300 pairs as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from activities.activities import proposals, workflow
from activities.agreements import workflow as agreements
from activities.models import Activity
from pairs.models import Batch, Pair, University
from tests.conftest import a_client
from tests.support.browser.desk_forms import at, text
from tests.support.factories.activities import day, school


def the_desk(person, **query):
    return text(a_client(person).get(reverse("desk"), query))


def test_an_entry_of_the_partner_waits_for_the_other_side_only(world, rita, sam):
    entry = world.submitted(rita)
    assert 'id="turn-to_confirm"' in the_desk(sam)
    assert at("activity", entry.pk) in the_desk(sam)
    assert 'id="turn-' not in the_desk(rita)


def test_returned_and_passed_entries_wait_for_their_own_side(world, rita, sam):
    workflow.send_back(world.submitted(rita), sam, "日期有误")
    world.passed(rita)
    page = the_desk(rita)
    assert 'id="turn-returned"' in page
    assert "日期有误" in page
    assert 'id="turn-to_hold"' in page


def test_corrections_merges_and_agreements_wait_for_the_other_side(world, rita, sam):
    proposals.propose_correction(
        world.confirmed(rita, sam, measures={"posts": 1}), rita, measures={"posts": 2}, reason="漏计"
    )
    one, two = world.submitted(rita, kind=world.lecture), world.submitted(sam, kind=world.lecture)
    proposals.propose_merge(one, rita, two)
    agreements.draft(rita, world.pair, goals="目标", starts=day(-9), ends=day(9))
    page = the_desk(sam)
    for name in ("corrections", "merges", "agreements_to_accept"):
        assert f'id="turn-{name}"' in page


def test_an_ended_batch_reminds_nobody(world, rita, sam):
    world.submitted(rita)
    Batch.objects.update(starts=day(-40), ends=day(-1))
    page = the_desk(sam)
    assert 'id="turn-' not in page
    assert 'class="empty"' in page
    assert "tag-off" in page
    assert a_client(sam).get(at("pair", world.pair.address)).status_code == 200


def test_long_turns_are_cut_and_stand_on_a_page_of_their_own(world, rita, sam):
    for _ in range(6):
        world.submitted(rita)
    assert the_desk(sam).count("/desk/activities/") == 3 + 3 + 1  # the last leads to all of them together
    assert text(a_client(sam).get(at("waiting", "to_confirm"))).count('name="entry"') == 6
    assert a_client(sam).get(at("waiting", "nothing")).status_code == 404


def test_the_mechanisms_show_promised_done_and_last(world, rita, sam):
    world.confirmed(rita, sam)
    promise = {"mechanism": world.jobs, "text": "共享岗位"}
    draft = agreements.draft(rita, world.pair, "目标", day(-9), day(9), [promise])
    agreements.accept(draft, rita)
    agreements.accept(draft, sam)
    page = the_desk(rita)
    assert page.count("<dd>1</dd>") == 2
    assert f"<dd>{day(-1):%Y-%m-%d}</dd>" in page


def test_officers_read_the_pairs_of_their_province(world, officer, officer_elsewhere):
    assert "湖北甲学院" in the_desk(officer)
    assert "湖北甲学院" not in the_desk(officer_elsewhere)
    assert "/new/" not in the_desk(officer)


def rows_of(page, folded=False):
    """The rows of pairs on a desk: those that are shown, or those that are folded."""
    where = "//details[@class='ended-pairs']" if folded else "//*[not(self::details)]/table[@class='pair-rows']"
    rows = html.fromstring(page).xpath(f"{where}//tbody/tr")
    return [" ".join(row.text_content().split()) for row in rows]


def test_an_officer_has_a_row_for_each_pair_with_what_was_done_and_how_long_it_is_waited_for(world, rita, sam, officer):
    world.confirmed(rita, sam)
    Batch.objects.update(published_at=timezone.now() - timezone.timedelta(days=70))
    first, second = rows_of(text(a_client(officer).get("/en/desk/")))
    assert f"{day(-1):%Y-%m-%d}" in first and "Agreement not signed 60 days" in first
    assert "none yet" in second and "and 1 more" in second  # nothing reported


def test_pairs_that_have_ended_are_folded_below_those_that_go_on(world, officer):
    Pair.objects.filter(pk=world.other_pair.pk).update(ended_on=day(-1), end_kind="ended")
    page = text(a_client(officer).get("/en/desk/"))
    (goes_on,), (ended,) = rows_of(page), rows_of(page, folded=True)
    assert (world.pair.address in goes_on, world.other_pair.address in ended) == (True, True)
    assert "Agreement not signed" in goes_on and "Agreement not signed" not in ended
    (all_ended,) = rows_of(text(a_client(officer).get("/en/desk/?ended=1")))
    assert all_ended == ended


def test_an_ended_pair_is_said_to_have_ended_once(world, rita):
    Batch.objects.update(starts=day(-40), ends=day(-1))
    (glance,) = html.fromstring(the_desk(rita)).xpath("//details[@class='ended-pairs'][@open]/article")
    assert glance.text_content().count("已结束") == 1
    assert text(a_client(rita).get(at("pair", world.pair.address))).count("已结束") == 1


def test_pairs_of_ones_own_that_have_ended_are_folded_below_those_that_go_on(world, rita, sam):
    world.author = rita
    many(world, 1, 0)
    Pair.objects.filter(pk=world.pair.pk).update(ended_on=day(-1), end_kind="ended")
    page = html.fromstring(the_desk(sam))
    folded = "//details[@class='ended-pairs'][not(@open)]"
    (ended,), (goes_on,) = page.xpath(f"{folded}/article"), page.xpath("//article[not(ancestor::details)]")
    assert (world.pair.address in a_link(ended), "/1-10/" in a_link(goes_on)) == (True, True)
    assert "已结束的结对 1 对" in page.xpath(f"string({folded}/summary)")


def a_link(glance):
    return glance.xpath("string(h3/a/@href)")


def test_a_row_names_the_partner_alone_to_who_speaks_for_one_side(world, rita, officer):
    world.drafted(rita)
    (row,) = html.fromstring(the_desk(rita)).xpath("//section[@aria-labelledby='drafts']//li")
    assert [name.text for name in row.xpath(".//*[@class='helps' or @class='helped']")] == [world.supporter.name]
    world.submitted(rita)
    (row,) = html.fromstring(text(a_client(officer).get(at("entries")))).xpath("//ul[contains(@class, 'entries')]/li")
    names = [name.text for name in row.xpath(".//*[@class='helps' or @class='helped']")]
    assert names == [world.pair.recipient.name, world.supporter.name]


def test_drafts_beyond_three_are_counted_and_lead_to_all_of_them(world, rita):
    for _ in range(4):
        world.drafted(rita)
    (section,) = html.fromstring(the_desk(rita)).xpath("//section[@aria-labelledby='drafts']")
    assert len(section.xpath(".//li")) == 3
    (to_all,) = section.xpath(".//a[contains(@href, 'status=draft')]")
    assert to_all.text.split() == ["查看全部", "4", "条"]
    assert text(a_client(rita).get(to_all.get("href"))).count("化工类专场</a>") == 4


def test_who_holds_no_post_is_told_so(world, passer_by, former):
    for person in (passer_by, former):
        assert 'class="empty"' in text(a_client(person).get(at("pairs")))


def many(world, number, entries):
    """So many more pairs of the supporter, and entries handed in by the first recipient."""
    schools = [school(f"多院{n}", f"42{n:08d}", "42") for n in range(number)]
    facts = {"batch": world.batch, "supporter": world.supporter}
    for serial, recipient in enumerate(schools, start=10):
        Pair.objects.create(serial=serial, recipient=recipient, **facts)
    facts = {"pair": world.pair, "kind": world.fair, "side": "recipient", "stage": "held", "status": "submitted"}
    author = world.author
    days = {"starts_on": day(-1), "ends_on": day(-1), "title": "批量"}
    Activity.objects.bulk_create(Activity(logged_by=author, **facts, **days) for _ in range(entries))


def queries(client, path):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("language", ["", "/en"])
def test_as_many_queries_for_many_as_for_few(world, rita, sam, inspector, language):
    world.author = rita
    many(world, 3, 12)
    paths = [language + path for path in (at("pairs"), at("waiting", "to_confirm"), at("entries"))]
    paths += [language + at("pair", world.pair.address)]
    clients = [a_client(sam), a_client(inspector)]
    clients[0].get(paths[0])  # Django remembers the types of records once they were asked for
    before = [[queries(client, path) for path in paths] for client in clients]
    University.objects.filter(name__startswith="多院").update(name_en="")
    Pair.objects.filter(serial__gte=10).delete()
    University.objects.filter(name__startswith="多院").delete()
    many(world, 40, 400)
    assert [[queries(client, path) for path in paths] for client in clients] == before
    assert max(max(counts) for counts in before) <= 50


def test_the_pages_are_only_read(world, rita):
    for path in (reverse("desk"), at("entries"), at("pair", world.pair.address), at("waiting", "returned")):
        assert a_client(rita).post(path).status_code == 405
