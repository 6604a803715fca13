"""A question before something that may be a slip: asked once, answered with a tick, asked anew when the text changes.

Three faces, one rule. A form asks by `QuestionsMixin`; a transition or a model asks by `ask()`, which raises
Unanswered, so that pages, the admin and commands all obey. Answers come with the form (`answered`, one digest for each
tick), are known to all code that runs for the request, and are stored nowhere. Without a request: `with
answering(digests):`.
"""

import hashlib
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.functional import cached_property

from core.middleware import middleware

ANSWERED, REMARK = "answered", "remark-"  # the names of ticks and of lines of text in a form

_current = ContextVar("answers", default=None)


@dataclass(frozen=True)
class Question:
    """`about` is the text asked about: with another text it is another question. `label` names the field.

    With `remark` a line of text answers as well as a tick.
    """

    code: str
    message: str
    field: str = ""
    about: str = ""
    label: str = ""
    remark: bool = False

    @property
    def digest(self):
        asked = "\0".join([self.code, self.field, " ".join(str(self.about).split())])
        return hashlib.sha256(asked.encode()).hexdigest()[:24]

    @property
    def typed(self):
        """The line of text that was typed to it in the form that comes back."""
        return (_current.get() or Answers()).remarks.get(self.digest, "")

    def as_error(self):
        return ValidationError(self.message, code=self.code)


class Unanswered(ValidationError):  # noqa: N818 - it is a question, not a failure
    """What a transition raises until its `questions` are answered; their messages stand under their fields."""

    def __init__(self, questions):
        self.questions = list(questions)
        faults = {}
        for question in self.questions:
            faults.setdefault(question.field or NON_FIELD_ERRORS, []).append(question.as_error())
        super().__init__(faults)


class Answers:
    """The answers that came with a request, and the questions that were asked while it was dealt with."""

    def __init__(self, given=(), remarks=None):
        self._given, self._remarks, self._asked = given, remarks, {}

    @cached_property
    def given(self):
        given = self._given() if callable(self._given) else self._given
        return given if isinstance(given, Everything) else frozenset(given)

    @cached_property
    def remarks(self):
        """The lines of text that were typed, by digest; one answers as well as a tick."""
        return self._remarks() if self._remarks else {}

    def answers(self, question, answered=()):
        return any(question.digest in each for each in (self.given, self.remarks, answered))

    def note(self, question):
        self._asked[question.digest] = question

    @property
    def ticks(self):
        """(question, whether it is ticked) of everything that was asked, for the form that comes back."""
        return [(question, self.answers(question)) for question in self._asked.values()]


@contextmanager
def answering(given=(), remarks=None):
    """Run a block with these digests as answers; gives the Answers, which know what was asked."""
    answers = Answers(given, remarks)
    token = _current.set(answers)
    try:
        yield answers
    finally:
        _current.reset(token)


class Everything:
    """Answers for a block in which nothing is asked: its texts stand elsewhere already, where they were asked about."""

    def __contains__(self, digest):
        return True


def unanswered(questions, answered=()):
    """Those of `questions` that neither `answered` nor the form of the request answers; all are noted as asked."""
    current = _current.get() or Answers()
    questions = list(questions)
    for question in questions:
        current.note(question)
    return [one for one in questions if not current.answers(one, answered)]


def remark_on(question, answered=()):
    """Return the line of text that answers a question; None where nobody ticked or typed anything."""
    current = _current.get() or Answers()
    typed = current.remarks.get(question.digest) or (
        answered.get(question.digest) if isinstance(answered, dict) else ""
    )
    ticked = (
        question.digest in answered or not isinstance(current.given, Everything) and question.digest in current.given
    )
    return typed or ("" if ticked else None)


def ask(questions, answered=()):
    """Raise Unanswered for what is not answered yet."""
    if left := unanswered(questions, answered):
        raise Unanswered(left)


def remarks_of(data):
    """The lines of text of a form that answer questions, by digest."""
    texts = {name.removeprefix(REMARK): text.strip() for name, text in data.items() if name.startswith(REMARK)}
    return {digest: text for digest, text in texts.items() if text}


@middleware
def answers_of_request(get_response, request):
    """Middleware: the ticks of the form that is sent are known wherever it is dealt with, and to templates."""
    with answering(lambda: request.POST.getlist(ANSWERED), lambda: remarks_of(request.POST)) as answers:
        request.questions = answers
        return get_response(request)


class QuestionsMixin:
    """A form that asks before it is done: `questions()` gives a Question for each thing to be looked at again.

    Comes before `forms.Form`. A Question without `about` is about what was typed into its field.
    """

    def questions(self):
        return ()

    @property
    def answered(self):
        """The digests that were ticked."""
        data = self.data or {}
        return data.getlist(ANSWERED) if hasattr(data, "getlist") else data.get(ANSWERED, [])

    def clean(self):
        facts = super().clean()
        for question in unanswered(map(self._about, self.questions()), self.answered):
            self.add_error(question.field if question.field in self.fields else None, question.as_error())
        return facts

    def _about(self, question):
        if question.field not in self.fields:
            return question
        typed = self.data.get(self.add_prefix(question.field), "")
        return replace(question, about=question.about or typed, label=question.label or self[question.field].label)
