"""What search engines are told: every public page in each language, and where staff have their own."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemaps
from django.http import HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

from activities.models import Activity, Mechanism
from core.access import public
from core.parameters import accepts
from oversight.models import Bulletin, Practice
from oversight.statistics.page_list import PAGES as STATISTICS
from pairs.models import Action, Batch, Pair, University

from .open_data import datasets


class MultilingualSitemap(Sitemap):
    """Each page in every language, naming the others; under the site's own name where it has one."""

    i18n = alternates = x_default = True
    limit = 20000

    def __init__(self, items):
        self.items = items

    def get_domain(self, site=None):
        return urlsplit(settings.SITE["address"]).netloc or super().get_domain(site)

    def get_protocol(self, protocol=None):
        return urlsplit(settings.SITE["address"]).scheme or super().get_protocol(protocol)


class Pages(MultilingualSitemap):
    def location(self, item):
        return reverse(item)


class MechanismLists(MultilingualSitemap):
    """The page of each action that tells how it helps."""

    def location(self, item):
        return reverse("mechanism_list", args=[item])


class DataTables(MultilingualSitemap):
    """The page of each table of the open data."""

    def location(self, item):
        return reverse("data_table", args=[item])


LISTS = ["pair_list", "university_list", "batch_list", "action_list", "activity_list", "statistics"]
PAGES = ["home", *LISTS, *(page.url_name for page in STATISTICS), "bulletin_list", "ledger", "practice_list", "data"]
PAGES += ["api_guide", "about", "privacy", "accessibility", "site_map"]
SECTIONS = {
    "pages": Pages(lambda: PAGES),
    "tables": DataTables(lambda: [dataset.name for dataset in datasets()]),
    "pairs": MultilingualSitemap(lambda: Pair.objects.published().with_addresses().in_order()),
    "universities": MultilingualSitemap(lambda: University.objects.public().only("code")),
    "batches": MultilingualSitemap(Batch.objects.published),
    "actions": MultilingualSitemap(lambda: Action.objects.published().in_order()),
    "mechanisms": MultilingualSitemap(Mechanism.objects.published),
    "mechanism-lists": MechanismLists(
        lambda: Mechanism.objects.published().order_by("action__slug").values_list("action__slug", flat=True).distinct()
    ),
    "activities": MultilingualSitemap(lambda: Activity.objects.told().only("pk").in_order()),
    "practices": MultilingualSitemap(lambda: Practice.objects.published().by_mechanism()),
    "bulletins": MultilingualSitemap(lambda: Bulletin.objects.published().newest_first()),
}
CLOSED = ("admin:index", "account", "desk", "report_error")


@public
@require_safe
def sitemap(request):
    """The list of the sitemaps, one for each section and 10,000 of its pages."""
    return sitemaps.index(request, SECTIONS, sitemap_url_name="sitemap_section")


@public
@require_safe
@accepts("p")
def sitemap_section(request, section):
    return sitemaps.sitemap(request, SECTIONS, section)


@public
@require_safe
def robots(request):
    """Everything may be visited but the pages of staff."""
    address = settings.SITE["address"] or request.build_absolute_uri("/")
    lines = ["User-agent: *"]
    for language, _name in settings.LANGUAGES:
        with override(language):
            lines += [f"Disallow: {reverse(name)}" for name in CLOSED]
    lines.append(f"Sitemap: {address.rstrip('/')}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public
@require_safe
def favicon(request):
    """Browsers ask here when no page has told them of the mark."""
    return RedirectView.as_view(url=static("portal/mark.svg"))(request)
