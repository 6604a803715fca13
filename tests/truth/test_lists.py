"""What the portal says of the lists it holds, and of the pairs in them, is what the sources say and no more."""

import csv
import io

import pytest
from lxml import html

from tests.support.assertions.css_select import select

pytestmark = pytest.mark.usefixtures("published")

# Every page that speaks of the pairs of the first batch which are not held here.
SPEAKING = {
    "/about/": "共 48 对，本站只录入公开来源写明的 4 对",
    "/": "另有 44 对本站尚未收录",
    "/batches/": "48 对中本站收录 4 对",
    "/batches/1/": "本站未收录完整名单，暂不能核对",
    "/statistics/": "另外 44 对本站未收录",
    "/statistics/totals/": "另外 44 对本站未收录",
    "/bulletins/ledger/": "48 对中本站收录 4 对",
    "/search/?q=武汉科技大学": "48 对中有 44 对本站未收录",
    "/universities/4142010488/": "48 对中有 44 对本站未收录",
}


def words(client, address):
    tree = html.fromstring(client.get(address).content.decode())
    return " ".join(select(tree, "body")[0].text_content().split())


@pytest.mark.parametrize(("address", "told"), SPEAKING.items())
def test_no_page_says_that_the_list_was_not_published(client, address, told):
    said = words(client, address)
    assert told in said
    assert not [denial for denial in ("未公开", "没有公开", "没有随通知") if denial in said]


@pytest.mark.parametrize("address", SPEAKING)
def test_nor_does_any_page_in_english(client, address):
    said = words(client, f"/en{address}")
    assert "not public" not in said and "made public" not in said and "public in full" not in said


@pytest.mark.parametrize("address", ["/", "/pairs/", "/activities/", "/practices/", "/batches/2/", "/pairs/2-11/"])
def test_who_listens_hears_which_of_the_two_supports(client, address):
    tree = html.fromstring(client.get(address).content.decode())
    heard = [" ".join(hidden.text_content().split()) for hidden in select(tree, ".visually-hidden")]
    assert "受援于" in heard or any("支援高校：" in text for text in heard)
    assert not [text for text in heard if "←" in text or "由其" in text]


@pytest.mark.parametrize("address", ["/search/?q=武汉东湖学院", "/universities/4142011798/", "/"])
def test_a_status_carries_the_day_it_is_known_for(client, address):
    assert "协商制订协议（2020年5月21日）" in words(client, address)


def test_in_the_description_of_a_pair_too(client):
    assert "当前进展： 协商制订协议（2020年5月21日）" in client.get("/pairs/2-1/").content.decode()


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/search/?q=武汉职业技术大学", "武汉市 · 公办 · 专科 （截至2020年6月30日）"),
        ("/universities/?q=武汉职业技术大学", "武汉市 · 公办 · 专科 （截至2020年6月30日）"),
    ],
)
def test_beside_todays_name_the_level_has_its_day(client, address, told):
    assert told in words(client, address)


def test_the_pair_page_dates_what_it_takes_from_the_register(client):
    said = words(client, "/pairs/2-11/")
    assert said.count("所在地和举办性质信息截至2020年6月30日") == 1
    assert "最近" not in said


def test_the_composition_check_counts_groups_and_lines_apart(client):
    assert "3 组与通知不一致，另有 1 个“其中”项不一致" in words(client, "/")


def test_ordinary_and_adult_institutions_are_counted_apart(client):
    said = words(client, "/")
    assert "79 / 129" in said and "另有成人高校 1 / 14" in said and "143" not in said


@pytest.mark.parametrize(
    "address", ["/batches/1/", "/batches/2/", "/pairs/2-11/", "/activities/", "/pairs/1-4142010487/"]
)
def test_a_source_is_shown_by_title_publisher_and_day(client, address):
    tree = html.fromstring(client.get(address).content.decode())
    links = [link for place in select(tree, ".source") for link in select(place, "a")]
    assert links
    assert not [link.text_content() for link in links if link.get("href").split("/")[2].endswith(link.text_content())]


def test_what_a_source_is_is_said_in_the_readers_language(client):
    assert "中国新闻网2020-04-15（tellerreport.com英文机器翻译）" in words(client, "/pairs/1-4142010486/")
    assert "China News Service, 2020-04-15 (machine translation" in words(client, "/en/pairs/1-4142010486/")


def test_a_period_printed_in_months_says_so_in_the_files(client):
    rows = list(csv.DictReader(io.StringIO(client.get("/pairs.csv").content.decode("utf-8-sig"))))
    assert {(row["开始"], row["结束"], row["按月"]) for row in rows} == {
        ("2020-04-01", "2020-09-30", "1"),
        ("2020-05-01", "2020-09-30", "1"),
    }
    assert client.get("/pairs.json").json()["rows"][0]["in_months"] == 1


def test_every_pair_of_the_second_batch_names_the_chinese_notice(client):
    rows = client.get("/pairs.json?batch=2").json()["rows"]
    assert all("https://cnktyj.cn/article_4/284.html" in row["source"] for row in rows)
    assert not any("en.moe.gov.cn" in row["source"] for row in rows)


def test_mechanisms_say_what_the_notice_says(client):
    said = words(client, "/actions/hubei-2020/mechanisms/")
    assert "顺利毕业" in said and "大数据" in said and "远程会议" in said and "两校共享网上招聘平台" in said
    assert not [addition for addition in ("按时", "定期", "共用入口") if addition in said]


def test_no_reason_is_given_for_how_the_ministry_counted(client):
    assert "汇总，本站" not in words(client, "/bulletins/ledger/")
    assert "各地各校" not in words(client, "/bulletins/ledger/")


def test_about_adds_nothing_to_the_purpose(client):
    said = words(client, "/about/")
    assert "为应对疫情影响，帮助湖北高校毕业生就业创业" in said and "“六共”帮扶机制" in said
    assert not [addition for addition in ("校园关闭", "外省", "先完成对接") if addition in said]


def test_the_adult_register_gives_neither_city_nor_ownership(client):
    (row,) = client.get("/universities.json?q=荆州教育学院").json()["rows"]
    assert (row["city"], row["ownership"], row["level"]) == ("", "unknown", "adult")


def test_rates_without_a_day_of_their_own_stand_as_of_the_report(client):
    said = words(client, "/universities/4143010554/")
    assert "2020年7月3日 4,171 3,621 86.81%" in said
    assert "湖北籍毕业生 2020年7月7日 – – 100% 来源所述" in said
