"""How many records a list of the admin holds, said with a counter in Chinese."""

import pytest

from tests.support.browser.admin_forms import text

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(("prefix", "said"), [("", "高校共 2 条"), ("/en", "2 universities")])
def test_a_list_says_how_many_records_it_holds(editor_client, universities, prefix, said):
    shown = text(editor_client.get(f"{prefix}/admin/pairs/university/"))
    assert said.replace("2", str(len(universities))) in shown
