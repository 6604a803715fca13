"""In Chinese everything is Chinese, in English English, and nothing is said in the stock sentences of Django.

Every page is opened in both languages by somebody who may, and every form on it is sent empty and sent full of
nonsense, so that it says what is wrong. What stands in the database stands there as people wrote it, and is left out.
"""

import datetime
import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import resolve
from django.utils import timezone, translation
from lxml import html

from accounts.emails import queue_invitations, queue_password_reset, tell_coordinators
from core.models import Letter
from core.outbox.kinds import KINDS
from oversight.notes import workflow as notes
from oversight.notices.sending import write_letters
from oversight.obligations.obligations import owed
from oversight.obligations.reminders import remind
from pairs.models import Pair
from public.models import ErrorReport
from tests.conftest import made_once
from tests.pairing_portal.test_access import path_of
from tests.pairing_portal.test_matrix import OTHERS
from tests.support.access import MATRIX, PRINCIPALS, TABLE, lookup
from tests.support.assertions.sentences import entered, foreign_to, stock_in, words_of
from tests.support.factories.everything import Everything

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
CODES = {"zh": "zh-hans", "en": "en"}
BOTH = pytest.mark.parametrize("language", CODES)
NONSENSE = {"zh": "不是", "en": "no"}
SITE = "https://pairing.example.cn/"


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    """Everything and everybody, and the texts that they have entered."""

    def make():
        world = Everything()
        return world, world.visitors(), entered()

    yield from made_once(django_db_blocker, make)


@pytest.fixture
def world(stage):
    return stage[0]


class Listener:
    """Collects what is in the wrong language or not in words of our own, as {what: the places where it is read}."""

    def __init__(self, language, known=()):
        self.language, self.known, self.wrong = language, known, {}

    def hear(self, text, place):
        found = {f"wrong language: {run}" for run in foreign_to(self.language, text, self.known)}
        found |= {f"not our own words: {sentence}" for sentence in stock_in(self.language, text)}
        for each in found:
            self.wrong.setdefault(each[:160], set()).add(place)

    def read(self, response, place):
        if is_page(response):
            self.hear(words_of(response.content.decode()), place)
        return response

    def found_nothing(self):
        """AssertionError that lists all that was found, each with one of the places."""
        assert not self.wrong, "".join(f"\n{what} @ {min(places)}" for what, places in sorted(self.wrong.items()))


def is_page(response):
    return not response.streaming and bool(response.content) and "html" in response.headers.get("Content-Type", "")


def pages(world):
    """(face, path) of every page in each state, by somebody who may open it."""
    for method, name, sample, cells in MATRIX:
        if method == "GET" and 200 in cells.values():
            yield next(face for face in PRINCIPALS if cells[face] == 200), world.path(name, sample)
    for name in OTHERS:
        led_on = lookup(name).who["editor"] == 302  # who is signed in already
        yield ("anonymous" if lookup(name).public or led_on else "editor"), path_of(name, lookup(name).kwargs)


def forms_on(response):
    """The forms of a page that are posted."""
    if is_page(response):
        yield from (form for form in html.fromstring(response.content.decode()).iter("form") if form.method == "POST")


def empty(form, language):
    return filled(form, "", "", None)


def nonsense(form, language):
    """What nobody means in every field; a file without anything in it."""
    return filled(form, NONSENSE[language] * 300, NONSENSE[language] * 6000, SimpleUploadedFile("a.pdf", b""))


def filled(form, text, long_text, file):
    """What a form sends with the same in each of its fields; hidden ones stay as they are."""
    sent = {}
    for field in form.iter("input", "textarea", "select"):
        kind = field.get("type", "text") if field.tag == "input" else field.tag
        if field.get("name") and kind not in ("submit", "button"):
            kept = field.get("value", "") if kind == "hidden" else None
            value = {"hidden": kept, "textarea": long_text, "file": file}.get(kind, text)
            sent |= {} if value is None else {field.get("name"): value}
    return sent


def kind_of(form, path):
    """Forms are of one kind where the same view is sent the same fields."""
    to, names = form.get("action") or path, {field.get("name") for field in form.iter("input", "textarea", "select")}
    with translation.override(CODES["en" if to.startswith("/en/") else "zh"]):
        return resolve(to.partition("?")[0]).view_name, frozenset(names)


def sent_and_forgotten(visitor, path, form):
    """The answer to a form, as if it had never been sent."""
    with transaction.atomic():
        response = visitor.post(path, form)
        transaction.set_rollback(True)
    return response


