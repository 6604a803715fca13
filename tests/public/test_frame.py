"""The frame around every page: language, addresses, navigation, and nothing that tells visitors apart."""

import re

import pytest
from django.test import override_settings

from tests.support.assertions.css_select import select
from tests.support.casts.other_action import text

PAGES = [
    "/",
    "/pairs/",
    "/actions/hubei-2020/mechanisms/",
    "/actions/hubei-2020/mechanisms/3/",
    "/about/",
    "/privacy/",
    "/accessibility/",
]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(("prefix", "language"), [("", "zh-Hans"), ("/en", "en")])
def test_says_its_language_and_where_the_other_is(page, published, address, prefix, language):
    tree = page(prefix + address)
    assert tree.get("lang") == language
    alternates = {link.get("hreflang"): link.get("href") for link in select(tree, "link[rel=alternate][hreflang]")}
    chinese, english = f"http://testserver{address}", f"http://testserver/en{address}"
    assert alternates == {"zh-Hans": chinese, "en": english, "x-default": chinese}
    assert select(tree, "link[rel=canonical]")[0].get("href") == (english if prefix else chinese)


@pytest.mark.parametrize("address", PAGES)
def test_has_a_title_a_description_one_heading_and_a_way_past_the_navigation(page, published, address):
    tree = page(address)
    assert tree.findtext(".//title").strip()
    assert select(tree, "meta[name=description]")[0].get("content")
    assert len(select(tree, "h1")) == 1
    assert select(tree, select(tree, "a.skip")[0].get("href"))


@pytest.mark.parametrize("address", PAGES)
def test_holds_nothing_inline_and_nothing_from_elsewhere(page, client, published, address):
    tree = page(address)
    assert not select(tree, "style, script:not([src]), [style], [onclick], [onload]")
    loaded = [*select(tree, "script[src]"), *select(tree, "img[src]"), *select(tree, "link[rel=stylesheet]")]
    assert all((item.get("src") or item.get("href")).startswith(("/static/", "/view.css")) for item in loaded)


@pytest.mark.parametrize("address", PAGES)
def test_is_the_same_for_everybody(client, editor_client, published, address):
    stranger, editor = client.get(address), editor_client.get(address)
    assert stranger.content == editor.content
    assert not stranger.cookies and "Cookie" not in stranger.get("Vary", "")


def test_the_language_link_keeps_the_filters(page, published):
    tree = page("/pairs/?province=32&page=1")  # whose order is always the same: it is one page
    assert select(tree, ".language a")[0].get("href") == "/en/pairs/?page=1&province=32"
    back = page("/en/pairs/?province=32")
    assert select(back, ".language a")[0].get("href") == "/pairs/?province=32"


def test_the_navigation_shows_where_one_is(page, published):
    assert current(page("/pairs/")) == ("/pairs/", "page")
    assert current(page("/en/actions/hubei-2020/mechanisms/3/")) == ("/en/actions/", "true")
    assert not select(page("/about/"), ".site-nav [aria-current]")


def current(tree):
    (link,) = select(tree, ".site-nav [aria-current]")
    return link.get("href"), link.get("aria-current")


def site(settings, **facts):
    return override_settings(SITE=settings.SITE | facts)


def test_the_sites_own_name_stands_in_addresses(page, settings, db):
    with site(settings, address="https://pairs.example.cn"):
        tree = page("/about/?x=1")
    assert select(tree, "link[rel=canonical]")[0].get("href") == "https://pairs.example.cn/about/"


def test_only_an_operator_says_whose_site_it_is(page, settings, db):
    assert not select(page("/about/"), ".strip")
    with site(settings, strip="某某部主办 · 官方网站", strip_en="Official website of Some Ministry"):
        chinese, english = (page(address) for address in ("/about/", "/en/about/"))
    assert text(select(chinese, "header .strip")[0]) == "某某部主办 · 官方网站"
    assert text(select(english, "header .strip")[0]) == "Official website of Some Ministry"


def test_particulars_are_shown_where_they_are_known(page, settings, db):
    assert not select(page("/about/"), ".particulars")
    facts = {"operator": "某某中心", "operator_en": "Some Centre", "icp": "京ICP备0号", "contact": "a@example.cn"}
    with site(settings, **facts):
        chinese, english = (page(address) for address in ("/about/", "/en/about/"))
    assert "某某中心" in text(select(chinese, ".particulars")[0])
    assert "Some Centre" in text(select(english, ".particulars")[0])
    assert "京ICP备0号" in text(select(english, ".particulars")[0])
    assert select(chinese, "main a[href='mailto:a@example.cn']")


def test_nothing_is_said_of_records_that_are_not_set(page, settings, db):
    with site(settings, operator="某某中心", contact="a@example.cn"):
        shown = select(page("/about/"), ".particulars")[0]
    assert text(shown) == "主办单位：某某中心 联系方式：a@example.cn"
    assert not select(shown, "a, img")


def test_records_and_badge_stand_in_the_foot_of_every_page(page, settings, db):
    facts = {"code": "bm05000001", "police": "京公网安备11010202000001号", "badge_link": "https://example.cn/show?id=1"}
    facts["police_link"] = "https://beian.mps.gov.cn/#/query/webSearch?code=11010202000001"
    with site(settings, **facts):
        foot = select(page("/privacy/"), ".particulars")[0]
    assert "网站标识码：bm05000001" in text(foot) and "党政机关" in text(foot)
    assert [link.get("href") for link in select(foot, "a")] == [facts["police_link"], facts["badge_link"]]
    assert not select(foot, "img")
    with site(settings, **facts, badge_image="/badge.png"):
        foot = select(page("/en/privacy/"), ".particulars")[0]
    assert select(foot, "a.badge img[src='/badge.png'][alt='']")


def test_a_notice_about_the_environment_stands_above_everything(page, settings, db):
    assert not select(page("/about/"), ".environment")
    with site(settings, environment="演示数据"):
        assert text(select(page("/about/"), ".environment")[0]) == "演示数据"


def test_colours_come_with_a_shape(settings):
    """The two sides differ by their form too, in the stylesheet that every page has."""
    sheet = (settings.BASE_DIR / "pairing_portal/static/portal/portal.css").read_text()
    assert re.search(r"\.helps::before \{[^}]*border-radius: 50%", sheet)
    assert re.search(r"\.helped::before \{[^}]*border-radius: 1px", sheet)


def test_no_script_asks_how_wide_the_screen_is(settings):
    """A page is the same on every screen: the browser tests open each once, and look at it on two."""
    asks = re.compile("Width|matchMedia|BoundingClientRect|ResizeObserver|resize|screen")
    scripts = {script.name: script.read_text() for script in settings.BASE_DIR.glob("*/static/**/*.js")}
    for template in settings.BASE_DIR.glob("templates/**/*.html"):
        scripts[template.name] = "".join(re.findall(r"<script.*?</script>", template.read_text(), re.DOTALL))
    assert {name: asks.findall(text) for name, text in scripts.items() if asks.search(text)} == {}
    assert "print.js" in scripts
