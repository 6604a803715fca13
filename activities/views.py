from django.http import HttpResponse


def mechanism_list(request, **kwargs):
    return HttpResponse("stub")


def mechanism(request, **kwargs):
    return HttpResponse("stub")


def mechanism_download(request, **kwargs):
    return HttpResponse("stub")
