"""Writing a letter: in the language in use, or in every one for whoever has not said which is read."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import override

from core.localized import localized


def written(name, facts):
    """The subject and the text of the templates `name`, in the language in use."""
    facts = {"site": settings.SITE, "name": localized(settings.SITE, "name")} | facts
    return [render_to_string(f"{name}{part}.txt", facts).strip() for part in ("_subject", "")]


def in_this_language(name, recipient, facts):
    """The mail of the templates `name` in the language in use."""
    subject, text = written(name, facts)
    return EmailMessage(subject, text + "\n", to=[recipient])


def in_every_language(name, recipient, facts):
    """The mail of the templates `name` in each language; `facts` are asked anew for each."""
    subjects, texts = [], []
    for language, _name in settings.LANGUAGES:
        with override(language):
            subject, text = written(name, facts())
        subjects.append(subject)
        texts.append(text)
    text = "\n\n----------\n\n".join(texts) + "\n"
    return EmailMessage(" / ".join(subjects), text, to=[recipient])
