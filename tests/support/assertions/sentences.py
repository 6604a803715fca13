"""Which words on a page are in the wrong language, or are Django's own and not the portal's."""

import io
import re
from functools import cache
from pathlib import Path

import django
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.db import models
from lxml import html

from tests.pairing_portal.test_messages import parts

SPOKEN = ("alt", "title", "placeholder", "aria-label", "data-label")
SILENT = {"script", "style", "code", "pre", "kbd", "samp", "textarea"}  # not read, or typed and to be typed
LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]+(?:,? [A-Za-z][A-Za-z'’-]*){2,}[.:!?]?")
CHINESE = re.compile(r"[\u4e00-\u9fff][\u3000-\u303f\uff00-\uffef\u4e00-\u9fff\d]*[\u4e00-\u9fff]")
PLACE = re.compile(r"%(?:\(\w+\))?[sd]|\{\w*\}")  # for a value
MAY_STAND = {
    # an example of what may be searched for, and one of an English wording
    "zh": ["Wuhan Donghu University", "according to incomplete statistics"],
    "en": [
        # where one changes the language
        "中文",
        # examples of what is typed in Chinese or searched for; longer ones come first
        *(
            "就业帮扶行动",
            "全省80多所高校",
            "2020年7月督导检查",
            "2020年帮扶工作督导检查表",
            "据不完全统计",
            "近800次",
            "六共",
        ),
        *(
            "东湖学院",
            "武漢東湖學院",
            "华科",
            "南京大学",
            "南京市",
            "江苏省",
            "第二批",
            "牵头",
            "教育部",
            "省属本科高校",
            "招聘会",
            "人次",
        ),
        # what the columns, roles and days of a Chinese list or register must be called
        *("学校名称", "学校标识码", "主管部门", "受援高校", "支援高校", "序号", "全国高等学校名单", "截至", "就业网"),
        *("联络员", "省级工作人员", "督导人员", "业务管理员", "类型", "来源", "双高", "双一流", "民办"),
    ],
}
HOLD_TEXT = models.CharField | models.TextField | models.JSONField
SENTENCE = re.compile(r"( .*|[\u4e00-\u9fff].*)[.。!！?？]$", re.DOTALL)  # more than Nov. and p.m.


def words_of(page):
    """What a reader is told by a page in its language: texts and spoken attributes, one a line.

    What is marked as being in another language is left out.
    """
    return "\n".join(" ".join(text.split()) for text in _texts(html.fromstring(page)) if text.strip())


def _texts(root):
    language = root.get("lang", "")[:2]

    def walk(element):
        if not isinstance(element.tag, str) or element.tag in SILENT:  # a comment has a function for a tag
            return
        if element.get("lang", language)[:2] != language:
            return
        yield from (element.get(name) for name in SPOKEN if element.get(name))
        if element.tag == "input" and element.get("type") in ("submit", "button"):
            yield element.get("value", "")
        yield element.text or ""
        for child in element:
            yield from walk(child)
            yield child.tail or ""

    yield from walk(root)


def foreign_to(language, text, known):
    """The runs of words in `text` that are of the other language, apart from what is `known` and MAY_STAND."""
    for each in (*known, *MAY_STAND[language]):
        text = text.replace(each, "·")
    return set((CHINESE if language == "en" else LATIN).findall(text))


def texts_within(value):
    """The texts in a value, however deep in it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts_within(each)


def entered():
    """{language: the texts in the database that would be of the other one}, the longest first.

    What people have entered stands in the language in which they wrote it, also on a page in the other one.
    """
    texts = set()
    for model in apps.get_models():
        names = [field.attname for field in model._meta.fields if isinstance(field, HOLD_TEXT)]
        for row in model._base_manager.values_list(*names) if names else ():
            texts.update(line.strip() for text in texts_within(row) for line in text.splitlines())
    texts = sorted(texts, key=len, reverse=True)
    return {"zh": list(filter(LATIN.search, texts)), "en": list(filter(CHINESE.search, texts))}


def shipped(code):
    """The texts in the catalogues of Django and of every package that is installed."""
    folders = [Path(django.__file__).parent / "conf", *(Path(app.path) for app in apps.get_app_configs())]
    for path in sorted({found for folder in folders for found in folder.glob(f"locale/{code}/*/django.po")}):
        if "site-packages" in path.parts:
            yield from (entry for entry in read_po(io.BytesIO(path.read_bytes())) if entry.id)


def own(language):
    """The catalogue in which the portal says in words of its own what it does not leave to Django."""
    folder = settings.LOCALE_PATHS[1] / {"zh": "zh_Hans", "en": "en"}[language]
    return read_po(io.BytesIO((folder / "LC_MESSAGES" / "django.po").read_bytes()))


@cache
def stock_sentences(language):
    """The sentences that the portal has left to Django and the packages, each with the longest part that is fixed."""
    mine, found = own(language), []
    if language == "zh":
        for entry in read_po(io.BytesIO((settings.LOCALE_PATHS[0] / "zh_Hans/LC_MESSAGES/django.po").read_bytes())):
            mine[entry.id] = entry
    our_words = {text for entry in mine for text in parts(entry.string)}
    for entry in shipped("zh_Hans"):
        if not mine.get(entry.id, entry.context):
            for text in parts(entry.id if language == "en" else entry.string):
                if SENTENCE.search(text) and text not in our_words:
                    fixed = re.split(PLACE, text)
                    found.append((max(fixed, key=len), re.compile(".+?".join(map(re.escape, fixed)))))
    return found


def stock_in(language, text):
    """The sentences of Django or of a package in `text`."""
    patterns = [pattern for fixed, pattern in stock_sentences(language) if fixed in text]
    return {found.group() for pattern in patterns if (found := pattern.search(text))}
