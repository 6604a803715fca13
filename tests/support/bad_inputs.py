"""Bad inputs, a line each: where it is sent, what is sent, the status of the answer, and what its page says.

What is not named is as in a good form (`DOORS`). A file stands as `File(name, bytes)` or by its name in
`factories/hostile_evidence.py` and `factories/hostile_files.py`. Where English words stand as well, it is sent again in
English. `test_bad_inputs.py` sends them, on both databases.
"""

from dataclasses import dataclass, field

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.factories import hostile_files
from tests.support.factories.activities import day
from tests.support.factories.hostile_evidence import HARMLESS, REFUSED, made
from tests.support.factories.list_files import delimited

NUL, BELL, TURNED, BLANK = "a\0b", "a\x07b", "a\u202eb", "\u200b\u200b"
FAR = "9" * 30


@dataclass(frozen=True)
class BadInput:
    door: str  # one of DOORS; or whoever asks for the address that stands in `sent`
    sent: dict | str
    status: int
    said: str
    said_en: str = ""

    def __str__(self):
        return f"{self.door}: {str(self.sent)[:60]}"


@dataclass(frozen=True)
class Door:
    """A form, with whoever may send it, and what stands in it when all is well; `of(world)` gives address and facts."""

    who: str
    of: object
    base: dict = field(default_factory=dict)
    has_token: bool = False


def entry_of(stage):
    return lambda world: (f"/desk/activities/new/?pair={world.pair.address}&kind={world.fair.code}&stage={stage}", {})


def document_of(world):
    edition = world.samples["agreement"]
    return f"/desk/pairs/{world.pair.address}/agreement/document/", {"edition": edition.pk, "version": edition.version}


def finding_of(world):
    finding = world.samples["finding"]
    return f"/desk/findings/{finding.pk}/answer/", {"version": finding.version}


def snapshot_of(world):
    snapshot = world.samples["snapshot"]
    return "/desk/employment/new/", {"group": snapshot.group_id, "university": snapshot.university_id}


def at(path):
    return lambda world: (path.format(batch=world.batch.pk, pair=world.pair.address), {})


YESTERDAY, SOON = day(-1).isoformat(), day(7).isoformat()
INVITED = {"email": "new-person@example.edu.cn", "name": "新人", "role": "coordinator", "since": YESTERDAY}
INVITED["university"] = "湖北甲学院"
DOORS = {
    "entry": Door(
        "recipient",
        entry_of("held"),
        {"title": "化工类专场", "starts_on": YESTERDAY, "n_posts": "5", "version": "1", "check": "1"},
        has_token=True,
    ),
    "plan": Door(
        "recipient",
        entry_of("planned"),
        {"title": "化工类专场", "starts_on": SOON, "version": "1", "check": "1"},
        has_token=True,
    ),
    "sheet": Door("recipient", at("/desk/sheets/"), has_token=True),
    "list": Door("editor", at("/admin/pairs/batch/{batch}/list/")),
    "register": Door("editor", at("/admin/pairs/university/register/")),
    "classes": Door("editor", at("/admin/pairs/university/classes/")),
    "people": Door("editor", at("/desk/people/list/")),
    "invite": Door("editor", at("/desk/people/invite/"), INVITED),
    "document": Door("recipient", document_of),
    "agreement": Door(
        "recipient",
        at("/desk/pairs/{pair}/agreement/edit/"),
        {"goals": "帮助毕业生就业", "version": "1", "save": "1"},
        True,
    ),
    "finding": Door("recipient", finding_of, {"words": "已整改"}),
    "snapshot": Door("recipient", snapshot_of, {"as_of": YESTERDAY, "graduates": "100", "employed": "90"}, True),
    "report": Door("anonymous", at("/report-error/"), {"page": "/pairs/", "text": "第三行的校名有误"}, has_token=True),
    "sign-in": Door("anonymous", at("/accounts/login/"), {"login": "nobody", "password": "x"}),
    "reset": Door("anonymous", at("/accounts/password/reset/")),
    "university": Door("editor", at("/admin/pairs/university/add/")),
}


