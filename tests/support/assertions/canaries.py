"""Words and numbers that nobody outside may ever read, planted in one pair; and a walk over every address there is."""

import io
import re
import zipfile
from urllib.parse import quote

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver, reverse
from django.utils import translation

from activities.activities import proposals, workflow
from activities.agreements import workflow as agreements
from activities.employment import workflow as employment
from activities.models import DeletedFile, Evidence, GraduateGroup, KeptUpload, UnsentText
from core.file_content import Upload
from oversight.inspections.workflow import findings
from oversight.models import NilReturn
from oversight.notes import workflow as notes
from oversight.obligations.reminders import remind
from oversight.practices import workflow as practices
from tests.pairing_portal.test_access import addresses
from tests.support.access import lookup
from tests.support.factories.activities import day
from tests.support.factories.obligations import a_finding

CANARY = "金丝雀"
NUMBERS = (73_519, 88_883, 64_417)
PDF = b"%PDF-1.4\n%%EOF"
ONE_TIME = re.compile(r'name="(csrfmiddlewaretoken|token)" value="[^"]*"|<!--.*?-->', re.DOTALL)


def word(kind):
    return CANARY + kind


class Planted:
    """Everything of one pair that is not public, each with a word of its own; `records` are what was made."""

    def __init__(self, world, rita, sam, officer, inspector):
        self.world, self.rita, self.sam, self.officer, self.inspector = world, rita, sam, officer, inspector
        self.records = []
        for plant in (
            self.entries,
            self.evidence,
            self.agreement,
            self.snapshot,
            self.note,
            self.finding,
            self.practice,
            self.nil_return,
            self.unsent,
            self.deleted,
        ):
            self.records += plant()

    def told(self, kind, **more):
        words = dict.fromkeys(["title", "title_en", "description", "place"], word(kind))
        return words | {"link": f"https://x.cn/{word(kind)}", "measures": {"posts": NUMBERS[0]}} | more

    def entries(self):
        draft = self.world.drafted(self.rita, **self.told("草稿"))
        held = self.world.pair.activities.get(status="confirmed")
        proposals.propose_correction(held, self.rita, {"title": word("更正")}, {"posts": NUMBERS[0]}, word("更正理由"))
        return [draft, held, *held.corrections.all()]

    def evidence(self):
        """With an entry that came back, was handed in again, and waits."""
        entry = self.world.drafted(self.sam, **self.told("提交"))
        file = Evidence.objects.attach(self.sam, entry, SimpleUploadedFile(f"{word('佐证')}.pdf", PDF))
        link = Evidence.objects.attach_link(self.sam, entry, f"https://x.cn/{word('链接')}")
        workflow.submit(workflow.send_back(workflow.submit(entry, self.sam), self.rita, word("退回理由")), self.sam)
        return [entry, file, link]

    def agreement(self):
        promise = {"mechanism": self.world.jobs, "text": word("承诺"), "indicator": self.world.posts}
        promise["target"] = NUMBERS[2]
        return [agreements.draft(self.rita, self.world.pair, word("协议"), day(), day(30), [promise])]

    def snapshot(self):
        group = GraduateGroup.objects.get()
        facts = {"university": self.world.recipient, "as_of": day(-1), "group": group}
        return [employment.report(self.rita, **facts, graduates=NUMBERS[1], employed=NUMBERS[0])]

    def note(self):
        kept = notes.write(self.officer, self.world.pair, word("意见"))
        back = notes.write(self.officer, self.world.pair, word("撤回的意见"))
        return [kept, notes.withdraw(back, self.officer, word("撤回理由"))]

    def finding(self):
        found = a_finding(self.inspector, self.world.pair, due_on=day(-2), text=word("问题"))
        findings.respond(found, self.rita, word("答复"))
        found.inspection.reason = found.inspection.conclusion = word("结论")
        found.inspection.save()
        return [found, found.inspection, found.inspection.round]

    def practice(self):
        words = {"raw_title": word("经验"), "raw_text": word("做法"), "mechanism": self.world.jobs}
        return [practices.propose(self.rita, self.world.pair, **words)]

    def nil_return(self):
        facts = {"side": "recipient", "first": day(-12), "last": day(-3), "said_by": self.rita}
        return [NilReturn.objects.create(pair=self.world.pair, remark=word("无活动"), **facts)]

    def unsent(self):
        """What was typed into the form of the draft and not sent, and a file that came with it."""
        UnsentText.objects.save_for(self.rita, f"edit:{self.records[0].pk}", {"title": [word("未提交")]})
        file = Upload(SimpleUploadedFile(f"{word('未提交的文件')}.pdf", PDF))
        KeptUpload.objects.keep(self.rita, "a-token", [file])
        return [*UnsentText.objects.all(), *KeptUpload.objects.all()]

    def deleted(self):
        """A draft that was deleted with its file and may come back."""
        draft = workflow.draft(self.rita, self.world.pair, self.world.fair, title=word("已删除"))
        Evidence.objects.attach(self.rita, draft, SimpleUploadedFile(f"{word('已删除的材料')}.pdf", PDF))
        act = workflow.discard(draft, self.rita)
        return [act, *DeletedFile.objects.all()]


