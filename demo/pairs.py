"""Universities, batches with their lists, milestones: by the ways an editor would go."""

import datetime

from django.utils import timezone
from simple_history.utils import bulk_create_with_history, update_change_reason

from core.numbers import in_chinese
from pairs.lists import workflow
from pairs.models import Action, Batch, DeclaredCount, Milestone, Pair, University, UniversityName
from pairs.pairs.models.batch import whole_months
from pairs.pairs.workflow import replace_supporter

from . import people, university_names
from .scheduler import moment

NOTICE = "演示通知，不是真实文件 / a notice made up for demonstration"
HEADINGS = "序号,受援高校,支援高校"
REPLACED, REPLACED_ON = 16, -15  # serial number in the running batch, and the last day of its first supporter
EXTRA = 6  # universities in the province that are in no pair
CENTRAL, PROVINCIAL = ["central_moe", "central_other"], ["provincial_undergraduate", "unknown"]
VOCATIONAL, ADULT = ["model_vocational", "specialty_vocational", "ordinary_vocational"], ["adult"]
GROUPS = [  # side, group, label and the tiers that the notice counts in it
    ("recipient", "undergraduate", "本科高校", "Undergraduate institutions", [*CENTRAL[:1], *PROVINCIAL]),
    ("recipient", "vocational", "高职院校", "Vocational colleges", VOCATIONAL),
    ("recipient", "adult", "成人高校", "Adult institutions", ADULT),
    ("supporter", "central", "中央部委直属高校", "Universities under central ministries", CENTRAL),
    ("supporter", "provincial", "省属本科高校", "Provincial undergraduate universities", PROVINCIAL[:1]),
    ("supporter", "vocational", "高职院校", "Vocational colleges", VOCATIONAL[:2]),
    ("supporter", "adult", "成人高校", "Adult institutions", ADULT),
]


def plan(world):
    """Write the pairing of the two actions into the diary: one of last year, and one that is running."""
    batches = first_days(world)
    world.diary.at(moment(batches[1] - datetime.timedelta(days=40)), found, world)
    for number, starts in batches.items():
        ends = starts + datetime.timedelta(days=170 if number == 1 else 200)
        world.diary.at(moment(notice_day(starts), 10), announce, world, number, starts, ends)
    world.diary.at(moment(world.day(-20), 15), prolong, world)
    world.diary.at(moment(world.day(REPLACED_ON + 3), 11), replace, world)
    world.diary.at(moment(world.day(-1), 16), prepare_next, world)
    world.starts = batches


def first_days(world):
    """The first day of each batch, by its number."""
    started = (world.day(-62)).replace(day=1)
    return {1: started - datetime.timedelta(days=365), 2: started, 3: world.day(-9)}


def notice_day(starts):
    return starts - datetime.timedelta(days=4)


def found(world):
    """The ministry's people, and the universities as a register would show them."""
    people.ministry(world)
    known = {"facts_as_of": timezone.localdate()}
    facts = (*university_names.supporters(), *university_names.recipients(world.sizes[2] + world.sizes[3] + EXTRA))
    store(University, [University(**row, **known) for row in facts], world.editor)
    span = {"since": timezone.localdate() - datetime.timedelta(days=1800), "until": world.day(0)}
    store(UniversityName, [a_name(one, one.name, **span) for one in University.objects.all()], world.editor)
    renamed = University.objects.get(code=f"{university_names.PREFIX}42000005")
    span = {"since": datetime.date(1999, 3, 1), "until": timezone.localdate() - datetime.timedelta(days=1801)}
    store(UniversityName, [a_name(renamed, renamed.name.replace("演示", "演示高等"), **span)], world.editor)


def a_name(university, name, **span):
    texts = {"name": name, "name_en": university.name_en, "source": university_names.SOURCE}
    return UniversityName(university=university, **texts, **span)


def announce(world, number, starts, ends):
    """A notice comes out: its batch, its list as an editor imports it, and its publication."""
    today = timezone.localdate()
    starts, ends = whole_months(starts, ends) if number != 3 else (starts, ends)
    size, missing = world.sizes[number], 2 if number == 3 else 0
    batch = Batch(number=number, action=world.actions[min(number, 2)], starts=starts, ends=ends, notice_on=today)
    batch.label, batch.label_en = f"第{in_chinese(number)}批", f"Batch {number}"
    batch.title, batch.title_en = titles(number)
    batch.source, batch.in_months, batch.declared_pairs = NOTICE, number != 3, size + missing
    batch.list_status = Batch.ListStatus.PARTIAL if missing else Batch.ListStatus.COMPLETE
    save(batch, world.editor)
    rows = listed(world, number)
    listing = "\n".join([HEADINGS, *(f"{serial},{helped.name},{helping.name}" for serial, helped, helping in rows)])
    stored = workflow.preview(batch, listing.encode(), f"演示名单{number}.csv", owner=world.editor)
    workflow.confirm(stored, world.editor, "按演示通知导入名单", accept_warnings=True)
    declare(world, batch)
    batch.publish(world.editor)
    world.batches[number] = batch
    people.coordinators(world, number)
    for offset, kind in ((0, Milestone.Kind.ANNOUNCED), (7, Milestone.Kind.DOCKED)):
        world.diary.at(moment(today + datetime.timedelta(days=offset), 17), state, world, number, kind)
    world.diary.at(moment(ends, 17), state, world, number, Milestone.Kind.ENDED)


