"""What the staff's own pages share: the frame of the admin, and all errors of all forms at once."""

from django.contrib import admin
from django.template.response import TemplateResponse


def page(request, template, title, *, forms=(), model=None, status=200, **context):
    """A page in the frame of the admin; `forms` are the forms whose errors its summary lists."""
    frame = {
        **admin.site.each_context(request),
        "title": title,
        "opts": model._meta if model else None,
        "problems": problems(forms),
        **context,
    }
    return TemplateResponse(request, template, frame, status=status)


def sent(request):
    """What a form was sent with, files included, as its arguments; nothing when the page is only looked at."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def problems(forms):
    """Every error of `forms`: the id of its field, the field's label and the message."""
    found = []
    for form in forms:
        for name, messages in form.errors.items() if form.is_bound else ():
            field = form[name] if name in form.fields else None
            for message in messages:
                found.append(
                    {
                        "id": field.id_for_label or f"id_{field.html_name}" if field else "",
                        "label": field.label if field else "",
                        "message": message,
                    }
                )
    return found
