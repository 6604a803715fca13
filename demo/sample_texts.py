"""What is said in the demonstration, and how large its figures are."""

import csv
from collections import defaultdict
from pathlib import Path

FIELDS = {
    "信息技术": "information technology",
    "智能制造": "smart manufacturing",
    "生物医药": "biomedicine",
    "化工": "chemical engineering",
    "土木建筑": "civil engineering",
    "现代农业": "agriculture",
    "财经": "finance",
    "电力能源": "power and energy",
    "交通物流": "transport and logistics",
    "师范": "teaching",
    "文化旅游": "culture and tourism",
    "汽车": "the car industry",
}

# From, to: of one activity of a university of ordinary size.
FIGURES = {
    "meetings": (1, 1),
    "online_fairs": (1, 1),
    "offline_fairs": (1, 1),
    "posts": (60, 420),
    "employers": (14, 90),
    "resumes": (90, 760),
    "signed": (2, 34),
    "openings": (260, 1900),
    "pushes": (180, 2400),
    "lectures": (1, 1),
    "courses": (2, 16),
    "consultations": (12, 140),
    "trained_staff": (10, 60),
    "participants": (38, 620),
    "internships": (8, 90),
    "theses": (3, 26),
    "bases": (1, 2),
    "startup_events": (1, 1),
    "startup_projects": (2, 9),
    "visited_employers": (6, 24),
    "visited_by_leaders": (1, 6),
    "posts_found": (20, 160),
    "practice_bases": (1, 4),
    "interns": (12, 60),
    "trained_graduates": (90, 180),
    "trained_local": (20, 90),
}
PARTS = {"visited_by_leaders": "visited_employers", "trained_local": "trained_graduates"}
SMALL = {"remote_meeting": {"participants": (6, 28)}, "experience_exchange": {"participants": (8, 60)}}
OFTEN = {  # how often a kind is chosen, where that is not twice
    "online_fair": 7,
    "posts_shared": 4,
    "matching": 3,
    "offline_fair": 3,
    "lecture": 6,
    "consultation": 3,
    "remote_meeting": 5,
    "agreement_signing": 0,
    "platform_shared": 1,
    "startup_base": 1,
    "statistics_support": 1,
    "rights_protection": 1,
}

RETURNED = [
    "签约人数与我校统计不一致，请核对后重新提交。",
    "参加单位中有两家未到场，请更正单位数。",
    "活动日期应为第二天，请修改。",
    "招聘人数与岗位数似乎填反了，请核对。",
]
CANCELLED = [
    "主办企业临时调整招聘计划，双方商定取消。",
    "与学校期末考试时间冲突，改期另行通知。",
    "报名人数不足，合并到下一场。",
]
WITHDRAWN = ["与另一场活动重复登记，撤回。", "登记到了错误的结对名下，撤回。"]
ANSWERED = ["已与经办人核对，数据无误。", "现场登记未走线上渠道，故无此项数据。", ""]
CORRECTED = ["会后核对签到记录，更正数字。", "用人单位补报签约名单，更正数字。"]
DECLINED = ["我校登记的数字与原填报一致，不作更正。", "补报的人员不属于本次活动。"]
PLACES = ["大学生活动中心", "就业指导中心报告厅", "体育馆", "图书馆报告厅", "学院路校区一号会议室"]
GOALS = [
    "用两个学期，使受援高校毕业生的去向落实率不低于本省平均水平，重点群体毕业生全部得到一对一帮扶。",
    "建立稳定的招聘信息互通渠道，每月至少共同举办一次招聘活动，形成可以延续的合作机制。",
    "帮助受援高校建成较完备的就业指导课程和教师队伍，并为毕业生提供持续的岗位和实习机会。",
]
# Mechanism, indicator, target from and to, and the words.
PROMISES = [
    (1, "online_fairs", (3, 8), "共同举办网络招聘会不少于{target}场"),
    (1, "posts", (600, 2400), "向受援高校毕业生开放岗位信息{target}条以上"),
    (2, "employers", (60, 240), "引荐用人单位{target}家以上"),
    (2, "signed", (20, 90), "通过校友企业和现场招聘帮助{target}名毕业生签约"),
    (3, "lectures", (4, 10), "开设就业指导讲座{target}场"),
    (3, "consultations", (120, 420), "为毕业生提供一对一咨询{target}人次"),
    (4, "courses", (10, 40), "开放在线课程{target}门"),
    (4, "internships", (60, 220), "提供实习岗位{target}个"),
    (5, "startup_events", (2, 5), "共同举办创业培训和竞赛{target}场"),
    (5, None, None, "开放大学科技园和众创空间，为受援高校创业团队提供工位和导师"),
    (6, "meetings", (4, 9), "召开工作会议{target}次，原则上每月一次"),
    (6, None, None, "安排受援高校就业工作人员到支援高校跟岗学习"),
]


def titles():
    """By the code of a kind: the rows of activities.csv."""
    found = defaultdict(list)
    with open(Path(__file__).with_name("activities.csv"), encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row.pop("kind")].append(row)
    return found


def worded(random, row):
    """One row of activities.csv with a field of work filled in."""
    field = random.choice(list(FIELDS))
    return {name: text.format(field=field, field_en=FIELDS[field]) for name, text in row.items()}


def figures(random, kind, codes, left_out=0.1):
    """Believable values by code of indicator; the share `left_out` of them is not reported."""
    values = {}
    for code in codes:
        low, high = SMALL.get(kind, {}).get(code, FIGURES[code])
        values[code] = random.randint(low, high)
        if low != high and random.random() < left_out:
            values[code] = None
    return fitting(values)


def fitting(values):
    """No fewer people wanted than posts, no more of them signed than applied, and no part beyond its whole."""
    if values.get("posts") and values.get("openings"):
        values["openings"] = max(values["openings"], values["posts"] * 3)
    if values.get("resumes") and values.get("signed"):
        values["signed"] = min(values["signed"], values["resumes"])
    for part, whole in PARTS.items():
        if values.get(part) is not None:
            values[part] = None if values.get(whole) is None else min(values[part], values[whole])
    return values
