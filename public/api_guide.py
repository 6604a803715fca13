"""How to read the data by program: a guide for people, and the explorer, which is Swagger UI."""

import json

from csp.decorators import csp_update
from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.access import public
from opendata.api.projection import Place

from .api.resources import RESOURCES

EXAMPLES = settings.BASE_DIR / "docs" / "examples"
THERE = "https://portal.example.edu.cn"  # stands in the examples for the address of whoever runs the portal


@public
@require_safe
def api_guide(request):
    """What there is, how it is asked for, and what the answers mean; it works without JavaScript."""
    here = f"{request.scheme}://{request.get_host()}"
    facts = {"tables": [resource.table for resource in RESOURCES.values()], "limit": settings.API_LIMIT}
    facts |= example(here)
    facts |= {"notebook": notebook().replace(THERE, here), "web_page": web_page().replace(THERE, here)}
    return render(request, "public/api_guide.html", facts)


def example(here):
    """The address of the first pair, and what is answered there."""
    pairs = RESOURCES["pairs"]
    rows = list(pairs.table.rows(pairs.table.records()[:1]))
    if not rows:
        return {"example": f"{here}/api/v1/pairs/"}
    found = pairs.projection.object(rows[0], Place(here, "/api/v1/"))
    return {"example": found["url"], "answer": json.dumps(found, ensure_ascii=False, indent=2)}


def notebook():
    """The Python of the notebook, without what stands between."""
    cells = json.loads((EXAMPLES / "pairs.ipynb").read_text(encoding="utf-8"))["cells"]
    return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


def web_page():
    return (EXAMPLES / "supporter.html").read_text(encoding="utf-8")


@public
@require_safe
@csp_update({"img-src": ["'self'", "data:"]})
def api_explorer(request):
    """The API in Swagger UI, whose stylesheet holds its icons as data: this page alone may show such pictures."""
    return render(request, "public/api_explorer.html")
