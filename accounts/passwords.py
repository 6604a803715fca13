"""Passwords that people here are likely to think of first: schools, places, names, years, runs of keys."""

import re
from bisect import bisect_left
from os.path import commonprefix

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pairs.directory.name_matching import SOUND, sounds
from pairs.directory.provinces import Province
from pairs.models import University

LEAST = 8  # characters, and known words as one each, that nobody guesses from where a person works
LONGEST_LOOKED_AT = 64  # characters: what is longer is good or bad by its beginning
PLACES = """
neimenggu xizang xianggang aomen guangxi
shijiazhuang taiyuan huhehaote shenyang dalian changchun haerbin nanjing suzhou wuxi hangzhou ningbo wenzhou hefei
fuzhou xiamen nanchang jinan qingdao zhengzhou changsha guangzhou shenzhen nanning haikou sanya chengdu guiyang kunming
lasa xian lanzhou xining yinchuan wulumuqi zhongguo china
"""
WORK = """
yibangyi yibang bangfu jiuye gaoxiao daxue xueyuan xuexiao zhiyuan shouyuan jiedui duikou zhongdian jiaoyu jiaoyubu
jiaoyuting biye biyesheng xuesheng laoshi jiaoshi xiaoyuan zhaopin chuangye zhuanxiang xingdong pingtai xitong guanli
guanliyuan ceshi zhanghao mima denglu dangwei xiaozhang chuzhang zhuren shenhe ducha jiancha university college school
student teacher employment pairing portal ministry education moe
"""
HABITS = """
woaini woaiwojia woaizhongguo zhongguomeng nihao wodemima aini iloveyou loveyou love admin administrator root guest user
test demo default password passw0rd passwd pass welcome hello letmein login master super secret changeme qwerty asdf
dragon monkey sunshine princess football baseball superman batman
"""
ABBREVIATIONS = """
whu hust ccnu wut whut cug hzau zuel hubu wust wit ctgu jhun whpu hbut yzu pku thu tsinghua fudan sjtu tongji zju nju
seu ustc hit xjtu buaa bit bnu ruc cau nankai tju sdu sysu scut scu uestc cqu xmu jlu neu dlut ecnu csu hnu lzu xidian
"""
LUCKY = "520 521 1314 5201314 666 888 168 518 998 8848 12306 10086 110 119 120 5211314 7758 7788"
ROWS = ["01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "!@#$%^&*()"]
ROWS += ["1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "qazwsxedcrfvtgbyhnujmikolp", "147258369", "159357"]
KEYS = [row[::way] for row in ROWS for way in (1, -1)]
# Each within a lookahead, so that it is found wherever it may begin.
NUMBERS = [
    r"(?:19|20)\d\d(?:[01]\d[0-3]\d)?",  # a year, or a day
    r"\d\d[01]\d[0-3]\d",
    r"[01]\d[0-3]\d",
    r"1[3-9]\d{9}",  # a mobile telephone
    r"(?:" + "|".join(sorted(LUCKY.split(), key=len, reverse=True)) + ")",
    r"(?P<again>.{1,4}?)(?P=again){2,}",
]
PATTERNS = [re.compile(f"(?=(?P<all>{pattern}))") for pattern in NUMBERS]
PLACES_OF_STATE = [province.name.lower().replace("_", "") for province in Province]
WORDS = [*PLACES_OF_STATE, *" ".join([PLACES, WORK, HABITS, ABBREVIATIONS]).split()]
# Signs that are written for the letter that they look like.
LOOKALIKES = str.maketrans("@013$57!", "aoiestti")
BETWEEN = re.compile(r"[\s\-_.,/]+")


class LocalHabitsValidator:
    """Refuses a password of which little is left without what anybody would try first for an account of this portal."""

    def validate(self, password, user=None):
        if surprise(password, user) < LEAST:
            raise ValidationError(
                _(
                    "This password is among the first that somebody would try: it is made of names of schools or "
                    "places, words of our work, a name, years or dates, or keys in a row. Take four words that have "
                    "nothing to do with each other or with your work, or let a password manager make one."
                ),
                code="password_of_local_habits",
            )

    def get_help_text(self):
        return gettext(
            "Not made of names of schools or places, your own name, years, or keys in a row. Four words that have "
            "nothing to do with each other are good."
        )


def surprise(password, user=None):
    """How many characters somebody who knows the work has to guess; a word or number that they know counts as one."""
    text = BETWEEN.sub("", password.lower())[:LONGEST_LOOKED_AT]
    known = {}
    for begin, end in [*numbers_in(text), *keys_in(text), *words_in(text, user), *schools_in(text)]:
        known.setdefault(end, set()).add(begin)
    fewest = [0]
    for end in range(1, len(text) + 1):
        fewest.append(1 + min([fewest[end - 1], *(fewest[begin] for begin in known.get(end, ()))]))
    return fewest[-1]


def numbers_in(text):
    """(begin, end) of each number that is a year, a day, a telephone or a lucky one, and of what is repeated."""
    for pattern in PATTERNS:
        yield from (found.span("all") for found in pattern.finditer(text))


def keys_in(text):
    """(begin, end) of at least three keys in a row."""
    for begin in range(len(text)):
        for end in range(begin + 3, len(text) + 1):
            if not any(text[begin:end] in row for row in KEYS):
                break
            yield begin, end


def words_in(text, user):
    """(begin, end) of each known word, also with signs in place of letters, of cities, and of one's own names."""
    own = sounds(user.name) + (user.username.lower(), user.email.lower().partition("@")[0]) if user else ()
    for word in [*WORDS, *cities(), *(one for one in own if len(one) > 2)]:
        for written in {text, text.translate(LOOKALIKES)}:
            begin = written.find(word)
            while begin >= 0:
                yield begin, begin + len(word)
                begin = written.find(word, begin + 1)


def cities():
    """The sounds of the cities in which there are schools."""
    names = University.objects.exclude(city="").order_by().values_list("city", flat=True).distinct()
    return {sound for name in names for sound in sounds(name.removesuffix("市")) if len(sound) > 3}


def schools_in(text):
    """(begin, end) of what sounds like a school: the first five letters of its name or more, or all its initials."""
    if not re.search("[a-z]{4}", text):
        return
    texts = University.objects.values_list("search_text", flat=True)
    heard = sorted({line[1:] for one in texts for line in one.splitlines() if line.startswith(SOUND) and line[1:]})
    for begin in range(len(text) - 3):
        rest = text[begin:]
        place = bisect_left(heard, rest)
        alike = max((len(commonprefix([rest, one])) for one in heard[max(place - 1, 0) : place + 1]), default=0)
        if alike >= 5 or rest[:alike] in heard:
            yield begin, begin + alike
        yield from ((begin, begin + size) for size in (4, 5) if rest[:size] in heard)
