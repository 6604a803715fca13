"""A running action made up for tests: two pairs, three kinds, and short words for what people do."""

import datetime

from django.utils import timezone

from activities.activities import workflow
from activities.models import Activity, ActivityKind, Indicator, KindIndicator, Mechanism
from pairs.models import Action, Batch, Pair, University

HUBEI, JIANGSU, ZHEJIANG = "42", "32", "33"


def day(offset=0):
    """A day counted from today."""
    return timezone.localdate() + datetime.timedelta(days=offset)


class World:
    """Two pairs of a published, running batch, and what may be logged in it."""

    def __init__(self):
        action = Action.objects.create(
            slug="made-up", name="测试行动", name_en="A made-up action", recipient_provinces=[HUBEI]
        )
        facts = {"title": "测试批次", "notice_on": day(-60), "source": "tests", "starts": day(-60), "ends": day(90)}
        facts |= {"label": "第一批", "label_en": "Batch 1"}
        self.batch = Batch.objects.create(number=1, action=action, published_at=timezone.now(), **facts)
        self.recipient = school("湖北甲学院", "4142000001", HUBEI)
        self.supporter = school("江苏子大学", "4132000001", JIANGSU)
        self.other_recipient = school("湖北乙学院", "4142000002", HUBEI)
        self.other_supporter = school("江苏丑大学", "4132000002", JIANGSU)
        sides = {"recipient": self.recipient, "supporter": self.supporter}
        self.pair = Pair.objects.create(batch=self.batch, serial=1, **sides)
        others = {"recipient": self.other_recipient, "supporter": self.other_supporter}
        self.other_pair = Pair.objects.create(batch=self.batch, serial=2, **others)
        self.jobs = Mechanism.objects.create(
            action=self.batch.action, number=1, name="共享岗位", name_en="Sharing jobs"
        )
        self.guidance = Mechanism.objects.create(
            action=self.batch.action, number=3, name="就业指导", name_en="Guidance"
        )
        self.posts = indicator("posts", "个", "posts")
        self.signed = indicator("signed", "人", "persons")
        self.lectures = indicator("lectures", "场", "lectures")
        self.fair = kind("fair", self.jobs, "event", self.posts, self.signed, for_graduates="fair")
        self.matching = kind("matching", self.jobs, "period", self.signed)
        self.lecture = kind("lecture", self.guidance, "event", self.lectures, for_graduates="talk")

    def drafted(self, by, kind=None, pair=None, measures=None, **values):
        """A draft of something held yesterday, unless `values` say otherwise."""
        facts = {"title": "化工类专场", "starts_on": day(-1), "ends_on": day(-1)} | values
        return workflow.draft(by, pair or self.pair, kind or self.fair, measures=measures, **facts)

    def submitted(self, by, **facts):
        return workflow.submit(self.drafted(by, **facts), by)

    def planned(self, by, **values):
        """A plan for next week that has been handed in, public as a coming event."""
        facts = {"stage": "planned", "starts_on": day(7), "ends_on": day(7)} | values
        return self.submitted(by, **facts)

    def passed(self, by, **values):
        """A plan whose day was yesterday."""
        plan = self.planned(by, **values)
        Activity.objects.filter(pk=plan.pk).update(starts_on=day(-1), ends_on=day(-1))
        plan.refresh_from_db()
        return plan

    def confirmed(self, by, other, **facts):
        """Logged by one side and confirmed by `other`."""
        return workflow.confirm(self.submitted(by, **facts), other)


def school(name, code, province, **facts):
    facts = {"name": name, "code": code, "province": province, "tier": "provincial_undergraduate"} | facts
    return University.objects.create(**facts)


def indicator(code, unit, unit_en):
    words = {"name": f"指标{code}", "name_en": code, "unit": unit, "unit_en": unit_en, "rule": "每次计一次"}
    return Indicator.objects.create(code=code, rule_en="Each counts once", **words)


def kind(code, mechanism, mode, *indicators, for_graduates=""):
    names = {"name": f"类别{code}", "name_en": code, "for_graduates": for_graduates}
    made = ActivityKind.objects.create(code=code, mechanism=mechanism, mode=mode, **names)
    for position, asked in enumerate(indicators):
        KindIndicator.objects.create(kind=made, indicator=asked, position=position)
    return made
