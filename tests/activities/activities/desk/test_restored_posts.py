"""What was typed survives a session that has ended."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from activities.models import Activity
from tests.conftest import PASSWORD, a_client
from tests.support.browser.desk_forms import PDF, at, new_address, text, token_in, typed


@pytest.fixture
def form(world, rita):
    """A filled-in form whose session has ended."""
    path = new_address(world)
    return path, typed(token=token_in(a_client(rita).get(path)), n_posts="50多万", check="1")


def test_it_waits_while_its_writer_signs_in_again(form, rita):
    path, fields = form
    client = Client()
    answer = client.post(path, fields)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))
    client.force_login(rita)
    page = text(client.get(path))
    assert 'value="化工类专场"' in page
    assert 'value="50多万"' in page
    assert 'role="status"' in page
    assert not Activity.objects.exists()
    assert "化工类专场" not in text(client.get(path))


def test_it_is_sent_once_more_with_the_same_token(form, rita):
    path, fields = form
    client = Client()
    client.post(path, fields | {"n_posts": "5"})
    client.force_login(rita)
    assert token_in(client.get(path)) == fields["token"]


def test_signing_in_through_the_form_keeps_it_too(form, rita):
    path, fields = form
    client = Client()
    to_sign_in = client.post(path, fields)["Location"]
    answer = client.post(to_sign_in, {"login": rita.username, "password": PASSWORD})
    assert answer["Location"] == path
    assert "化工类专场" in text(client.get(path))


def test_the_sign_in_page_says_that_it_waits_and_the_form_which_files_to_choose_again(form, rita):
    path, fields = form
    path = f"/en{path}"
    client = Client()
    assert "waits" not in text(client.get(f"/en/accounts/login/?next={path}"))
    to_sign_in = client.post(path, fields | {"files": SimpleUploadedFile("照片.pdf", PDF)})["Location"]
    page = text(client.get(to_sign_in))
    assert "What you had typed is kept" in page
    assert "Only files have to be chosen again" in page
    client.force_login(rita)
    assert "Files have to be chosen again: 照片.pdf" in text(client.get(path))


def test_where_no_file_was_chosen_none_is_asked_for_again(form, rita):
    path, fields = form
    client = Client()
    page = text(client.get(client.post(f"/en{path}", fields)["Location"]))
    assert "What you had typed is kept" in page
    assert "Only files" not in page
    client.force_login(rita)
    assert "Files have to be chosen again" not in text(client.get(f"/en{path}"))


def test_nobody_else_gets_to_see_it(form, rob):
    path, fields = form
    client = Client()
    client.post(path, fields)
    client.force_login(rob)
    assert "化工类专场" not in text(client.get(path))


def test_a_form_that_the_desk_never_gave_is_not_kept(world):
    client = Client()
    client.post(new_address(world), typed(token="1.made-up:signature"))
    assert not client.session.keys()


def test_more_text_than_any_form_holds_is_not_kept(form):
    path, fields = form
    client = Client()
    client.post(path, fields | {"description": "长" * 100_001})
    assert not client.session.keys()


def test_a_page_left_open_in_another_tab_is_shown_again_filled_in(form, rita):
    path, fields = form
    client = Client(enforce_csrf_checks=True)
    client.force_login(rita)
    answer = client.post(path, fields)
    assert (answer.status_code, answer["Location"]) == (302, path)
    assert "化工类专场" in text(client.get(path))


def test_a_forged_form_is_still_refused(world, rita):
    client = Client(enforce_csrf_checks=True)
    client.force_login(rita)
    assert client.post(new_address(world), typed()).status_code == 403


def test_a_reason_is_kept_as_well(world, rita, sam):
    path = at("activity_step", world.submitted(rita).pk, "return")
    fields = {"token": token_in(a_client(sam).get(path)), "reason": "写好的理由"}
    client = Client()
    client.post(path, fields)
    client.force_login(sam)
    assert "写好的理由" in text(client.get(path))
