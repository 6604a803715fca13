"""The four activities that public sources document, as the public reads them."""

import pytest

from tests.support.assertions.public_pages import main_of

SUPPORTERS_OWN = ("1879", "1,879", "104192", "104,192", "6528", "6,528")
pytestmark = pytest.mark.usefixtures("published")


def test_pair_2_11_shows_five_lectures_up_to_the_day_and_none_of_the_supporters_own_fairs(client):
    said = main_of(client, "/en/pairs/2-11/")
    assert "3 Jointly strengthening career guidance – Career-guidance lectures 5" in said
    assert "up to 7 July 2020" in said and "English website, 2020-07-10" in said
    assert not [number for number in SUPPORTERS_OWN if number in said]


def test_the_list_has_the_four_with_their_sources(client):
    response = client.get("/activities/")
    assert response.context["listing"].page.paginator.count == 4
    for site in ("cnr.cn", "ihwrm.com", "scuec.edu.cn", "hutb.edu.cn"):
        assert site in response.content.decode()


def test_mechanism_3_adds_up_five_lectures_of_one_pair(client):
    said = main_of(client, "/en/actions/hubei-2020/mechanisms/3/")
    assert "Career-guidance lectures 5 lectures 1 of 80 pairs" in said
    assert "1 of 80 known pairs have something on record" in said


def test_the_supporters_snapshot_stands_on_its_page_with_its_source(client):
    said = main_of(client, "/en/universities/4143010554/")
    assert "All graduates 3 July 2020 4,171 3,621 86.81%" in said
    assert "Graduates from Hubei 7 July 2020 – – 100% as the source states" in said
    assert "registered poor households 7 July 2020 – – 90% as the source states" in said
    assert said.count("English website, 2020-07-10") == 1


def test_no_event_of_an_action_that_is_over_is_coming(client):
    assert 'id="coming"' not in client.get("/").content.decode()


def test_the_sitemap_names_every_activity_in_both_languages(client):
    listed = client.get("/sitemap-activities.xml").content.decode()
    assert listed.count("<loc>") == 8 and "/en/activities/" in listed
    assert "sitemap-activities.xml" in client.get("/sitemap.xml").content.decode()
