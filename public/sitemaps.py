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
from oversight.models import Bulletin, Practice
from pairs.models import Batch, Pair, University


class MultilingualSitemap(Sitemap):
    """Each page in every language, naming the others; under the site's own name where it has one."""

    i18n = alternates = x_default = True
    limit = 20000

    def get_domain(self, site=None):
        return urlsplit(settings.SITE["address"]).netloc or super().get_domain(site)

    def get_protocol(self, protocol=None):
        return urlsplit(settings.SITE["address"]).scheme or super().get_protocol(protocol)


class Pages(MultilingualSitemap):
    def items(self):
        lists = ["pair_list", "university_list", "batch_list", "mechanism_list", "activity_list", "statistics"]
        return ["home", *lists, "bulletin_list", "ledger", "practice_list", "data", "about", "privacy", "accessibility"]

    def location(self, item):
        return reverse(item)


class Pairs(MultilingualSitemap):
    def items(self):
        return Pair.objects.published().with_addresses().in_order()


class Universities(MultilingualSitemap):
    def items(self):
        return University.objects.public().only("code")


class Batches(MultilingualSitemap):
    def items(self):
        return Batch.objects.published()


class Mechanisms(MultilingualSitemap):
    def items(self):
        return Mechanism.objects.all()


class Practices(MultilingualSitemap):
    def items(self):
        return Practice.objects.published().by_mechanism()


class Activities(MultilingualSitemap):
    def items(self):
        return Activity.objects.told().only("pk").in_order()


class Bulletins(MultilingualSitemap):
    def items(self):
        return Bulletin.objects.published().newest_first()


SECTIONS = {
    "pages": Pages,
    "pairs": Pairs,
    "universities": Universities,
    "batches": Batches,
    "mechanisms": Mechanisms,
    "activities": Activities,
    "practices": Practices,
    "bulletins": Bulletins,
}
CLOSED = ("admin:index", "account", "desk")


@public
@require_safe
def sitemap(request):
    """The list of the sitemaps, one for each section and 10,000 of its pages."""
    return sitemaps.index(request, SECTIONS, sitemap_url_name="sitemap_section")


@public
@require_safe
def sitemap_section(request, section):
    return sitemaps.sitemap(request, SECTIONS, section)


@public
@require_safe
def robots(request):
    """Everything may be visited but the pages of staff."""
    address = settings.SITE["address"] or request.build_absolute_uri("/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed_paths())]
    lines.append(f"Sitemap: {address.rstrip('/')}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def closed_paths():
    """Where the pages of staff begin, in each language."""
    for language, _name in settings.LANGUAGES:
        with override(language):
            yield from map(reverse, CLOSED)


@public
@require_safe
def favicon(request):
    """Browsers ask here when no page has told them of the mark."""
    return RedirectView.as_view(url=static("portal/mark.svg"))(request)
