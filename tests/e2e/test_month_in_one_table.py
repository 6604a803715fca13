"""The same month of twelve activities in one table, pasted at the desk: on a phone, without scripts, in English."""

from activities.models import Activity, ActivityKind

from .conftest import fits
from .test_month import PHONE, SEVERAL, SINGLE, Hands, sides, written  # noqa: F401 - sides is a fixture

MOST_CLICKS, MOST_LOADS = 25, 15


def the_table():
    names = dict(ActivityKind.objects.values_list("code", "name_en"))
    days = [(kind, -3 - number) for number, kind in enumerate(SINGLE)]
    days += [(kind, day) for kind, several in SEVERAL.items() for day in several]
    lines = [f"{names[kind]}\tTitle {kind} {-day}\t{written(day)}" for kind, day in days]
    return "\n".join(["Kind of activity\tTitle\tDay", *lines])


def test_a_month_in_one_table_costs_a_handful_of_clicks(open_page, sides):  # noqa: F811
    ours, theirs = sides
    table = the_table()
    page = open_page("/en/desk/", user=ours, viewport=PHONE, java_script_enabled=False)
    hands = Hands(page)
    hands.click('main a[href$="/desk/sheets/"]')
    hands.type("#id_text", table)
    hands.click("main form .buttons button")
    assert fits(page)
    hands.click("button[name=submit]")
    assert fits(page)
    print(f"{hands.clicks} clicks, {hands.loads} pages")
    assert not page.faults
    assert (hands.clicks <= MOST_CLICKS, hands.loads <= MOST_LOADS) == (True, True)
    assert Activity.objects.to_confirm_by(theirs).count() == 12
