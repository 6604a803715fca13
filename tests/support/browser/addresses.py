"""Every page of the portal that a browser test looks at, by its address without the language."""

PUBLIC = [
    "/",
    "/search/",
    "/search/?q=武汉东湖学院",
    "/search/?q=shifan",
    "/search/?q=查无此校",
    "/pairs/",
    "/pairs/?batch=2&province=32&sort=-serial",
    "/pairs/?q=查无此校",
    "/pairs/?batch=99&sort=best&page=x&province=32",
    "/pairs/2-11/",
    "/pairs/1-4142010487/",
    "/universities/",
    "/universities/?paired=no&province=42",
    "/universities/4142011798/",  # paired
    "/universities/4242050763/",  # in no known pair, closed since
    "/universities/4142010834/",  # called differently today
    "/batches/",
    "/batches/1/",
    "/batches/2/",
    "/actions/",
    "/actions/hubei-2020/",
    "/actions/hubei-2020/mechanisms/",
    "/actions/hubei-2020/mechanisms/3/",
    "/statistics/",
    "/statistics/totals/",
    "/statistics/growth/?indicator=lectures&batch=2&since=2020-05&province=32",
    "/statistics/distribution/",
    "/statistics/durations/",
    "/statistics/flow/",
    "/statistics/commitments/?batch=99&since=x&page=x&province=42",
    "/bulletins/",
    "/bulletins/2020-05-21/",
    "/bulletins/ledger/",
    "/practices/",
    "/practices/?q=查无此词&mechanism=9",
    "/practices/live-lectures-by-outside-experts/",
    "/data/",
    "/api/docs/",
    "/data/pairs/",
    "/about/",
    "/privacy/",
    "/accessibility/",
    "/sitemap/",
]
# Open to everybody as well, but with forms of their own, so no two readers are sent the same.
FORMS = ["/display/", "/report-error/?page=/pairs/2-11/"]
MISSING = "/nothing/here/"  # shows the portal's own page for it
PREFIXES = {"zh-Hans": "", "en": "/en"}
