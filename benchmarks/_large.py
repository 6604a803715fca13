"""Many pairs and activities, made by the database itself: of 10⁵ pairs and 10⁶ activities in a minute or two.

    import _large
    _large.begin()                 mechanisms, kinds and indicators, on an empty portal
    _large.grow(0, 1_000)          pairs number 0 to 1,000 with ten activities each, and everything added up
    _large.grow(1_000, 100_000)    the others

Every pair has two universities of its own, which bear the names of twenty places; batches hold 1,000 pairs. One row of
each table is made by the models, for each place, and the database repeats it under other numbers.
"""

import datetime

import pair_list as bench

ACTIVITIES = 10  # of each pair
IN_A_BATCH = bench.IN_A_BATCH
PLACES = [
    *[("42", city) for city in ("武汉", "宜昌", "襄阳", "荆州", "黄石", "十堰", "孝感", "荆门", "鄂州", "随州")],
    *[("32", city) for city in ("南京", "苏州", "无锡", "徐州")],
    *[("33", city) for city in ("杭州", "宁波")],
    *[("44", city) for city in ("广州", "深圳")],
    *[("31", "上海"), ("11", "北京")],
]
HOME = 10  # of the places are those of recipients
KINDS = ["大学", "学院", "职业技术学院"]
# So that SQLite need not write twice
ROOMY = ["PRAGMA synchronous = off", "PRAGMA cache_size = -400000", "PRAGMA temp_store = memory"]
TITLES = ["化工类专场招聘会", "就业指导讲座", "线上双选会", "创业项目路演", "岗位信息推送", "师资交流会", "简历工作坊"]
DAYS = 700
ALIKE = 20  # activities that the models make, for all others to be like


def begin():
    """Mechanisms, kinds and indicators of the action that all batches belong to."""
    from activities import fixtures_loader

    list(fixtures_loader.load(with_pairs=False, action=bench.batch(1).action))


