"""The reader of lists turns bytes into rows and knows no model."""

import ast

from django.conf import settings

ALLOWED = ("core", "opendata", "pairs.directory.name_matching", "pairs.directory.provinces")


def portal_imports(path):
    """What a file of the reader imports of the portal's apps, itself excepted."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [f"{node.module}.{alias.name}" for node in nodes if is_absolute(node) for alias in node.names]
    assert not [node for node in nodes if isinstance(node, ast.ImportFrom) and node.level > 1]
    return [name for name in names if (settings.BASE_DIR / name.partition(".")[0] / "apps.py").exists()]


def is_absolute(node):
    return isinstance(node, ast.ImportFrom) and not node.level


def test_it_imports_folding_provinces_and_no_models():
    imported = {name for path in (settings.BASE_DIR / "pairs" / "reader").glob("*.py") for name in portal_imports(path)}
    assert [name for name in imported if not name.startswith(ALLOWED) or ".models" in name] == []
    assert "pairs.directory.name_matching.fold" in imported
