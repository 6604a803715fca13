"""What people and the worker do that must be whole or not at all, each with something new every time."""

import datetime
import itertools
from contextlib import suppress

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from activities.activities import workflow as activities
from activities.models import Activity, Evidence
from activities.sheets import workflow as sheets
from core.exceptions import Refused
from core.jobs import running
from core.jobs.models import LEASE
from core.models import Act, Job, Letter
from core.outbox.models import LOST_AFTER
from core.outbox.sending import message_id, send_due
from core.tokens import new_token
from oversight.bulletins import workflow as bulletins
from oversight.models import Bulletin
from pairs.lists import workflow as lists
from pairs.lists.resources import PairResource
from pairs.models import Action, Batch, ListImport
from tests.activities.sheets.sheets import rows, taken
from tests.conftest import a_client, a_person
from tests.support.browser.desk_forms import PDF, new_address, typed
from tests.support.factories.activities import World
from tests.support.factories.lists import BING, CHOU, DING, JIA, MAO, YI, YIN, ZI, hold, reading, school
from tests.support.factories.ministry_season import Season

from .killing import DamageError

NUMBERS = itertools.count(10)
PAIRS = (1, JIA, ZI), (2, YI, CHOU), (3, BING, YIN), (4, DING, MAO)
LIST = "序号,受援高校,支援高校\n" + "".join(f"{number},{one},{other}\n" for number, one, other in PAIRS)


class Moment:
    """One kind of act. `resume` is what its person does who got no answer: the same again."""

    later = ()  # the tables of what comes with a second transaction

    def prepare(self):
        """Something new for the act to be about."""

    def act(self, thing):
        raise NotImplementedError

    def resume(self, thing):
        with suppress(Refused):  # it was done already
            self.act(thing)

    def afterwards(self, thing):
        """Look at what the tables of the act do not show."""

    def stages(self, whole):
        """What may be found of it: nothing, all, and what stands between two transactions."""
        return [{}, {label: rows for label, rows in whole.items() if label not in self.later}, whole]


class OfLists(Moment):
    """Eight schools; every time a new action with a batch."""

    def __init__(self, _server):
        for number, name in enumerate((JIA, YI, BING, DING), 1):
            school(name, f"41420000{number:02}", "42")
        for number, name in enumerate((ZI, CHOU, YIN, MAO), 1):
            school(name, f"41320000{number:02}", "32")
        self.editor = a_person("ed", "editor")

    def batch(self, **facts):
        number = next(NUMBERS)
        words = {"name": f"第{number}次行动", "name_en": f"Action {number}", "recipient_provinces": ["42"]}
        action = Action.objects.create(slug=f"action-{number}", **words)
        facts |= {"starts": datetime.date(2026, 3, 1), "ends": datetime.date(2026, 9, 30), "source": "tests"}
        facts |= {"notice_on": datetime.date(2026, 3, 1), "title": f"第{number}批"}
        return Batch.objects.create(number=number, action=action, **facts)

    def listed(self):
        return lists.preview(self.batch(), LIST, owner=self.editor)


class Importing(OfLists):
    def prepare(self):
        return self.listed().pk

    def act(self, thing):
        lists.confirm(ListImport.objects.get(pk=thing), self.editor, "公布名单")


class Undoing(OfLists):
    def prepare(self):
        batch = self.batch(declared_pairs=4, list_status=Batch.ListStatus.PARTIAL)
        hold(batch, (1, JIA, ZI), (2, YI, CHOU))
        changed = (2, JIA, ZI), (1, YI, CHOU), *PAIRS[2:]
        assert not PairResource().import_data(reading(*changed), batch=batch, accept_warnings=True).refusal
        return Act.objects.latest("pk").pk

    def act(self, thing):
        Act.objects.get(pk=thing).undo(self.editor, "导入有误")


class OfActivities(Moment):
    def __init__(self, _server):
        self.world = World()
        self.rita = a_person("rita", "coordinator", university=self.world.recipient)
        self.sam = a_person("sam", "coordinator", university=self.world.supporter)


class EnteringSheets(OfActivities):
    def prepare(self):
        number = next(NUMBERS)
        return taken(self.rita, rows(3, 标题=f"第{number}场", 地点=f"{number}号楼")).pk

    def act(self, thing):
        sheet = sheets.Sheet.objects.get(pk=thing)
        found = sheets.checked(sheet, self.rita).questions
        sheets.enter(sheet, self.rita, {question.digest for question, _rows in found})


