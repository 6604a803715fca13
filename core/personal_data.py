"""Personal data in free text and in reasons: numbers and names to be looked at before anybody else reads them.

Patterns only, so they may be wrong either way; hence a question, which the writer answers, and never a refusal.
What was found is never repeated in full.
"""

import re
import unicodedata
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.validators import only_printable

from .questions import Question, ask, unanswered
from .validators import something_seen

_GAP = "[ .-]"
_MOBILE = (
    rf"1[3-9][0-9](?:{_GAP}?[0-9]{{4}}{_GAP}?[0-9]{{4}}|{_GAP}[0-9]{{3}}{_GAP}[0-9]{{5}})"
    rf"|1[3-9][0-9]{{2}}{_GAP}[0-9]{{3}}{_GAP}[0-9]{{4}}"
)
IDENTITY = re.compile(rf"(?<![0-9])[1-9][0-9]{{5}}{_GAP}?[0-9]{{8}}{_GAP}?[0-9]{{3}}[0-9x](?![0-9])", re.IGNORECASE)
MOBILE = re.compile(rf"(?<![0-9])(?:(?:\+|00)?86{_GAP}?)?(?:{_MOBILE})(?![0-9x])", re.IGNORECASE)

# Surnames that seldom begin or end another word; a longer list would ask about half of all sentences.
_SURNAME = (
    "(?:欧阳|司马|上官|诸葛|皇甫|尉迟|[张王李赵刘陈杨黄周吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯董萧肖程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁"
    "魏薛叶阎潘杜戴钟汪姜邹熊郝崔邱秦侯邵孟钱尹黎龚谭廖姚])"
)
_GIVEN = "[^\\W\\d_a-zA-Z的了和与等位名个些两各是在有为对向让请将被给把及或从到们同]"
_STUDENT = "(?:学生|毕业生|考生|应届生|研究生|本科生|专科生|学子|学员)(?:代表|干部|党员|骨干|志愿者)?"
# What may follow a name in a sentence; without it "学生张贴海报" would be a name.
_AFTER = r"(?=$|[\W\d_a-zA-Z]|[等同获说在与和的于被入签成参报来从已将是向为因去表介分发讲谈赴担通完])"
_NAMES = [
    re.compile(rf"(?P<name>{_SURNAME}(?:{_GIVEN}{{1,2}}|某{{1,2}})?)同学(?![们会录聚间])"),
    re.compile(rf"{_STUDENT}\s*(?:[:：]\s*)?(?P<name>{_SURNAME}(?:{_GIVEN}{{1,2}}|某{{1,2}})){_AFTER}"),
    re.compile(r"姓名\s*[:：]\s*(?P<name>[^\W\d_a-zA-Z]{2,4})"),
]
# Words that begin like a name, and words whose end looks like a surname.
_NO_NAME = re.compile(
    "周[一二三四五六日天末边围期到全年报刊记转]|许多|许可|何[种时处人以]|黄[冈石河州陂梅金鹤]|[徐郑苏]州|林[业区间学]|程[序度]|谢[意谢]"
    "|马[上克列来]|张[贴家]|罗[列田]|胡乱|钟[祥表]|杜绝|陈[列述]|曾经|秦[皇岭]|沈阳|唐[山代]|韩[国语]|董事|宋[代体]|王牌|熊猫|叶片|孟加"
    "|.某[校地些省市]"
)
_ENDS_A_WORD = set(
    re.findall(
        "..",
        "任何如何每周上周本周下周一周两周吉林园林森林桂林或许允许也许准许过程课程工程全程流程进程教程日程议程行程历程章程规程里程旅程"
        "感谢致谢多谢答谢江苏分钟子孙人马罗马不曾未曾紧张主张扩张开张夸张行李东吴园丁",
    )
)
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-") | dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"), None)


@dataclass(frozen=True)
class Found:
    """One piece of personal data; `shown` is as much of it as may be repeated."""

    kind: str
    shown: str


