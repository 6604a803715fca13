"""Every page of desk, invitations, sign-in and people in every state: no barrier, nothing cut off or too wide."""

import pytest

from tests.support.browser.account_states import ACCOUNT
from tests.support.browser.addresses import PREFIXES
from tests.support.browser.desk_states import DESK, Cast
from tests.support.browser.page_checks import look
from tests.support.browser.page_gallery import Gallery, hung

from .conftest import PHONE, WIDE, watched


@pytest.fixture(scope="module")
def screens(browser):
    """A wide screen and a small phone on which documents are shown."""
    contexts = [browser.new_context(viewport=size, locale="zh-CN") for size in (WIDE, PHONE)]
    pages = [watched(context.new_page()) for context in contexts]
    yield pages
    for context in contexts:
        context.close()


@pytest.mark.parametrize("language", PREFIXES)
@pytest.mark.parametrize("states", [*DESK, *ACCOUNT], ids=lambda states: states.__name__)
def test_no_state_has_a_barrier_or_breaks(states, language, screens, axe, db):
    gallery = Gallery(language.lower())
    states(gallery, Cast())
    found = []
    for name, document in gallery.pages.items():
        for page in screens:
            page.set_content(hung(document))
        found += [f"{name}: {fault}" for fault in look(screens, axe)]
    assert gallery.pages and not found, "\n".join(found)
