"""One definition of each public table: what a row is, what names it, and where it leads."""

import pytest

from activities.agreements import workflow
from public.open_data import datasets
from tests.support.factories.activities import day

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(world, rita, sam):
    """An agreement with one commitment, which one side has accepted; whatever else a running action has."""
    world.confirmed(rita, sam, title="公开的活动", measures={"posts": 20})
    promise = {"mechanism": world.jobs, "text": "提供一百个岗位", "indicator": world.posts, "target": 100}
    return workflow.accept(workflow.draft(rita, world.pair, "帮助就业", day(-30), day(60), [promise]), rita)


@pytest.fixture
def running(agreement, sam):
    workflow.accept(agreement, sam)


def test_every_column_says_what_it_means_in_both_languages(db):
    said = [(table.name, column.key, column.said("zh-hans"), column.said("en")) for table, column in each_column()]
    assert said and not [(table, key) for table, key, (text, _), (text_en, _) in said if not text or text == text_en]


def each_column():
    return [(table, column) for table in datasets() for column in table.columns]


def names_of(tables):
    """The names of the rows of each table that has a key; each row is told from all others by its own."""
    found = {}
    for table in tables:
        if table.key:
            rows, known = list(table.everything()), {column.key for column in table.columns}
            assert all(set(row) <= known for row in rows), table.name
            found[table.name] = {table.name_of(row) for row in rows}
            assert len(found[table.name]) == len(rows), table.name
    return found


def follow(tables):
    """The columns that lead to rows of other tables; whatever they name is there."""
    names, followed = names_of(tables), set()
    for table in tables:
        leading = [column for column in table.columns if column.refers]
        for row in table.everything() if leading else ():
            for column in leading:
                found = column.names(row)
                assert set(found) <= names[column.refers], (table.name, column.key, row)
                followed |= {(table.name, column.key)} if found else set()
    return followed


def test_every_row_has_a_name_and_leads_to_rows_that_are_there(published):
    assert len(follow(datasets())) > 15


def test_the_same_holds_of_a_running_action(running):
    followed = follow(datasets())
    assert {("commitments", "indicator"), ("kinds", "mechanism"), ("activities", "pair")} <= followed


def test_every_table_is_explained_on_a_page_of_its_own(client, running):
    names = client.get("/data/").content.decode()
    for table in datasets():
        assert f'href="/data/{table.name}/"' in names
        page = client.get(f"/data/{table.name}/").content.decode()
        assert all(f"<code>{column.key}</code>" in page for column in table.columns)


def test_commitments_are_those_of_agreements_in_force(client, world, agreement, sam):
    assert client.get("/commitments.json").json()["rows"] == []

    workflow.accept(agreement, sam)
    (row,) = client.get("/commitments.json").json()["rows"]
    assert (row["pair"], row["text"], row["indicator"]) == (world.pair.address, "提供一百个岗位", "posts")
    assert (row["target"], row["done"]) == (100, 20)
    assert (row["indicator_name"], row["indicator_name_en"]) == (world.posts.name, world.posts.name_en)
    assert (row["unit"], row["unit_en"]) == (world.posts.unit, world.posts.unit_en)
