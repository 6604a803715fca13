"""What others add to the ? of a link on its way to the reader, and what is done about it: it is left out of account."""

# Messengers, mailers and advertisers mark the links that pass through them; the reader did not ask for anything.
ADDED_ON_THE_WAY = {
    "from", "isappinstalled", "nsukey", "scene", "clicktime", "enterid", "sharer_shareinfo", "sharer_shareinfo_first",
    "srcid", "wxfrom", "ascene", "devicetype", "exportkey", "pass_ticket", "wx_header", "wxshare_count",
    "share_token", "share_source", "share_medium", "share_from", "spm", "scm", "bd_vid", "hmsr", "hmpl", "hmcu", "hmkw",
    "hmci", "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "igshid", "ttclid", "_ga",
    "_gl", "mc_cid", "mc_eid", "_hsenc", "_hsmi", "mkt_tok", "vero_id", "oly_anon_id", "oly_enc_id",
}  # fmt: skip
ADDED_PREFIXES = ("utm_", "mtm_", "pk_", "hsa_")


def is_added(name):
    """True for the name of a parameter that came to the link on its way."""
    return name in ADDED_ON_THE_WAY or name.startswith(ADDED_PREFIXES)


def without_added(get_response):
    """Middleware that takes what was added on the way out of the address before anything reads it."""

    def middleware(request):
        if any(map(is_added, request.GET)):
            asked = request.GET.copy()
            for name in filter(is_added, request.GET):
                del asked[name]
            request.GET = asked
            request.META["QUERY_STRING"] = asked.urlencode()
        return get_response(request)

    return middleware
