"""Inspections: a round that was drawn, another chosen by hand, and findings in every state."""

from django.utils import timezone

from activities.models import Agreement
from core.file_content import Upload
from oversight.inspections.workflow import findings, inspections, rounds
from oversight.models import Checklist, Inspection, Verdict

from . import sample_files
from .scheduler import moment

SEED = "demo-2"
DRAWN = 5
# Pairs of the second round by their serial number: silent, with a returned agreement, not looked at yet.
CHOSEN = (6, 8, 12)
FIRST = {"name": "演示督导检查（第一轮）", "name_en": "Demonstration: inspections, round 1"}
SECOND = {"name": "演示专项检查（协议落实）", "name_en": "Demonstration: a closer look at agreements"}
CALLED_OFF = "该对高校正在更换联络员，改在下一轮检查（演示）。"
CONCLUSION = "演示结论：对接和联络工作扎实，活动登记及时；个别事项按整改要求完成后关闭。"
UNFINISHED = "演示记录：已与两校联络员线上核对，实地检查尚未完成。"
AGREEMENT, UNSIGNED = 1, "协议尚未签署。"
NOTES = {2: "岗位信息更新不够及时，有两周没有新增。", 6: "两项活动的数值没有附佐证材料。"}  # by place of the question

SILENT = "批次启动以来尚未登记任何活动，请说明原因并提出工作计划。"
LINKED = "已补充招聘会现场照片和参会单位名单。"
LISTED = "已按统一口径重新核对，按人次统计，并更正一项活动的数值。"
# By place, the pair that is shown first, then those that were drawn: side, words, day on which it is due, and what
# came of it: all days counted from today.
FINDINGS = {
    0: [
        ("recipient", "线下招聘会缺少佐证材料，请补充现场照片或参会单位名单。", -15, {-19: LINKED, -14: "材料齐全。"}),
        ("supporter", "协议承诺的实习岗位尚未列出清单和对接人，请补充。", -5, {}),
        ("recipient", "一对一咨询按人数还是人次统计不一致，请核对口径。", 4, {-6: LISTED}),
        ("recipient", "毕业生求职意向尚未按月更新，请明确责任人。", 7, {}),
        ("supporter", "在线课程的开放期限不明确，请与受援高校商定后告知毕业生。", 9, {}),
    ],
    1: [("supporter", "岗位信息未按专业分类，毕业生查找不便。", -13, {-17: "已按专业大类重新整理。", -12: "已核实。"})],
    2: [("recipient", "重点群体毕业生的帮扶台账不完整，请补齐。", -6, {})],
    4: [("recipient", "创业项目的跟踪服务没有安排到人。", 11, {-8: "已为每个项目指定一名指导教师。"})],
}


def plan(world):
    world.diary.at(moment(world.day(-27), 9), draw, world)
    world.diary.at(moment(world.day(-5), 9), choose, world)


def draw(world):
    """The first round: the pair that is shown by hand, the others by a seed with which anybody can draw them again."""
    opened = begin(world, FIRST, -27, -12)
    by_hand = rounds.choose(opened, world.inspector, [world.shown().pk])
    drawn = rounds.draw(opened, world.inspector, DRAWN, SEED).inspections.order_by("pk")
    *visited, left_out = [*by_hand, *drawn]
    for place, inspection in enumerate(visited):
        visit = Visit(world, inspection, FINDINGS.get(place, []))
        world.diary.at(moment(world.day(-26 + place), 10), visit.record)
        world.diary.at(moment(world.day(-24 + place), 16), visit.conclude)
    world.diary.at(moment(world.day(-22), 11), inspections.call_off, left_out, world.inspector, CALLED_OFF)


def choose(world):
    """The second round is under way: of its pairs one has been looked at."""
    opened = begin(world, SECOND, -5, 16)
    keys = [pair.pk for pair in world.pairs(2) if pair.serial in CHOSEN]
    first, *_others = rounds.choose(opened, world.inspector, keys)
    visit = Visit(world, first, [("supporter", SILENT, 6, {})], finished=False)
    world.diary.at(moment(world.day(-2), 10), visit.record)


def begin(world, names, starts, ends):
    days = {"starts": world.day(starts), "ends": world.day(ends)}
    facts = {**names, **days, "checklist": Checklist.objects.offered().first()}
    return rounds.open_round(world.inspector, batches=[world.batches[2]], **facts)


class Visit:
    """One inspection on its way: what is found, and what comes of it."""

    def __init__(self, world, inspection, findings, finished=True):
        self.world, self.inspection, self.findings, self.finished = world, inspection, findings, finished

    def record(self):
        """Answer the questions, the first two where the visit is not finished, and record what is not in order."""
        values = {"visited_on": timezone.localdate(), "conclusion": CONCLUSION if self.finished else UNFINISHED}
        answers = list(self.inspection.answers.all())
        for place, answer in enumerate(answers if self.finished else answers[:2]):
            values[f"verdict-{answer.pk}"], values[f"note-{answer.pk}"] = self.verdict(place)
        inspections.fill(self.inspection, self.world.inspector, None, values)
        for side, text, due, story in self.findings:
            facts = {"side": side, "text": f"{text}（演示）", "due_on": self.world.day(due)}
            self.follow(findings.record(self.world.inspector, self.inspection, **facts), story)

    def verdict(self, place):
        """What is found on one question, and the note on it; the agreement is looked up."""
        if place == AGREEMENT and not Agreement.objects.in_force().filter(pair=self.inspection.pair).exists():
            return Verdict.NOT_MET, UNSIGNED
        return (Verdict.PARTLY, NOTES[place]) if self.findings and place in NOTES else (Verdict.MET, "")

    def follow(self, finding, story):
        """The side answers, and the inspector closes."""
        for (offset, words), step in zip(story.items(), (self.answer, self.close), strict=False):
            self.world.diary.at(moment(self.world.day(offset), 14), step, finding, words)

    def answer(self, finding, words):
        by = self.world.speaker(self.inspection.pair, finding.side, timezone.localdate())
        files = [Upload(sample_files.pdf("参会单位名单（演示）"))] if words == LINKED else ()
        findings.respond(finding, by, f"{words}（演示）", files=files)

    def close(self, finding, words):
        findings.close(finding, self.world.inspector, f"{words}（演示）")

    def conclude(self):
        inspections.conclude(Inspection.objects.get(pk=self.inspection.pk), self.world.inspector)
