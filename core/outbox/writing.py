"""Writing a letter in every language, for whoever has not said which is read."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import override

from core.localized import localized


def in_every_language(name, recipient, facts):
    """The mail of the templates `name` in each language; `facts` are asked anew for each."""
    subjects, texts = [], []
    for language, _name in settings.LANGUAGES:
        with override(language):
            known = {"name": localized(settings.SITE, "name")} | facts()
            subjects.append(render_to_string(f"{name}_subject.txt", known).strip())
            texts.append(render_to_string(f"{name}.txt", known).strip())
    text = "\n\n----------\n\n".join(texts) + "\n"
    return EmailMessage(" / ".join(subjects), text, to=[recipient])
