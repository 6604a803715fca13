from django.http import HttpResponse


def batch_list(request, **kwargs):
    return HttpResponse("stub")


def batch(request, **kwargs):
    return HttpResponse("stub")


def batch_download(request, **kwargs):
    return HttpResponse("stub")
