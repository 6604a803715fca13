"""What a notice says of a whole batch stands on the batch; what is inferred or put together here is called so."""

import csv
import io

import pytest
from django.core.exceptions import ValidationError

from pairs.models import Batch, InferredRecipient, Pair, University
from public.home_summary import Overview

from .test_lists import words

pytestmark = pytest.mark.usefixtures("published")

FIVE = ["中国地质大学（武汉）", "武汉理工大学", "华中农业大学", "华中师范大学", "中南财经政法大学"]
WUT = "/universities/4142010497/"


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (1, ["48 对全部“已完成对接”（2020年4月15日发布）", "48 对全部“协商制订协议”（2020年4月15日发布）"]),
        (
            1,
            [
                "48 对全部“已签署协议”（2020年5月21日发布）",
                "本站收录的 4 对： 已完成对接 4 · 协商制订协议 4 · 已签署协议 4",
            ],
        ),
        (2, ["76 对全部“已完成对接”（2020年5月21日发布）", "76 对全部“协商制订协议”（2020年5月21日发布）"]),
    ],
)
def test_what_is_said_of_all_pairs_stands_on_the_batch(client, number, told):
    said = words(client, f"/batches/{number}/")
    assert [words for words in told if words not in said] == []


def test_home_tells_what_is_said_of_all_beside_what_is_known_of_some(client):
    said = words(client, "/")
    assert "48 对全部“已签署协议”（2020年5月21日发布）" in said
    assert "已知 4 对全部“已签署协议” （2020年5月21日）" in said


POINTS = {
    1: ["六共", "适时调整", "学校类型", "督导检查", "推广", "附件", "充分协商", "稳就业"],
    2: ["六共", "适时调整", "120多所", "顺利毕业", "省级教育行政部门", "督导检查", "宣传推广"],
}


@pytest.mark.parametrize(("number", "facts"), POINTS.items())
def test_the_batch_tells_the_facts_of_its_notice_in_words_of_our_own(client, number, facts):
    points = "".join(Batch.objects.get(number=number).points)
    assert [fact for fact in facts if fact not in points] == []
    assert "由本站概括" in words(client, f"/batches/{number}/") and points[:20] in words(client, f"/batches/{number}/")
    english = words(client, f"/en/batches/{number}/")
    assert "Key points" in english and "(“六共”)" in english and "In this portal's own words." in english


@pytest.mark.parametrize("asked", ["六共", "“六共”", "适时调整"])
def test_a_search_for_words_of_the_notices_finds_them(client, asked):
    for prefix in ("", "/en"):
        said = words(client, f"{prefix}/search/?q={asked}")
        assert ("在本站文字中查到" in said) or ("In the texts of this portal" in said)
        assert asked.strip("“”") in said.partition("portal" if prefix else "查到")[2]


def test_a_mechanism_is_found_by_its_words(client):
    page = client.get("/search/?q=人岗匹配").content.decode()
    assert 'href="/actions/hubei-2020/mechanisms/1/"' in page


def test_what_is_in_no_text_is_not_found_in_one(client):
    assert "在本站文字中查到" not in words(client, "/search/?q=查无此词")
    assert "在本站文字中查到" not in words(client, "/search/?q=共")


def test_an_unpublished_batch_is_found_by_no_words(client):
    Batch.objects.filter(number=1).update(published_at=None, key_points="保密要点")
    assert "在本站文字中查到" not in words(client, "/search/?q=保密要点")


def test_home_tells_the_coverage_as_stated(client):
    assert "湖北120多所高校，全覆盖（教育部2020年5月21日发布）" in words(client, "/")
    assert "over 120 universities in Hubei" in words(client, "/en/")


# Inferred to be in the first batch


def test_the_five_central_universities_are_marked_as_inferred_with_the_reason(client):
    said = words(client, "/batches/1/")
    assert [name for name in FIVE if name not in said] == []
    assert "正好 8 所" in said and "不是结对记录，不计入任何统计" in said


@pytest.mark.parametrize("address", [WUT, "/search/?q=武汉理工大学"])
def test_the_answer_for_one_of_them_is_an_inference_and_says_why(client, address):
    said = words(client, address)
    assert "推定为第一批受援高校，本站所据来源没有写明。原因：消息写明第一批受援的中央部委直属高校共 8 所" in said
    assert "暂不能确认是否包括该校" not in said.partition("武汉华夏理工学院")[0]  # once called 武汉理工大学华夏学院
    assert "Inferred to be a recipient of Batch 1" in words(client, f"/en{address}")


