"""Personal data in free text is noticed, seldom where there is none, and never repeated in full."""

from time import process_time

import pytest
from django.test.utils import isolate_apps

from core.personal_data import FreeTexts, found_in, questions_about
from core.questions import Unanswered, answering, ask

IDENTITY = "11010119900307" + "123X"  # made up
MOBILE = "138" + "00138000"  # made up


def kinds(text):
    return [found.kind for found in found_in(text)]


@pytest.mark.parametrize(
    "text",
    [
        IDENTITY,
        IDENTITY.lower(),
        f"证号{IDENTITY}。",
        "110101 19900307 1234",
        "110101199003071235",  # wrong by its checksum, as one digit mistyped makes it
        "１１０１０１１９９００３０７１２３Ｘ",
    ],
)
def test_an_identity_number_is_noticed(text):
    assert kinds(text) == ["identity_number"]


@pytest.mark.parametrize(
    "text",
    [
        MOBILE,
        f"联系{MOBILE}，欢迎",
        f"+86{MOBILE}",
        f"0086 {MOBILE}",
        f"86-{MOBILE}",
        "138 0013 8000",
        "138-0013-8000",
        "1380-013-8000",
        "138—0013—8000",
        "１３８００１３８０００",
        "138\u200b0013\u200b8000",
    ],
)
def test_a_mobile_number_is_noticed(text):
    assert kinds(text) == ["mobile_number"]


@pytest.mark.parametrize(
    "text",
    [
        "联系张同学",
        "感谢张同学",
        "李晓明同学参加了双选会",
        "受援高校李晓明同学",
        "王某某同学已签约",
        "欧阳明明同学",
        "学生张三获得一等奖",
        "毕业生李四",
        "毕业生刘洋、陈晨入职",
        "学生代表陈思雨发言",
        "学生：刘伟",
        "姓名：王小二",
    ],
)
def test_the_name_of_a_student_is_noticed(text):
    assert kinds(text) == ["student_name"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "同学们好，欢迎全体同学、各位同学和广大同学参加",
        "任何同学、许多同学、每周优秀同学、感谢各位同学",
        "提高同学的能力，组织两校同学交流，园林专业同学和吉林大学同学",
        "毕业生就业指导，学生高度评价，学生成长，毕业生于6月离校，毕业生周转",
        "学生周末活动，学生马上报名，学生张贴海报，学生何时报名，学生林业专业",
        "姓名和学号不得填写",
        "电话 027-87001234，传真 010-66096114，400-600-1234",
        "标识码 4142010486，2020-04-08 14:30 至 2020-05-08 16:30",
        "共 1380 人，13 场，提供岗位 15000 个",
        f"直播 https://live.example.edu.cn/{MOBILE}/{IDENTITY}",
    ],
)
def test_ordinary_texts_are_left_alone(text):
    assert found_in(text) == []


def test_the_published_data_are_left_alone(published):
    from activities.models import Activity
    from oversight.models import Practice

    texts = [text for row in Activity.objects.all() for text in (row.title, row.description, row.place)]
    texts += [text for row in Practice.objects.all() for text in (row.title, row.text)]
    assert [text for text in texts if found_in(text)] == []


def test_hostile_text_is_read_in_no_time():
    import time

    start = time.process_time()
    for text in ("1" * 6000, "1 " * 6000, "张" * 6000, "学生张" * 2000, "姓名：" * 2000, "138-" * 2000):
        found_in(text)
    assert time.process_time() - start < 2


def test_what_was_found_is_never_repeated_in_full():
    with pytest.raises(Unanswered) as caught:
        ask(questions_about("title", "Title", f"学生张三丰 {MOBILE} {IDENTITY}"))
    words = str(caught.value.message_dict)
    assert len(caught.value.questions) == 3
    assert not any(secret in words for secret in (MOBILE, IDENTITY, "张三"))


# Models


@pytest.fixture
def note_class():
    with isolate_apps("core"):
        from django.db import models

        class Note(FreeTexts):
            free_texts = ("text",)
            text = models.CharField("text", max_length=100)
            draft = models.BooleanField(default=False)

            class Meta:
                app_label = "core"

            def shows(self, name):
                return not self.draft

        yield Note


def asked(note):
    """What is asked about a note; its answers."""
    with answering() as answers:
        try:
            note.full_clean()
        except Unanswered:
            raise AssertionError("models tell all their faults at once") from None
        except Exception as error:
            return error.message_dict, [question.digest for question, _ticked in answers.ticks]
    return {}, []


def test_a_text_is_asked_about_before_others_read_it(note_class):
    faults, digests = asked(note_class(text=f"张同学 {MOBILE}"))
    assert list(faults) == ["text"]
    assert len(digests) == 2
    with answering(digests):
        note_class(text=f"张同学 {MOBILE}").full_clean()


def test_a_draft_is_not_asked_about(note_class):
    assert asked(note_class(text=MOBILE, draft=True)) == ({}, [])


def test_the_other_faults_are_told_at_the_same_time(note_class):
    faults, _digests = asked(note_class(text=f"{MOBILE}" + "x" * 100))
    assert list(faults) == ["text"]


def test_spaces_behind_a_word_for_students_are_gone_through_once():
    began = process_time()
    assert not found_in("学生" + " " * 20_000 + "参加")
    assert process_time() - began < 1
    assert [one.kind for one in found_in("毕业生" + " " * 30 + "： 王小明")] == ["student_name"]
