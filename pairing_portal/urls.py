"""The whole map of the portal on one screen."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path

from accounts.audit import desk as audit
from activities.activities import calendar_views as calendars
from activities.activities import views as activities
from activities.agreements import views as agreements
from activities.catalogue import views as catalogue
from core import feeds  # noqa: F401 - registers the converter of their addresses
from oversight.bulletins import views as bulletins
from oversight.inspections.desk import findings, inspections
from oversight.obligations import desk as obligations
from oversight.practices import views as practices
from oversight.statistics import views as statistics
from oversight.statistics.page_list import PAGES as STATISTICS_PAGES
from oversight.statistics.tables import TABLES as STATISTICS
from pairs.pairs import views as lists
from public import action_views as actions
from public import api_guide, sitemaps, view_settings
from public import views as pages
from public.api import urls as api
from public.api import views as api_views
from public.entries import views as entries
from public.error_reports import views as error_reports
from public.packages import views as packages

from . import health, metrics

handler500 = "core.error_pages.server_error"

DOWNLOAD = r"\.(?P<form>csv|xlsx|json)$"

# Chinese without a prefix, English under /en/
urlpatterns = i18n_patterns(
    path("", pages.home, name="home"),
    path("search/", pages.search, name="search"),
    path("pairs/", lists.pair_list, name="pair_list"),
    path("pairs/<slug:address>/", pages.pair, name="pair"),
    path("batches/", lists.batch_list, name="batch_list"),
    path("batches/<number:number>/", pages.batch, name="batch"),
    path("batches/<number:number>/composition/<slug:slug>/", pages.batch_composition, name="batch_composition"),
    path("universities/", pages.university_list, name="university_list"),
    path("universities/<str:code>/", pages.university, name="university"),
    path("actions/", actions.action_list, name="action_list"),
    path("actions/<slug:slug>/", actions.action, name="action"),
    path("actions/<slug:slug>/mechanisms/", actions.mechanism_list, name="mechanism_list"),
    path("actions/<slug:slug>/mechanisms/<number:number>/", actions.mechanism, name="mechanism"),
    path("mechanisms/", actions.old_mechanism_list, name="old_mechanism_list"),
    path("mechanisms/<number:number>/", actions.old_mechanism, name="old_mechanism"),
    path("activities/", activities.activity_list, name="activity_list"),
    path("activities/<number:pk>/", activities.activity, name="activity"),
    path("activities/<number:pk>.ics", calendars.event, name="event"),
    path("statistics/", statistics.statistics, name="statistics"),
    *(
        path(f"statistics/{page.name}/", statistics.statistics_page, {"name": page.name}, page.url_name)
        for page in STATISTICS_PAGES
    ),
    path("practices/", practices.practice_list, name="practice_list"),
    path("practices/<slug:slug>/", practices.practice, name="practice"),
    path("bulletins/", bulletins.bulletin_list, name="bulletin_list"),
    path("bulletins/ledger/", bulletins.ledger, name="ledger"),
    path("bulletins/<slug:address>/", bulletins.bulletin, name="bulletin"),
    path("bulletins/<slug:address>.docx", bulletins.bulletin_word, name="bulletin_word"),
    path("data/", pages.data, name="data"),
    path("api/docs/", api_guide.api_guide, name="api_guide"),
    path("api/docs/explorer/", api_guide.api_explorer, name="api_explorer"),
    path("data/<slug:name>/", pages.data_table, name="data_table"),
    path("about/", pages.about, name="about"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("sitemap/", pages.site_map, name="site_map"),
    path("display/", view_settings.display, name="display"),
    path("report-error/", error_reports.report_error, name="report_error"),
    path("report-error/<slug:code>/", error_reports.error_report, name="error_report"),
    path("accounts/", include("accounts.urls")),
    path("desk/", include("public.urls")),
    path("desk/", include("oversight.urls")),
    path("desk/", include("activities.urls")),
    path("desk/people/", include("accounts.people_urls")),
    path("desk/audit/", include("accounts.audit.urls")),
    path("admin/", admin.site.urls),
    prefix_default_language=False,
)

# Data, API, feeds and health have no language prefix; feeds in English stand under feeds/en/
urlpatterns += [
    path("api/v1/", include(api.urlpatterns)),
    path("api/schema/", api_views.view_of(api_views.SchemaView), name="api_schema"),
    re_path(r"^actions" + DOWNLOAD, actions.action_download, name="action_download"),
    re_path(r"^pairs" + DOWNLOAD, lists.pair_download, name="pair_download"),
    re_path(r"^batches" + DOWNLOAD, lists.batch_download, name="batch_download"),
    re_path(r"^universities" + DOWNLOAD, pages.university_download, name="university_download"),
    re_path(r"^activities" + DOWNLOAD, activities.activity_download, name="activity_download"),
    re_path(r"^mechanisms" + DOWNLOAD, catalogue.mechanism_download, name="mechanism_download"),
    re_path(r"^kinds" + DOWNLOAD, catalogue.kind_download, name="kind_download"),
    re_path(r"^indicators" + DOWNLOAD, catalogue.indicator_download, name="indicator_download"),
    re_path(r"^commitments" + DOWNLOAD, agreements.commitment_download, name="commitment_download"),
    *(
        re_path(rf"^statistics/{name}" + DOWNLOAD, statistics.statistics_download, {"name": name}, f"statistics_{name}")
        for name in STATISTICS
    ),
    re_path(r"^desk/oversight" + DOWNLOAD, obligations.board_download, name="desk_oversight_download"),
    re_path(r"^desk/activities" + DOWNLOAD, entries.download, name="desk_entries_download"),
    re_path(r"^desk/audit" + DOWNLOAD, audit.download, name="desk_audit_download"),
    re_path(r"^practices" + DOWNLOAD, practices.practice_download, name="practice_download"),
    re_path(r"^desk/inspections" + DOWNLOAD, inspections.download, name="desk_inspection_download"),
    re_path(r"^desk/findings" + DOWNLOAD, findings.download, name="desk_finding_download"),
    re_path(r"^bulletins" + DOWNLOAD, bulletins.bulletin_download, name="bulletin_download"),
    re_path(r"^totals" + DOWNLOAD, bulletins.total_download, name="total_download"),
    re_path(r"^bulletins/list" + DOWNLOAD, bulletins.bulletin_list_download, name="bulletin_list_download"),
    *api.ITEMS_BESIDE_PAGES,
    path("feeds/", include("public.feed_urls"), {"language": settings.LANGUAGE_CODE}),
    path("feeds/<other_language:language>/", include("public.feed_urls")),
    path("data/package.zip", packages.package, name="package"),
    path("data/package.zip.sha256", packages.package_checksum, name="package_checksum"),
    path("data/package.json", packages.package_facts, name="package_facts"),
    path("data/catalog.jsonld", packages.catalog, name="catalog"),
    path("view.css", view_settings.view_css, name="view_css"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap_section, name="sitemap_section"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("favicon.ico", sitemaps.favicon, name="favicon"),
    path("healthz", health.healthz, name="healthz"),
    path("metrics", metrics.read_metrics, name="metrics"),
]