def grow(start, stop):
    """Published pairs number `start` to `stop`, docked, a third signed, with their activities; everything added up."""
    from django.core.management.color import no_style
    from django.db import connection, transaction

    for number in range(start // IN_A_BATCH, (stop - 1) // IN_A_BATCH + 1):
        bench.batch(number + 1)
    with connection.cursor() as cursor:
        for setting in ROOMY if connection.vendor == "sqlite" else ():
            cursor.execute(setting)
    with transaction.atomic(), connection.cursor() as cursor:
        for step in (universities, pairs, milestones, activities, measures, totals):
            step(cursor, start, stop)
        for sql in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(sql)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")  # as by itself after a while


def tables():
    """The models whose keys were given by hand."""
    from activities.models import Activity
    from pairs.models import Pair, University, UniversityName

    return [University, UniversityName, Pair, Activity]


def repeat(cursor, template, rows, **changes):
    """Store a row like `template`, which is not saved, for each of `rows` (the part of a query behind FROM).

    `changes` are columns as expressions of that query; values of the template stand for the others.
    """
    from django.db import connection

    columns, values, parameters = [], [], []
    for field in template._meta.concrete_fields:
        if field.column in changes:
            values.append(changes[field.column].replace("%", "%%"))
        elif field.primary_key:
            continue
        else:
            values.append("%s")
            parameters.append(field.get_db_prep_save(field.pre_save(template, True), connection))
        columns.append(connection.ops.quote_name(field.column))
    table = connection.ops.quote_name(template._meta.db_table)
    rows = rows.replace("%", "%%")
    cursor.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {rows}", parameters)


def numbers(start, stop, condition="true"):
    """The numbers from `start` to `stop` for which a condition holds, as `n`."""
    return (
        f"(WITH RECURSIVE every(n) AS (SELECT {start} UNION ALL SELECT n + 1 FROM every WHERE n < {stop - 1})"
        f" SELECT n FROM every WHERE {condition}) AS numbers"
    )


def numbered(text):
    """`text` with the number of the row in place of its 0, as an expression."""
    return f"replace('{text}', '0', CAST(n AS text))"


def universities(cursor, start, stop):
    """Two for each pair, the recipient under an even key: their names and codes hold the number of the pair."""
    from pairs.directory import name_matching
    from pairs.models import University, UniversityName

    for place, (province, city) in enumerate(PLACES):
        name, supports = f"{city}第0{KINDS[place % len(KINDS)]}", int(place >= HOME)
        one = University(
            name=name, name_en=f"Number 0 University {chr(65 + place)}", province=province, city=f"{city}市"
        )
        text = name_matching.search_text(one, [])
        rows = numbers(start, stop, f"n % {HOME} = {place % HOME}")
        key, called = f"n * 2 + {1 + supports}", {"name": numbered(name), "name_en": numbered(one.name_en)}
        code = f"CAST(4100000000 + {province} * 1000000 + n AS text)"
        repeat(cursor, one, rows, id=key, code=code, search_text=numbered(text), **called)
        name = UniversityName(university_id=1, name=name, key=name_matching.fold(name))
        repeat(cursor, name, rows, id=key, university_id=key, key=numbered(name.key), name=numbered(name.name))


SIDES = (
    " JOIN pairs_university AS recipient ON recipient.id = n * 2 + 1"
    " JOIN pairs_university AS supporter ON supporter.id = n * 2 + 2"
    f" JOIN pairs_batch AS batch ON batch.number = n / {IN_A_BATCH} + 1"
)


def pairs(cursor, start, stop):
    from pairs.models import Pair

    one = Pair(source="generated")
    facts = ("name", "tier", "level", "authority", "province", "ownership")
    sides = {f"{side}_{fact}": f"{side}.{fact}" for side in ("recipient", "supporter") for fact in facts}
    sides |= {"batch_id": "batch.id", "recipient_id": "recipient.id", "supporter_id": "supporter.id"}
    serial = f"n % {IN_A_BATCH} + 1"
    repeat(cursor, one, numbers(start, stop) + SIDES, id="n + 1", serial=serial, **sides)


def milestones(cursor, start, stop):
    from pairs.models import Milestone

    for kind, condition in (("docked", "true"), ("signed", "n % 3 = 0")):
        one = Milestone(kind=kind, stated_as_of=datetime.date(2031, 5, 21), source="generated")
        repeat(cursor, one, numbers(start, stop, condition), pair_id="n + 1")


def activities(cursor, start, stop):
    """Ten for each pair, on days of two years from the first of 2031, like the twenty that the models make."""
    from django.db import connection

    from activities.models import Activity, ActivityKind

    kinds = [*ActivityKind.objects.order_by("pk").values_list("pk", flat=True)]
    assert kinds == [*range(kinds[0], kinds[0] + len(kinds))], kinds
    if not start:
        Activity.objects.bulk_create(models_of_activities(kinds))
    later = f"(n / {ALIKE} * 11 + n % {ALIKE} * 37) % {DAYS}"  # some of each of the twenty on every day
    day = f"date('2031-01-01', ({later}) || ' days')"
    if connection.vendor == "postgresql":
        day = f"DATE '2031-01-01' + CAST({later} AS integer)"
    told = {"id": "n + 1", "title": "replace(model.title, '0', CAST(n AS text))", "starts_on": day, "ends_on": day}
    told |= {"pair_id": f"n / {ACTIVITIES} + 1", "kind_id": f"{kinds[0]} + n % {len(kinds)}", "token": "NULL"}
    columns = [field.column for field in Activity._meta.concrete_fields]
    names = ", ".join(map(connection.ops.quote_name, columns))
    values = ", ".join(told.get(column, f"model.{connection.ops.quote_name(column)}") for column in columns)
    rows = numbers(max(start * ACTIVITIES, ALIKE), stop * ACTIVITIES)
    model = f"JOIN activities_activity AS model ON model.id = n % {ALIKE} + 1"
    cursor.execute(f"INSERT INTO activities_activity ({names}) SELECT {values} FROM {rows} {model}")


def models_of_activities(kinds):
    """The first twenty: one coming, one cancelled, one withdrawn, one a draft, the others held."""
    from django.utils import timezone

    from activities.models import Activity

    by, now = person(), timezone.now()
    told = {"submitted_at": now, "public_since": now}
    held = told | {"stage": "held", "status": "confirmed", "confirmed_at": now, "confirmed_by": by}
    states = [held] * (ALIKE - 4)
    states += [told | {"stage": "planned", "status": "submitted"}]
    states += [told | {"stage": "cancelled", "status": "submitted", "reason": "generated"}]
    states += [held | {"status": "withdrawn", "reason": "generated"}, {"stage": "held", "status": "draft"}]
    for n, state in enumerate(states):
        title = f"第0场{TITLES[n % len(TITLES)]}"
        place, day = f"{PLACES[n][1]}市体育馆", datetime.date(2031, 1, 1) + datetime.timedelta(days=7 * n)
        facts = {"title": title, "place": place, "starts_on": day, "ends_on": day, "logged_by": by, "side": "supporter"}
        yield Activity(pk=n + 1, pair_id=n // ACTIVITIES + 1, kind_id=kinds[n % len(kinds)], **facts, **state)


def person():
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get_or_create(username="bench")[0]


def measures(cursor, start, stop):
    """Each figure that its kind asks for."""
    from activities.models import Measure

    rows = (
        "activities_activity AS activity JOIN activities_kindindicator AS asked ON asked.kind_id = activity.kind_id"
        f" WHERE activity.id > {start * ACTIVITIES} AND activity.id <= {stop * ACTIVITIES}"
    )
    figures = {"activity_id": "activity.id", "indicator_id": "asked.indicator_id", "value": "1 + activity.id % 9"}
    repeat(cursor, Measure(), rows, **figures)


def totals(cursor, start, stop):
    """What the activities of these pairs add up to, as the portal's recount would find it."""
    from django.db import connection

    month = "date(activity.ends_on, 'start of month')"
    if connection.vendor == "postgresql":
        month = "CAST(date_trunc('month', activity.ends_on) AS date)"
    first = "CASE WHEN kind.code <> 'agreement_signing' THEN activity.ends_on END"
    keys = f"activity.pair_id, kind.mechanism_id, {month}, kind.mode = 'period'"
    counted = (
        "FROM activities_activity AS activity JOIN activities_activitykind AS kind ON kind.id = activity.kind_id {}"
        f" WHERE activity.pair_id > {start} AND activity.pair_id <= {stop}"
        " AND activity.stage = 'held' AND activity.status = 'confirmed' GROUP BY 1, 2, 3, 4"
    )
    measured = counted.format("JOIN activities_measure AS measure ON measure.activity_id = activity.id")
    cursor.execute(
        "INSERT INTO activities_total (pair_id, mechanism_id, month, period, indicator_id, value, entries)"
        f" SELECT {keys}, measure.indicator_id, sum(measure.value), count(*) {measured}, 5"
    )
    cursor.execute(
        "INSERT INTO activities_tally (pair_id, mechanism_id, month, period, activities, evidenced, first_on)"
        f" SELECT {keys}, count(*), 0, min({first}) {counted.format('')}"
    )
