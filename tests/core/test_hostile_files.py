"""Files made to hurt are refused, quickly, with what is wrong and what to do instead, or are made harmless."""

import sys

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from activities.models import Evidence, KeptUpload
from activities.sheets.forms import SheetForm
from core.file_content import Upload, accepted
from pairs.directory.admin.register_forms import RegisterForm
from pairs.lists.admin.import_forms import ListForm
from pairs.models import Pair
from tests.conftest import a_client
from tests.support.browser.desk_forms import new_address, text, token_in, typed
from tests.support.factories import hostile_evidence
from tests.support.factories.hostile_evidence import HARMLESS, REFUSED, made, object_stream, pdf, stream
from tests.support.measures import cost

MOST_SECONDS, MOST_MB = 2, 100
AT_ONCE = 10


def upload(data, name="材料.pdf"):
    file = SimpleUploadedFile("x", data)
    file._name = name  # as it would come past Django, which cuts and cleans names by itself
    return Upload(file)


def refusal(data, language):
    with override(language), pytest.raises(ValidationError) as raised:
        upload(data)
    return raised.value.code, raised.value.messages[0]


def test_there_are_many_of_them():
    assert len(REFUSED) >= 70 and len(HARMLESS) >= 15


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_with_the_remedy(name):
    _make, _called, code, words = REFUSED[name]
    data = made(name)
    with cost() as took:
        told = refusal(data, "zh-hans")
    assert told[0] == code and words[0] in told[1]
    assert took["processor"] < MOST_SECONDS and took["mb"] < MOST_MB
    with override("en"), pytest.raises(ValidationError) as raised:
        accepted(data) if code not in ("broken", "large") else upload(data)
    assert words[1] in raised.value.messages[0]


@pytest.mark.parametrize("name", HARMLESS)
def test_a_file_that_cannot_hurt_any_more_is_kept(name):
    _make, called, kept = HARMLESS[name]
    data = made(name)
    with cost() as took:
        passed = upload(data, called)
    assert passed.name == kept and (kept == called or passed.told)
    assert took["processor"] < MOST_SECONDS and took["mb"] < MOST_MB
    content = passed.content.read()
    assert not any(sign in content for sign in (b"<?php", b"<script", b"a.exe"))


def test_every_hostile_file_is_told_in_the_form_that_brought_it(world, rita):
    client, path = a_client(rita), f"/en{new_address(world)}"
    waiting, token = list(REFUSED.items()), token_in(client.get(path))
    while waiting:
        few, waiting = waiting[:AT_ONCE], waiting[AT_ONCE:]
        sent = {
            f"{at}-{called}": (made(name), words[1]) for at, (name, (_make, called, _code, words)) in enumerate(few)
        }
        files = [SimpleUploadedFile(name, data) for name, (data, _words) in sent.items()]
        page = text(client.post(path, typed(token=token, files=files, check="1")))
        for name, (data, words) in sent.items():
            assert name in page and (words in page or not data)
    assert not Evidence.objects.exists() and not KeptUpload.objects.exists()


def test_a_form_keeps_the_others_under_harmless_names_and_says_so(world, rita):
    client, path = a_client(rita), f"/en{new_address(world)}"
    chosen = ["jpeg: a script after it", "name: a device of Windows", "docx: a workbook behind a chart"]
    files = [SimpleUploadedFile(HARMLESS[name][1], made(name)) for name in chosen]
    token = token_in(client.get(path))
    page = text(client.post(path, typed(token=token, files=files, draft="1"), follow=True))
    assert {piece.name for piece in Evidence.objects.all()} == {HARMLESS[name][2] for name in chosen}
    assert "A file is kept as “_CON.pdf”" in page


# What is not hostile passes


@pytest.mark.parametrize(
    "data",
    [
        hostile_evidence.PLAIN,
        hostile_evidence.PLAIN + b" \r\n" * 9000,
        pdf(b"<</Type/Catalog/OpenAction[3 0 R/Fit]>>"),
        pdf(b"<</S/URI/URI(https://www.moe.gov.cn/JavaScript)>>"),
        object_stream(b"<</Type/Catalog>>"),
        pdf(stream(b"1 0 0 1 50 50 cm (hello)")),
        pdf(stream(bytes(range(256)) * 900, packed=False)),
    ],
)
def test_an_ordinary_pdf_passes(data):
    assert upload(data).extension == "pdf"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_name_is_kept_where_it_is_one(language):
    for name in ("材料.pdf", "材料 (1).PDF", "a.b.pdf"):
        assert upload(hostile_evidence.PLAIN, name).told == ""


# A virus scanner


@pytest.fixture
def scanner(settings):
    """Names a scanner that does with each file what the Python in `code` says."""

    def named(code, by_input=False):
        settings.SCAN_COMMAND = [sys.executable, "-c", code, *(["-"] if by_input else [])]

    return named


READ = "import sys; data = open(sys.argv[1], 'rb').read() if sys.argv[1] != '-' else sys.stdin.buffer.read(); "


@pytest.mark.parametrize("by_input", [False, True])
def test_the_scanner_is_asked_about_what_was_sent(scanner, by_input):
    scanner(READ + "sys.exit(b'EICAR' in data)", by_input)
    assert upload(pdf()).extension == "pdf"
    with pytest.raises(ValidationError) as raised:
        upload(pdf(b"(EICAR)"))
    assert raised.value.code == "infected" and "病毒" in raised.value.message


