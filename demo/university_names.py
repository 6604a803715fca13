"""Universities that do not exist, spread over real provinces: each name holds 演示, each code begins as no real one."""

from pairs.directory.provinces import Province, city_en, english

PREFIX = "99"  # the national register knows 41 and 42
SOURCE = "演示数据，学校不存在 / demonstration data, no such institution"
HUBEI = Province.HUBEI
CITIES = ["武汉市", "宜昌市", "襄阳市", "荆州市", "武汉市", "黄石市", "十堰市", "武汉市", "孝感市", "荆门市", "黄冈市"]
CITIES += ["武汉市", "咸宁市", "随州市", "恩施土家族苗族自治州", "鄂州市", "武汉市"]

STUDIES = [
    ("理工", "Technology"),
    ("师范", "Education"),
    ("医药", "Medicine"),
    ("工业", "Industry"),
    ("财经", "Finance and Economics"),
    ("农林", "Agriculture and Forestry"),
    ("科技", "Science"),
    ("交通", "Transport"),
    ("政法", "Law"),
    ("外语", "Foreign Studies"),
    ("水利电力", "Water and Electric Power"),
    ("建筑", "Architecture"),
    ("艺术", "the Arts"),
]
TRADES = [
    ("信息", "Information"),
    ("机电", "Electromechanics"),
    ("卫生", "Health"),
    ("铁道", "Railways"),
    ("商贸", "Trade"),
    ("旅游", "Tourism"),
    ("生态", "Ecology"),
    ("轻工", "Light Industry"),
    ("航空", "Aviation"),
]
# Tier: level, whether the school is called a university, and the authority where it is not the province.
TIERS = {
    "central_moe": ("undergraduate", "大学", "University of %s", "教育部"),
    "central_other": ("undergraduate", "大学", "University of %s", "工业和信息化部"),
    "provincial_undergraduate": ("undergraduate", "学院", "Institute of %s", ""),
    "model_vocational": ("junior_college", "职业技术学院", "Vocational College of %s", ""),
    "specialty_vocational": ("junior_college", "职业技术学院", "Vocational College of %s", ""),
    "ordinary_vocational": ("junior_college", "职业学院", "Vocational School of %s", ""),
    "adult": ("adult", "职工大学", "Workers' College of %s", ""),
    "unknown": ("undergraduate", "学院", "College of %s", ""),
}
HELPED = ["provincial_undergraduate"] * 4 + ["ordinary_vocational"] * 3 + ["specialty_vocational", "model_vocational"]
HELPING = ["central_moe", "provincial_undergraduate", "central_moe", "central_other", "model_vocational"]
HELPING += ["provincial_undergraduate", "specialty_vocational"]
FROM = ["32", "11", "33", "31", "44", "37", "51", "61", "43", "21", "32", "12", "35", "34", "50", "33", "31", "41"]
FROM += ["36", "22", "44", "11", "23", "45", "53", "13", "32", "62", "46", "15", "65", "37", "14", "52", "51", "61"]
FROM += ["44", "43", "31", "33"]


def recipients(number):
    """The facts of `number` universities in Hubei."""
    taken = set()
    for place in range(number):
        tier = {2: "central_moe", 19: "adult", 23: "unknown"}.get(place, HELPED[place % len(HELPED)])
        city = CITIES[place % len(CITIES)]
        short = city.removesuffix("市") if city.endswith("市") else "恩施"
        yield school(place, HUBEI, short, city_en(city), tier, taken, city=city, private=place % 6 == 4)


def supporters():
    """The facts of universities in all parts of the country, as many as FROM has provinces."""
    taken = set()
    for place, code in enumerate(FROM):
        province = Province(code)
        tier = {33: "adult"}.get(place, HELPING[place % len(HELPING)])
        yield school(place, province, short_name(code), english(province), tier, taken, teaching=3)


def school(place, province, where, where_en, tier, taken, city="", private=False, teaching=0):
    """The columns of one university; what is taught there, `teaching` places on, gives a name that is not `taken`."""
    level, ending, pattern, authority = TIERS[tier]
    private = private and tier.startswith(("provincial", "ordinary"))
    name, study_en = named(place + teaching, TRADES if level == "junior_college" else STUDIES, where, ending, taken)
    return {
        "code": f"{PREFIX}{province.value}{place + 1:06}",
        "name": name,
        "name_en": f"{where_en} Demo {pattern % study_en}",
        "province": province,
        "city": city,
        "authority": authority or Province(province).official,
        "level": level,
        "ownership": "private" if private else "public",
        "tier": tier,
        "source": SOURCE,
    }


def named(place, taught, where, ending, taken):
    """The first name from `place` on that no other school has, with the English of what is taught."""
    for step in range(len(taught)):
        study, study_en = taught[(place + place // len(HELPED) + step) % len(taught)]
        name = f"{where}演示{study}{ending}"
        if name not in taken:
            break
    taken.add(name)
    return name, study_en


def short_name(code):
    """江苏 for 江苏省, 内蒙古 for 内蒙古自治区."""
    name = Province(code).official
    for ending in ("壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省", "市"):
        if name.endswith(ending):
            return name.removesuffix(ending)
    return name
