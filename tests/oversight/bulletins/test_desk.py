"""The editor's way from scope and day to a published bulletin, and who else may be on it."""

import pytest
from django.urls import reverse

from oversight.bulletins import workflow as bulletins
from oversight.models import Bulletin, BulletinNote
from tests.conftest import a_client
from tests.support.assertions.bulletins import is_intact
from tests.support.browser.desk_forms import text, token_in
from tests.support.factories.activities import day

NEW = "/en/desk/bulletins/new/"


def at(name, *args):
    return "/en" + reverse(name, args=args)


def form_of(draft, **changed):
    """The fields of the form as it was opened, with what its writer changed."""
    words = {name: getattr(draft, name) for name in ("scope", "scope_en", "headline", "headline_en")}
    for row in draft.figures.all():
        words |= {f"{row.pk}-wording": row.wording, f"{row.pk}-wording_en": row.wording_en}
        words |= {f"{row.pk}-included": "on"} if row.included else {}
    return words | {"version": draft.version} | changed


def step(client, draft, name, **fields):
    return client.post(at("desk_bulletin_step", draft.pk, name), {"version": draft.version} | fields)


def asked(client, **fields):
    """The answer to a new bulletin that an editor asks for."""
    facts = {"batches": ["1"], "as_of": day(-1).isoformat(), "scope": "", "scope_en": ""} | fields
    return client.post(NEW, facts | {"token": token_in(client.get(NEW))})


def test_from_scope_and_day_to_the_public_page(world, rita, sam, editor_client, client):
    world.the_six(rita, sam)
    assert asked(editor_client).status_code == 302
    draft = Bulletin.objects.get()
    assert (draft.scope, draft.scope_en, draft.batches) == ("第一批", "Batch 1", "1")
    page = text(editor_client.get(at("desk_bulletin", draft.pk)))
    assert "It is ready to be published." in page
    assert "nearly 800 meetings" in page
    assert "近800次" in page  # the other language is looked over too
    meetings = draft.figures.get(measure="meetings")
    typed = {f"{meetings.pk}-wording": "796次", f"{meetings.pk}-wording_en": "796 meetings"}
    assert editor_client.post(at("desk_bulletin_edit", draft.pk), form_of(draft, **typed)).status_code == 302
    draft.refresh_from_db()
    assert step(editor_client, draft, "publish", looked="1").status_code == 302
    public = text(client.get(f"/en/bulletins/{day(-1).isoformat()}/"))
    assert "796 remote meetings on employment work" in public


def test_all_batches_of_an_action_may_be_chosen_at_once(world, editor_client):
    asked(editor_client, batches=[f"action:{world.batch.action_id}"])
    assert Bulletin.objects.get().batch_numbers == [1]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"batches": []}, "Choose at least one published batch."),
        ({"as_of": ""}, "Give the day to which the figures refer."),
        ({"as_of": "someday"}, "Write the day with its year"),
        ({"as_of": "2099-01-01"}, "This day is still to come"),
    ],
)
def test_what_cannot_be_computed_is_said_beside_its_field(world, editor_client, fields, message):
    answer = asked(editor_client, **fields)
    assert answer.status_code == 200
    assert message in text(answer)
    assert not Bulletin.objects.exists()


