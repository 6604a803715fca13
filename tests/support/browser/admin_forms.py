"""Filling in the staff's pages as a browser does: everything the page holds, with what a person changes."""

from lxml import html


def fields(response):
    """Name and value of every field of the page's last form, as a browser would send them."""
    form = html.fromstring(response.text).forms[-1]
    return {name: values for name, values in filled(form).items() if values}


def filled(form):
    found = {}
    for name, value in form.form_values():
        found.setdefault(name, []).append(value)
    return found


def send(client, response, button="", **changes):
    """Send the page's form by its `button` with `changes`; None leaves a field out."""
    data = fields(response) | changes
    data = {name: value for name, value in data.items() if value is not None}
    if button:
        data[button] = "1"
    return client.post(response.request["PATH_INFO"], data)


def text(response):
    """What a person reads on the page, with single spaces."""
    return " ".join(html.fromstring(response.text).text_content().split())
