"""Every page of desk, invitations, sign-in and people in every state: no barrier, nothing cut off or too wide."""

import pytest

from tests.support.browser.account_states import ACCOUNT
from tests.support.browser.addresses import PREFIXES
from tests.support.browser.desk_states import DESK, Cast
from tests.support.browser.page_checks import look
from tests.support.browser.page_gallery import Gallery, hung

from .conftest import WIDE, watched


@pytest.fixture(scope="module")
def screen(browser):
    """A screen on which documents are shown."""
    context = browser.new_context(viewport=WIDE, locale="zh-CN")
    yield watched(context.new_page())
    context.close()


@pytest.mark.parametrize("language", PREFIXES)
@pytest.mark.parametrize("states", [*DESK, *ACCOUNT], ids=lambda states: states.__name__)
def test_no_state_has_a_barrier_or_breaks(states, language, screen, axe, db):
    gallery = Gallery(language.lower())
    states(gallery, Cast())
    found = []
    for name, document in gallery.pages.items():
        screen.set_content(hung(document))
        found += [f"{name}: {fault}" for fault in look(screen, axe)]
    assert gallery.pages and not found, "\n".join(found)
