"""The three services whose group robots are known: their addresses, what they are sent, and what they answer."""

import base64
import hashlib
import hmac
import json
import re
import time
from dataclasses import dataclass
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

NO_ADDRESS = _(
    "This is not the address of a group robot of WeCom, DingTalk or Feishu. Copy the whole webhook address from the "
    "settings of the robot: it begins with https:// and the address of one of the three services, and ends with the "
    "robot’s own key."
)
NOT_SIGNING = _("Robots of WeCom have no signing secret; leave this field empty.")
NO_SECRET = _("This is not a signing secret; copy it as the service shows it.")
SECRET = re.compile(r"[A-Za-z0-9+/=_-]{8,100}")


class ServiceName(models.TextChoices):
    WECOM = "wecom", _("WeCom")
    DINGTALK = "dingtalk", _("DingTalk")
    FEISHU = "feishu", _("Feishu")


@dataclass(frozen=True)
class Service:
    """One service: `before` stands in an address before the robot's key, which has the form `key`."""

    name: ServiceName
    host: str
    before: str
    key: str
    success: str  # the name of the number in an answer that is 0 when the message was taken
    signs: bool = True

    def key_in(self, address):
        """Return the key in an address of this service; None for any other address."""
        found = re.fullmatch(re.escape(f"https://{self.host}{self.before}") + f"({self.key})", address)
        return found and found[1]

    def is_key(self, text):
        return re.fullmatch(self.key, text) is not None

    def path(self, key, secret=""):
        """Return where on its host the robot is reached; DingTalk's signature stands in it."""
        if self.name != ServiceName.DINGTALK or not secret:
            return self.before + key
        now = str(round(time.time() * 1000))
        sign = signature(secret, f"{now}\n{secret}")
        return f"{self.before}{key}&timestamp={now}&sign={quote(sign, safe='')}"

    def body(self, text, secret=""):
        """Return what is sent; Feishu's signature stands in it."""
        if self.name != ServiceName.FEISHU:
            return as_json({"msgtype": "text", "text": {"content": text}})
        message = {"msg_type": "text", "content": {"text": text}}
        if secret:
            now = str(round(time.time()))
            message |= {"timestamp": now, "sign": signature(f"{now}\n{secret}", "")}
        return as_json(message)


def as_json(message):
    return json.dumps(message, ensure_ascii=False).encode()


def signature(key, text):
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


KEY = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
SERVICES = {
    service.name: service
    for service in (
        Service(ServiceName.WECOM, "qyapi.weixin.qq.com", "/cgi-bin/webhook/send?key=", KEY, "errcode", False),
        Service(ServiceName.DINGTALK, "oapi.dingtalk.com", "/robot/send?access_token=", "[0-9a-f]{64}", "errcode"),
        Service(ServiceName.FEISHU, "open.feishu.cn", "/open-apis/bot/v2/hook/", KEY, "code"),
    )
}


def robot_at(address):
    """Return (service, key) of the robot at `address`; ValidationError for every other address there is."""
    for service in SERVICES.values():
        if key := service.key_in(address):
            return service, key
    raise ValidationError(NO_ADDRESS, "address")


def checked_secret(service, secret):
    """Return a signing secret; ValidationError when it is none, or the service has none."""
    if secret and not service.signs:
        raise ValidationError(NOT_SIGNING, "secret")
    if secret and not SECRET.fullmatch(secret):
        raise ValidationError(NO_SECRET, "secret")
    return secret
