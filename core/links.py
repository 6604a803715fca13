"""Which addresses may stand as links: those of the public web, on http or https.

A link is for whoever reads the page. One that leads into the reader's own machine or network, signs somebody in, or
runs something other than a page is refused at every door: `WebAddressField` in models and forms, and
`no_private_links` where an address stands within a text, such as the source of a fact.
"""

import ipaddress
import re
import socket
import unicodedata
from urllib.parse import unquote, urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

SCHEMES = ("http", "https")
REST = r"[^\s<>\"'；，。）]+"  # an address within a text goes on up to a space, or to the end of the clause
ADDRESS = rf"[a-z][a-z0-9+.\-]{{0,30}}://{REST}"  # no scheme is longer
NOT_WHOLE = _("Write the full address as the browser shows it, for example https://www.whu.edu.cn/news.")
NOT_WEB = _("Give an address that begins with http:// or https://.")
NOT_PUBLIC = _(
    "This address leads into one's own computer or network, where the readers cannot follow; "
    "give one that opens from everywhere."
)
SIGNED_IN = _("Remove the name and password before the @ from the address; they would be public.")
# Top-level names that belong to a local network, by RFC 6761, 6762 and 8375, ICANN's reservation, and custom.
LOCAL = {"localhost", "local", "localdomain", "internal", "intranet", "private", "lan", "home", "corp"}
LOCAL_ZONES = (".home.arpa",)
DOTS = str.maketrans("。．｡", "...")
UNSEEN = {"Cf", "Cc"}  # what a browser drops or refuses within the name of a host
INSIDE_IPV6 = [ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::/96")]  # IPv4 in the last four bytes


def public_link(text):
    """ValidationError unless `text` is an http or https address that leads to a public host, and names nobody."""
    try:
        address = urlsplit(text)
        host, scheme = address.hostname or "", address.scheme
    except ValueError as error:
        raise ValidationError(NOT_WHOLE, "invalid") from error
    if scheme and scheme not in SCHEMES:
        raise ValidationError(NOT_WEB, "scheme")
    if "@" in address.netloc:
        raise ValidationError(SIGNED_IN, "signed_in")
    if host and not leads_outside(host):
        raise ValidationError(NOT_PUBLIC, "not_public")
    URLValidator(SCHEMES, message=NOT_WHOLE)(text)


def no_private_links(text):
    """ValidationError when an address within `text` is none that may stand as a link."""
    for found in re.finditer(ADDRESS, text, re.IGNORECASE):
        public_link(found.group())


def leads_outside(host):
    """Whether the name or number of a host, in any spelling that a browser understands, is one of the public net."""
    name = as_browsers_read(host)
    number = ip_address(name)
    if number:
        return is_public(number)
    return "." in name and name.rpartition(".")[2] not in LOCAL and not f".{name}".endswith(LOCAL_ZONES)


def as_browsers_read(host):
    """`host` as a browser looks it up: unquoted, in plain letters, without what cannot be seen and the last dot."""
    plain = unicodedata.normalize("NFKC", unquote(host).translate(DOTS)).translate(DOTS).casefold()
    return "".join(char for char in plain if unicodedata.category(char) not in UNSEEN).rstrip(".")


def ip_address(name):
    """The IP address that `name` writes; None for a name of letters.

    As in the URL standard, a host whose last part is a number is IPv4: 127.1, 0x7f000001 and 017700000001 as well.
    What is written like one and is none comes back as 0.0.0.0, which leads nowhere.
    """
    try:
        if ":" in name:
            return ipaddress.IPv6Address(name.partition("%")[0])
        if re.fullmatch(r"\d+|0x[0-9a-f]*", name.rpartition(".")[2]):
            return ipaddress.IPv4Address(socket.inet_aton(name))
    except (OSError, ValueError):
        return ipaddress.IPv4Address(0)
    return None


def is_public(number):
    """Whether an IP address is one of the public net; an IPv6 one that carries an IPv4 address by that one."""
    inner = _inner(number) if number.version == 6 else None
    if inner is not None:
        return is_public(inner)
    return number.is_global and not (number.is_multicast or number.is_reserved)


def _inner(number):
    """The IPv4 address within an IPv6 one: mapped, compatible, translated (NAT64), 6to4 or Teredo."""
    if any(number in network for network in INSIDE_IPV6):
        return ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
    return number.ipv4_mapped or number.sixtofour or (number.teredo and number.teredo[1])


class WebAddressFormField(forms.URLField):
    """An address of the public web; one typed without its beginning gets https."""

    default_validators = [public_link]
    default_error_messages = {"invalid": NOT_WHOLE}

    def __init__(self, **kwargs):
        super().__init__(**{"assume_scheme": "https", **kwargs})

    def to_python(self, value):
        """ValidationError for //host, which leads elsewhere from each page; nobody means it as an address."""
        if str(value or "").strip().startswith("//"):
            raise ValidationError(NOT_WHOLE, "invalid")
        return super().to_python(value)


class WebAddressField(models.URLField):
    """An address of the public web, for every model that keeps one."""

    default_validators = [public_link]

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": WebAddressFormField, **kwargs})
