"""The addresses under /api/v1/, and those of single rows as JSON beside their pages."""

from django.urls import path
from django.views.generic import RedirectView

from public.changes.models import Comparison
from public.changes.views import PARAMETERS, ChangesView

from . import views
from .resources import RESOURCES


def list_view(name):
    resource = RESOURCES[name]
    return views.view_of(views.ListView, resource.parameters, resource.free, resource=resource)


def item_view(name):
    return views.view_of(views.ItemView, resource=RESOURCES[name])


def item_path(name):
    """The part of an address that names a row: a part for each column of its key."""
    return "".join(f"<str:{part}>/" for part in RESOURCES[name].key)


WITHOUT_STROKE = RedirectView.as_view(url="/api/v1/changes", query_string=True, permanent=True)

urlpatterns = [
    path("", views.view_of(views.RootView), name="api_root"),
    *(path(f"{name}/", list_view(name), name=f"api_{name}") for name in RESOURCES),
    *(path(f"{name}/{item_path(name)}", item_view(name), name=f"api_{name}_item") for name in RESOURCES),
    path("changes", views.view_of(ChangesView, PARAMETERS, state=Comparison.state), name="api_changes"),
    path("changes/", views.opened(WITHOUT_STROKE, PARAMETERS), name="api_changes_stroke"),
    path("<path:rest>", views.opened(views.unknown), name="api_unknown"),
]

# Beside the page of one thing, the same as the API says of it
ITEMS_BESIDE_PAGES = [
    path("actions/<slug:slug>.json", item_view("actions"), name="action_json"),
    path("actions/<slug:action_slug>/mechanisms/<number:number>.json", item_view("mechanisms"), name="mechanism_json"),
    path("batches/<number:number>.json", item_view("batches"), name="batch_json"),
    path("pairs/<slug:address>.json", item_view("pairs"), name="pair_json"),
    path("universities/<slug:code>.json", item_view("universities"), name="university_json"),
    path("activities/<number:id>.json", item_view("activities"), name="activity_json"),
    path("bulletins/<slug:address>.json", item_view("bulletins"), name="bulletin_json"),
    path("practices/<slug:slug>.json", item_view("practices"), name="practice_json"),
]
