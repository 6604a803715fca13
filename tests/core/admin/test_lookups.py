"""Lists of the admin cannot be asked, guess by guess, for what is never shown."""

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import BrowserSession
from tests.conftest import a_client

SECRETS = {"session_key", "session_data", "password", "token", "token_hash", "key_hash", "seed"}
SECRETS |= {"sealed_key", "sealed_secret", "data"}

pytestmark = pytest.mark.one_database


def test_nobody_learns_the_session_of_another_by_filters_of_the_list_of_people(inspector, editor):
    a_client(editor)
    beginning = BrowserSession.objects.get(user=editor).session_key[:3]
    page = a_client(inspector).get(
        reverse("admin:accounts_user_changelist"), {"sessions__session_key__startswith": beginning}
    )
    assert page.status_code == 400


@pytest.mark.parametrize("model", admin.site._registry, ids=str)
def test_no_list_is_asked_by_a_secret_of_its_own_or_of_another_table(model, rf, editor):
    request, lists = rf.get("/"), admin.site._registry[model]
    request.user = editor
    own = [field.name for field in model._meta.get_fields() if field.name in SECRETS]
    others = [
        f"{field.name}__{column.name}"
        for field in model._meta.get_fields()
        if field.is_relation and field.related_model
        for column in field.related_model._meta.get_fields()
        if column.name in SECRETS
    ]
    allowed = [name for name in own + others if lists.lookup_allowed(f"{name}__startswith", "a", request)]
    assert allowed == []
