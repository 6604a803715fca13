"""Who may keep a copy of a page."""

PRIVATE = ("/admin/", "/accounts/", "/desk/")


def is_private(path):
    """True for the addresses that show different things to different people."""
    return path.removeprefix("/en").startswith(PRIVATE)


def cache_rules(get_response):
    """Private pages are never stored; public ones may be shared for a minute and are then revalidated."""

    def middleware(request):
        response = get_response(request)
        if is_private(request.path_info):
            response["Cache-Control"] = "private, no-store"
        elif response.status_code == 200 and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "public, max-age=60"
        return response

    return middleware
