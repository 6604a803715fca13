"""The tables of mutants keep up with the code, and what the tests say of a mutant is read as it is meant."""

import ast

import pytest

from tests.mutants import ROOT, Mutant, __main__, mutants

ALL = mutants()
CODE = {"name": "no check", "file": "core/tokens.py", "instead": "pass", "tests": ("tests/core/test_links.py",)}


def test_there_are_many_each_with_a_name_of_its_own():
    assert len({mutant.name for mutant in ALL}) == len(ALL) >= 60


def test_each_takes_out_what_stands_there_once_and_leaves_a_module_that_can_be_imported():
    for mutant in ALL:
        assert ast.parse(mutant.text(ROOT)), mutant.name


def test_each_has_tests_that_are_there():
    for test in {test for mutant in ALL for test in mutant.tests}:
        file, _colons, name = test.partition("::")
        assert f"def {name}" in (ROOT / file).read_text(), test


@pytest.mark.parametrize("there", ["def nothing_of_the_kind", "import"])
def test_a_text_that_is_gone_or_stands_there_twice_is_an_error_of_the_table(there):
    with pytest.raises(ValueError, match="no check"):
        Mutant(there=there, **CODE).text(ROOT)


@pytest.mark.parametrize(
    ("code", "output", "is_caught"),
    [
        (1, "FAILED tests/core/test_links.py::test_one - AssertionError", True),
        (0, "12 passed", False),
        (2, "ERROR tests/core/test_links.py - SyntaxError", False),
        (1, "no word of a test", False),
        (None, "the tests did not end", False),
    ],
)
def test_only_a_test_that_fails_catches_a_mutant(tmp_path, monkeypatch, code, output, is_caught):
    file, seen = a_file(tmp_path, "check()\n"), []
    monkeypatch.setattr(__main__, "run", lambda *args: seen.append(file.read_text()) or (code, output))
    caught, said = __main__.asked(Mutant(there="check()", **CODE), tmp_path)
    assert caught == is_caught and said.startswith("caught by core/" if is_caught else "NOT CAUGHT")
    assert (seen, file.read_text()) == (["pass\n"], "check()\n")


def test_a_mutant_of_an_outdated_table_is_not_caught(tmp_path):
    a_file(tmp_path, "another()\n")
    caught, said = __main__.asked(Mutant(there="check()", **CODE), tmp_path)
    assert not caught and said.startswith("OUTDATED")


def a_file(root, text):
    """The file of CODE below `root`."""
    file = root / CODE["file"]
    file.parent.mkdir()
    file.write_text(text)
    return file