def test_the_same_form_sent_twice_makes_one_bulletin(world, editor_client):
    facts = {"batches": ["1"], "as_of": day(-1).isoformat(), "token": token_in(editor_client.get(NEW))}
    answers = [editor_client.post(NEW, facts) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Bulletin.objects.count() == 1


def test_a_second_bulletin_on_the_same_day_and_scope_is_refused_with_what_was_typed(world, draft, editor_client):
    answer = asked(editor_client)
    assert answer.status_code == 200
    assert "There is already a bulletin for this day and scope." in text(answer)
    assert Bulletin.objects.count() == 1


def test_an_untrue_wording_comes_back_with_those_that_would_be_true(draft, editor_client):
    meetings = draft.figures.get(measure="meetings")
    answer = editor_client.post(
        at("desk_bulletin_edit", draft.pk), form_of(draft, **{f"{meetings.pk}-wording": "近900次", "scope": "新范围"})
    )
    page = text(answer)
    assert answer.status_code == 200
    assert "“近900次” is not true of 796; true are: 近800次" in page
    assert 'value="近900次"' in page
    assert 'value="新范围"' in page
    assert f'href="#id_{meetings.pk}-wording"' in page
    assert draft.figures.get(measure="meetings").wording == "近800次"


def test_of_two_editors_the_second_sees_both_texts(draft, editor, editor_client):
    opened = form_of(draft, headline="后写的：223场。")
    bulletins.edit(draft, editor, draft.version, {"headline": "先写的：223场。"})
    answer = editor_client.post(at("desk_bulletin_edit", draft.pk), opened)
    assert answer.status_code == 409
    assert "先写的：223场。" in text(answer)
    assert "后写的：223场。" in text(answer)
    assert Bulletin.objects.get().headline == "先写的：223场。"
    again = opened | {"version": Bulletin.objects.get().version, "differing": ["headline"]}
    answer = editor_client.post(at("desk_bulletin_edit", draft.pk), again)
    assert answer.status_code == 409 and "Choose which of the two to keep." in text(answer)
    assert editor_client.post(at("desk_bulletin_edit", draft.pk), again | {"take-headline": "mine"}).status_code == 302
    assert Bulletin.objects.get().headline == "后写的：223场。"


def test_what_the_other_editor_chose_of_a_figure_can_be_kept(draft, editor, editor_client):
    meetings = draft.figures.get(measure="meetings")
    opened = form_of(draft, scope="我的范围")
    theirs = {"wording": "796次", "wording_en": "796 meetings", "included": False}
    bulletins.edit(draft, editor, draft.version, figures={meetings.pk: theirs})
    answer = editor_client.post(at("desk_bulletin_edit", draft.pk), opened)
    assert all(words in text(answer) for words in ("796次", "796 meetings", 'value="近800次"', "我的范围"))
    differing = [f"{meetings.pk}-{part}" for part in ("wording", "wording_en", "included")]
    assert all(f'name="differing" value="{name}"' in text(answer) for name in differing)
    takes = {f"take-{name}": take for name, take in zip(differing, ("theirs", "theirs", "mine"), strict=True)}
    again = opened | takes | {"version": Bulletin.objects.get().version, "differing": differing}
    assert editor_client.post(at("desk_bulletin_edit", draft.pk), again).status_code == 302
    kept = draft.figures.get(pk=meetings.pk)
    assert (kept.wording, kept.wording_en, kept.included) == ("796次", "796 meetings", True)
    assert Bulletin.objects.get().scope == "我的范围"


@pytest.mark.parametrize("token", ["", "1.forged", None])
def test_a_form_that_was_made_for_nobody_drafts_nothing(world, rita, sam, editor_client, token):
    world.the_six(rita, sam)
    facts = {"batches": ["1"], "as_of": day(-1).isoformat(), "scope": "我的范围", "scope_en": ""}
    answer = editor_client.post(NEW, facts | ({} if token is None else {"token": token}))
    assert "not made for you" in text(answer) and "我的范围" in text(answer)
    assert not Bulletin.objects.exists()


def test_an_outdated_page_publishes_nothing(draft, editor, editor_client):
    opened = draft.version
    bulletins.edit(draft, editor, None, {"headline": "223场。"})
    draft.version = opened
    assert step(editor_client, draft, "publish", looked="1").status_code == 409
    assert Bulletin.objects.get().state == "draft"


def test_what_blocks_is_shown_and_publishing_refused(draft, editor_client):
    Bulletin.objects.update(headline_en="")
    page = text(editor_client.get(at("desk_bulletin", draft.pk)))
    assert "Blocks publication" in page
    assert "Write the paragraph in English." in page
    assert "frozen; afterwards" not in page
    answer = step(editor_client, draft, "publish", looked="1")
    assert "Write the paragraph in English." in text(answer)
    assert Bulletin.objects.get().state == "draft"


def test_warnings_have_to_be_looked_at(world, draft, editor, editor_client):
    world.batch.declared_pairs = 48
    world.batch.save()
    bulletins.compute(draft, editor)
    assert "Only 1 of 48 pairs" in text(editor_client.get(at("desk_bulletin", draft.pk)))
    assert "Tick that you have looked at the warnings" in text(step(editor_client, draft, "publish"))
    assert Bulletin.objects.get().state == "draft"
    step(editor_client, draft, "publish", looked="1")
    assert Bulletin.objects.get().state == "published"


def test_a_double_tap_publishes_once(draft, editor_client):
    answers = [step(editor_client, draft, "publish", looked="1") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Bulletin.history.filter(state="published").count() == 1


def test_a_stated_figure_is_added_with_its_source_and_taken_out_again(draft, editor_client):
    path = at("desk_bulletin_state", draft.pk)
    words = {"name": "帮助就业", "name_en": "Helped into work", "wording": "1.3万人", "wording_en": "13,000 graduates"}
    refused = editor_client.post(path, words | {"version": draft.version, "source": ""})
    assert refused.status_code == 200
    assert 'value="1.3万人"' in text(refused)
    assert editor_client.post(path, words | {"version": draft.version, "source": "tests"}).status_code == 302
    draft.refresh_from_db()
    added = draft.figures.stated().get()
    assert step(editor_client, draft, "remove", figure=added.pk).status_code == 302
    assert not draft.figures.stated().exists()


def test_a_draft_is_computed_anew_and_deleted(draft, world, rita, sam, editor_client):
    world.held(rita, sam, on=-3, confirmed=-2, online_fairs=1)
    step(editor_client, draft, "compute")
    assert draft.figures.get(measure="online_fairs").wording == "224场"
    draft.refresh_from_db()
    assert step(editor_client, draft, "discard").status_code == 302
    assert not Bulletin.objects.exists()


def test_a_correction_is_added_once_and_stands_on_the_public_page(draft, editor, editor_client, client):
    bulletins.publish(draft, editor)
    token = token_in(editor_client.get(at("desk_bulletin", draft.pk)))
    words = {"note": "应为224场。", "note_en": "Should read 224 fairs.", "token": token}
    for _ in range(2):
        assert editor_client.post(at("desk_bulletin_correct", draft.pk), words).status_code == 302
    assert BulletinNote.objects.count() == 1
    assert "Should read 224 fairs." in text(client.get(f"/en/bulletins/{draft.address}/"))


def test_a_correction_in_one_language_comes_back_with_what_was_typed(draft, editor, editor_client):
    bulletins.publish(draft, editor)
    answer = editor_client.post(at("desk_bulletin_correct", draft.pk), {"note": "应为224场。", "note_en": ""})
    assert "应为224场。" in text(answer)
    assert "Fill this in." in text(answer)
    assert not BulletinNote.objects.exists()


def test_what_is_published_is_locked(draft, editor, editor_client):
    bulletins.publish(draft, editor)
    for path in (at("desk_bulletin_edit", draft.pk), at("desk_bulletin_state", draft.pk)):
        assert editor_client.get(path).status_code == 403
        assert editor_client.post(path, {}).status_code == 403
    for name in ("compute", "propose", "discard", "remove"):
        assert step(editor_client, draft, name).status_code == 403
    assert is_intact(Bulletin.objects.get())


@pytest.fixture
def addresses(draft):
    reads = [at("desk_bulletins"), at("desk_bulletin", draft.pk)]
    writes = [NEW, at("desk_bulletin_edit", draft.pk), at("desk_bulletin_state", draft.pk)]
    steps = [at("desk_bulletin_step", draft.pk, name) for name in ("compute", "propose", "publish", "discard")]
    return reads, writes, [*steps, at("desk_bulletin_correct", draft.pk)]


def test_inspectors_read_and_change_nothing(addresses, inspector_client):
    reads, writes, steps = addresses
    assert {inspector_client.get(path).status_code for path in reads} == {200}
    assert {inspector_client.get(path).status_code for path in writes} == {403}
    assert {inspector_client.post(path, {"looked": "1"}).status_code for path in [*writes, *steps]} == {403}
    assert "desk/bulletins/new/" not in text(inspector_client.get(reads[0]))
    assert "<form" not in text(inspector_client.get(reads[1]))
    assert Bulletin.objects.get().state == "draft"


def test_to_everybody_else_there_is_nothing(addresses, rita, officer, passer_by, former_editor):
    reads, writes, steps = addresses
    for person in (rita, officer, passer_by, former_editor):
        client = a_client(person)
        assert {client.get(path).status_code for path in [*reads, *writes]} == {404}
        assert {client.post(path).status_code for path in [*writes, *steps]} == {404}
    assert Bulletin.objects.get().state == "draft"


def test_strangers_are_led_to_sign_in_and_what_they_typed_waits(draft, editor, editor_client, client):
    path = at("desk_bulletin_edit", draft.pk)
    typed = form_of(draft, headline="未登录时写的：223场。", token=token_in(editor_client.get(path)))
    assert client.post(path, typed)["Location"].startswith("/en/accounts/login/")
    client.force_login(editor)
    assert "未登录时写的：223场。" in text(client.get(path))
    assert "未登录时写的" not in Bulletin.objects.get().headline


def test_a_step_that_is_none_is_not_found(draft, editor_client):
    assert step(editor_client, draft, "unpublish").status_code == 404


def test_the_list_names_who_drafted(world, editor, editor_client):
    world.drafted_bulletin(editor)
    assert str(editor) in editor_client.get(at("desk_bulletins")).text.partition("<tbody>")[2]


def test_the_list_asks_as_many_questions_for_many_as_for_few(world, editor, editor_client, django_assert_num_queries):
    world.drafted_bulletin(editor)
    path = at("desk_bulletins")
    editor_client.get(path)
    with django_assert_num_queries(7):  # session, user, posts, news, count, bulletins, notes
        editor_client.get(path)
    for number in range(5):
        world.drafted_bulletin(editor, as_of=-2 - number)
    with django_assert_num_queries(7):
        editor_client.get(path)


def test_history_knows_who_wrote_what(draft, editor, editor_client):
    editor_client.post(at("desk_bulletin_edit", draft.pk), form_of(draft, headline="223场。"))
    assert Bulletin.history.latest().history_user == editor
