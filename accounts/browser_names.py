"""The name of a browser and of its system, from what it says of itself; nothing else of that is kept."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# What stands in the text → what it is called; the first that is found, as most browsers name others beside themselves.
BROWSERS = {
    "wxwork": _("WeCom"),
    "MicroMessenger": _("WeChat"),
    "DingTalk": _("DingTalk"),
    "QQBrowser": _("QQ Browser"),
    "HuaweiBrowser": _("Huawei Browser"),
    "MiuiBrowser": _("Mi Browser"),
    "UCBrowser": _("UC Browser"),
    "Edg": "Edge",
    "OPR/": "Opera",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "OpenHarmony": "HarmonyOS",
    "HarmonyOS": "HarmonyOS",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}


def name_of(user_agent):
    """The marks of browser and system that are found in what a browser says of itself, as in "Edg|Windows"."""
    return "|".join(next((mark for mark in marks if mark in user_agent), "") for marks in (BROWSERS, SYSTEMS))


def in_words(name):
    """What name_of() gave, as people call it."""
    browser, _bar, system = name.partition("|")
    unknown = gettext("unknown browser"), gettext("unknown system")
    return f"{BROWSERS.get(browser, unknown[0])} · {SYSTEMS.get(system, unknown[1])}"
