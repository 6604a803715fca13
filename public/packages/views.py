"""The package as a file, with its checksum beside it, and the catalogue that harvesters of open data read."""

from django.http import FileResponse, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import public
from core.parameters import accepts
from public.open_data import datasets

from .catalogue import ZIP, dcat
from .describing import sidecar
from .models import DataPackage

FILE_NAME = "package.zip"
KEPT_IN_MEMORY = 4 * 1024 * 1024  # bytes; a larger package is read from its file each time
READABLE = {"ensure_ascii": False, "indent": 2}


@public
@require_safe
@accepts(strict=True)
def package(request):
    """The newest package as it was built."""
    found = DataPackage.objects.newest()
    try:
        file = found.file.open("rb")
    except (AttributeError, FileNotFoundError):
        return none_yet()
    if found.size > KEPT_IN_MEMORY:
        return FileResponse(file, as_attachment=True, filename=FILE_NAME, content_type=ZIP)
    with file:
        headers = {"Content-Disposition": f'attachment; filename="{FILE_NAME}"'}
        return HttpResponse(file.read(), content_type=ZIP, headers=headers)


@public
@require_safe
@accepts(strict=True)
def package_facts(request):
    """Checksum, data version, day and citation of the newest package, and of what it is made up."""
    found = DataPackage.objects.newest()
    return JsonResponse(sidecar(found, origin_of(request)), json_dumps_params=READABLE) if found else none_yet()


@public
@require_safe
@accepts(strict=True)
def package_checksum(request):
    """One line, as `sha256sum -c` reads it."""
    found = DataPackage.objects.newest()
    return HttpResponse(f"{found.sha256}  {FILE_NAME}\n", content_type="text/plain") if found else none_yet()


@public
@require_safe
@accepts(strict=True)
def catalog(request):
    """Every table and the package, as DCAT in JSON-LD."""
    facts = dcat(datasets(), DataPackage.objects.newest(), origin_of(request))
    return JsonResponse(facts, json_dumps_params=READABLE, content_type="application/ld+json")


def origin_of(request):
    return request.build_absolute_uri("/")


def none_yet():
    """404 with the reason; whoever runs the site learns from it what to start."""
    text = _("The package has not been built yet. It is built within minutes where `manage.py work` runs.")
    return HttpResponse(f"{text}\n", status=404, content_type="text/plain; charset=utf-8")
