"""The provincial divisions of China: their codes and names."""

import csv
import re
from functools import cache
from pathlib import Path

from django.db import models
from django.utils.translation import gettext_lazy as _


class Province(models.TextChoices):
    """The 34 provincial divisions by the first two digits of GB/T 2260.

    `official` is the full name, as registers and published lists print it, `short` the one-character name, `letters`
    those of GB/T 2260, `tile` the column and row in which the tile map shows it.
    """

    def __new__(cls, code, official, short, letters, tile):
        province = str.__new__(cls, code)
        province._value_ = code
        province.official, province.short, province.letters, province.tile = official, short, letters, tile
        return province

    BEIJING = "11", "北京市", "京", "BJ", (5, 2), _("Beijing")
    TIANJIN = "12", "天津市", "津", "TJ", (6, 2), _("Tianjin")
    HEBEI = "13", "河北省", "冀", "HE", (4, 2), _("Hebei")
    SHANXI = "14", "山西省", "晋", "SX", (3, 2), _("Shanxi")
    INNER_MONGOLIA = "15", "内蒙古自治区", "蒙", "NM", (4, 1), _("Inner Mongolia")
    LIAONING = "21", "辽宁省", "辽", "LN", (7, 2), _("Liaoning")
    JILIN = "22", "吉林省", "吉", "JL", (7, 1), _("Jilin")
    HEILONGJIANG = "23", "黑龙江省", "黑", "HL", (7, 0), _("Heilongjiang")
    SHANGHAI = "31", "上海市", "沪", "SH", (6, 4), _("Shanghai")
    JIANGSU = "32", "江苏省", "苏", "JS", (5, 4), _("Jiangsu")
    ZHEJIANG = "33", "浙江省", "浙", "ZJ", (5, 5), _("Zhejiang")
    ANHUI = "34", "安徽省", "皖", "AH", (4, 4), _("Anhui")
    FUJIAN = "35", "福建省", "闽", "FJ", (4, 6), _("Fujian")
    JIANGXI = "36", "江西省", "赣", "JX", (4, 5), _("Jiangxi")
    SHANDONG = "37", "山东省", "鲁", "SD", (4, 3), _("Shandong")
    HENAN = "41", "河南省", "豫", "HA", (3, 3), _("Henan")
    HUBEI = "42", "湖北省", "鄂", "HB", (3, 4), _("Hubei")
    HUNAN = "43", "湖南省", "湘", "HN", (3, 5), _("Hunan")
    GUANGDONG = "44", "广东省", "粤", "GD", (3, 6), _("Guangdong")
    GUANGXI = "45", "广西壮族自治区", "桂", "GX", (2, 6), _("Guangxi")
    HAINAN = "46", "海南省", "琼", "HI", (2, 7), _("Hainan")
    CHONGQING = "50", "重庆市", "渝", "CQ", (2, 4), _("Chongqing")
    SICHUAN = "51", "四川省", "川", "SC", (1, 4), _("Sichuan")
    GUIZHOU = "52", "贵州省", "黔", "GZ", (2, 5), _("Guizhou")
    YUNNAN = "53", "云南省", "滇", "YN", (1, 5), _("Yunnan")
    TIBET = "54", "西藏自治区", "藏", "XZ", (0, 4), _("Xizang")
    SHAANXI = "61", "陕西省", "陕", "SN", (2, 3), _("Shaanxi")
    GANSU = "62", "甘肃省", "甘", "GS", (1, 2), _("Gansu")
    QINGHAI = "63", "青海省", "青", "QH", (1, 3), _("Qinghai")
    NINGXIA = "64", "宁夏回族自治区", "宁", "NX", (2, 2), _("Ningxia")
    XINJIANG = "65", "新疆维吾尔自治区", "新", "XJ", (0, 2), _("Xinjiang")
    TAIWAN = "71", "台湾省", "台", "TW", (6, 6), _("Taiwan")
    HONG_KONG = "81", "香港特别行政区", "港", "HK", (4, 7), _("Hong Kong")
    MACAU = "82", "澳门特别行政区", "澳", "MO", (3, 7), _("Macao")


OFFICIAL_NAMES = {province.official: province.value for province in Province}


def province_from_name(text):
    """The Province whose official name is `text` or begins it; None when there is none."""
    return next((province for province in Province if text.startswith(province.official)), None)


def english_names(kind):
    """The English by the Chinese of what has a name of its own in English: "city" or "authority", a central one.

    Of cities those whose English name is not simply their pinyin, or whose pinyin the dictionary gets wrong.
    """
    with open(Path(__file__).with_name("english_names.csv"), encoding="utf-8", newline="") as file:
        return {row["name"]: row["name_en"] for row in csv.DictReader(file) if row["kind"] == kind}


CENTRAL_AUTHORITIES, CITIES = english_names("authority"), english_names("city")

PEOPLES = "蒙古|藏|维吾尔|哈萨克|柯尔克孜|回|朝鲜|土家|苗|侗|布依|壮|白|彝|傣|景颇|哈尼|傈僳|羌|黎"
SUFFIX = re.compile(rf"(?:(?:{PEOPLES})族?)*自治[州县]$|地区$|[市县州]$")


def english(province):
    """The English name of a Province whatever language is active."""
    return Province(province).name.replace("_", " ").title()


@cache
def authority_en(text):
    """The English of a 主管部门 as registers print it; the Chinese itself where none is known."""
    parts = [_one_authority(part) for part in text.split()]
    return ", ".join(parts) if all(parts) else text


def _one_authority(text):
    text = re.sub(r".*（(.+)）$", r"\1", text)  # 交通运输部（中国民用航空局）: the body that runs the school
    if text in CENTRAL_AUTHORITIES:
        return CENTRAL_AUTHORITIES[text]
    province = province_from_name(text)
    office = province and OFFICES.get(text.removeprefix(province.official))
    return office and office % {"place": english(province), "kind": KINDS[province.official[-1]]}


KINDS = {"省": "Province", "市": "Municipality", "区": "Autonomous Region"}
OFFICES = {
    "": "%(place)s %(kind)s",
    "教育厅": "%(place)s Department of Education",
    "教委": "%(place)s Education Commission",
    "教育委员会": "%(place)s Education Commission",
}


@cache
def city_en(text):
    """The English name of a city or prefecture: its own where it has one, otherwise its pinyin."""
    if text in CITIES:
        return CITIES[text]
    name = SUFFIX.sub("", text) or text
    return CITIES.get(name) or romanised(name)


def romanised(name):
    """A Chinese name in pinyin as atlases print it: one word, capitalised, with apostrophes where they are needed."""
    from pypinyin import lazy_pinyin  # here, because its dictionary is slow to load and rarely needed

    first, *rest = lazy_pinyin(name, v_to_u=True) or [""]
    return first.capitalize() + "".join(f"'{part}" if part[0] in "aoe" else part for part in rest)