def test_a_university_of_which_nothing_is_inferred_keeps_the_open_answer(client):
    assert "暂不能确认是否包括该校" in words(client, "/universities/4142010488/")


def test_an_inference_is_no_pair_and_in_no_count(client):
    before = client.get("/").content, client.get("/pairs.json").json()["count"]
    overview = Overview(Batch.objects.get(number=1).action)
    figures = overview.known, overview.declared, overview.coverage.ordinary.paired
    InferredRecipient.objects.all().delete()
    assert (client.get("/").content, client.get("/pairs.json").json()["count"]) == before
    overview = Overview(Batch.objects.get(number=1).action)
    assert (overview.known, overview.declared, overview.coverage.ordinary.paired) == figures == (80, 124, 79)


def test_the_file_of_universities_tells_an_inference_from_a_pair(client):
    row = client.get("/universities.json?q=武汉理工大学").json()["rows"][0]
    assert (row["inferred_in"], row["as_recipient"]) == ("1", "")


def test_a_pair_that_becomes_known_overtakes_the_inference(client):
    batch, university = Batch.objects.get(number=1), University.objects.get(name="武汉理工大学")
    supporter = University.objects.get(name="浙江大学") if University.objects.filter(name="浙江大学") else None
    supporter = supporter or University.objects.exclude(province="42").first()
    Pair.objects.create(batch=batch, recipient=university, supporter=supporter, source="tests")
    assert university.name not in words(client, "/batches/1/").partition("推定在本批中的高校")[2]
    assert "推定为第一批" not in words(client, WUT)
    with pytest.raises(ValidationError, match="无须推定"):
        InferredRecipient(batch=batch, university=university, reason="x", reason_en="x").full_clean()


# Types


INFERRED = {"山东商业职业技术大学", "顺德职业技术大学", "常州信息职业技术大学", "浙江机电职业技术大学"}


def test_a_type_names_its_own_source_and_never_the_register():
    known = University.objects.exclude(tier="unknown")
    assert not known.filter(tier_source="").exists()
    assert not known.filter(tier_source__contains="名单（截至").exists()
    assert not University.objects.filter(tier="unknown").exclude(tier_source="").exists()


def test_four_types_are_marked_as_inferred(client):
    assert set(University.objects.filter(tier_inferred=True).values_list("name", flat=True)) == INFERRED
    code = University.objects.get(name="顺德职业技术大学").code
    said = words(client, f"/universities/{code}/")
    assert "类型（按通知分类）" in said and "推定" in said and "本站根据间接材料推定" in said
    assert "推定" in words(client, "/pairs/2-66/")


def test_the_register_is_no_longer_the_source_of_a_type(client):
    said = words(client, "/universities/4142011798/")
    register, _heading, own = said.partition("类型（按通知分类）")
    assert "省属本科" not in register.partition("学校标识码")[2]
    assert "省属本科" in own and "本站根据公开名单整理" in own


def test_the_composition_check_says_where_its_types_come_from(client):
    said = words(client, "/batches/2/")
    assert "实有数所依据的类型由本站根据公开名单整理，其中个别为推定" in said


def test_files_tell_a_type_from_an_inferred_one(client):
    rows = list(csv.DictReader(io.StringIO(client.get("/universities.csv").content.decode("utf-8-sig"))))
    assert {row["学校名称"] for row in rows if row["类型为推定"] == "1"} == INFERRED
    assert all("本站" in row["类型来源"] for row in rows if row["类型来源"])


# Days from step to step, and advice


def test_no_median_and_no_chart_stand_on_three_pairs(client):
    page = client.get("/statistics/durations/").content.decode()
    assert "histogram" not in page
    said = words(client, "/statistics/durations/")
    assert "从通知发布到首场有公开记载的活动（签署协议除外）" in said and "开展首场活动" not in said
    clock = client.get("/statistics/clock.json").json()["rows"]
    assert [row for row in clock if "first" in str(row) and row.get("pairs") not in (None, 1)] == []


def test_the_practice_tells_what_its_source_says_from_advice(client):
    said = words(client, "/practices/live-lectures-by-outside-experts/")
    facts, _heading, advice = said.partition("本站建议")
    assert "五场线上直播就业指导讲座" in facts and "并非教育部认定的典型经验" in said
    assert "来源没有这样写" in advice and "如需借鉴" in advice
    assert not [words for words in ("不占用", "平日有联系", "如需借鉴", "需要三样") if words in facts]
    assert "并非教育部认定的典型经验" in words(client, "/practices/")
