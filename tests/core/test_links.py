"""Links lead to the public web, for every reader: no other scheme, no local machine or network, no password."""

import pkgutil
from importlib import import_module
from time import process_time

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.test.utils import isolate_apps
from django.utils.translation import override

from core.links import WebAddressField, WebAddressFormField, no_private_links, public_link
from pairs.models import University
from tests.pairing_portal.test_layers import APPS

FOLLOWED = [
    "https://www.whu.edu.cn",
    "http://www.moe.gov.cn:8080/jyb_xwfb/gzdt/202005/t1.html?a=1&b=%40#top",
    "https://招聘.中国/首页",
    "https://xn--fiqs8s.example/",
    "HTTPS://WWW.WHU.EDU.CN/",
    "http://202.114.64.5/",
    "http://[2001:da8::1]/",
    "https://10.example.edu.cn/@someone",
    "https://local.example.cn/",
    "https://live.demo.invalid/1234",
]
OTHER_SCHEMES = ["ftp://www.whu.edu.cn/a", "javascript:alert(1)", "data:text/html,a", "file:///etc/hosts", "whu:8080/a"]
NOT_WHOLE = [
    "www.whu.edu.cn",
    "https://",
    "https:www.whu.edu.cn",
    "http:///127.0.0.1/",
    "https://[broken",
    "https://a b.cn",
]
NOT_WHOLE += ["https://-.cn", "http://127.0.0.1\\.whu.edu.cn/", "http://www.whu.edu.cn\n.cn/"]
SIGNED_IN = ["https://zhang:secret@www.whu.edu.cn/", "https://www.whu.edu.cn@evil.example/", "https://@whu.edu.cn/"]
LOOPBACK = ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.1", "017700000001", "0177.0.0.0x1", "127.0.0.1."]
LOOPBACK += [
    "127。0。0。1",
    "１２７.0.0.1",
    "①27.0.0.1",
    "%31%32%37.0.0.1",
    "127.0.0\u00ad.1",
    "127.0.0.%31",
    "nas.ｌｏｃａｌ",
    "[::1]",
    "[::ffff:127.0.0.1]",
]
LOOPBACK += [
    "[::127.0.0.1]",
    "[::ffff:7f00:1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "localhost",
    "LocalHost.",
    "a.localhost",
]
INSIDE = [
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "3232235777",
    "169.254.169.254",
    "100.64.0.1",
    "[fd00::1]",
    "[fe80::1]",
]
INSIDE += ["[fe80::1%25eth0]", "printer.local", "server.internal", "nas.lan", "router.home.arpa", "intranet", "oa.corp"]
NOWHERE = [
    "0.0.0.0",
    "0",
    "[::]",
    "224.0.0.1",
    "[ff02::1]",
    "240.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "[2001:db8::1]",
]
NOWHERE += ["1.2.3.4.5", "256.1.1.1", "1.2.3.08", "4294967296", "9" * 5000]


def code_of(text, validate=public_link):
    with pytest.raises(ValidationError) as refused:
        validate(text)
    return refused.value.code


@pytest.mark.parametrize("text", FOLLOWED)
def test_addresses_of_the_public_web_pass(text):
    public_link(text)


@pytest.mark.parametrize("text", OTHER_SCHEMES)
def test_other_schemes_are_refused(text):
    assert code_of(text) == "scheme"


@pytest.mark.parametrize("text", NOT_WHOLE)
def test_what_is_no_whole_address_is_refused(text):
    with pytest.raises(ValidationError):
        public_link(text)


@pytest.mark.parametrize("text", SIGNED_IN)
def test_names_and_passwords_before_the_host_are_refused(text):
    assert code_of(text) == "signed_in"


@pytest.mark.parametrize("host", [*LOOPBACK, *INSIDE, *NOWHERE])
def test_hosts_of_ones_own_machine_or_network_are_refused_in_every_spelling(host):
    for port in ("", ":8000"):
        assert code_of(f"http://{host}{port}/page") == "not_public"


@pytest.mark.parametrize(
    "text",
    [
        "某网 / Some site, 2020-04-16: http://127.1/a",
        "见http://localhost:8000，2020年",
        "ftp://files.whu.edu.cn/list.doc",
        "http://10.0.0.1；全国高等学校名单",
    ],
)
def test_addresses_within_a_source_are_held_to_the_same(text):
    assert code_of(text, no_private_links) in {"not_public", "scheme"}


