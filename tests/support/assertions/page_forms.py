"""The forms that a page shows, as a browser reads them: what each would send, and what it lets choose."""

from dataclasses import dataclass, field
from urllib.parse import urljoin

from lxml import html

NEVER_SENT = ("csrfmiddlewaretoken",)


@dataclass
class PageForm:
    """One form: where it is sent, what it would send unchanged, its controls as {name: (type, values)}, its files."""

    address: str
    sent: dict = field(default_factory=dict)
    controls: dict = field(default_factory=dict)
    files: list = field(default_factory=list)

    def add(self, name, kind, values, chosen):
        known_kind, known = self.controls.get(name, (kind, []))
        self.controls[name] = (known_kind, known + [value for value in values if value not in known])
        if chosen:
            self.sent[name] = self.sent.get(name, []) + chosen


def forms_on(response, path):
    """The forms of a page that write, each once; buttons that stand outside of their form belong to it."""
    tree = html.fromstring(response.content)
    found = {}
    for element in tree.xpath("//form[translate(@method, 'POST', 'post')='post']"):
        form = PageForm(urljoin(path, element.get("action") or path))
        own = element.xpath(".//*[@name and not(@form)]")
        outside = tree.xpath("//*[@name and @form=$key]", key=element.get("id")) if element.get("id") else []
        for control in [*own, *outside]:
            read(form, control)
        found[form.address, tuple(form.controls)] = form
    return list(found.values())


def read(form, control):
    name, kind = control.get("name"), control.get("type") or control.tag
    if name in NEVER_SENT or control.get("disabled") is not None:
        return
    if control.tag == "select":
        options = [option.get("value", option.text or "") for option in control.iter("option")]
        chosen = [option.get("value", "") for option in control.iter("option") if option.get("selected") is not None]
        form.add(name, "select", options, chosen or ([] if control.get("multiple") is not None else options[:1]))
    elif kind in ("checkbox", "radio"):
        value = control.get("value", "on")
        form.add(name, kind, [value], [value] if control.get("checked") is not None else [])
    elif control.tag == "button" or kind == "submit":
        form.add(name, "button", [control.get("value", "")], [])
    elif control.tag == "textarea":
        form.add(name, "textarea", [], [(control.text or "").removeprefix("\n")])
    elif kind == "file":
        form.files.append(name)
    else:
        form.add(name, kind, [control.get("value", "")], [control.get("value", "")])
