"""What a reader of this house may rely on: lint_house.py [FOLDER] names each breach with its file and line.

No line of a template is over 160 characters and no tag goes over its end, no file of an app and no style sheet over
400 lines; within an app imports run in no circle, those inside functions included; modules, classes and templates have
names of the field, and no two classes the same one. Style sheets use the sizes of type that tokens.css names, no class
that nothing has, and no rule twice.
"""

import ast
import re
import sys
from collections import defaultdict
from pathlib import Path

LONGEST_LINE = 160
LONGEST_FILE = 400
TAGS = ("{{", "}}"), ("{%", "%}"), ("{#", "#}")

# Past participles and everyday words that say nothing of what is inside. A folder before the name restricts it.
MODULES = """
adoption answer answers applying asked board board_list both bounds bulletin_note cells clock compare computing
corners datasets deciding declared desk/home diary display done downloads drawing duties entry environment files
flags flow found glance growth guiding headline kept kind known ledger letters life listed lists log making mark
marked markup measure merging milestones names naming note notice overview own package page pages period personal
pictures places published readiness reading record refusals reminding review round rows rules said scope snapshot
sources steps stored storing tally texts told turns wording world
"""
CLASSES = """
Answering AsOf Doubt Due Duty Entry Glance Kept Life Local Outcome Page Plain Retiring Standing Telling Told
ToldQuerySet Unknown WrittenByVerbs
"""
TEMPLATES = """
answer both cards check days entry glance hidden kept known list_take marks matched parts register_take remove
squares standing step take take_batch take_mine take_theirs turn waiting
"""
STYLES = "pairing_portal/static/portal"
MOST_SIZES = 10  # of type, that of running text included
SIZE = re.compile(r"(?:font-size:|font:(?: \d+)?) *([^ ;}/]+)")
FREE_SIZES = {"1rem", "inherit"}
DRAWINGS = (".map", ".chart")  # their letters are measured in the units of the drawing
NOT_OURS = {"htmx-request", "errorlist"}  # classes that htmx and Django set
FOR_DJANGO = {"admin.css", "staff.css", "api_explorer.css"}  # they dress pages that are not ours
# Django looks commands up under this name.
NAMED_BY_DJANGO = {"Command"}


def main(root):
    """Print all breaches; the exit status says whether there was one."""
    breaches = [breach for check in CHECKS for breach in check(root)]
    print(*breaches, sep="\n", end="\n" if breaches else "")
    if breaches:
        print(f"{len(breaches)} breaches.")
    return bool(breaches)


def long_lines(root):
    """Lines of templates that no screen shows whole."""
    for path in templates(root):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if len(line) > LONGEST_LINE:
                yield f"{at(root, path, number)}: {len(line)} characters (at most {LONGEST_LINE})"


def broken_tags(root):
    """Tags of templates that do not end in their line: Django shows them to readers as they are."""
    for path in templates(root):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if any(line.rfind(first) > line.rfind(last) for first, last in TAGS):
                yield f"{at(root, path, number)}: a tag that does not end in its line"


def long_files(root):
    """Python files and style sheets that do more than one thing."""
    for path in [*modules(root), *sorted(root.glob(f"{STYLES}/*.css"))]:
        lines = len(path.read_text().splitlines())
        if lines > LONGEST_FILE:
            yield f"{at(root, path, LONGEST_FILE + 1)}: {lines} lines (at most {LONGEST_FILE})"


def circles(root):
    """Imports between modules of one app that lead back to where they began."""
    for app in apps(root):
        known = {dotted(root, path): path for path in modules(app)}
        arrows = {name: dict(imports(name, path, known)) for name, path in known.items()}
        reached = {name: reachable(name, arrows) for name in arrows}
        for name, path in known.items():
            for target, number in arrows[name].items():
                if name in reached[target]:
                    yield f"{at(root, path, number)}: {target} leads back here (a circle of imports)"


def foggy_names(root):
    """Modules, classes and templates whose names nobody can guess, and classes that share one."""
    for path in modules(root):
        if names_of(path) & {*MODULES.split()}:
            yield f"{at(root, path, 1)}: a module is named “{path.stem}”"
    for path in templates(root):
        if names_of(path) & {*TEMPLATES.split()}:
            yield f"{at(root, path, 1)}: a template is named “{path.stem}”"
        if "partials" in path.parts:
            yield f"{at(root, path, 1)}: parts of pages stand in includes/"
    for name, places in classes(root).items():
        if name in CLASSES.split():
            yield from (f"{place}: a class is named “{name}”" for place in places)
        elif len(places) > 1 and name not in NAMED_BY_DJANGO:
            yield f"{places[-1]}: a class “{name}” stands in {', '.join(places[:-1])} as well"


