"""What a stranger reads: the text of pages and files, and every public address there is."""

import io
import re
import zipfile

from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags
from lxml import html

from activities.activities.public import PublicActivity
from activities.models import Activity, Mechanism
from core.feeds import address_of
from oversight.statistics.page_list import PAGES
from oversight.statistics.tables import TABLES
from pairs.models import Action, Batch, Pair, University
from public.packages import building

LISTS = ("home", "pair_list", "university_list", "batch_list", "action_list", "activity_list", "statistics")
LISTS += ("practice_list", "data", *(page.url_name for page in PAGES))
TWINS = (
    *(
        "action_download",
        "pair_download",
        "university_download",
        "batch_download",
        "mechanism_download",
        "activity_download",
    ),
    *(f"statistics_{name}" for name in TABLES),
    "practice_download",
)
FORMS = ("csv", "json", "xlsx")


def text_of(response):
    """The words of a page or a file, with single spaces."""
    body = response.content
    if body[:2] == b"PK":
        book = zipfile.ZipFile(io.BytesIO(body))
        return " ".join(book.read(name).decode() for name in book.namelist())
    return " ".join(strip_tags(body.decode()).split())


def main_of(client, path):
    """The words of the content of the page at `path`."""
    page = client.get(path)
    assert page.status_code == 200, path
    return " ".join(strip_tags(re.search(r"<main.*</main>", page.content.decode(), re.S).group()).split())


def every_public_address():
    """Every page in both languages, every record's page, and every twin."""
    records = [*Pair.objects.published(), *University.objects.public(), *Batch.objects.published()]
    for language in ("zh-hans", "en"):
        with translation.override(language):
            yield from map(reverse, LISTS)
            yield from (record.get_absolute_url() for record in [*records, *Action.objects.published()])
            yield from (one.get_absolute_url() for one in Mechanism.objects.published())
            yield from (reverse("mechanism_list", args=[one.slug]) for one in Action.objects.published())
            yield from (reverse("activity", args=[pk]) for pk in Activity.objects.values_list("pk", flat=True))
            yield from map(address_of, ("events", "activity_feed", "practice_feed"))
    yield from (reverse("event", args=[pk]) for pk in Activity.objects.values_list("pk", flat=True))
    yield from (reverse(name, kwargs={"form": form}) for name in TWINS for form in FORMS)
    yield reverse("sitemap_section", args=["activities"])
    building.build()
    yield from map(reverse, ("package", "package_facts", "catalog"))


def titles(response):
    """The titles in the list that a page shows."""
    found = Activity.objects.with_all_told().in_bulk(response.context["rows"])
    return [PublicActivity(found[key]).title for key in response.context["rows"]]


def unmarked_chinese(client, path):
    """The Chinese words on the page at `path` that no element says to be Chinese."""
    page = html.document_fromstring(client.get(path).content.decode())
    words = page.xpath("//*[@id='main' or @class='crumbs']//text()[not(ancestor::*[starts-with(@lang, 'zh')])]")
    return [" ".join(text.split()) for text in words if re.search("[\u4e00-\u9fff]", text)]