def actions(world):
    """Last year's action and the running one, by the number of their first batch."""
    return {number: an_action(number, notice_day(starts)) for number, starts in first_days(world).items() if number < 3}


def an_action(number, day):
    facts = {"name": f"演示“一帮一”行动（{day.year}）", "name_en": f"One-Helps-One demonstration ({day.year})"}
    made = Action(slug=f"demo-{day.year}-{number}", recipient_provinces=[university_names.HUBEI], **facts)
    made.register_on = day
    save(made, None)
    return made


def titles(number):
    return (
        f"演示：第{in_chinese(number)}批高校毕业生就业创业工作“一帮一”行动",
        f"Demonstration: batch {number} of the One-Helps-One action for graduates' employment",
    )


def listed(world, number):
    """The rows of a list: serial number (some of the newest are not known), recipient, supporter."""
    helped = list(University.objects.filter(province=university_names.HUBEI).order_by("code"))
    helping = list(University.objects.exclude(province=university_names.HUBEI).order_by("code"))
    helping = sorted(helping, key=lambda one: one.code[4:])  # in the order in which they were named, not by province
    first, shift = {1: (2, 7), 2: (0, 0), 3: (world.sizes[2], 0)}[number]
    for place in range(world.sizes[number]):
        serial = "" if number == 3 and place >= world.sizes[3] - 2 else place + 1
        yield serial, helped[first + place], helping[(first + shift + place) % len(helping)]


def declare(world, batch):
    """What the notice says of its own list: true, except that one group is off by one, with the editor's note."""
    pairs = list(batch.pairs.all())
    for position, (side, group, label, label_en, tiers) in enumerate(GROUPS):
        count = sum(getattr(pair, f"{side}_tier") in tiers for pair in pairs)
        made = DeclaredCount(batch=batch, side=side, group=group, label=label, label_en=label_en, position=position)
        made.tiers, made.count = tiers, count
        if batch.number == 2 and group == "central":
            made.count += 1
            made.note = "通知正文与名单相差一所，已向发文单位核实，以名单为准。"
            made.note_en = "The notice differs from its list by one; its author has confirmed the list."
        if count:
            save(made, world.editor)


def state(world, number, kind):
    """A statement about a whole batch; of the newest one, only the first half of the list has docked."""
    pairs = Pair.objects.filter(batch=world.batches[number])
    if number == 3 and kind == Milestone.Kind.DOCKED:
        pairs = pairs.filter(serial__lte=world.sizes[3] // 2)
    pairs.record_milestone(kind, source=NOTICE, on=timezone.localdate(), by=world.editor, reason="演示通报")


def prolong(world):
    """The running batch gets two more weeks, with the reason."""
    batch = Batch.objects.get(pk=world.batches[2].pk)
    batch._history_user, batch.in_months = world.editor, False
    ends = batch.ends + datetime.timedelta(days=14)
    batch.adjust_period(batch.starts, ends, "部分高校毕业时间推迟，经研究延长两周（演示）。", by=world.editor)


def replace(world):
    """The supporter of a pair that did nothing is replaced; a small demonstration does not have that pair."""
    pair = next((one for one in world.pairs(2) if one.serial == REPLACED), None)
    if pair:
        listed_already = [one.supporter_id for one in world.pairs(2)]
        others = University.objects.exclude(province=university_names.HUBEI).exclude(pk__in=listed_already)
        facts = {"supporter": others.order_by("code").first(), "last_day": world.day(REPLACED_ON), "source": NOTICE}
        reason = {"reason": "原支援高校工作安排调整，经双方商定更换（演示）。"}
        reason["reason_en"] = "The first supporter had other commitments; both sides agreed (demonstration)."
        replace_supporter(pair, world.editor, **facts, **reason)


def prepare_next(world):
    """An editor is at work on the next batch: its list is read, and not yet confirmed."""
    facts = {
        "label": "第四批",
        "label_en": "Batch 4",
        "title": "演示：下一批结对名单（起草中）",
        "title_en": "Demonstration: the next list (in preparation)",
    }
    dates = {"notice_on": world.day(-1), "starts": world.day(20), "ends": world.day(140)}
    batch = Batch(number=4, action=world.batches[2].action, source=NOTICE, **facts, **dates)
    save(batch, world.editor)
    free = list(University.objects.filter(province=university_names.HUBEI).order_by("-code")[:3])
    helping = list(University.objects.exclude(province=university_names.HUBEI).order_by("-code")[:2])
    pairs = [f"{place},{helped.name},{helping[0].name}" for place, helped in enumerate(free, start=1)]
    pairs[1] = f"2,{free[1].name.replace('学院', '大学')},{helping[1].name}"
    workflow.preview(batch, "\n".join([HEADINGS, *pairs]), owner=world.editor)


def store(model, records, by):
    bulk_create_with_history(records, model, default_user=by, default_change_reason="演示数据")


def save(record, by):
    record._history_user = by
    record.full_clean()
    record.save()
    update_change_reason(record, "演示数据")
