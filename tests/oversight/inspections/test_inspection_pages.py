"""Rounds and inspections on the desk: opened, drawn, filled in, concluded; downloads; and who is shown what."""

import re
from types import SimpleNamespace

import pytest

from accounts.models import Membership
from oversight.inspections.models.inspection_round import pot_of
from oversight.inspections.workflow import inspections, rounds
from oversight.models import Draw, Inspection, InspectionRound
from tests.conftest import a_client, a_person
from tests.support.browser.desk_forms import text, token_in
from tests.support.casts.several_actions import an_action
from tests.support.factories.activities import day
from tests.support.factories.inspections import a_checklist, a_finding, a_round, an_inspection, concluded, whole

LIST = "/en/desk/inspections/"
CANARY = "只有督导知道的话"


def page(person, path):
    return a_client(person).get(path)


def send(person, path, **fields):
    """What a person sends from the form at `path`, with the token that the form carries."""
    client = a_client(person)
    return client.post(path, {"token": token_in(client.get(path))} | fields)


@pytest.fixture
def round_(world, inspector):
    return a_round(inspector, world)


@pytest.fixture
def inspection(world, inspector):
    return an_inspection(inspector, world)


def test_a_round_is_opened_with_days_as_people_write_them(world, inspector):
    facts = {"name": "七月检查", "batches": [world.batch.pk], "starts": "2026年7月1日", "ends": "2026-07-31"}
    answer = send(inspector, f"{LIST}rounds/new/", **facts, checklist=a_checklist().pk)
    made = InspectionRound.objects.get()
    assert answer["Location"] == f"{LIST}rounds/{made.pk}/"
    assert (made.starts.isoformat(), list(made.batches.all()), made.opened_by) == (
        "2026-07-01",
        [world.batch],
        inspector,
    )


def test_what_is_missing_is_told_at_once_with_its_place(world, inspector):
    a_checklist()
    shown = text(send(inspector, f"{LIST}rounds/new/", name="", starts="soon", ends=""))
    for place in ("id_name", "id_starts", "id_ends", "id_batches"):
        assert f'href="#{place}"' in shown and f'id="{place}"' in shown
    assert not InspectionRound.objects.exists()


def test_the_checklist_of_a_round_is_not_called_a_check_before_publishing(round_, inspector):
    for path in (f"{LIST}rounds/{round_.pk}/", f"{LIST}rounds/new/"):
        shown = text(a_client(inspector).get(path.removeprefix("/en")))
        assert "检查表" in shown and "公布前检查" not in shown


def test_a_form_that_was_given_to_another_opens_nothing(world, inspector, editor):
    token = token_in(page(editor, f"{LIST}rounds/new/"))
    facts = {"name": "x", "batches": world.batch.pk, "starts": "2026-07-01", "ends": "2026-07-02"}
    answer = a_client(inspector).post(f"{LIST}rounds/new/", facts | {"token": token, "checklist": a_checklist().pk})
    assert "not made for you" in text(answer) and not InspectionRound.objects.exists()


def test_drawing_shows_seed_candidates_and_that_it_can_be_repeated(round_, inspector):
    path, fields = f"{LIST}rounds/{round_.pk}/draw/", {"number": "1", "seed": "第20200716期"}
    assert send(inspector, path, **fields, checked=pot_of(round_.candidates())).status_code == 302
    shown = text(page(inspector, f"{LIST}rounds/{round_.pk}/"))
    assert "第20200716期" in shown and "the same pairs" in shown and "1-1" in shown and "1-2" in shown


def test_nothing_is_drawn_before_pot_number_and_seed_were_checked(round_, inspector):
    path = f"{LIST}rounds/{round_.pk}/draw/"
    checked = send(inspector, path, number="1", seed="第20200716期")
    shown = text(checked)
    assert checked.status_code == 200 and not Draw.objects.exists()
    assert all(words in shown for words in ("1 of 2 candidates", "第20200716期", "1-1", "1-2", "cannot be undone"))
    assert "Generated at the moment of the draw" in text(send(inspector, path, number="1"))
    back = text(send(inspector, path, number="1", seed="甲", checked=checked.context["pot"], change="1"))
    assert 'id="id_number"' in back and 'value="甲"' in back and not Draw.objects.exists()


def test_a_pot_that_changed_after_it_was_checked_is_checked_again(round_, world, inspector):
    path = f"{LIST}rounds/{round_.pk}/draw/"
    pot = send(inspector, path, number="1").context["pot"]
    rounds.choose(round_, inspector, [world.pair.pk])
    answer = send(inspector, path, number="1", checked=pot)
    assert "have changed meanwhile" in text(answer) and not Draw.objects.exists()
    assert send(inspector, path, number="1", checked=answer.context["pot"]).status_code == 302


def test_a_double_tap_draws_once(round_, inspector):
    client, path = a_client(inspector), f"{LIST}rounds/{round_.pk}/draw/"
    fields = {"token": token_in(client.get(path)), "number": "1", "checked": pot_of(round_.candidates())}
    assert [client.post(path, fields).status_code for _tap in range(2)] == [302, 302]
    assert Draw.objects.count() == 1 == Inspection.objects.count()


