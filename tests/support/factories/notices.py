"""A notice of our own around universities of the published data: its batch, days and pairs are test data."""

from pairs.models import University

TITLE = "第三批浏览器测试结对行动（非真实数据）"
PAIRS = 8


def schools(tier, number, **where):
    return list(University.objects.filter(tier=tier, **where).order_by("code")[:number])


def listed(number=PAIRS):
    """Pairs that nobody announced: Hubei's provincial universities beside some of the ministry's, each by its code."""
    recipients = schools("provincial_undergraduate", number, province="42")
    supporters = list(University.objects.filter(tier="central_moe").exclude(province="42").order_by("code")[:number])
    both = zip(recipients, supporters, strict=True)
    return [(serial, one.name, other.name) for serial, (one, other) in enumerate(both, start=1)]


def as_text(rows):
    return "\n".join("\t".join(map(str, row)) for row in [("序号", "受援高校", "支援高校"), *rows])


def notice(rows):
    number = len(rows)
    return f"""{TITLE}
测试学校：
这段文字只用于自动测试。本批共{number}对高校结对，支援高校包括{number}所教育部直属高校，受援高校包括{number}所省属本科高校。
行动时间为2031年3月至2031年8月。
2031年2月20日
{TITLE}名单
{as_text(rows)}
"""


def faulty(rows):
    """The list with four faults: an unknown name, a number twice, a recipient twice, a university with itself."""
    rows = [list(row) for row in rows]
    rows[0][2] = "从未有过的大学"
    rows[2][0] = rows[1][0]
    rows[4][1] = rows[3][1]
    rows[6][2] = rows[6][1]
    return as_text(rows)
