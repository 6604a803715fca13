"""Settings of signing in that cannot be right are told of, and the names of cookies follow HTTPS."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as project
from django.core.checks import Tags, run_checks

from pairing_portal.env import Environment


def faults(deploy=False):
    ours = ("portal.E030", "portal.E031", "portal.E032", "portal.W033", "portal.W034")
    return [
        fault.id for fault in run_checks(tags=[Tags.security], include_deployment_checks=deploy) if fault.id in ours
    ]


@pytest.mark.parametrize(("kind", "code"), [("STAFF", "portal.E030"), ("OTHERS", "portal.E031")])
def test_a_session_that_would_end_before_it_is_idle_is_told_of(settings, kind, code):
    assert faults() == []
    settings.SESSION_LIMITS = settings.SESSION_LIMITS | {f"{kind}_IDLE_MINUTES": 121, f"{kind}_LONGEST_HOURS": 2}
    assert faults() == [code]


@pytest.mark.parametrize("value", ["4", "0", "-30", "half an hour", "30.5"])
def test_a_limit_that_cannot_be_read_is_told_of_and_the_usual_one_holds(value):
    env = Environment({"SESSION_STAFF_IDLE_MINUTES": value})
    assert env.number("SESSION_STAFF_IDLE_MINUTES", default=30, least=5) == 30
    assert [fault.name for fault in env.faults] == ["SESSION_STAFF_IDLE_MINUTES"]


def test_the_address_of_the_site_is_one_of_its_hosts(settings):
    settings.PASSKEYS, settings.SITE = True, settings.SITE | {"address": "https://elsewhere.example"}
    assert faults(deploy=True) == ["portal.E032"]
    settings.ALLOWED_HOSTS = [".example"]
    assert faults(deploy=True) == []


def test_without_https_it_is_said_that_there_are_no_passkeys(settings):
    settings.PASSKEYS = False
    assert faults(deploy=True) == ["portal.W033"] and faults() == []
    settings.DEBUG = True
    assert faults(deploy=True) == []


@pytest.mark.parametrize(
    ("address", "hosts", "told"),
    [
        ("https://pairs.example.edu.cn", ["*"], []),
        ("", ["pairs.example.edu.cn"], []),
        ("", ["pairs.example.edu.cn", "www.example.edu.cn"], ["portal.W034"]),
        ("", [".example.edu.cn"], ["portal.W034"]),
        ("", ["*"], ["portal.W034"]),
        ("", ["192.0.2.7"], ["portal.W034"]),
        ("", ["[2001:db8::7]"], ["portal.W034"]),
        ("https://192.0.2.7:8443", ["192.0.2.7"], ["portal.W034"]),
        ("https://[2001:db8::7]", ["*"], ["portal.W034"]),
    ],
)
def test_passkeys_belong_to_one_name_and_to_no_number(settings, address, hosts, told):
    settings.PASSKEYS, settings.ALLOWED_HOSTS = True, hosts
    settings.SITE = settings.SITE | {"address": address}
    assert faults(deploy=True) == told


def test_over_https_the_cookies_are_of_this_very_host():
    asked = (
        "import django; django.setup(); from django.conf import settings as s; from public.view_settings import COOKIE;"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, COOKIE, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
        "s.SESSION_COOKIE_DOMAIN, s.CSRF_COOKIE_DOMAIN, s.SESSION_COOKIE_PATH, s.CSRF_COOKIE_PATH)"
    )
    variables = {"DJANGO_SETTINGS_MODULE": "pairing_portal.settings", "SECRET_KEY": "x" * 50, "HTTPS": "1"}
    ran = subprocess.run(
        [sys.executable, "-c", asked], cwd=project.BASE_DIR, env=os.environ | variables, capture_output=True, text=True
    )
    assert ran.stdout == "__Host-sessionid __Host-csrftoken __Host-view True True None None / /\n"