@pytest.mark.parametrize("number", ["", "0", "3", "viele", "1.5"])
def test_an_impossible_number_is_told(round_, inspector, number):
    answer = send(inspector, f"{LIST}rounds/{round_.pk}/draw/", number=number)
    assert answer.status_code == 200 and 'href="#id_number"' in text(answer)
    assert not Draw.objects.exists()


def test_pairs_are_ticked_by_hand(round_, world, inspector):
    path = f"{LIST}rounds/{round_.pk}/choose/"
    assert send(inspector, path, pair=[world.pair.pk, "x", "99999999"]).status_code == 302
    assert Inspection.objects.get().pair == world.pair
    assert "There is a problem" in text(send(inspector, path))


def test_a_round_is_changed_and_two_who_do_so_lose_nothing(round_, inspector, editor):
    path = f"{LIST}rounds/{round_.pk}/edit/"
    facts = {"name": "先写的", "name_en": "", "starts": day(), "ends": day(3), "checklist": round_.checklist_id}
    assert send(inspector, path, **facts, version=round_.version).status_code == 302
    answer = send(editor, path, **facts | {"name": "后写的"}, version=round_.version)
    assert answer.status_code == 409 and "先写的" in text(answer) and 'value="后写的"' in text(answer)
    assert InspectionRound.objects.get().name == "先写的"


