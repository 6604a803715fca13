"""Passkeys with Chromium's own make-believe device: added, used alone and as the second step, refused, removed."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.conftest import PASSWORD

FACTORS, LOGIN = "/accounts/second-factor/", "/accounts/login/"
DEVICE = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
DEVICE |= {"isUserVerified": True, "automaticPresenceSimulation": True}


@pytest.fixture
def page(open_page, editor, settings):
    """The sign-in page, on a device that has passkeys; whoever works at the ministry needs a second factor."""
    settings.STAFF_SECOND_FACTOR = True
    page = open_page(LOGIN)
    page.device = page.context.new_cdp_session(page)
    page.device.send("WebAuthn.enable")
    page.key = page.device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]
    return page


def with_password(page, next_page="/admin/"):
    page.goto(f"{LOGIN}?next={next_page}")
    page.fill("#id_login", "ed")
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")


def arrives(page, path):
    page.wait_for_url(lambda url: urlsplit(url).path == path)


def sign_out(page):
    page.goto("/accounts/")
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/")


def add_passkey(page, name="办公室电脑", alone=True):
    page.fill("#id_name", name)
    page.set_checked("#id_passwordless", alone)
    page.click("#passkey-add")
    page.wait_for_url("**/second-factor/recovery/")


def test_a_passkey_is_the_second_factor_and_the_way_in(page, axe):
    with_password(page)
    page.wait_for_url("**/second-factor/app/**")  # the ministry's people set one up first
    page.get_by_role("link", name="改用通行密钥").click()
    axe(page)
    add_passkey(page)
    page.goto(FACTORS)
    expect(page.locator("tbody")).to_contain_text("办公室电脑")
    axe(page)
    page.goto("/admin/")
    assert page.locator("#site-name").is_visible()

    sign_out(page)
    page.goto(f"{LOGIN}?next=/desk/bulletins/")
    axe(page)
    page.click("#passkey-sign-in")  # alone, and to the page that was asked for
    arrives(page, "/desk/bulletins/")

    sign_out(page)
    with_password(page)
    page.wait_for_url("**/second-factor/code/")
    axe(page)
    page.click("#passkey-use")  # after the password
    arrives(page, "/admin/")

    sign_out(page)
    page.device.send("WebAuthn.setUserVerified", {"authenticatorId": page.key, "isUserVerified": False})
    page.goto(LOGIN)
    page.click("#passkey-sign-in")
    expect(page.locator(".passkey-error")).to_contain_text("通行密钥未能使用")
    page.device.send("WebAuthn.setUserVerified", {"authenticatorId": page.key, "isUserVerified": True})
    page.click("#passkey-sign-in")
    arrives(page, "/admin/")

    page.goto(FACTORS)
    page.get_by_role("link", name="解除").click()
    axe(page)
    page.get_by_role("button", name="解除").click()
    page.wait_for_url(f"**{FACTORS}")
    assert page.get_by_text("办公室电脑").count() == 0
    page.goto("/admin/")
    page.wait_for_url("**/second-factor/app/**")  # the last one is gone
    assert page.faults == []


def test_without_a_device_for_passkeys_codes_remain(open_page, editor):
    page = open_page(LOGIN, java_script_enabled=False)
    assert not page.locator("#passkey-sign-in").is_visible()
    with_password(page, FACTORS)
    page.get_by_role("link", name="添加通行密钥").click()
    expect(page.get_by_text("未启用 JavaScript")).to_be_visible()
    expect(page.locator("#passkey-add")).to_be_hidden()
    page.get_by_role("link", name="设置验证器").click()
    expect(page.locator("#id_code")).to_be_visible()