class UploadingEvidence(OfActivities):
    """The form of a new entry with two files, as a browser sends it: the entry first, and then each file with it."""

    later = ("activities.Evidence", "activities.HistoricalEvidence")

    def prepare(self):
        number = next(NUMBERS)
        form = typed(title=f"第{number}场", token=new_token(self.rita), draft="1", place=f"{number}号楼")
        return form, a_client(self.rita).cookies, [PDF + b"%%%d %d\n" % (number, file) + PDF * 500 for file in range(2)]

    def act(self, thing):
        form, cookies, contents = thing
        client = Client()
        client.cookies.update(cookies)
        files = [SimpleUploadedFile(f"{number}.pdf", data) for number, data in enumerate(contents)]
        answer = client.post(new_address(self.world), form | {"files": files})
        assert answer.status_code == 302, answer.content.decode()

    def stages(self, whole):
        one = dict.fromkeys(self.later, (1, 0, 0))
        return [*super().stages(whole), whole | one]

    def afterwards(self, thing):
        entry = Activity.objects.get(title=thing[0]["title"])
        sizes = sorted(Evidence.objects.filter(activity=entry).values_list("size", flat=True))
        if sizes != sorted(map(len, thing[2])):
            raise DamageError(f"files of {sizes} bytes")


class Confirming(OfActivities):
    def prepare(self):
        number = next(NUMBERS)
        return self.world.submitted(self.rita, title=f"第{number}场", measures={"posts": number}).pk

    def act(self, thing):
        activities.confirm(Activity.objects.get(pk=thing), self.sam)


class PublishingBulletins(Moment):
    def __init__(self, _server):
        self.world, self.editor = Season(), a_person("ed", "editor")
        rita = a_person("rita", "coordinator", university=self.world.recipient)
        sam = a_person("sam", "coordinator", university=self.world.supporter)
        self.world.the_six(rita, sam)

    def prepare(self):
        number = next(NUMBERS)
        return self.world.drafted_bulletin(self.editor, scope=f"第{number}期", scope_en=f"No. {number}").pk

    def act(self, thing):
        bulletins.publish(Bulletin.objects.get(pk=thing), self.editor)


class Working(OfLists):
    """The worker: a list is imported as a job, and three letters go to a mail server that keeps what it takes."""

    unclear = 0  # letters of which nobody knows whether they went out

    def __init__(self, server):
        super().__init__(server)
        self.server = server

    def prepare(self):
        listed = self.listed()
        form = {"reason": "公布名单", "seen": listed.fingerprint}
        job = Job.objects.ask("list_import", self.editor, "名单", pk=listed.pk, form=form)
        letters = [Letter.objects.queue("plain", f"{name}@example.edu.cn").pk for name in "abc"]
        return job.pk, letters

    def act(self, thing):
        running.work_off()
        send_due()

    def resume(self, thing):
        """Another worker, when the time of the first one is over."""
        Job.objects.unfinished().update(heartbeat_at=timezone.now() - 2 * LEASE)
        Letter.objects.filter(state=Letter.State.SENDING).update(claimed_at=timezone.now() - 2 * LOST_AFTER)
        self.act(thing)
        Letter.objects.filter(state=Letter.State.DUE).update(due_at=timezone.now())
        self.act(thing)

    def afterwards(self, thing):
        job, letters = thing
        if Job.objects.get(pk=job).state != Job.State.DONE:
            raise DamageError("the job is not done")
        for letter in Letter.objects.filter(pk__in=letters):
            taken = sum(message_id(letter).encode() in text for text in self.server.taken)
            self.unclear += letter.state == Letter.State.UNCLEAR
            if taken > 1 or letter.state != Letter.State.UNCLEAR and (letter.state, taken) != (Letter.State.SENT, 1):
                raise DamageError(f"a letter that is {letter.state} was taken {taken} times")


MOMENTS = {
    "an import": Importing,
    "undoing it": Undoing,
    "a bulk sheet": EnteringSheets,
    "an upload of evidence": UploadingEvidence,
    "a confirmation": Confirming,
    "the publication of a bulletin": PublishingBulletins,
    "jobs and letters": Working,
}