SEARCHES = [quote(CANARY[:2])]
INSIDE = [
    *("草稿", "提交", "退回理由", "更正", "更正理由", "佐证", "链接", "承诺", "协议"),
    *("意见", "撤回理由", "问题", "答复", "结论", "经验", "做法", "无活动", "未提交"),
]


def every_path(world, records, language, searches=SEARCHES, public=True):
    """Every address of the portal but the admin's, with all that could stand in it for the planted pair.

    Public ones do not ask who reads (tests/public/test_public_pages.py): one walk over them stands for everybody's.
    """
    values = {
        "address": [world.pair.address],
        "number": [1],
        "place": [1],
        "code": [world.recipient.code],
        "slug": ["none-such"],
        "name": ["to_confirm", "confirm", "activities"],
        "language": ["en"],
        "form": ["csv", "xlsx", "json"],
        "section": ["activities"],
        "token": ["none-such"],
        "first": ["2031-03-01"],
        "uidb36": ["1"],
        "key": ["none-such"],
        "action_slug": [world.batch.action.slug],
        "measure": ["none-such"],
        "bulletin": ["none-such"],
        "origin": ["none-such"],
        "rest": ["none-such"],
    }
    names = {name for name, _pattern in addresses(get_resolver().url_patterns) if name and ":" not in name}
    names = {name for name in names if public or not lookup(name).public}
    with translation.override(language):
        for name in sorted(names):
            keys = keys_for(name, records)
            yield from paths_of(name, values | {"pk": keys, "id": keys, "other": keys[:1]}, searches)
        yield f"{reverse('desk_activity_edit', args=[records[0].pk])}?restore=1"  # what was typed and not sent


def keys_for(name, records):
    """The keys of those records that an address such as desk_note_edit shows; any one where it shows other things."""
    noun = name.removeprefix("desk_").partition("_")[0]
    return [record.pk for record in records if record._meta.model_name.endswith(noun)] or [records[0].pk]


def paths_of(name, values, searches):
    """One path for each combination of values; a parameter that nobody thought of fails here."""
    asked = get_resolver().reverse_dict.getlist(name)[0][0][0][1]
    combinations = [{}]
    for parameter in asked:
        combinations = [made | {parameter: value} for made in combinations for value in values[parameter]]
    for kwargs in combinations:
        path = reverse(name, kwargs=kwargs)
        yield path
        if asked in ([], ["form"]):  # lists take a search, and their files too
            yield from (f"{path}?q={search}" for search in searches)


CLOSED = ("404", "403", "405")  # what an answer begins with that shows nothing


def words_of(response):
    """All that an answer holds: its status, its text or its file's, and its headers."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:2] == b"PK":
        book = zipfile.ZipFile(io.BytesIO(body))
        text = " ".join(book.read(name).decode() for name in book.namelist() if not name.startswith("docProps"))
    else:
        text = body.decode(errors="replace")
    return (
        f"{response.status_code} "
        + ONE_TIME.sub("", text)
        + str(response.headers.get("Location"))
        + str(response.headers.get("Content-Disposition"))
    )


def canaries_in(text):
    """The canaries in a text, in any of the ways in which they may be written."""
    ways = {CANARY: CANARY, quote(CANARY): CANARY, CANARY.encode("unicode_escape").decode(): CANARY}
    for number in NUMBERS:
        ways |= {str(number): number, f"{number:,}": number}
    return {canary for way, canary in ways.items() if way in text}


def walk(client, paths):
    """What is answered at each path."""
    return {path: words_of(client.get(path)) for path in paths}


def remind_all(dues):
    return remind(dues)
