"""From the invitation to the public totals: by mouse, keyboard and finger, without JavaScript, and in English."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.models import Membership
from pairs.models import Batch, Pair
from tests.conftest import a_client, a_person
from tests.support.browser.drivers import Finger, Keyboard, Mouse
from tests.support.browser.journey import journey
from tests.support.factories.outbox import delivered

from .conftest import PHONE

TOUCH = {"viewport": PHONE, "has_touch": True}
WAYS = {
    "mouse": (Mouse, "zh-hans", {}),
    "keyboard": (Keyboard, "zh-hans", {}),
    "phone": (Finger, "zh-hans", TOUCH),
    "plain": (Mouse, "zh-hans", {"java_script_enabled": False}),
    "english": (Mouse, "en", {}),
}


@pytest.fixture
def pair(site):
    """A published pair whose batch is made to run today."""
    Batch.objects.filter(number=2).update(ends=timezone.localdate() + datetime.timedelta(days=30))
    return Pair.objects.at("2-11")


def invited(editor, university):
    """The letter that an editor has sent to a coordinator to be."""
    facts = {"email": "rita@example.edu.cn", "name": "丽塔", "role": "coordinator", "university": university.code}
    a_client(editor).post(reverse("people_invite"), facts | {"since": timezone.localdate().isoformat()})
    return delivered()[0].body


@pytest.mark.parametrize("way", WAYS)
def test_invited_logged_confirmed_and_public(way, open_page, pair, editor):
    hands, language, options = WAYS[way]
    with override(language):
        letter = invited(editor, pair.recipient)
    sam = a_person("sam", Membership.Role.COORDINATOR, university=pair.supporter)
    newcomer, partner = (open_page("about:blank", user=user, **options) for user in (None, sam))
    journey(hands(newcomer), hands(partner), letter)
