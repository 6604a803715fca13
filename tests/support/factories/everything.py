"""One of everything in every state, made up, and everybody who may come: what the matrix walks over."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import ClientHandler, RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation, Membership, User
from activities.activities import evidence_workflow, proposals, together, workflow
from activities.agreements import workflow as agreements
from activities.employment import workflow as employment
from activities.models import (
    Activity,
    DeletedFile,
    EmploymentSnapshot,
    Evidence,
    GraduateGroup,
    KeptUpload,
    QuestionAnswer,
    UnsentText,
)
from activities.sheets import workflow as sheets
from activities.sheets.university_scope import Scope
from core.acts import deletion
from core.audit.recording import record
from core.file_content import Upload
from core.middleware import numbered_as
from core.models import AuditEntry, Backup, Job
from pairs.class_lists import plan as class_lists
from pairs.lists.workflow import preview as preview_list
from pairs.models import Action, Batch, DeclaredCount, NameDecision, Pair, PublicationRequest, RegisterImport
from tests.conftest import a_client, a_person
from tests.support.factories.activities import HUBEI, JIANGSU, ZHEJIANG, World, day, kind, school
from tests.support.factories.oversight import WHY, overseen

Role = Membership.Role
PDF = b"%PDF-1.4 made up for tests\n%%EOF\n"
A_LIST = "序号,受援高校,支援高校\n1,没有这所大学,也没有这所大学\n"
A_REGISTER = "截至2026年6月1日\n序号,学校名称,学校标识码,主管部门,所在地,办学层次,备注\n"
YESTERDAY, EARLIER, LONG_AGO = ({"starts_on": day(-ago), "ends_on": day(-ago)} for ago in (1, 30, 40))


class Visitor(RequestFactory):
    """Asks as a browser with these cookies, and forgets whatever it is given: every question is the first one."""

    answer = ClientHandler(enforce_csrf_checks=False)

    def __init__(self, cookies=()):
        super().__init__()
        self.cookies.update(cookies)

    def request(self, **environ):
        return self.answer(self._base_environ(**environ))


class Everything(World):
    """The recipient of the first pair, and its partner, have something in each state; `samples` has it by name."""

    def __init__(self):
        super().__init__()
        Action.objects.update(slug="hubei-2020")  # the table of addresses asks for the action of this name
        self.former = school("江苏寅大学", "4132000003", JIANGSU)
        self.people = self.everybody()
        self.rita, self.sam, self.ed = (self.people[name] for name in ("recipient", "supporter", "editor"))
        self.samples = self.pairs()
        for made in (
            self.requests,
            self.entries,
            self.merges,
            self.files,
            self.agreements,
            self.snapshots,
            self.sheets,
            self.together,
            self.discarded,
            self.unsent,
            self.of_the_ministry,
        ):
            self.samples |= made()
        self.samples |= overseen(self)
        self.samples["notice"] = self.samples["partners"].state_changes.get(transition="submit")

    def path(self, name, sample=""):
        """The address `name` about a sample of the matrix: names of samples, or other words, parted by strokes.

        What follows a question mark is asked of that address; a name of a sample in braces stands for its key.
        """
        about, mark, asked = sample.partition("?")
        asked = re.sub(r"{(\w+)}", lambda found: str(self.argument(found[1])), asked)
        return reverse(name, args=[self.argument(part) for part in about.split("/") if part]) + mark + asked

    def argument(self, word):
        found = self.samples.get(word, word)
        return found.address if isinstance(found, Pair) else getattr(found, "pk", found)

    def everybody(self):
        """Who signs in, by the words of the table."""
        people = {
            "recipient": a_person("rita", Role.COORDINATOR, university=self.recipient),
            "supporter": a_person("sam", Role.COORDINATOR, university=self.supporter),
            "other": a_person("olga", Role.COORDINATOR, university=self.other_recipient),
            "replaced": a_person("rex", Role.COORDINATOR, university=self.former),
            "inspector": a_person("ins", Role.INSPECTOR),
            "editor": a_person("ed", Role.EDITOR),
            "gone": a_person("gone", Role.COORDINATOR, university=self.recipient),
        }
        places = {"hubei": HUBEI, "jiangsu": JIANGSU, "zhejiang": ZHEJIANG}
        return people | {name: a_person(name, Role.OFFICER, province=code) for name, code in places.items()}

    def visitors(self):
        """Everybody with the session of their browser; the account of `gone` was switched off while signed in."""
        visitors = {name: Visitor(a_client(person).cookies) for name, person in self.people.items()}
        User.objects.filter(pk=self.people["gone"].pk).update(is_active=False)
        return visitors | {"anonymous": Visitor()}

    def pairs(self):
        """The same two universities once more in other batches, so that an agreement stands in each of its states."""
        facts = {"title": "测试批次", "notice_on": day(-60), "source": "tests", "starts": day(-60), "ends": day(90)}
        batches = [
            Batch.objects.create(action=self.batch.action, number=number, published_at=published, **facts)
            for number, published in ((4, None), (5, timezone.now()), (3, timezone.now()), (2, timezone.now()))
        ]
        sides = {"recipient": self.recipient, "supporter": self.supporter}
        hidden, mending, agreed = (
            Pair.objects.create(batch=batch, serial=11, **sides) for batch in (batches[0], batches[1], batches[3])
        )
        replaced, offering = self.replacement(batches[2])
        school("有编码的大学", "4143010554", "43")
        facts = {"batch": batches[-1], "side": "supporter", "group": "central", "tiers": ["central_moe"]}
        DeclaredCount.objects.create(**facts, count=1)
        return {
            "pair": self.pair,
            "other_pair": self.other_pair,
            "hidden": hidden,
            "mending": mending,
            "offering": offering,
            "replaced": replaced,
            "agreed": agreed,
        }

    def replacement(self, batch):
        """A pair whose supporter was replaced, and the one that took its place."""
        place = {"batch": batch, "serial": 11, "recipient": self.recipient}
        end = {"ended_on": day(-20), "end_kind": "replaced", "end_reason": WHY, "end_source": "tests"}
        printed = Pair.objects.create(supporter=self.former, **place, **end)
        return printed, Pair.objects.create(supporter=self.supporter, replaces=printed, **place)

    def requests(self):
        """To publish: one of another editor, one of the editor's own, one that came back."""
        another = a_person("eve", Role.EDITOR)
        facts = {"asked_by": another, "decided_by": self.ed, "reason": WHY, "state": "returned"}
        hidden, mending = self.samples["hidden"].batch, self.samples["mending"].batch
        return {
            "request_returned": PublicationRequest.objects.create(batch=hidden, **facts),
            "request": PublicationRequest.objects.create(batch=hidden, asked_by=another),
            "request_own": PublicationRequest.objects.create(batch=mending, asked_by=self.ed),
        }

    def entries(self):
        rita, sam, ed = self.rita, self.sam, self.ed
        corrected = self.confirmed(rita, sam, measures={"posts": 3})
        proposals.propose_correction(corrected, rita, {"title": "另一个题目"}, {}, WHY)
        return {
            "hidden_draft": self.drafted(ed, pair=self.samples["hidden"]),
            "draft": self.drafted(rita, measures={"posts": 3}),
            "partners_draft": self.drafted(sam),
            "ministrys_draft": self.drafted(ed),
            "submitted": self.submitted(rita, measures={"posts": 3}),
            "partners": self.submitted(sam, measures={"posts": 5}),
            "returned": workflow.send_back(self.submitted(rita), sam, WHY),
            "planned": self.planned(rita),
            "passed": self.passed(rita),
            "reopened": workflow.hold(self.passed(rita), rita),
            "cancelled": workflow.cancel(self.planned(rita), rita, WHY),
            "withdrawn": workflow.withdraw(self.submitted(rita), rita, WHY),
            "confirmed": self.confirmed(rita, sam, measures={"posts": 3}),
            "corrected": corrected,
            "sourced": self.sourced(),
        }

    def sourced(self):
        states = {"stage": "held", "status": "confirmed", "public_since": timezone.now(), "ends_on": day(-3)}
        return Activity.objects.create(pair=self.pair, kind=self.lecture, title="讲座", source="tests", **states)

    def merges(self):
        """Two accounts of one event that were merged, and two for which it is proposed."""
        kept, merged = self.submitted(self.rita, **LONG_AGO), self.submitted(self.sam, **LONG_AGO)
        proposals.accept(proposals.propose_merge(kept, self.rita, merged), self.sam)
        one, twin = self.submitted(self.rita, **EARLIER), self.submitted(self.sam, **EARLIER)
        return {"merged": merged, "merge": proposals.propose_merge(one, self.rita, twin)}

    def files(self):
        """A file of an entry in each state that differs; one that was erased, and one of a draft of an agreement."""
        open_once = {"draft": "draft", "submitted": "submitted", "confirmed": "confirmed", "erased": "reopened"}
        made = {f"file_{name}": self.file_of(self.samples[entry]) for name, entry in open_once.items()}
        evidence_workflow.redact(made["file_erased"], self.rita, WHY)
        return made

    def file_of(self, entry):
        """A file that the recipient added, while it was open, to an entry in whatever state."""
        made = Evidence.objects.attach(self.rita, self.drafted(self.rita), SimpleUploadedFile("a.pdf", PDF))
        drafted, made.activity = made.activity, entry
        made.save()
        drafted.delete()
        return made

    def agreements(self):
        """The recipient's draft, one that it has accepted and offers, one that was returned, and one in force."""
        period = {"starts": day(-30), "ends": day(60)}
        draft, offered, sent_back, in_force = (
            agreements.draft(self.rita, self.samples[name], "帮助毕业生就业", **period)
            for name in ("pair", "offering", "mending", "agreed")
        )
        files = {"file_agreement": Evidence.objects.attach(self.rita, draft, SimpleUploadedFile("b.pdf", PDF))}
        files["file_agreed"] = Evidence.objects.attach(self.rita, in_force, SimpleUploadedFile("b.pdf", PDF))
        agreements.accept(agreements.accept(in_force, self.rita), self.sam)
        agreements.send_back(sent_back, self.sam, WHY)
        made = {"agreement": draft, "offered": agreements.accept(offered, self.rita), "sent_back": sent_back}
        return files | made | {"in_force": in_force}

    def snapshots(self):
        """Private and released ones of the recipient, and one of the supporter from a public source."""
        group = GraduateGroup.objects.create(code="all", name="全体毕业生", name_en="All graduates")
        private, released = (
            employment.report(self.rita, self.recipient, day(-ago), group, 4171, 3621) for ago in (1, 2)
        )
        employment.release(released, self.rita)
        answer = {"code": "fewer_employed", "digest": "0" * 24, "remark": "样例", "by": self.rita}
        QuestionAnswer.objects.create(snapshot=private, **answer)
        stated = {"university": self.supporter, "as_of": day(-3), "group": group, "rate_stated": 80, "source": "tests"}
        stated = EmploymentSnapshot.objects.create(**stated)
        return {"snapshot": private, "released": released, "stated": stated}

    def sheets(self):
        """A table of activities that waits to be submitted, and one that is."""
        text = f"结对高校\t类别\t标题\t日期\n{self.pair.address}\t{self.fair.name}\t样例\t{day(-1)}"
        waiting, entered = (sheets.take(Scope(self.rita, self.recipient), text) for _number in range(2))
        return {"sheet": waiting, "entered_sheet": sheets.enter(entered, self.rita, submit=False)}

    def together(self):
        """Two drafts that were submitted as one act."""
        drafts = [self.drafted(self.rita, title=f"讲座{number}") for number in range(2)]
        return {"together": together.submit_all({draft: draft.version for draft in drafts}, self.rita)}

    def discarded(self):
        """A draft with a file that was deleted and can be brought back."""
        draft = self.drafted(self.rita, title="已删除的讲座")
        Evidence.objects.attach(self.rita, draft, SimpleUploadedFile("d.pdf", PDF))
        return {"discarded": workflow.discard(draft, self.rita), "deleted_file": DeletedFile.objects.get()}

    def unsent(self):
        """What was typed into the form of a draft and not sent, and a file that came with it."""
        form = f"edit:{self.samples['draft'].pk}"
        UnsentText.objects.save_for(self.rita, form, {"title": ["写了一半"]})
        KeptUpload.objects.keep(self.rita, "a-token", [Upload(SimpleUploadedFile("c.pdf", PDF))])
        return {"unsent_text": UnsentText.objects.get(), "kept_upload": KeptUpload.objects.get()}

    def of_the_ministry(self):
        """What an editor has sent or read and not yet confirmed."""
        post = {"role": Role.COORDINATOR, "university": self.recipient}
        sent, taken = (Invitation.objects.invite(self.ed, f"{name}@example.edu.cn", **post) for name in ("new", "old"))
        taken.revoke(self.ed)
        listed = preview_list(self.batch, A_LIST.encode(), "list.csv", owner=self.ed)
        register = RegisterImport.objects.preview(A_REGISTER.encode(), "register.csv", owner=self.ed)
        NameDecision.objects.create(
            printed="没有这所大学", key="没有这所大学", university=self.supporter, batch=self.batch
        )
        about = {"title": "样例", "as_of": day(-30), "source": "tests"}
        class_lists.preview(self.recipient.name, "", self.ed, **about)
        Job.objects.ask("sample", self.ed, "made up for tests")
        proof = {"rows": 1, "tables": 1, "files": 0, "missing": 0}
        Backup.objects.create(file_name="a.backup", size=1, sha256="0" * 64, seconds=1, proof=proof)
        deletion.delete([Action.objects.create(slug="spare", name="样例")], self.ed, WHY)
        kind("unused", self.jobs, "event")  # the only one that may be deleted
        links = {"link": sent.token, "used_link": taken.token, "audited": "sample-request"}
        with numbered_as(links["audited"]):
            record(AuditEntry.Kind.MAINTENANCE, self.ed, "made up for tests")
        return links | {
            "post": Membership.objects.get(user=self.people["other"]),
            "invitation": sent,
            "revoked": taken,
            "list": listed,
            "register": register,
        }
