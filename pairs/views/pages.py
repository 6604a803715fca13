from django.http import HttpResponse


def data(request, **kwargs):
    return HttpResponse("stub")


def about(request, **kwargs):
    return HttpResponse("stub")


def privacy(request, **kwargs):
    return HttpResponse("stub")


def accessibility(request, **kwargs):
    return HttpResponse("stub")


def healthz(request, **kwargs):
    return HttpResponse("stub")