def folded(text):
    """`text` with full-width signs made narrow and dashes made alike, without what cannot be seen."""
    return unicodedata.normalize("NFKC", text.translate(_DASHES))


def found_in(text):
    """The personal data that `text` seems to hold, one piece of each kind. Addresses of pages are left out."""
    text = _ADDRESS.sub(" ", folded(text or ""))
    numbers = {"identity_number": IDENTITY.search(text), "mobile_number": MOBILE.search(text)}
    found = [Found(kind, f"{match[0][:3]}…{match[0][-2:]}") for kind, match in numbers.items() if match]
    name = next(names_in(text), None)
    return [*found, Found("student_name", f"{name[0]}…")] if name else found


def names_in(text):
    """What seems to be the name of a student, in a text that is folded already."""
    for pattern in _NAMES:
        match = pattern.search(text)
        while match:
            start, name = match.span("name")[0], match["name"]
            if not _NO_NAME.match(name) and text[max(start - 1, 0) : start + 1] not in _ENDS_A_WORD:
                yield name
            match = pattern.search(text, start + 1)


WORDS = {
    "identity_number": _(
        "There seems to be an identity number here (%(found)s). Remove it, or tick that this is right."
    ),
    "mobile_number": _(
        "There seems to be a mobile number here (%(found)s). Remove it, or tick that this is right, for "
        "example that it belongs to an office."
    ),
    "student_name": _(
        "There seems to be the name of a student here (%(found)s). Remove it, or tick that this is right, for "
        "example that it is no student’s."
    ),
}


def questions_about(field, label, text):
    """The questions to be answered before others read `text`."""
    return [Question(one.kind, WORDS[one.kind] % {"found": one.shown}, field, text, label) for one in found_in(text)]


class FreeTexts(models.Model):
    """A model whose `free_texts` others read: personal data in a new text is asked about whenever it is checked.

    One of which nothing can be seen is refused. Transitions, the admin and imports check by `full_clean()`. What is
    stored and shown already is not asked about again; the row is read for that only when something was found. Drafts
    say by `shows` what nobody else reads yet.
    """

    free_texts = ()

    class Meta:
        abstract = True

    def shows(self, name):
        """Whether anybody but the writers reads this text."""
        return True

    def ask_about_texts(self):
        """Raise Unanswered, for a transition that shows what stands without checking all of it again."""
        ask(self._questions(set()))

    def clean_fields(self, exclude=None):
        faults = {}
        try:
            super().clean_fields(exclude=exclude)
        except ValidationError as error:
            faults = error.update_error_dict({})
        for name in set(self.free_texts) - set(exclude or ()) - set(faults):
            try:
                something_seen(getattr(self, name))
            except ValidationError as error:
                faults[name] = error.error_list
        for question in unanswered(self._questions(set(exclude or ()) | set(faults))):
            faults.setdefault(question.field, []).append(question.as_error())
        if faults:
            raise ValidationError(faults)

    def _questions(self, left_out):
        found = []
        for name in self.free_texts:
            if name not in left_out and self.shows(name) and getattr(self, name):
                found += questions_about(name, self._meta.get_field(name).verbose_name, getattr(self, name))
        before = type(self)._base_manager.filter(pk=self.pk).first() if found and self.pk else None
        if before is None:
            return found
        return [one for one in found if not before.shows(one.field) or getattr(before, one.field) != one.about]


REASON_LENGTH = 500


def given_reason(reason):
    """`reason` trimmed; ValidationError for the field "reason" when it is missing, too long or unprintable."""
    reason = (reason or "").strip()
    if not reason:
        raise ValidationError({"reason": _("Give the reason; it is kept and shown.")})
    if len(reason) > REASON_LENGTH:
        raise ValidationError({"reason": _("Shorten the reason to 500 characters.")})
    try:
        only_printable(reason)
    except ValidationError as error:
        raise ValidationError({"reason": error.messages}) from error
    ask(questions_about("reason", _("Reason"), reason))
    return reason
