"""Documents as the portal answers them, to be hung up in a real browser without a server in between."""

import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils.translation import override

from tests.conftest import a_client

STYLES = re.compile(r'<link rel="stylesheet" href="/static/([^"]+)">')

FETCHED = re.compile(
    r'<link rel="stylesheet" href="/view\.css"[^>]*>|<script src="/static/portal/print\.js"[^>]*></script>'
)


class Gallery:
    """Pages in one state each, by name: asked for with the test client as a person, in one language."""

    def __init__(self, language):
        self.language, self.pages = language, {}

    def at(self, name, *args, query=""):
        with override(self.language):
            return reverse(name, args=args) + query

    def get(self, name, person, *where, query="", **expected):
        """Keep what `person`, a user or a client, is shown at an address."""
        self._keep(name, client_of(person).get(self.at(*where, query=query)), **expected)

    def post(self, name, person, fields, *where, query="", **expected):
        """Keep what `person` is shown who sends a form."""
        self._keep(name, client_of(person).post(self.at(*where, query=query), fields), **expected)

    def _keep(self, name, response, status=200):
        """Keep the page, unless it leads elsewhere and has no name."""
        assert response.status_code == status, f"{name} answers {response.status_code}"
        if name:
            self.pages[name] = response.content.decode()


def client_of(person):
    return person if hasattr(person, "cookies") else a_client(person)


def hung(document):
    """The document with its styles in it, so that nothing has to be fetched."""
    return STYLES.sub(lambda link: f"<style>{styles(link[1])}</style>", FETCHED.sub("", document))


@cache
def styles(path):
    return Path(finders.find(path)).read_text(encoding="utf-8")
