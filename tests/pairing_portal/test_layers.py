"""Rooms import downhill only."""

import ast

import pytest
from django.conf import settings

# Each room may import those after it.
ROOMS = ["pairing_portal", "demo", "public", "oversight", "activities", "accounts", "pairs", "core", "opendata"]
FILES = [path for room in ROOMS for path in sorted((settings.BASE_DIR / room).rglob("*.py"))]


def imported_rooms(path):
    """The rooms that a file imports, at its top or inside a function."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module]
        else:
            continue
        yield from (name.partition(".")[0] for name in names if name.partition(".")[0] in ROOMS)


def test_every_room_is_installed():
    assert set(ROOMS) <= {app.partition(".")[0] for app in settings.INSTALLED_APPS}
    assert [room for room in ROOMS if not (settings.BASE_DIR / room / "apps.py").exists()] == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_rooms_below(room):
    allowed = ROOMS[ROOMS.index(room) :]
    uphill = [
        f"{path.relative_to(settings.BASE_DIR)} imports {name}"
        for path in FILES
        if path.relative_to(settings.BASE_DIR).parts[0] == room
        for name in imported_rooms(path)
        if name not in allowed
    ]
    assert uphill == []


def test_an_import_uphill_would_be_noticed(tmp_path):
    file = tmp_path / "low.py"
    file.write_text("import csv\nfrom pairs.models import Pair\n\ndef f():\n    import oversight.models\n")
    assert list(imported_rooms(file)) == ["pairs", "oversight"]
