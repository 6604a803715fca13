"""Short words for what tests of the desk do over and over."""

import datetime
import re

from django.urls import reverse

from tests.conftest import a_client
from tests.support.factories.activities import day

PDF = b"%PDF-1.4 made for tests\n%%EOF\n"


def new_address(world, kind=None, stage="held", pair=None):
    """Where a new entry of a kind is written."""
    kind = kind or world.fair
    return f"{reverse('desk_activity_new')}?pair={(pair or world.pair).address}&kind={kind.code}&stage={stage}"


def at(name, *args):
    return reverse(f"desk_{name}", args=args)


def text(response):
    return response.content.decode()


def token_in(response):
    """The one-time token that a page's form carries."""
    return re.search(r'name="token" value="([^"]+)"', text(response))[1]


def typed(offset=-1, **fields):
    """What a person types about something held yesterday."""
    written = (day() + datetime.timedelta(days=offset)).isoformat()
    return {"title": "化工类专场", "starts_on": written, "version": "1"} | fields


def logged(user, world, kind=None, stage="held", button="check", **fields):
    """The answer to a new entry that `user` writes and sends."""
    client, path = a_client(user), new_address(world, kind, stage)
    facts = typed(**fields) | {"token": token_in(client.get(path)), button: "1"}
    return client.post(path, facts)