def file_of(value):
    """The file that a value of the table stands for."""
    if isinstance(value, tuple):
        return SimpleUploadedFile(*value)
    kept = REFUSED | HARMLESS
    if value in kept:
        return SimpleUploadedFile(kept[value][1], made(value))
    makers = hostile_files.LISTS | hostile_files.REGISTERS
    return SimpleUploadedFile("名单.xlsx", makers[value][0]())


def table(*rows, titles=("序号", "受援高校", "支援高校")):
    return delimited([list(titles), *[list(row) for row in rows]]).decode()


MONTH = "结对高校\t类别\t标题\t日期"


def month(*rows, titles=MONTH):
    return "\n".join([titles, *("\t".join(row) for row in rows)])


def people(*rows, titles="姓名,邮箱,高校标识码或校名,角色,起,止"):
    return "\n".join([titles, *rows])


def public(path, status, said, said_en=""):
    return BadInput("anonymous", path, status, said, said_en)


def api(path, status, said, said_en=""):
    return BadInput("anonymous", f"/api/v1/{path}", status, said, said_en)


ENTRIES = [
    BadInput("entry", {"title": ""}, 302, "请填写标题"),
    BadInput("entry", {"title": "长" * 101}, 200, "最多 100 个字，现在是 101 个字", "101"),
    BadInput("entry", {"title": BELL}, 200, "请去掉不可见的控制字符", "Remove the invisible control characters"),
    BadInput("entry", {"title": TURNED}, 200, "请去掉不可见的控制字符"),
    BadInput("entry", {"title": BLANK}, 200, "内容全是看不见的字符", "None of this is visible"),
    BadInput("entry", {"title": NUL}, 400, "文字里不允许出现的字符", "was not understood"),
    BadInput("entry", {"title_en": "长" * 300}, 200, "最多 200 个字，现在是 300 个字"),
    BadInput("entry", {"starts_on": "昨天"}, 200, "请写明年月日，例如", "Write the day with its year"),
    BadInput("entry", {"starts_on": "2026-02-30"}, 200, "日历上没有这一天", "no such day in the calendar"),
    BadInput("entry", {"starts_on": "1999-12-31"}, 200, "应在 2000 年至 2099 年之间", "outside 2000 to 2099"),
    BadInput("entry", {"starts_on": "13/14/2026"}, 200, "请写明年月日，例如"),
    BadInput("entry", {"starts_on": FAR}, 200, "请写明年月日，例如"),
    BadInput("entry", {"starts_on": SOON}, 302, "这一天还没到"),
    BadInput("entry", {"ends_on": "2020-04-08"}, 200, "结束日期早于开始日期，请对调"),
    BadInput("entry", {"n_posts": "约五百"}, 200, "请用数字填写准确的整数", "Write the exact whole number in digits"),
    BadInput("entry", {"n_posts": "-1"}, 200, "请用数字填写准确的整数"),
    BadInput("entry", {"n_posts": "1.5"}, 200, "请用数字填写准确的整数"),
    BadInput("entry", {"n_posts": "1e3"}, 200, "请用数字填写准确的整数"),
    BadInput("entry", {"n_posts": "=1+1"}, 200, "请用数字填写准确的整数"),
    BadInput("entry", {"n_posts": FAR}, 200, "数值须在 0 至 999,999,999 之间", "between 0 and 999,999,999"),
    BadInput("entry", {"description": "长" * 20_000}, 200, "最多 2000 个字，现在是 20000 个字"),
    BadInput("entry", {"description": TURNED}, 200, "请去掉不可见的控制字符"),
    BadInput("entry", {"proof": "//evil.example/a"}, 200, "请填写浏览器地址栏中的完整网址", "as the browser shows it"),
    BadInput("entry", {"proof": "javascript:alert(1)"}, 200, "请填写以 http:// 或 https:// 开头的网址"),
    BadInput("entry", {"proof": "http://10.0.0.1/"}, 200, "这个网址指向本机或内部网络", "opens from everywhere"),
    BadInput("plan", {"starts_on": YESTERDAY}, 302, "这一天已过"),
    BadInput("plan", {"starts_at": "25:00"}, 200, "请按“时:分”填写时间", "hours and minutes"),
    BadInput("plan", {"link": "//evil.example/a"}, 200, "请填写浏览器地址栏中的完整网址"),
    BadInput("plan", {"link": "http://127.0.0.1/"}, 200, "这个网址指向本机或内部网络"),
    BadInput("plan", {"link": "http://169.254.169.254/latest/"}, 200, "这个网址指向本机或内部网络"),
    BadInput("plan", {"link": "http://[::ffff:10.0.0.1]/"}, 200, "这个网址指向本机或内部网络"),
    BadInput("plan", {"link": "http://2130706433/"}, 200, "这个网址指向本机或内部网络"),
    BadInput("plan", {"link": "http://localhost:8000/"}, 200, "这个网址指向本机或内部网络"),
    BadInput("plan", {"link": "ftp://www.whu.edu.cn/a"}, 200, "请填写以 http:// 或 https:// 开头的网址"),
    BadInput("plan", {"link": "data:text/html,x"}, 200, "请填写以 http:// 或 https:// 开头的网址"),
    BadInput(
        "plan", {"link": "https://zhang:secret@www.whu.edu.cn/"}, 200, "用户名和密码人人可见", "name and password"
    ),
    BadInput("plan", {"place": "长" * 300}, 200, "最多 100 个字，现在是 300 个字"),
]
EVIDENCE = [
    BadInput("entry", {"files": "pdf: script"}, 200, "PDF 中含有脚本", "holds a script"),
    BadInput("entry", {"files": "docx: macros"}, 200, "文件含有宏"),
    BadInput("entry", {"files": "docx: protected by a password"}, 200, "清空密码"),
    BadInput("entry", {"files": "heic"}, 200, "兼容性最佳", "Most Compatible"),
    BadInput("entry", {"files": "film"}, 200, "请填写链接"),
    BadInput("entry", {"files": "empty"}, 200, "文件是空的"),
    BadInput("document", {"file": "pdf: script in an object stream"}, 200, "PDF 中含有脚本"),
    BadInput("document", {"file": "pdf: cut in the middle"}, 200, "PDF 已损坏或不完整"),
    BadInput("document", {"file": "docx: template from elsewhere"}, 200, "引用了其他位置的模板"),
    BadInput("document", {"file": "zip"}, 200, "不接受压缩包（ZIP）", "Archives (ZIP)"),
    BadInput("document", {"file": "pptx"}, 200, "不接受演示文稿"),
    BadInput("document", {"file": "jpeg: claims 20,000 × 20,000 points"}, 200, "图片超过 4000 万像素"),
    BadInput("document", {"file": "empty"}, 200, "文件是空的"),
    BadInput("document", {}, 200, "请选择文件或填写链接"),
    BadInput("document", {"proof": "http://192.168.0.1/a"}, 200, "这个网址指向本机或内部网络"),
    BadInput("document", {"proof": "https://a.cn/" + "x" * 600}, 200, "最多 500 个字"),
    BadInput("document", {"edition": FAR, "proof": "https://a.cn/"}, 404, "没有找到这个页面"),
    BadInput("finding", {"files": "pdf: another file inside"}, 200, "PDF 中夹带其他文件"),
    BadInput("finding", {"files": "xls: sheet of macros"}, 200, "文件含有宏"),
    BadInput("finding", {"files": "odt"}, 200, "不接受 ODF 格式的文档"),
    BadInput("finding", {"files": "program"}, 200, "不接受程序和脚本"),
    BadInput("finding", {"words": ""}, 200, "请写明已经或将要如何整改"),
    BadInput("finding", {"words": "长" * 5000}, 200, "最多 2000 个字，现在是 5000 个字"),
    BadInput("finding", {"words": BLANK}, 200, "内容全是看不见的字符"),
]
LISTS = [
    BadInput("list", {}, 200, "请选择文件或粘贴名单"),
    BadInput("list", {"text": "没有名单的一句话"}, 302, "没有找到名单", "No list was found"),
    BadInput("list", {"text": table()}, 302, "只有标题行"),
    BadInput("list", {"text": table((1, "甲学院", ""))}, 302, "“支援高校”一列此处为空"),
    BadInput("list", {"text": table((1, "甲学院", "乙大学"), (1, "丙学院", "丁大学"))}, 302, "已使用序号 1"),
    BadInput("list", {"text": table(("x", "甲学院", "乙大学"))}, 302, "序号应为整数"),
    BadInput("list", {"text": table((0, "甲学院", "乙大学"))}, 302, "序号应在 1 至 20000 之间"),
    BadInput("list", {"text": table((1, "甲学院", "甲学院"))}, 302, "受援方与支援方是同一所高校"),
    BadInput("list", {"text": table((1, "长" * 120, "乙大学"))}, 302, "名称最多 100 个字符"),
    BadInput("list", {"text": table((1, "甲学院", "乙大学"))}, 302, "没有名为“甲学院”的高校"),
    BadInput(
        "list", {"text": table((1, "甲学院", "13812345678"))}, 302, "疑似身份证号或手机号", "Nothing of this list"
    ),
    BadInput(
        "list",
        {"text": table(("张三", "甲学院", "乙大学"), titles=("姓名", "受援高校", "支援高校"))},
        302,
        "“姓名”一列疑似个人信息",
    ),
    BadInput(
        "list",
        {"text": table((1, "甲学院", "乙大学"), titles=("序号", "受援高校", "受援高校"))},
        302,
        "缺少“支援高校”一列",
    ),
    BadInput("list", {"file": ("名单.csv", b"")}, 200, "文件是空的"),
    BadInput("list", {"file": ("名单.pdf", b"%PDF-1.7 x")}, 302, "无法读取这种格式的文件"),
    BadInput("list", {"file": "docx: macros"}, 302, "文件含有宏", "holds macros"),
    BadInput("list", {"file": "doc"}, 302, "Word 97"),
    BadInput("list", {"file": "docx: protected by a password"}, 302, "文件已损坏或设有密码"),
    BadInput("list", {"file": ("名单.csv", b"\xff\xfe\xff\xff\x00")}, 302, "UTF-8"),
    BadInput("list", {"file": ("名单.xlsx", b"PK\x03\x04 broken")}, 302, "文件已损坏或设有密码"),
    BadInput("list", {"file": ("名单.csv", b"a"), "text": "b"}, 200, "不要同时使用"),
    BadInput("list", {"file": ("名单.csv", b"x" * (10 * 1024 * 1024 + 1))}, 200, "文件超过 10 MB"),
    BadInput("list", {"text": NUL}, 400, "文字里不允许出现的字符"),
    BadInput("register", {}, 200, "请填写此项"),
    BadInput("register", {"file": ("a.csv", b"")}, 200, "文件是空的"),
    BadInput("register", {"file": ("a.pdf", b"%PDF-1.7")}, 302, ".xls、.xlsx"),
    BadInput("register", {"file": ("a.csv", "学校名称,学校标识码\n甲大学,12".encode())}, 302, "主管部门"),
    BadInput("register", {"file": ("a.csv", b"a"), "as_of": "x"}, 200, "请写明年月日，例如"),
    BadInput("register", {"file": "docx: macros"}, 302, "文件含有宏"),
    BadInput("classes", {}, 200, "请填写此项"),
    BadInput("classes", {"title": "x", "as_of": "2026-02-30", "text": "x"}, 200, "日历上没有这一天"),
]
SHEETS = [
    BadInput("sheet", {}, 200, "请粘贴表格，或选择文件", "Paste the rows of a table"),
    BadInput("sheet", {"text": "今天开了一次会"}, 200, "这是文字，不是表格"),
    BadInput("sheet", {"file": ("表.xlsx", b"PK\x03\x04")}, 200, "文件已损坏或设有密码"),
    BadInput("sheet", {"file": "docx: macros"}, 200, "文件含有宏"),
    BadInput("sheet", {"file": ("表.csv", b"")}, 200, "文件是空的"),
    BadInput("sheet", {"file": ("a.csv", b"a"), "text": "b"}, 200, "粘贴和选择文件只用其一"),
    BadInput("sheet", {"file": ("a.pdf", b"%PDF-1.7")}, 200, "无法读取这种格式的文件", "not a form of list"),
    BadInput("sheet", {"text": month(("没有的大学", "类别fair", "甲", YESTERDAY))}, 302, "贵校没有与该校的结对"),
    BadInput("sheet", {"text": month(("1-1", "没有的类别", "甲", YESTERDAY))}, 302, "没有这一活动类别"),
    BadInput("sheet", {"text": month(("1-1", "类别fair", "甲", "2026-02-30"))}, 302, "日历上没有这一天"),
    BadInput("sheet", {"text": month(("1-1", "类别fair", "长" * 120, YESTERDAY))}, 302, "最多 100 个字"),
    BadInput(
        "sheet",
        {"text": month(("1-1", "类别fair", "甲", YESTERDAY, "http://127.0.0.1/"), titles=MONTH + "\t链接")},
        302,
        "这个网址指向本机或内部网络",
    ),
    BadInput(
        "sheet",
        {"text": month(("1-1", "类别fair", "甲", YESTERDAY, "25:99"), titles=MONTH + "\t时间")},
        302,
        "请按“时:分”填写时间",
    ),
]
PEOPLE = [
    BadInput("people", {"text": " "}, 200, "请选择文件或粘贴名单"),
    BadInput("people", {"text": "甲"}, 200, "第一行须有列名"),
    BadInput("people", {"text": people("张三,不是邮箱,湖北甲学院,联络员,,")}, 200, "请填写完整的电子邮箱"),
    BadInput("people", {"text": people("张三,a@b.cn,没有的大学,联络员,,")}, 200, "没有这个标识码或校名的高校"),
    BadInput("people", {"text": people("张三,a@b.cn,湖北甲学院,校长,,")}, 200, "角色请填写以下之一"),
    BadInput("people", {"text": people("张三,a@b.cn,湖北甲学院,联络员,x,")}, 200, "日期请写成 2026-03-01 的样子"),
    BadInput("people", {"text": people("张三,a@b.cn,湖北甲学院,联络员,,2020-04-01")}, 200, "这一天已过"),
    BadInput("people", {"text": people(f"张{TURNED},a@b.cn,湖北甲学院,联络员,,")}, 200, "请去掉不可见的控制字符"),
    BadInput("people", {"text": people(*["张三,a@b.cn,湖北甲学院,联络员,,"] * 2)}, 200, "已有同一邮箱的同一岗位"),
    BadInput("people", {"text": people('"' + "x" * 140_000)}, 200, "超过 131072 个字符"),
    BadInput("people", {"file": ("a.xlsx", b"PK\x03\x04")}, 200, "另存为 CSV", "Save the Excel sheet as CSV"),
    BadInput("people", {"file": ("a.csv", b"x" * 600_000)}, 200, "名单超过 512 KB"),
    BadInput("invite", {"email": "x"}, 200, "请填写完整的电子邮箱"),
    BadInput("invite", {"role": "king"}, 200, "列表中没有“king”"),
    BadInput("invite", {"university": FAR}, 200, "无法由此确定一所高校"),
    BadInput("invite", {"since": "x"}, 200, "请填写日期"),
    BadInput("invite", {"until": "2020-01-01"}, 200, "这一天已过"),
    BadInput("invite", {"name": TURNED}, 200, "请去掉不可见的控制字符"),
    BadInput("invite", {"role": "officer"}, 200, "须选择省（区、市）"),
    BadInput("invite", {"name": "长" * 200}, 200, "最多 50 个字，现在是 200 个字"),
]
FORMS = [
    BadInput("agreement", {"goals": "长" * 20_000}, 200, "最多 2000 个字，现在是 20000 个字"),
    BadInput("agreement", {"goals": BLANK}, 200, "内容全是看不见的字符"),
    BadInput("agreement", {"starts": "x"}, 200, "请写明年月日，例如"),
    BadInput("agreement", {"starts": "2026-05-01", "ends": "2026-04-01"}, 200, "结束日期早于开始日期，请对调"),
    BadInput("agreement", {"m1-0-text": "提供岗位", "m1-0-target": "x"}, 200, "请用数字填写准确的整数"),
    BadInput("agreement", {"m1-0-target": "5"}, 200, "请写明承诺的内容"),
    BadInput("snapshot", {"graduates": "x"}, 200, "请用数字填写准确的整数"),
    BadInput("snapshot", {"employed": "101"}, 200, "100 人中不可能有 101 人就业", "101"),
    BadInput("snapshot", {"contract": "200"}, 200, "超过已就业的 90 人"),
    BadInput("snapshot", {"group": FAR}, 200, "所选的一项不在列表中"),
    BadInput("snapshot", {"as_of": ""}, 200, "请填写数据的截止日期"),
    BadInput("report", {"text": ""}, 200, "请填写此项"),
    BadInput("report", {"text": "长" * 5000}, 200, "最多 2000 个字，现在是 5000 个字"),
    BadInput("report", {"contact": "x" * 300}, 200, "最多 200 个字，现在是 300 个字"),
    BadInput("report", {"page": "https://evil.example/"}, 200, "这不是本网站公开页面的网址"),
    BadInput("report", {"text": "13812345678 张同学"}, 200, "这里似乎有手机号码"),
    BadInput("sign-in", {}, 200, "用户名（邮箱）或密码不正确"),
    BadInput("sign-in", {"login": "", "password": ""}, 200, "请填写此项"),
    BadInput("reset", {"email": "x"}, 200, "请填写完整的电子邮箱"),
    BadInput("university", {"code": "12"}, 200, "学校标识码须为十位数字"),
    BadInput("university", {"website": "http://localhost/"}, 200, "这个网址指向本机或内部网络"),
]
REFUSED_SIGN, NOWHERE, NO_PARAMETER = (
    "文字里不允许出现的字符",
    "没有找到这个页面",
    "该文件没有这个参数。可用的参数：q, batch",
)
ADDRESSES = [
    public("/universities/a%00b/", 400, REFUSED_SIGN),
    public("/search/?q=%00", 400, REFUSED_SIGN, "was not understood"),
    public("/search/?q=a%1Fb", 400, REFUSED_SIGN),
    public("/?%00=1", 400, REFUSED_SIGN),
    public("/pairs.json?q=%00", 400, "字符"),
    public("/pairs.json?nonsense=1", 400, NO_PARAMETER),
    public("/pairs.json?pair=2-1", 400, NO_PARAMETER),
    public("/pairs.json?batch=x", 400, "没有“x”这一选项"),
    public("/pairs.csv?batch=2&Batch=2", 400, NO_PARAMETER),
    public("/universities.json?province=x", 400, "没有“x”这一选项"),
    public("/activities.json?foo=1", 400, NO_PARAMETER),
    public("/activities/?since=2026-02-30", 200, "部分筛选条件无法使用"),
    public("/pairs/?batch=x", 200, "没有“x”这一选项"),
    public("/search/?q=" + "x" * 500, 200, "查找内容不能超过 100 个字符", "100 characters"),
    public("/pairs/9-9/", 404, NOWHERE),
    public("/pairs/2-99999999999999999999/", 404, NOWHERE),
    public("/universities/1/", 404, NOWHERE),
    public(f"/batches/{FAR}/", 404, NOWHERE),
    public(f"/activities/{FAR}/", 404, NOWHERE),
    public("/bulletins/2026-02-30/", 404, NOWHERE),
    public("/nothing/", 404, NOWHERE),
    BadInput("editor", "/desk/?%00=1", 400, REFUSED_SIGN),
    BadInput("editor", "/desk/people/?q=%00", 400, REFUSED_SIGN),
    BadInput("editor", "/admin/pairs/pair/?x=1", 400, "在这个列表里不存在"),
    BadInput("editor", "/admin/pairs/pair/?id__in=a", 400, "在这个列表里不存在"),
    BadInput("editor", "/admin/pairs/university/?name__iregex=(", 400, "在这个列表里不存在"),
    BadInput("editor", "/admin/activities/activity/?id__regex=[", 400, "在这个列表里不存在"),
    BadInput("editor", "/admin/pairs/pair/download/csv/?x=1", 400, "该文件没有这个参数"),
    BadInput("editor", "/admin/accounts/user/?memberships__role__exact=x", 400, "在这个列表里不存在"),
    BadInput("recipient", "/desk/activities/?month=x", 200, "没有“x”这一选项"),
    BadInput("recipient", "/desk/activities/?q=a%1Fb", 400, REFUSED_SIGN),
    BadInput("recipient", f"/desk/activities/{FAR}/", 404, NOWHERE),
    BadInput("recipient", "/desk/activities/new/?pair=9-9", 404, NOWHERE),
    BadInput("recipient", f"/desk/evidence/{FAR}/", 404, NOWHERE),
]
UNKNOWN, NOT_PUBLIC = "errors 逐项说明可用的参数和值", "此地址没有公开内容"
API = [
    api("pairs/?nonsense=1", 400, UNKNOWN, "each error says what it knows"),
    api("pairs/?batch=x", 400, UNKNOWN),
    api(f"pairs/?batch={FAR}", 400, UNKNOWN),
    api("pairs/?batch=", 400, UNKNOWN),
    api("pairs/?limit=0", 400, UNKNOWN),
    api("pairs/?limit=1&limit=2", 400, UNKNOWN),
    api("pairs/?after=x", 400, UNKNOWN),
    api("pairs/?status=gone", 400, UNKNOWN),
    api("pairs/?q=%00", 400, "网址中含有文字里不允许出现的字符", "a character that no text can hold"),
    api("pairs/9-9/", 404, NOT_PUBLIC, "nothing public at this address"),
    api("pairs/x/", 404, NOT_PUBLIC),
    api("nothing/", 404, "没有这一资源", "There is no such resource"),
    api("universities/?province=xx", 400, UNKNOWN),
    api("universities/1/", 404, NOT_PUBLIC),
    api("activities/?since=2026-02-30", 400, UNKNOWN),
    api("activities/?kind=x", 400, UNKNOWN),
    api(f"activities/{FAR}/", 404, NOT_PUBLIC),
    api(f"batches/{FAR}/", 404, NOT_PUBLIC),
    api("changes?since=x", 400, UNKNOWN),
    api("mechanisms/none/1/", 404, NOT_PUBLIC),
    api("bulletins/2026-02-30/", 404, NOT_PUBLIC),
]
BAD_INPUTS = [*ENTRIES, *EVIDENCE, *LISTS, *SHEETS, *PEOPLE, *FORMS, *ADDRESSES, *API]