@pytest.mark.parametrize("code", ["import sys; sys.exit(2)", "import time; time.sleep(60)"])
def test_a_scanner_that_does_not_answer_lets_nothing_through(scanner, settings, code, caplog):
    settings.SCAN_SECONDS = 0.2
    scanner(code)
    with pytest.raises(ValidationError) as raised:
        upload(pdf())
    assert raised.value.code == "no_scanner" and "过几分钟" in raised.value.message and caplog.records


def test_a_scanner_that_is_gone_is_told_once_for_a_whole_form_which_keeps_its_text(world, rita, settings):
    settings.SCAN_COMMAND = ["/nowhere/scanner"]
    client, path = a_client(rita), f"/en{new_address(world)}"
    files = [SimpleUploadedFile(f"{at}.pdf", pdf()) for at in range(3)]
    page = text(client.post(path, typed(token=token_in(client.get(path)), files=files, draft="1")))
    assert page.count("does not answer at present") == 2  # in the list of errors and beside its field
    assert 'value="化工类专场"' in page and not Evidence.objects.exists() and not KeptUpload.objects.exists()


@pytest.mark.parametrize("form", [ListForm, RegisterForm, SheetForm])
def test_the_scanner_is_asked_about_tables_as_well(scanner, form):
    scanner(READ + "sys.exit(b'EICAR' in data)")
    assert "file" in form({}, {"file": SimpleUploadedFile("a.csv", b"EICAR")}).errors
    assert "file" not in form({}, {"file": SimpleUploadedFile("a.csv", b"a")}).errors


# Quotas


def test_an_entry_takes_a_number_of_files_and_links(world, rita, settings):
    settings.MAX_ENTRY_FILES = 2
    entry = world.drafted(rita)
    first = Evidence.objects.attach(rita, entry, upload(pdf()))
    Evidence.objects.attach_link(rita, entry, "https://a.cn/x")
    for again in (
        lambda: Evidence.objects.attach(rita, entry, upload(pdf(b"2"))),
        lambda: Evidence.objects.attach_link(rita, entry, "https://a.cn/y"),
    ):
        with override("en"), pytest.raises(ValidationError) as raised:
            again()
        assert "2 files and links stand here already" in raised.value.messages[0]
    assert Evidence.objects.attach(rita, entry, upload(pdf())) == first


def test_a_pair_takes_a_number_and_a_size_and_is_told_what_is_used_and_whom_to_ask(world, rita, settings):
    settings.MAX_PAIR_FILES, settings.SITE = 1, settings.SITE | {"contact": "portal@example.cn"}
    Evidence.objects.attach(rita, world.drafted(rita), upload(pdf()))
    with override("en"), pytest.raises(ValidationError) as raised:
        Evidence.objects.attach(rita, world.drafted(rita), upload(pdf(b" " * 3_000_000)))
    said = raised.value.messages[0]
    assert "1 of at most 1" in said and "0.0 of 500 MB" in said and "2.9 MB" in said and "portal@example.cn" in said


@pytest.fixture
def second_pair(world):
    """Another pair of the recipient, in which it supports."""
    facts = {"recipient": world.other_recipient, "supporter": world.recipient}
    return Pair.objects.create(batch=world.batch, serial=3, **facts)


def test_a_university_takes_a_number_and_a_size_in_all_its_pairs(world, rita, sam, second_pair, settings):
    settings.MAX_UNIVERSITY_FILES, settings.SITE = 2, settings.SITE | {"contact": "portal@example.cn"}
    Evidence.objects.attach(rita, world.drafted(rita), upload(pdf()))
    Evidence.objects.attach(rita, world.drafted(rita, pair=second_pair), upload(pdf()))
    for pair in (world.pair, second_pair):
        with override("en"), pytest.raises(ValidationError) as raised:
            Evidence.objects.attach(rita, world.drafted(rita, pair=pair), upload(pdf(b" " * 3_000_000)))
        said = raised.value.messages[0]
        assert "湖北甲学院 has added in all its pairs are 2 of at most 2" in said and "of 1000 MB" in said
        assert "2.9 MB" in said and "portal@example.cn" in said
    assert Evidence.objects.attach(sam, world.drafted(sam), upload(pdf()))  # whose files are its own
    settings.MAX_UNIVERSITY_FILES, settings.MAX_UNIVERSITY_MEGABYTES = 9, 0.001
    with pytest.raises(ValidationError):
        Evidence.objects.attach(rita, world.drafted(rita), upload(pdf(b" " * 2000)))


def test_the_ministry_is_no_university(world, editor, settings):
    settings.MAX_UNIVERSITY_FILES = 0
    assert Evidence.objects.attach(editor, world.drafted(editor), upload(pdf()))


def test_what_was_erased_takes_no_room(world, rita, editor, settings):
    settings.MAX_PAIR_FILES = settings.MAX_UNIVERSITY_FILES = 1
    entry = world.drafted(rita)
    Evidence.objects.attach(rita, entry, upload(pdf()))
    Evidence.objects.update(redacted_at="2026-01-01T00:00+00:00")
    assert Evidence.objects.attach(rita, entry, upload(pdf(b"2")))


def test_the_bytes_that_were_made_are_the_same_each_time():
    assert hostile_evidence.unfolding(size=3_000_000) == hostile_evidence.unfolding(size=3_000_000)
    assert hostile_evidence.talking_png() == hostile_evidence.talking_png()
