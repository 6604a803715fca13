"""How the pages look to one reader: larger type, higher contrast.

A page is the same for everybody. What differs is one stylesheet at a constant address, which every page loads last: it
answers by a cookie, and is stored nowhere.
"""

from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.db import models
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from core.access import anybody
from core.form_fields import LineField
from public.own_pages import PAGE_LENGTH, page_of_reader

COOKIE = f"{settings.HOST_ONLY}view"
COOKIE_LASTS = 365 * 24 * 3600  # seconds


class TypeSize(models.TextChoices):
    """How large the type is."""

    STANDARD = "standard", pgettext_lazy("size of type", "Standard")
    LARGE = "large", _("Large: a third larger")
    LARGEST = "largest", _("Very large: two thirds larger")


class Contrast(models.TextChoices):
    """How far letters and lines stand out."""

    STANDARD = "standard", pgettext_lazy("contrast", "Standard")
    HIGH = "high", _("High: black on white, all links underlined")
    DARK = "dark", _("High: white on black, all links underlined")


PERCENT = {TypeSize.LARGE: 141, TypeSize.LARGEST: 177}  # of the browser's own size; the standard one is 106


class DisplayForm(forms.Form):
    """What a reader chooses, and the page to go back to."""

    size = forms.ChoiceField(label=_("Size of type"), choices=TypeSize, widget=forms.RadioSelect)
    contrast = forms.ChoiceField(label=_("Contrast"), choices=Contrast, widget=forms.RadioSelect)
    back = LineField(required=False, max_length=PAGE_LENGTH, widget=forms.HiddenInput)

    @property
    def page(self):
        """The page to go back to: one of this site, the home page where there is none."""
        back = self.data.get("back", "") if self.is_bound else self.initial["back"]
        is_here = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
        return back if is_here else reverse("home")


@anybody
def display(request):
    """Choose how the pages look; once chosen, the reader is back where the choice was opened."""
    chosen = dict(zip(("size", "contrast"), chosen_view(request), strict=True))
    form = DisplayForm(
        request.POST if request.method == "POST" else None, initial=chosen | {"back": came_from(request)}
    )
    if request.method != "POST" or not form.is_valid():
        return render(request, "public/display.html", {"form": form})
    answer = HttpResponseRedirect(form.page)
    keep(answer, form.cleaned_data["size"], form.cleaned_data["contrast"])
    return answer


@anybody
@require_safe
@vary_on_cookie
def view_css(request):
    """The stylesheet of who has chosen something; empty for everybody else."""
    size, contrast = chosen_view(request)
    facts = {"percent": PERCENT.get(size), "contrast": contrast}
    chosen = (size, contrast) != (TypeSize.STANDARD, Contrast.STANDARD)
    text = render_to_string("public/view.css", facts) if chosen else ""
    return HttpResponse(text, content_type="text/css; charset=utf-8")


def chosen_view(request):
    """The size and the contrast that the cookie names; the standard ones for whatever else it holds."""
    size, _dot, contrast = request.COOKIES.get(COOKIE, "").partition(".")
    return (
        TypeSize(size) if size in TypeSize else TypeSize.STANDARD,
        Contrast(contrast) if contrast in Contrast else Contrast.STANDARD,
    )


def keep(answer, size, contrast):
    """Set the cookie for a year, or remove it where nothing differs from the standard."""
    if (size, contrast) == (TypeSize.STANDARD, Contrast.STANDARD):
        return answer.delete_cookie(COOKIE)
    secure = settings.SESSION_COOKIE_SECURE
    return answer.set_cookie(COOKIE, f"{size}.{contrast}", COOKIE_LASTS, secure=secure, httponly=True, samesite="Lax")


def came_from(request):
    """The page on which the choice was opened, as the link or the browser says; nothing for one of another site."""
    if page := page_of_reader(request):
        return page
    try:
        address = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return ""
    here = address.netloc == request.get_host() and address.path != request.path
    return address._replace(scheme="", netloc="", fragment="").geturl()[:PAGE_LENGTH] if here else ""