def fields_of(response):
    """The fields of a form as the browser would send them untouched: the hidden ones, and what is selected."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text(response)))


def test_an_inspection_is_saved_unfinished_and_concluded_when_whole(inspection, inspector):
    path = f"{LIST}{inspection.pk}/edit/"
    first, second = inspection.answers.all()
    part = {f"verdict-{first.pk}": "met", f"note-{second.pk}": "待查"}
    assert send(inspector, path, **part, version=inspection.version).status_code == 302
    inspection.refresh_from_db()
    answer = send(inspector, path, **part, version=inspection.version, conclude="1")
    for place in ("visited_on", "conclusion", f"verdict-{second.pk}"):
        assert f'href="#id_{place}"' in text(answer)
    inspection.refresh_from_db()
    assert send(inspector, path, **whole(inspection), version=inspection.version, conclude="1").status_code == 302
    assert Inspection.objects.get().state == "concluded"
    assert page(inspector, path).status_code == 403


def test_after_what_concluding_refused_the_same_page_can_be_sent_again(inspection, inspector):
    """What was typed was saved, so the form must know the version that this made."""
    client, path = a_client(inspector), f"{LIST}{inspection.pk}/edit/"
    fields = {"token": token_in(client.get(path)), "version": inspection.version, "conclude": "1"}
    refused = client.post(path, whole(inspection, conclusion="") | fields)
    again = whole(inspection) | fields | {"version": fields_of(refused)["version"]}
    assert client.post(path, again).status_code == 302


def test_the_second_of_two_inspectors_chooses_field_by_field(inspection, inspector, editor):
    path, (first, second) = f"{LIST}{inspection.pk}/edit/", inspection.answers.all()
    seen = {"version": inspection.version}
    send(inspector, path, **seen, **{f"note-{first.pk}": "先写的", f"verdict-{first.pk}": "met"})
    mine = {f"note-{first.pk}": "后写的", f"note-{second.pk}": "我写的"}
    answer = send(editor, path, **seen, **mine)
    shown = text(answer)
    assert answer.status_code == 409 and "先写的" in shown and "后写的" in shown and "In order" in shown
    inspection.refresh_from_db()
    choice = {"differing": [f"note-{first.pk}", f"verdict-{first.pk}", f"note-{second.pk}"]}
    choice |= {
        f"take-note-{first.pk}": "theirs",
        f"take-verdict-{first.pk}": "theirs",
        f"take-note-{second.pk}": "mine",
    }
    assert send(editor, path, version=inspection.version, **mine, **choice).status_code == 302
    assert [answer.note for answer in inspection.answers.all()] == ["先写的", "我写的"]


def test_it_is_called_off_or_opened_again_with_a_reason(inspection, inspector):
    path = f"{LIST}{inspection.pk}/"
    assert "Give the reason" in text(send_step(inspector, path, "call-off", words=""))
    assert send_step(inspector, path, "call-off", words="已撤并").status_code == 302
    assert "已撤并" in text(page(inspector, path))
    assert send_step(inspector, path, "reopen", words="再查").status_code == 403
    assert a_client(inspector).post(f"{path}vanish/").status_code == 404


def send_step(person, path, name, **fields):
    return a_client(person).post(f"{path}{name}/", fields)


def test_what_was_typed_before_signing_in_again_is_there(inspection, inspector, client):
    path = f"{LIST}{inspection.pk}/call-off/"
    token = token_in(page(inspector, f"{LIST}{inspection.pk}/edit/"))
    assert client.post(path, {"token": token, "words": "写了一半的理由"}).status_code == 302
    client.force_login(inspector)
    shown = text(client.get(path))
    assert "写了一半的理由" in shown and Inspection.objects.get().is_open


def test_coordinators_and_officers_read_what_was_concluded_and_write_nothing(inspection, inspector, rita, sam, officer):
    concluded(inspector, inspection)
    for person in (rita, sam, officer):
        path = f"{LIST}{inspection.pk}/"
        assert "总体符合要求" in text(page(person, path))
        assert "Fill it in" not in text(page(person, path)) and "Open it again" not in text(page(person, path))
        assert page(person, f"{path}edit/").status_code == 403
        assert page(person, f"{path}findings/new/").status_code == 403
        assert send_step(person, path, "reopen", words="x").status_code == 403


def test_rounds_do_not_exist_outside_of_the_ministry(round_, rita, officer, passer_by):
    for person in (rita, officer, passer_by):
        for path in ("new/", f"{round_.pk}/", f"{round_.pk}/edit/", f"{round_.pk}/choose/", f"{round_.pk}/draw/"):
            assert page(person, f"{LIST}rounds/{path}").status_code == 404


def test_nothing_of_an_open_inspection_is_learned_outside_of_the_ministry(inspection, inspector, cast):
    inspections.fill(inspection, inspector, None, {"conclusion": CANARY})
    for name, person in cast.items():
        if name not in ("ins", "ed"):
            assert page(person, f"{LIST}{inspection.pk}/").status_code == (302 if name == "switched" else 404)
            for path in (LIST, "/desk/inspections.csv", "/desk/inspections.json", "/en/desk/pairs/1-1/"):
                shown = text(page(person, path))
                assert CANARY not in shown and "七月检查" not in shown and "July round" not in shown


def test_officers_elsewhere_learn_neither_rows_nor_counts(inspection, inspector, officer_elsewhere, officer):
    concluded(inspector, inspections.fill(inspection, inspector, None, {"conclusion": CANARY}))
    shown = text(page(officer_elsewhere, LIST))
    assert CANARY not in shown and "inspections to read yet" in shown
    assert page(officer_elsewhere, "/desk/inspections.json").json()["count"] == 0
    assert page(officer, "/desk/inspections.json").json()["count"] == 1


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_the_download_holds_what_the_list_holds(inspection, inspector, form):
    answer = page(inspector, f"/desk/inspections.{form}?state=open")
    assert answer.status_code == 200 and answer["Cache-Control"] == "private, no-store"
    assert page(inspector, "/desk/inspections.json?state=concluded").json()["count"] == 0


def test_the_list_can_be_narrowed_to_a_state(inspection, inspector):
    assert "七月检查" not in text(page(inspector, f"{LIST}?state=concluded")).partition("All inspections")[2]
    assert "July round" in text(page(inspector, f"{LIST}?state=open")).partition("All inspections")[2]


def test_list_findings_and_files_can_be_narrowed_to_an_action(world, inspection, inspector):
    a_finding(inspector, inspection)
    action, other = world.batch.action.slug, an_action("WEST").batches.get()
    assert "By action" not in text(page(inspector, LIST))
    (theirs,) = rounds.choose(
        a_round(inspector, SimpleNamespace(batch=other), name="西部检查"), inspector, [other.pairs.first().pk]
    )
    listed = text(page(inspector, f"{LIST}?action=west&state=open"))
    assert f"{LIST}{theirs.pk}/" in listed and f"{LIST}{inspection.pk}/" not in listed
    assert f"{LIST}rounds/{theirs.round_id}/" in listed and f"{LIST}rounds/{inspection.round_id}/" not in listed
    assert "state=open&amp;action=made-up" in listed or "action=made-up&amp;state=open" in listed
    for name, number in (("inspections", 1), ("findings", 0)):
        assert page(inspector, f"/desk/{name}.json?action=west").json()["count"] == number
        assert page(inspector, f"/desk/{name}.json?action={action}").json()["count"] == 1


def test_a_passer_by_finds_no_such_pages(passer_by):
    for path in (LIST, "/desk/inspections.csv", "/en/desk/findings/", "/desk/findings.csv"):
        assert page(passer_by, path).status_code == 404


def test_the_pair_on_the_desk_shows_its_inspections(inspection, inspector, rita):
    a_finding(inspector, inspection)
    concluded(inspector, inspection)
    assert f"{LIST}{inspection.pk}/" in text(page(rita, "/en/desk/pairs/1-1/"))


def test_an_unknown_one_is_nothing(inspector):
    assert page(inspector, f"{LIST}999999/").status_code == 404


def test_somebody_who_holds_posts_on_both_sides_reads_but_does_not_act(inspection, inspector, world):
    both = a_person("both", Membership.Role.COORDINATOR, university=world.recipient)
    Membership.objects.create(user=both, role="coordinator", university=world.supporter, since=day(-3))
    finding = a_finding(inspector, inspection)
    assert page(both, f"/en/desk/findings/{finding.pk}/").status_code == 200
    assert a_client(both).post(f"/en/desk/findings/{finding.pk}/answer/", {"words": "x"}).status_code == 403
