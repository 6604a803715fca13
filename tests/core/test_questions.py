"""A question is asked until it is answered, about the very text that stands there."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.template.loader import render_to_string

from core.questions import Question, QuestionsMixin, Unanswered, answering, answers_of_request, ask

SURE = Question("future", "This day lies far ahead.", "day", "2021-01-01", "Day")


class DayForm(QuestionsMixin, forms.Form):
    day = forms.CharField(label="Day", required=False)

    def questions(self):
        if self.cleaned_data.get("day") == "2021-01-01":
            yield Question("future", "This day lies far ahead.", "day")


def test_a_form_asks_under_the_field_until_it_is_ticked():
    form = DayForm({"day": "2021-01-01"})
    assert not form.is_valid()
    assert form.errors == {"day": ["This day lies far ahead."]}
    assert DayForm(QueryDict(f"day=2021-01-01&answered={SURE.digest}")).is_valid()


def test_a_form_that_has_nothing_to_ask_asks_nothing():
    assert DayForm({"day": "2020-07-01"}).is_valid()


def test_an_answer_is_about_one_text_field_and_question():
    others = [Question("future", "", "day", "2021-01-02"), Question("past", "", "day", "2021-01-01")]
    others.append(Question("future", "", "other", "2021-01-01"))
    assert len({one.digest for one in [SURE, *others]}) == 4
    with pytest.raises(Unanswered):
        ask([SURE], answered=[one.digest for one in others])
    ask([SURE], answered=[SURE.digest])


def test_line_breaks_that_a_browser_changes_make_no_other_text():
    assert Question("a", "", "b", "one\ntwo ").digest == Question("a", "", "b", "one\r\ntwo").digest


def test_a_verb_is_told_by_field():
    with pytest.raises(ValidationError) as caught:
        ask([SURE, Question("other", "Of everything.")])
    assert caught.value.message_dict == {"day": ["This day lies far ahead."], "__all__": ["Of everything."]}
    assert [question.code for question in caught.value.questions] == ["future", "other"]


def test_answers_hold_for_one_request_only():
    with answering([SURE.digest]):
        ask([SURE])
    with pytest.raises(Unanswered):
        ask([SURE])


def test_ticks_of_the_form_that_was_sent_answer_wherever_it_is_dealt_with(rf):
    def view(request):
        ask([SURE])
        return HttpResponse("done")

    sent = rf.post("/", {"answered": [SURE.digest]})
    assert answers_of_request(view)(sent).content == b"done"
    with pytest.raises(Unanswered):
        answers_of_request(view)(rf.post("/"))
    with pytest.raises(Unanswered):
        answers_of_request(view)(rf.get("/", {"answered": [SURE.digest]}))


def test_the_form_that_comes_back_has_a_tick_for_each_question(rf):
    other = Question("other", "Of everything.")

    def view(request):
        try:
            ask([SURE, other])
        except Unanswered:
            return HttpResponse(render_to_string("includes/questions.html", {"request": request}))

    page = answers_of_request(view)(rf.post("/", {"answered": [SURE.digest]})).content.decode()
    assert "Day" in page
    assert page.count('type="checkbox"') == 2
    assert page.count(" checked>") == 1
    assert f'name="answered" value="{other.digest}"' in page


def test_a_page_about_which_nothing_was_asked_has_no_tick(rf):
    def view(request):
        return HttpResponse(render_to_string("includes/questions.html", {"request": request}))

    assert answers_of_request(view)(rf.get("/")).content.strip() == b""
