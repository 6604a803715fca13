from django.http import HttpResponse


def search(request, **kwargs):
    return HttpResponse("stub")


def university_list(request, **kwargs):
    return HttpResponse("stub")


def university(request, **kwargs):
    return HttpResponse("stub")


def university_download(request, **kwargs):
    return HttpResponse("stub")