def test_a_source_without_an_address_or_with_a_public_one_passes():
    for text in (
        "教育部2020年5月21日消息",
        "央广网 / CNR, 2020-04-16: http://www.cnr.cn/a.html",
        "a 10.0.0.1 b",
        "https: //",
    ):
        no_private_links(text)


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "改填任何地方都能打开的网址"), ("en", "opens from everywhere")]
)
def test_the_refusal_says_how_to_correct_it(language, words):
    with override(language):
        assert words in forms_error("http://127.0.0.1/")


def forms_error(text):
    field = WebAddressFormField()
    with pytest.raises(ValidationError) as refused:
        field.clean(text)
    return " ".join(refused.value.messages)


def test_an_address_typed_without_its_beginning_gets_https_and_is_held_to_the_same():
    assert WebAddressFormField().clean("www.whu.edu.cn/news") == "https://www.whu.edu.cn/news"
    assert "opens from everywhere" in forms_error_in_english("127.0.0.1/news")
    assert "as the browser shows it" in forms_error_in_english("https://[broken")


def test_an_address_that_begins_with_two_strokes_is_no_whole_one():
    assert "as the browser shows it" in forms_error_in_english(" //evil.example/a")


def forms_error_in_english(text):
    with override("en"):
        return forms_error(text)


def test_one_mistake_is_told_once():
    school = University(code="4142010486", name="武汉大学", website="http://localhost/", tier_source="http://127.1/")
    with pytest.raises(ValidationError) as refused:
        school.clean_fields()
    told = refused.value.message_dict
    assert len(told["website"]) == len(told["tier_source"]) == 1


# Whatever keeps or takes an address has the guard: models and forms of tomorrow included.


def unguarded_columns(all_models):
    """Columns for addresses, and for sources, where an address stands within the text, that lack the guard."""
    for model in all_models:
        for field in model._meta.local_fields:
            name = f"{model._meta.label}.{field.name}"
            if isinstance(field, models.URLField) and not isinstance(field, WebAddressField):
                yield name
            text = isinstance(field, (models.CharField, models.TextField))
            sourced = text and field.name.removesuffix("_en").endswith("source")
            if sourced and no_private_links not in field.validators:
                yield name


def unguarded_fields(all_forms):
    for form in all_forms:
        for name, field in form.base_fields.items():
            if isinstance(field, forms.URLField) and not isinstance(field, WebAddressFormField):
                yield f"{form.__qualname__}.{name}"


def forms_of_ours():
    for app in APPS:
        for module in pkgutil.walk_packages(import_module(app).__path__, f"{app}."):
            if ".migrations" not in module.name and not module.name.endswith(".wsgi"):
                import_module(module.name)
    waiting = [forms.BaseForm]
    while waiting:
        found = waiting.pop()
        waiting += found.__subclasses__()
        if found.__module__.partition(".")[0] in APPS and hasattr(found, "base_fields"):
            yield found


def test_every_column_for_addresses_and_sources_is_guarded():
    assert not list(unguarded_columns(apps.get_models()))
    guarded = [field for model in apps.get_models() for field in model._meta.fields if type(field) is WebAddressField]
    assert len(guarded) >= 8  # four columns, and their histories


def test_every_field_for_addresses_is_guarded():
    found = list(forms_of_ours())
    assert not list(unguarded_fields(found))
    assert {"ActivityForm", "LoggingForm"} <= {form.__name__ for form in found}


def test_a_model_and_a_form_that_nobody_thought_of_would_be_noticed():
    with isolate_apps("oversight"):

        class Press(models.Model):
            page = models.URLField()
            source = models.CharField(max_length=500)
            source_en = models.CharField(max_length=500)
            guarded = WebAddressField()
            tier_source = models.CharField(max_length=500, validators=[no_private_links])

            class Meta:
                app_label = "oversight"

            def __str__(self):
                return self.page

    class PressForm(forms.Form):
        page = forms.URLField(assume_scheme="https")
        guarded = WebAddressFormField()

    class PressModelForm(forms.ModelForm):
        class Meta:
            model = University
            fields = ["website"]

    assert [name.rpartition(".")[2] for name in unguarded_columns([Press])] == ["page", "source", "source_en"]
    assert [name.rpartition(".")[2] for name in unguarded_fields([PressForm, PressModelForm])] == ["page"]


def test_a_text_of_one_long_word_is_gone_through_once():
    began = process_time()
    no_private_links("a" * 50_000)
    assert process_time() - began < 1
    with pytest.raises(ValidationError):
        no_private_links("a" * 50 + "http://localhost/")
