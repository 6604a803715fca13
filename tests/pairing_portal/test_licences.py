"""Whoever passes the portal on finds its licence, and that of each package it installs."""

import re
import tomllib

from django.conf import settings

LISTED = re.compile(r"^\| (?P<package>[a-z0-9-]+) \| (?P<licence>[^|]*[A-Z][^|]*) \| [^|]+ \|$", re.MULTILINE)


def test_each_package_of_the_lock_is_listed_with_its_licence():
    lock = (settings.BASE_DIR / "requirements/production.txt").read_text()
    listed = LISTED.findall((settings.BASE_DIR / "docs/licences.md").read_text())
    assert [package for package, licence in listed] == re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE)


def test_the_metadata_name_the_licence_that_lies_beside_them():
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]
    assert project["license"] == "Apache-2.0"
    assert project["license-files"] == ["LICENSE"]
    assert "Apache License\n                           Version 2.0" in (settings.BASE_DIR / "LICENSE").read_text()