def stray_sizes(root):
    """Sizes of type that are none of the scale, and a scale that has grown too long."""
    for path, number, selector, body in rules(root):
        if selector.startswith((*DRAWINGS, "html")):
            continue
        for size in SIZE.findall(body):
            if not size.startswith("var(--size-") and size not in FREE_SIZES:
                yield f"{at(root, path, number)}: {size} is none of the sizes in tokens.css"
    named = [name for *_place, body in rules(root) for name in re.findall(r"(--size-[\w-]+):", body)]
    if len({*named}) >= MOST_SIZES:
        yield f"{STYLES}: {len({*named}) + 1} sizes of type (at most {MOST_SIZES})"


def idle_rules(root):
    """Rules for a class that no template, module or script has, and rules that stand twice in a sheet."""
    text = "\n".join(path.read_text() for path in [*templates(root), *modules(root), *root.glob(f"{STYLES}/*.js")])
    had, begun, seen = {*re.findall(r"[\w-]+", text)}, {*re.findall(r"([\w-]+-)\{", text)}, set()
    for path, number, selector, body in rules(root):
        unknown = {*re.findall(r"\.([a-zA-Z][\w-]*)", selector)} - had - NOT_OURS if path.name not in FOR_DJANGO else ()
        yield from (
            f"{at(root, path, number)}: nothing has the class “{name}”"
            for name in sorted(unknown)
            if not name.startswith((*begun, "/"))
        )
        if (path, selector, body) in seen:
            yield f"{at(root, path, number)}: the rule for {selector} stands twice"
        seen.add((path, selector, body))


CHECKS = (long_lines, broken_tags, long_files, circles, foggy_names, stray_sizes, idle_rules)


def rules(root):
    """The rules of all style sheets: path, line, selector and what it sets; those inside of @media too."""
    for path in sorted(root.glob(f"{STYLES}/*.css")):
        text = re.sub(r"/\*.*?\*/", lambda comment: "\n" * comment[0].count("\n"), path.read_text(), flags=re.DOTALL)
        for rule in re.finditer(r"([^{};]+)\{([^{}]*)\}", text):
            number = text[: rule.start(2)].count("\n") + 1
            yield path, number, " ".join(rule[1].split()), " ".join(rule[2].split())


def apps(root):
    """The folders of the apps."""
    return sorted(path.parent for path in root.glob("*/apps.py"))


def modules(folder):
    """The Python files of all apps, or of one; Django writes migrations."""
    places = [folder] if (folder / "apps.py").exists() else apps(folder)
    return [path for place in places for path in sorted(place.rglob("*.py")) if "migrations" not in path.parts]


def templates(root):
    """All templates of pages."""
    return sorted(root.glob("templates/**/*.html"))


def classes(root):
    """The places of each class that stands at the top of a module."""
    places = defaultdict(list)
    for path in modules(root):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef):
                places[node.name].append(at(root, path, node.lineno))
    return places


def imports(name, path, known):
    """Each module of the same app that a module imports, at its top or inside a function, with the line."""
    package = name if path.stem == "__init__" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = absolute(node, package)
            inside = [f"{base}.{alias.name}" for alias in node.names]
            found = [module if module in known else base for module in inside]
        else:
            continue
        yield from ((module, node.lineno) for module in found if module in known)


def absolute(node, package):
    """The module that `from … import` names."""
    if not node.level:
        return node.module
    parts = package.split(".")
    return ".".join(parts[: len(parts) - node.level + 1] + [node.module] * bool(node.module))


def reachable(name, arrows):
    """A module and all that importing it leads to."""
    reached, open_ends = set(), [*arrows[name]]
    while open_ends:
        module = open_ends.pop()
        if module not in reached:
            reached.add(module)
            open_ends += arrows[module]
    return reached | {name}


def dotted(root, path):
    """The name under which a module is imported."""
    return ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def names_of(path):
    """A file's name, alone and with its folder."""
    return {path.stem, f"{path.parent.name}/{path.stem}"}


def at(root, path, number):
    return f"{path.relative_to(root)}:{number}"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if sys.argv[1:] else Path(__file__).parent.parent).absolute()))
