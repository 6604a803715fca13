"""What practices of the demonstration say: as a coordinator proposes them, and as an editor publishes them."""

MADE_UP = "（本文为演示而编写，所述做法并非真实事例。）"
MADE_UP_EN = "(Written for demonstration; nothing of this happened.)"

RAW = {
    "one-door-for-posts": (
        "两校招聘平台一个入口（演示）",
        f"我校就业网给受援高校开了专区，岗位每周二、周五同步，学生用学号就能登录。投递情况每周反馈一次。{MADE_UP}",
    ),
    "mock-interviews-by-video": (
        "线上模拟面试（演示）",
        f"请支援高校的老师和企业人事每周三晚上做模拟面试，我校学生提前交简历，面试后当晚收到书面意见。{MADE_UP}",
    ),
    "courses-with-a-tutor": (
        "课程开放并配助教（演示）",
        f"只开放课程学生坚持不下来，我们给每门课配了一名研究生助教，每周答疑一次，结课率明显提高。{MADE_UP}",
    ),
    "alumni-day": (
        "校友企业招聘日（演示）",
        "支援高校每月邀请三至五家校友企业，上午线上宣讲，下午分专业面谈，我校安排辅导员全程对接。"
        f"两次下来，校友企业普遍愿意继续参加，建议向其他结对高校推荐。{MADE_UP}",
    ),
    "start-up-desk": (
        "创业项目联合辅导（演示）",
        f"我校大学科技园为受援高校创业团队开放工位，效果非常好，受到广泛欢迎。{MADE_UP}",
    ),
}

EDITED = {
    "one-door-for-posts": {
        "title": "一个入口看两校岗位（演示）",
        "title_en": "One entrance to the posts of two universities (demonstration)",
        "text": (
            "支援高校在本校就业网为受援高校毕业生开设专区，毕业生凭学号登录，与本校毕业生同等投递。\n\n"
            "岗位每周二、周五同步，用人单位资质由支援高校统一核验；受援高校就业中心按专业转发到班级，"
            "每周收到一份投递情况汇总，据此提醒尚未投递的毕业生。\n\n"
            "可以借鉴之处：入口只有一个，岗位不必重复发布；核验和提醒分别由两校各自擅长的一方负责。\n\n" + MADE_UP
        ),
        "text_en": (
            "The supporter opened a section of its own job site to the recipient's graduates, who sign in with their "
            "student number and apply on equal terms with its own.\n\n"
            "Posts are brought over every Tuesday and Friday, after the supporter has checked the employers. The "
            "recipient's career office passes them on by field of study and gets a weekly summary of applications, so "
            "that it can remind those who have not applied yet.\n\n"
            "What others may take up: there is one entrance, nothing is posted twice, and each side does what it does "
            "best.\n\n" + MADE_UP_EN
        ),
    },
    "mock-interviews-by-video": {
        "title": "每周一晚的线上模拟面试（演示）",
        "title_en": "Mock interviews by video, one evening a week (demonstration)",
        "text": (
            "两校每周三晚共同举办线上模拟面试，由支援高校就业指导教师和用人单位人事人员担任考官。\n\n"
            "受援高校毕业生提前两天提交简历，每场分六组同时进行，每人二十分钟；当晚收到书面意见，"
            "两周后可以再报名一次，检验改进情况。\n\n"
            "可以借鉴之处：时间固定，意见当晚送达，允许再来一次。\n\n" + MADE_UP
        ),
        "text_en": (
            "Every Wednesday evening the two universities hold mock interviews by video, with career advisers of the "
            "supporter and people from employers' personnel offices as interviewers.\n\n"
            "Graduates hand in their CV two days ahead; six groups run side by side, twenty minutes for each "
            "person. Written advice arrives the same evening, and a second try is possible after two weeks.\n\n"
            "What others may take up: a fixed evening, advice on the same day, and a second chance.\n\n" + MADE_UP_EN
        ),
    },
    "courses-with-a-tutor": {
        "title": "开放课程配助教（演示）",
        "title_en": "Open courses, each with a tutor (demonstration)",
        "text": (
            "支援高校向受援高校毕业生开放在线课程，并为每门课程配一名研究生助教，每周集中答疑一次。\n\n"
            "助教每月向两校教务部门报告学习进度，对连续两周没有学习记录的毕业生，由受援高校辅导员联系了解情况。\n\n"
            "可以借鉴之处：课程开放之后有人跟进，问题在当周解决。\n\n" + MADE_UP
        ),
        "text_en": (
            "The supporter opened online courses to the recipient's graduating students and gave each course a "
            "postgraduate tutor, who answers questions once a week.\n\n"
            "Every month the tutors tell both universities how far people have come; whoever has not studied for two "
            "weeks gets a call from an adviser of the recipient.\n\n"
            "What others may take up: somebody follows up once a course is open, and questions are answered within "
            "the week.\n\n" + MADE_UP_EN
        ),
    },
}
