"""The pages of the statistics as tests read them."""

from django.utils.html import strip_tags
from lxml import html

from tests.support.assertions.css_select import select

OVERVIEW = "/en/statistics/"
GROWTH = "growth-made-up"  # the section of the only action


def page_of(client, name, query=""):
    response = client.get(f"{OVERVIEW}{name}/{query}" if name else OVERVIEW + query)
    assert response.status_code == 200
    return html.fromstring(response.content)


def words(element):
    return " ".join(strip_tags(html.tostring(element, encoding="unicode")).split())


def said(page, section):
    """The words of the section under the heading with this id."""
    return words(select(page, f"section[aria-labelledby={section}]")[0])


def rows(page, table):
    """The words of each cell of each row of a table, by rows."""
    return [[words(cell) for cell in row] for row in select(page, f"{table} tbody tr")]


def parts(page, by):
    return rows(page, f"section[aria-labelledby=by-{by}]")
