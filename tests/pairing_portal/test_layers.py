"""Imports run one way: an app builds on itself and on those below it, in Python and in templates."""

import ast
import re

import pytest
from django.conf import settings
from django.template import engines

# Each app may import those after it.
APPS = ["pairing_portal", "demo", "public", "oversight", "activities", "accounts", "pairs", "core", "opendata"]
FILES = [path for app in APPS for path in sorted((settings.BASE_DIR / app).rglob("*.py"))]
TEMPLATES = settings.BASE_DIR / "templates"
# The folders that packages give names to; what stands in no folder of an app is the frame of all pages.
FOLDERS = {app: app for app in APPS} | {"account": "accounts", "mfa": "accounts", "admin": "core", "includes": "core"}
LIBRARIES = {name: module.partition(".")[0] for name, module in engines["django"].engine.libraries.items()}

LOADS = re.compile(r"{% load (?:[^%]* from )?([^%]+) %}")
BUILDS_ON = re.compile(r"""{% (?:include|extends) ["']([^"'#]+)""")


def imported_apps(path):
    """The apps that a file imports, at its top or inside a function."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module]
        else:
            continue
        yield from (name.partition(".")[0] for name in names if name.partition(".")[0] in APPS)


def app_of_template(name):
    """The app that a template belongs to."""
    folder, stroke, _rest = str(name).partition("/")
    return FOLDERS[folder] if stroke else "core"


def used_apps(text):
    """The apps whose tag libraries and templates a template uses; a package's own are no app's."""
    libraries = [LIBRARIES[name] for names in LOADS.findall(text) for name in names.split()]
    templates = [app_of_template(name) for name in BUILDS_ON.findall(text) if (TEMPLATES / name).exists()]
    return [app for app in libraries + templates if app in APPS]


def below(app):
    return APPS[APPS.index(app) :]


def test_every_app_is_installed():
    assert set(APPS) <= {app.partition(".")[0] for app in settings.INSTALLED_APPS}
    assert [app for app in APPS if not (settings.BASE_DIR / app / "apps.py").exists()] == []


@pytest.mark.parametrize("app", APPS)
def test_an_app_imports_only_apps_below(app):
    uphill = [
        f"{path.relative_to(settings.BASE_DIR)} imports {name}"
        for path in FILES
        if path.relative_to(settings.BASE_DIR).parts[0] == app
        for name in imported_apps(path)
        if name not in below(app)
    ]
    assert uphill == []


def test_an_import_uphill_would_be_noticed(tmp_path):
    file = tmp_path / "low.py"
    file.write_text("import csv\nfrom pairs.models import Pair\n\ndef f():\n    import oversight.models\n")
    assert list(imported_apps(file)) == ["pairs", "oversight"]


def test_a_template_uses_only_apps_below():
    names = [path.relative_to(TEMPLATES) for path in sorted(TEMPLATES.rglob("*.*"))]
    uphill = [
        f"{name} uses {app}"
        for name in names
        for app in used_apps((TEMPLATES / name).read_text())
        if app not in below(app_of_template(name))
    ]
    assert uphill == []
    assert len(names) > 150


def test_a_template_that_uses_an_app_above_would_be_noticed():
    uses_above = '{% extends "base.html" %}{% load i18n oversight_tags %}{% include "public/includes/closing.html" %}'
    assert used_apps(uses_above) == ["core", "oversight", "core", "public"]
    assert used_apps("{% load figure from formatting %}") == ["core"]