@BOTH
def test_pages_and_what_they_say_is_wrong(stage, language):
    world, visitors, known = stage
    listener, seen = Listener(language, known[language]), set()
    with translation.override(CODES[language]):
        wanted = list(pages(world))
    if language == "en":  # what has one address in both languages is no page of this one
        wanted = [(face, path) for face, path in wanted if path.startswith("/en/")]
    for face, path in wanted:
        for form in forms_on(listener.read(visitors[face].get(path), path)):
            if (kind := kind_of(form, path)) not in seen:
                seen.add(kind)
                for fill in (empty, nonsense):
                    answer = sent_and_forgotten(visitors[face], form.get("action") or path, fill(form, language))
                    listener.read(answer, f"{path} ({fill.__name__})")
    listener.found_nothing()
    assert len(seen) > 60


@BOTH
@pytest.mark.parametrize("path", ["nowhere/", "pairs/?batch=x", "pairs/9-9/", "admin/pairs/pair/999999/change/"])
def test_pages_of_what_is_not_there(stage, language, path):
    listener = Listener(language, stage[2][language])
    prefix = "/en/" if language == "en" else "/"
    listener.read(stage[1]["editor"].get(prefix + path), path)
    listener.found_nothing()


def invitation(world):
    queue_invitations([world.samples["invitation"]], SITE)


def password_reset(world):
    queue_password_reset(world.rita.email, SITE)


def daily(world):
    """What happened, what waits, and what people and rules remind of."""
    remind(owed(Pair.objects.published()), by=world.people["editor"])
    notes.write(world.people["hubei"], world.pair, "请按月填报")
    write_letters(timezone.localdate(), timezone.now() + datetime.timedelta(minutes=1))


def reports(world):
    """A report that is answered: a letter to the contact of the site, and one to its writer."""
    report = ErrorReport.objects.receive(text="校名有误", contact="reader@example.cn", page="/pairs/")
    Letter.objects.queue("error_reports", "operator@example.cn", reports=[report.pk])
    return report


def answered_report(world):
    report = reports(world)
    report.state, report.answer = "corrected", "OK 123"
    report.settle(world.people["editor"], SITE)


def publication(world):
    tell_coordinators(world.batch)


LETTERS = {
    "invitation": invitation,
    "password_reset": password_reset,
    "daily": daily,
    "error_reports": reports,
    "error_report_answer": answered_report,
    "publication": publication,
}
IN_BOTH_LANGUAGES = ("daily", "error_reports", "publication")


def test_every_kind_of_letter_is_read():
    assert set(LETTERS) == set(KINDS) - {"robot"}  # messages to chat groups, in Chinese only


@BOTH
@pytest.mark.parametrize("code", LETTERS)
def test_letters(stage, world, language, code):
    with translation.override(CODES[language]):
        LETTERS[code](world)
    message = KINDS[code].compose(Letter.objects.filter(kind=code).first())
    listener = Listener(language, stage[2][language])
    for text in (message.subject, message.body):
        part = in_two_languages(text)[language] if code in IN_BOTH_LANGUAGES else text
        assert part.strip()
        listener.hear(part, code)
    listener.found_nothing()


def in_two_languages(text):
    """The Chinese subject and text stand before the English ones."""
    chinese, english = text.split("----------" if "----------" in text else " / ")
    return {"zh": chinese, "en": english}


FILES = [name for name, address in TABLE.items() if address.kwargs.get("form") == "csv"]


@pytest.mark.parametrize("name", FILES)
def test_headings_of_files(stage, name):
    """A file is headed in Chinese whoever asks for it; its description says all in both languages."""
    answer = stage[1]["editor"].get(path_of(name, lookup(name).kwargs | {"form": "json"}))
    for column in json.loads(answer.content)["fields"] if answer.status_code == 200 else ():
        for language, texts in {"zh": ("title", "meaning"), "en": ("title_en", "meaning_en")}.items():
            listener = Listener(language)
            listener.hear("\n".join(column[text] for text in texts), name)
            listener.found_nothing()
            assert column[texts[0]]
    head = stage[1]["editor"].get(path_of(name, lookup(name).kwargs)).content.decode("utf-8-sig").splitlines()[0]
    assert foreign_to("zh", head.replace(",", "\n"), ()) == set()


@BOTH
def test_word_files(stage, world, language):
    with translation.override(CODES[language]):
        path = world.path("bulletin_word", "2020-05-21")
    with zipfile.ZipFile(io.BytesIO(stage[1]["anonymous"].get(path).content)) as file:
        text = "\n".join(html.fromstring(file.read("word/document.xml")).itertext())
    listener = Listener(language, stage[2][language])
    listener.hear(text, path)
    assert text.strip()
    listener.found_nothing()
