"""Tables made up for tests, and short words for what people do with them."""

from django.urls import reverse

from activities.sheets import workflow
from activities.sheets.university_scope import Scope
from core.tokens import new_token
from tests.support.factories.activities import day

TITLES = ("结对高校", "类别", "标题", "日期", "地点", "指标posts（个）", "指标signed（人）", "指标lectures（场）")


def rows(count, **changed):
    """So many fairs, one a day, as cells by title."""
    facts = {"类别": "类别fair", "地点": "大礼堂", "指标posts（个）": "120"}
    return [
        facts | {"标题": f"专场{number}", "日期": day(-number).isoformat()} | changed for number in range(1, count + 1)
    ]


def text_of(table, titles=TITLES):
    """The table as it is pasted from Excel."""
    lines = ["\t".join(row.get(title, "") for title in titles) for row in table]
    return "\n".join(["\t".join(titles), *lines])


def taken(by, table, university=None):
    university = university or next(post.university for post in by.posts)
    return workflow.take(Scope(by, university), table if isinstance(table, str | bytes) else text_of(table))


def paste(client, user, text):
    """What comes back when a person pastes a table at the desk."""
    return client.post(reverse("desk_sheets"), {"text": text, "token": new_token(user)}, follow=True)
