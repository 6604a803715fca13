"""The privacy page names handler, times and rights; the statement on accessibility claims no conformity."""

import pytest
from django.test import override_settings

from public.error_reports.models import KEPT_AFTER_ANSWER, KEPT_AT_MOST
from public.view_settings import COOKIE_LASTS
from tests.support.assertions.css_select import select
from tests.support.casts.other_action import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(settings):
    with override_settings(SITE=settings.SITE | {"operator": "某某中心", "contact": "a@example.cn"}):
        yield


def test_the_handler_and_how_to_reach_it_are_named(page, known):
    told = select(page("/privacy/"), "main")[0]
    assert "某某中心是本网站的主办单位" in text(told) and "处理者" in text(told)
    assert select(told, "a[href='mailto:a@example.cn']")


def test_the_times_that_are_promised_are_those_that_are_kept(page):
    chinese, english = (text(select(page(address), "main")[0]) for address in ("/privacy/", "/en/privacy/"))
    assert KEPT_AFTER_ANSWER.days == 180 and "180 天后全部删除" in chinese and "180 days" in english
    assert KEPT_AT_MOST.days == 2 * 365 and "收到两年后删除" in chinese and "two years" in english
    assert COOKIE_LASTS == 365 * 24 * 3600 and "保存一年" in chinese and "for a year" in english


@pytest.mark.parametrize("right", ["查阅", "复制", "更正", "补充", "删除", "撤回", "解释", "投诉"])
def test_every_right_is_named(page, right):
    assert right in text(select(page("/privacy/"), "main")[0])


@pytest.mark.parametrize(("prefix", "unclaimed"), [("", "不声明符合"), ("/en", "no conformity with it is claimed")])
def test_the_statement_names_the_chinese_standard_and_claims_no_conformity(page, prefix, unclaimed):
    told = text(select(page(f"{prefix}/accessibility/"), "main")[0])
    assert "GB/T 37668-2019" in told and "WCAG" in told and unclaimed in told


def test_the_about_page_leads_to_the_form(page):
    assert select(page("/about/"), "main a.button[href='/report-error/']")
