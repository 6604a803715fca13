"""What the package says of itself, and what catalogues of open data are told of it."""

from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from opendata.citing import cite
from opendata.columns import in_both
from pairs.pairs.batch_tables import RIGHTS, SOURCE

TITLE = _("All open data of this portal")
ABOUT = _(
    "Actions, batches, pairs, universities, activities, commitments, good practice and bulletins: every public row as "
    "plain CSV files, with what each column means."
)
KEYWORDS = ["高校结对", "就业", "帮扶", "higher education", "graduate employment", "pairing assistance"]
PUBLIC_DOMAIN = "other-pd"  # as Open Definition names what is under no licence because nobody claims rights in it


def site_address(path="", origin=""):
    """`path` at the site's own address; failing that at `origin`, where the visitor found it."""
    return urljoin(settings.SITE["address"] or origin, path)


def about(version, day, origin=""):
    """The facts of the whole package, by the names that Frictionless has for them and a few of our own."""
    address = site_address(reverse("package"), origin)
    titles, rights = in_both("title", TITLE), in_both("rights", RIGHTS)
    return {
        "profile": "tabular-data-package",
        "name": "university-pairing",
        **titles,
        **in_both("description", ABOUT),
        **homepage(origin),
        "version": str(version),
        "day": day.isoformat(),
        "licenses": [{"name": PUBLIC_DOMAIN, "title": rights["rights_en"]}],
        **rights,
        "sources": [{"title": in_both("title", SOURCE)["title_en"]}],
        **in_both("origin", SOURCE),
        "contributors": [{"title": publisher(), "role": "publisher"}],
        "keywords": KEYWORDS,
        **cite(titles["title"], titles["title_en"], day, version, address),
    }


def homepage(origin):
    """The page of the data, where the site's own address is known: Frictionless asks for a whole one."""
    address = site_address(reverse("data"), origin)
    return {"homepage": address} if urlsplit(address).hostname else {}


def publisher(suffix=""):
    """Who runs the site, in Chinese or (`_en`) in English."""
    site = settings.SITE
    return site[f"operator{suffix}"] or site[f"name{suffix}"]


def sidecar(package, origin):
    """What stands beside the file of `package`: how to check it and how to cite it."""
    told = package.descriptor
    names = ("name", "path", "title", "title_en", "rowcount", "bytes", "hash")
    return {
        **{name: told[name] for name in ("title", "title_en")},
        "address": site_address(reverse("package"), origin),
        "data_version": package.data_version,
        "generated": told["day"],
        "built_at": package.built_at.isoformat(),
        "bytes": package.size,
        "sha256": package.sha256,
        **citation(package, origin),
        **{name: told[name] for name in ("rights", "rights_en", "origin", "origin_en")},
        "resources": [{name: one[name] for name in names} for one in told["resources"]],
    }


def citation(package, origin):
    """How `package` is cited where the visitor found it."""
    titles = in_both("title", TITLE)
    address = site_address(reverse("package"), origin)
    return cite(titles["title"], titles["title_en"], package.day, package.data_version, address)
