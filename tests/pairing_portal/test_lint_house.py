"""The look over the house notices each kind of breach, and leaves a tidy one alone."""

import pytest

from tests import lint_house

TIDY = {"apples/apps.py": "", "apples/__init__.py": "", "pears/apps.py": "", "templates/apples/list.html": "<p>"}


@pytest.fixture
def house(tmp_path):
    """Builds a house with two apps, which hold what is given by path, and says what the look over it finds."""

    def build(files=()):
        tidy = {
            "apples/apps.py": "",
            "pears/apps.py": "",
            "apples/__init__.py": "",
            "templates/apples/list.html": "<p>",
        }
        for name, text in (tidy | dict(files)).items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text)
        return [breach for check in lint_house.CHECKS for breach in check(tmp_path)]

    return build


def test_a_tidy_house_passes(house):
    assert house() == []


def test_a_line_of_a_template_may_have_160_characters(house):
    assert house({"templates/apples/list.html": "short\n" + "校" * 160}) == []
    (breach,) = house({"templates/apples/list.html": "short\n" + "校" * 161})
    assert breach == "templates/apples/list.html:2: 161 characters (at most 160)"


def test_a_tag_of_a_template_that_goes_over_the_end_of_its_line_is_named(house):
    assert house({"templates/apples/list.html": '{{ apple }}\n{"a": {"b": 1}}'}) == []
    (breach,) = house({"templates/apples/list.html": "short\n{% if apple %}{{ apple\n}}{% endif %}"})
    assert breach == "templates/apples/list.html:2: a tag that does not end in its line"


def test_a_file_may_have_400_lines(house):
    assert house({"apples/models.py": "\n" * 400, "apples/migrations/0001_initial.py": "\n" * 900}) == []
    assert house({"apples/models.py": "\n" * 401}) == ["apples/models.py:401: 401 lines (at most 400)"]


def test_a_style_sheet_may_have_400_lines(house):
    assert house({SHEET: "\n" * 401}) == [f"{SHEET}:401: 401 lines (at most 400)"]


@pytest.mark.parametrize(
    "back",
    [
        "import apples.trees",
        "from apples.trees import Tree",
        "from apples import trees",
        "from . import trees",
        "from .trees import Tree",
        "from ..apples.trees import Tree",
        "def grow():\n    from .trees import Tree",
    ],
)
def test_a_circle_of_imports_is_named_from_both_ends(house, back):
    line = back.count("\n") + 2
    assert house({"apples/trees.py": "from .soil import Soil", "apples/soil.py": f"import csv\n{back}"}) == [
        f"apples/soil.py:{line}: apples.trees leads back here (a circle of imports)",
        "apples/trees.py:1: apples.soil leads back here (a circle of imports)",
    ]


def test_a_circle_by_way_of_a_package_is_named(house):
    package = {
        "apples/models/__init__.py": "from .tree import Tree",
        "apples/models/tree.py": "from apples.models import X",
    }
    assert len(house(package)) == 2


def test_imports_that_meet_are_no_circle(house):
    files = {
        "apples/soil.py": "",
        "apples/trees.py": "from . import soil",
        "apples/fruit.py": "from . import soil, trees",
    }
    assert house(files | {"pears/trees.py": "from apples import fruit"}) == []


@pytest.mark.parametrize(
    ("path", "text", "breach"),
    [
        ("apples/told.py", "", "apples/told.py:1: a module is named “told”"),
        ("apples/desk/home.py", "", "apples/desk/home.py:1: a module is named “home”"),
        ("apples/models.py", "\nclass Life:\n    pass", "apples/models.py:2: a class is named “Life”"),
        (
            "templates/apples/take.html",
            "",
            "templates/apples/take.html:1: a template is named “take”",
        ),
        (
            "templates/apples/partials/a.html",
            "",
            "templates/apples/partials/a.html:1: parts of pages stand in includes/",
        ),
    ],
)
def test_a_name_that_nobody_can_guess_is_named(house, path, text, breach):
    assert house({path: text}) == [breach]


def test_names_of_the_field_and_of_django_pass(house):
    command = "class Command:\n    class Meta:\n        pass"
    assert house({"apples/views/home.py": command, "pears/grid.py": command, "templates/apples/plan.html": ""}) == []


def test_a_class_name_stands_for_one_class(house):
    files = {"apples/models.py": "class Tree:\n    pass", "pears/models.py": "\nclass Tree:\n    pass"}
    assert house(files) == ["pears/models.py:2: a class “Tree” stands in apples/models.py:1 as well"]


SHEET = "pairing_portal/static/portal/parts.css"


@pytest.mark.parametrize(
    ("rule", "breach"),
    [
        ("p { font-size: .95rem; }", "1: .95rem is none of the sizes in tokens.css"),
        ("p { font: 700 1.1rem/1.5 var(--serif); }", "1: 1.1rem is none of the sizes in tokens.css"),
        ("@media print {\n  .pear { color: red; }\n}", "2: nothing has the class “pear”"),
        ("p { margin: 0; }\n/* two */\np { margin: 0; }", "3: the rule for p stands twice"),
    ],
)
def test_style_sheets_with_a_size_of_their_own_or_an_idle_rule(house, rule, breach):
    assert house({SHEET: rule}) == [f"{SHEET}:{breach}"]


def test_the_scale_of_type_has_at_most_ten_sizes(house):
    scale = ":root { " + " ".join(f"--size-{number}: 1px;" for number in range(10)) + " }"
    assert house({SHEET: scale}) == ["pairing_portal/static/portal: 11 sizes of type (at most 10)"]


def test_style_sheets_of_the_scale_pass(house):
    sheet = "html { font: 17px/1.7 serif; } .map text { font-size: 9px; } .tag-on { font: 700 var(--size-h1)/1 serif; }"
    assert house({SHEET: sheet, "templates/apples/list.html": '<p class="map tag-{{ tone }}">'}) == []


def test_the_command_prints_the_breaches_and_fails(house, tmp_path, capsys):
    house()
    assert lint_house.main(tmp_path) is False
    assert capsys.readouterr().out == ""
    house({"apples/told.py": ""})
    assert lint_house.main(tmp_path) is True
    assert capsys.readouterr().out == "apples/told.py:1: a module is named “told”\n1 breaches.\n"
