"""Provinces, cities and authorities, in both languages."""

import pytest

from pairs.directory.provinces import OFFICIAL_NAMES, Province, authority_en, city_en, province_from_name


def test_every_division_has_an_official_name():
    assert set(OFFICIAL_NAMES.values()) == set(Province.values)
    assert len(OFFICIAL_NAMES) == 34


@pytest.mark.parametrize(("text", "province"), [("湖北省", "42"), ("湖北省教育厅", "42"), ("教育部", None), ("", None)])
def test_a_province_is_known_by_its_official_name(text, province):
    assert province_from_name(text) == province


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("教育部", "Ministry of Education"),
        ("国家民委", "National Ethnic Affairs Commission"),
        ("中央统战部", "United Front Work Department of the CPC Central Committee"),
        ("交通运输部（中国民用航空局）", "Civil Aviation Administration of China"),
        ("湖北省", "Hubei Province"),
        ("湖北省教育厅", "Hubei Department of Education"),
        ("重庆市教委", "Chongqing Education Commission"),
        ("内蒙古自治区", "Inner Mongolia Autonomous Region"),
        ("上海市 中国科学院", "Shanghai Municipality, Chinese Academy of Sciences"),
        ("样例局", "样例局"),
        ("上海市 样例局", "上海市 样例局"),
        ("", ""),
    ],
)
def test_authorities_in_english(text, english):
    assert authority_en(text) == english


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("武汉市", "Wuhan"),
        ("恩施土家族苗族自治州", "Enshi"),
        ("西安市", "Xi'an"),
        ("六安市", "Lu'an"),
        ("厦门市", "Xiamen"),
        ("长治市", "Changzhi"),
        ("漯河市", "Luohe"),
        ("乌鲁木齐市", "Urumqi"),
        ("呼和浩特市", "Hohhot"),
        ("拉萨市", "Lhasa"),
        ("哈尔滨市", "Harbin"),
        ("克孜勒苏柯尔克孜自治州", "Kizilsu"),
        ("黔东南苗族侗族自治州", "Qiandongnan"),
        ("大兴安岭地区", "Greater Khingan"),
        ("锡林郭勒盟", "Xilingol League"),
        ("陵水黎族自治县", "Lingshui"),
        ("", ""),
    ],
)
def test_cities_in_english(text, english):
    assert city_en(text) == english
