from django.conf import settings


def site(request):
    """The site's particulars, the same for everyone, so that public pages stay shareable."""
    return {"site": settings.SITE}
