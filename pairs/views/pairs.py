from django.http import HttpResponse


def pair_list(request, **kwargs):
    return HttpResponse("stub")


def pair(request, **kwargs):
    return HttpResponse("stub")


def pair_download(request, **kwargs):
    return HttpResponse("stub")
