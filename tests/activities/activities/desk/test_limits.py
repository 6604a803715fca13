"""A form that is too much at once is told so, and what was typed in it is not lost."""

import re

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from activities.models import Activity, Evidence
from core import uploads
from tests.conftest import a_client
from tests.support.browser.desk_forms import PDF, new_address, text, token_in, typed

KILOBYTE = 1024


@pytest.fixture
def form(world, rita):
    """A new entry as its writer filled it in: the client, the address and the fields."""
    client, path = a_client(rita), f"/en{new_address(world)}"
    return client, path, typed(token=token_in(client.get(path)), description="说明" * 20, draft="1")


def files(number, size=0):
    return [SimpleUploadedFile(f"photo-{count}.pdf", PDF + b" " * size) for count in range(number)]


@pytest.mark.parametrize("number", [101, 1001])
def test_too_many_files_are_refused_and_the_text_waits_in_the_form(form, number):
    client, path, fields = form
    refused = client.post(path, fields | {"files": files(number)})
    assert refused.status_code == 413
    assert ("at most 10 files" in text(refused)) == (number < 1001)
    if number < 1001:
        assert "is still in the form" in text(refused) and f'href="{path.replace("&", "&amp;")}"' in text(refused)
        page = text(client.get(path))
        assert 'value="化工类专场"' in page and "You were signed out" not in page and "has not been sent yet" in page
    assert not Activity.objects.exists() and not Evidence.objects.exists()


def test_files_that_are_too_large_together_are_refused_and_the_text_waits_in_the_form(form, settings):
    settings.MAX_FORM_MEGABYTES = 1
    client, path, fields = form
    refused = client.post(path, fields | {"files": files(2, 600 * KILOBYTE)})
    assert refused.status_code == 413 and "larger than 1 MB" in text(refused)
    assert "化工类专场" in text(client.get(path))


def test_ten_files_within_the_limit_are_taken(form):
    client, path, fields = form
    answer = client.post(
        path, fields | {"files": [SimpleUploadedFile(f"{n}.pdf", PDF + bytes([65 + n])) for n in range(10)]}
    )
    assert answer.status_code == 302 and Evidence.objects.count() == 10


def test_far_too_much_is_not_even_read(form, settings):
    settings.MAX_FORM_MEGABYTES = 0.001
    client, path, fields = form
    refused = client.post(path, fields | {"files": files(1, 600 * KILOBYTE)})
    assert refused.status_code == 413 and "化工类专场" not in text(client.get(path))


@pytest.mark.parametrize(
    "fields", [{f"field-{n}": "x" for n in range(1001)}, {"name": "x" * (13 * KILOBYTE * KILOBYTE)}]
)
def test_more_fields_or_text_than_any_form_has(editor_client, fields):
    assert editor_client.post("/desk/people/invite/", fields).status_code == 413


def test_a_form_that_keeps_nothing_shows_what_was_typed(editor_client):
    note = "签约仪式在武汉举行，双方三十余人参加。" * 2
    refused = editor_client.post("/admin/pairs/batch/from-notice/", {"text": note, "file": files(101)})
    assert refused.status_code == 413 and f">{note}</textarea>" in text(refused)


def test_a_file_past_the_limit_reaches_no_handler(settings):
    settings.MAX_FILES = 1
    request = RequestFactory().post("/", {"a": files(13), "words": "kept"})
    assert uploads.problem_of(request) and len(request.FILES.getlist("a")) == 10
    assert request.POST["words"] == "kept"


def test_form_server_and_web_server_agree(world, rita):
    """The example for nginx lets more through than the portal takes, so that the answer is the portal's."""
    example = (django_settings.BASE_DIR / "deploy" / "nginx" / "server.conf").read_text()
    let_through = int(re.search(r"client_max_body_size (\d+)m;", example)[1])
    assert django_settings.MAX_FORM_MEGABYTES < let_through <= uploads.READ_AT_MOST * django_settings.MAX_FORM_MEGABYTES
    page = text(a_client(rita).get(f"/en{new_address(world)}"))
    assert f"at most {django_settings.MAX_FILES} files and {django_settings.MAX_FORM_MEGABYTES} MB at once" in page
