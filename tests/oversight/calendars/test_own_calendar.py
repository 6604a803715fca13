"""One's own calendar: its address is shown once and ends with the post; it tells no title that is not public."""

import datetime
import logging
import re
import runpy

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from accounts.models import Membership
from core.middleware import RequestFilter
from oversight.calendars.chores import end_with_posts
from oversight.calendars.content import TASKS
from oversight.models import CalendarKey, ObligationKind, ReminderRule
from tests.conftest import a_client
from tests.oversight.robots.test_secrets import stored
from tests.support.browser.desk_forms import text
from tests.support.factories.activities import day
from tests.support.factories.obligations import a_finding

pytestmark = pytest.mark.one_database


@pytest.fixture
def address(rita):
    """The address that Rita got, without the name of the site."""
    page = a_client(rita).post("/en/desk/calendar/")
    (found,) = re.findall(r"https?://[^<]*?(/en/desk/calendar/[\w-]+\.ics)", page.text)
    return found


def key_of(address):
    return address.rpartition("/")[2].removesuffix(".ics")


def entries(address):
    """(first day, text) of what stands in the calendar."""
    found = Calendar.from_ical(Client().get(address).content).walk("VEVENT")
    return sorted((f"{one['dtstart'].dt:%Y-%m-%d}", str(one["summary"])) for one in found)


def test_it_has_the_public_events_of_ones_own_pairs_and_of_drafts_the_day_alone(world, rita, olga, address):
    world.planned(rita, title="公开的活动", title_en="A public event", starts_on=day(3), ends_on=day(3))
    world.drafted(rita, stage="planned", title="秘密草稿", title_en="Secret", starts_on=day(5), ends_on=day(6))
    world.planned(olga, pair=world.other_pair, title_en="Elsewhere", starts_on=day(4), ends_on=day(4))
    told = entries(address)
    assert (f"{day(3)}", "A public event") in told and (f"{day(5)}", "Planned activity, not yet public") in told
    assert "秘密" not in Client().get(address).text and "Elsewhere" not in str(told)


def test_what_falls_due_is_told_by_kind_and_number_and_what_is_late_stands_on_today(
    world, rita, sam, inspector, address
):
    ReminderRule.objects.bulk_create(ReminderRule(duty=duty, after=7) for duty in ObligationKind)
    for _each in range(2):
        world.submitted(sam, title="秘密")
    a_finding(inspector, world.pair, due_on=day(9), text="秘密的问题")
    told = {text: on for on, text in entries(address)}
    assert told["Due: confirm entries (2)"] == f"{day(7)}"
    assert told["Due: answer findings (1)"] == f"{day(9)}"
    assert told["Overdue: sign the agreement (1)"] == f"{timezone.localdate()}"
    assert "秘密" not in Client().get(address).text


def test_every_duty_has_its_words():
    assert set(TASKS) == set(ObligationKind)


def test_an_officer_reads_the_events_of_the_province_and_owes_nothing(world, rita, officer):
    world.planned(rita, title="公开的活动", starts_on=day(3), ends_on=day(3))
    told = entries(f"/desk/calendar/{CalendarKey.objects.renew(officer)}.ics")
    assert [text for _on, text in told if "到期" in text or "逾期" in text] == []
    assert (f"{day(3)}", "公开的活动") in told


def test_it_is_private_and_stored_nowhere(address):
    answer = Client().get(address)
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private, no-store", "noindex")
    assert answer.status_code == 200 and not answer.cookies and answer["Content-Type"].startswith("text/calendar")


def test_the_address_is_shown_once_and_stands_in_no_table(rita, address):
    page = a_client(rita).get("/en/desk/calendar/")
    assert key_of(address) not in page.text and "It cannot be shown again" in text(page)
    assert [value for value in stored() if key_of(address) in value] == []


def test_one_press_renews_it_and_one_ends_it(rita, address):
    new = CalendarKey.objects.renew(rita)
    assert Client().get(address).status_code == 404
    assert Client().get(f"/desk/calendar/{new}.ics").status_code == 200
    a_client(rita).post("/desk/calendar/", {"end": "1"})
    assert Client().get(f"/desk/calendar/{new}.ics").status_code == 404 and not CalendarKey.objects.exists()


def test_it_ends_with_the_post_and_a_later_post_does_not_open_it_again(rita, address):
    Membership.objects.filter(user=rita).update(until=timezone.localdate() - datetime.timedelta(days=1))
    assert Client().get(address).status_code == 404
    end_with_posts()
    Membership.objects.filter(user=rita).update(until=None)
    assert Client().get(address).status_code == 404


def test_it_ends_with_the_account(rita, sam, address):
    kept = CalendarKey.objects.renew(sam)
    rita.is_active = False
    rita.save()
    assert Client().get(address).status_code == 404
    end_with_posts()
    assert CalendarKey.objects.get().person == sam and Client().get(f"/desk/calendar/{kept}.ics").status_code == 200


def test_no_log_holds_the_key(address):
    record = logging.LogRecord("django.request", logging.ERROR, "", 1, "%s: %s", ("Fault", address), None)
    record.request = Client().get(address).wsgi_request
    RequestFilter().filter(record)
    assert record.getMessage() == "Fault: /en/desk/calendar/….ics"
    secret = runpy.run_path(str(django_settings.BASE_DIR / "deploy/gunicorn.conf.py"))["SECRET"]
    assert secret.sub(r"\1…", address) == "/en/desk/calendar/…"
    nginx = (django_settings.BASE_DIR / "deploy/nginx/http.conf").read_text()
    (door,) = re.findall(r'"~(.*)" \$door', nginx)
    assert re.match(door.replace("?<", "?P<"), address)["door"] == "/en/desk/calendar/"


def test_it_asks_the_database_no_oftener_for_more(world, rita, sam, address, django_assert_max_num_queries):
    for number in range(3):
        world.planned(rita, starts_on=day(3 + number), ends_on=day(3 + number))
        world.submitted(sam)
    with django_assert_max_num_queries(25):
        Client().get(address)
