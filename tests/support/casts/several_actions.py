"""Actions side by side, each with all that a page may tell of it, and every word of each with its own mark."""

from django.utils import timezone

from activities.activities.models import totals
from activities.models import Activity, Measure, Mechanism
from oversight.bulletins import workflow as bulletins
from oversight.models import Bulletin, Practice
from pairs.models import Action, Batch, Pair, SupporterRole, University
from tests.support.factories.activities import day, indicator, kind

WEST = ["54", "65", "63"]  # Tibet, Xinjiang, Qinghai


def an_action(mark, provinces=("54",), running=True, several=False, **facts):
    """A published action whose every text has `mark` in it: one batch, three pairs or groups, two mechanisms."""
    action = Action.objects.create(
        slug=mark.lower(),
        name=f"行动{mark}",
        name_en=f"Action {mark}",
        introduction=f"简介{mark}\n\n第二段{mark}",
        introduction_en=f"Introduction {mark}\n\nSecond paragraph {mark}",
        source=f"来源{mark}",
        recipient_provinces=list(provinces),
        several_supporters=several,
        **({"register_on": day()} | facts),
    )
    for number in (1, 2):
        names = {"name": f"机制{number}{mark}", "name_en": f"Mechanism {number} {mark}"}
        Mechanism.objects.create(action=action, number=number, summary=f"一句话{mark}", **names)
    a_batch_of(action, mark, running)
    return action


def a_batch_of(action, mark, running=True, **facts):
    span = {"starts": day(-9), "ends": day(90)} if running else {"starts": day(-90), "ends": day(-9)}
    facts = span | {"label": f"首批{mark}", "label_en": f"First batch {mark}"} | facts
    facts |= {"title": f"通知{mark}", "title_en": f"Notice {mark}", "source": f"来源{mark}", "notice_on": day(-99)}
    batch = Batch.objects.create(action=action, published_at=timezone.now(), **facts)
    group = roles_of(action, mark) if action.several_supporters else [None]
    helped = action.recipient_provinces or ["51"]
    for serial in (1, 2, 3):
        recipient = a_school(mark, helped[serial % len(helped)])
        for role in group:
            sides = {"recipient": recipient, "supporter": a_school(mark, ["11", "31", "44"][serial - 1])}
            Pair.objects.create(batch=batch, serial=serial if batch.has_serials else None, role=role, **sides)
    return batch


def roles_of(action, mark):
    lead = SupporterRole.objects.create(action=action, name=f"牵头{mark}"[:20], name_en=f"Lead {mark}", is_lead=True)
    part = SupporterRole.objects.create(action=action, name=f"参与{mark}"[:20], name_en=f"Part {mark}", position=1)
    return [part, lead]  # printed in this order; the lead is shown first all the same


def a_school(mark, province):
    number = University.objects.count()
    names = {"name": f"第{number}大学{mark}", "name_en": f"University {number} {mark}"}
    return University.objects.create(code=f"41{province}{number:06}", province=province, city="某市", **names)


def what_was_done(action, mark, editor):
    """An activity with a figure, a coming event, a practice and a bulletin, each with `mark` in its words."""
    pair, mechanism = Pair.objects.of_action(action).in_order().first(), action.mechanisms.first()
    fairs = kind(
        f"fair-{action.slug}",
        mechanism,
        "event",
        indicator(f"posts-{action.slug}", "个", "posts"),
        for_graduates="fair",
    )
    whose = {"pair": pair, "kind": fairs, "side": "recipient", "logged_by": editor, "public_since": timezone.now()}
    held = {"stage": "held", "status": "confirmed", "confirmed_at": timezone.now()}
    held |= {"starts_on": day(-1), "ends_on": day(-1)}
    coming = {"stage": "planned", "status": "submitted", "starts_on": day(3), "ends_on": day(3)}
    done = Activity.objects.create(title=f"已办{mark}", **whose, **held)
    Activity.objects.create(title=f"将办{mark}", **whose, **coming)
    Measure.objects.create(activity=done, indicator=fairs.indicators.get(), value=7)
    totals.recount_all()
    a_practice(pair, mechanism, mark)
    a_bulletin(action, mark, editor)


def a_practice(pair, mechanism, mark):
    texts = {"title": f"做法{mark}", "title_en": f"Practice {mark}", "text": f"正文{mark}", "text_en": f"Text {mark}"}
    facts = {"source": f"来源{mark}", "state": "published", "published_at": timezone.now(), "slug": mark.lower()}
    return Practice.objects.create(pair=pair, mechanism=mechanism, **texts, **facts)


def a_bulletin(action, mark, editor, numbers=None, **facts):
    """A published bulletin on the batches of the action, or those with `numbers`, that states one figure."""
    numbers = numbers or [batch.number for batch in action.batches.all()]
    words = {"scope": f"范围{mark}", "scope_en": f"Scope {mark}", "source": f"来源{mark}"}
    facts = {"stated_on": day(-3), "batches": ",".join(map(str, numbers))} | words | facts
    bulletin = Bulletin.objects.create(**facts)
    figure = {"name": f"岗位{mark}", "name_en": f"posts {mark}", "wording": "12个", "wording_en": "12 posts"}
    bulletins.state_figure(bulletin, editor, source=f"来源{mark}", **figure)
    return bulletins.publish_as_stated(bulletin)
