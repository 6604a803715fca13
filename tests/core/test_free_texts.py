"""Which texts are asked about: all that a person types and others read, unless it is said here why not."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.test.utils import isolate_apps

from tests.pairing_portal.test_layers import APPS

# Texts that nobody types, or of which the question would be asked for nothing, each with the reason.
NOT_ASKED = {
    "asked where it is given, by given_reason or by the form of the page": {"reason", "answer", "returned_reason"}
    | {"withdrawn_reason", "redacted_reason", "unlisted_reason"},
    "where something comes from: addresses, numbers and titles of documents": {"source", "source_en"}
    | {"coverage_source", "key_points_source", "tier_source", "closing_source"},
    "made by the portal, or a key that no page shows": {"measure", "data_hash", "snapshot_hash", "batches", "group"}
    | {"part_of"},
    "taken over from the indicator, where it is asked about": {"unit", "unit_en", "rule", "rule_en"},
    "official names of places, universities and groups of them": {"name", "name_en", "city", "authority"}
    | {"recipient_name", "recipient_authority", "supporter_name", "supporter_authority"},
}
APART = {"accounts", "core"}  # people of the staff, read by the ministry; and machinery, which nobody types
MACHINE_MADE = {
    "public.DataPackage",  # checksums of what is public already
    "public.PublicRecord",  # names and digests of public rows
    "pairs.ListImport",
    "pairs.RegisterImport",
    "pairs.RegisterChange",  # what a register says of a school
    "pairs.ClassList",  # as these, looked through for persons by its reader
    "activities.Sheet",  # private to its owner; its entries ask about their texts when they are submitted
    "core.StateChange",  # written by transitions, whose reasons are asked about before
    "oversight.FindingFile",  # the same
    "activities.UnsentText",  # private to its writer; the entry that it becomes is asked about
    "activities.DeletedFile",  # where the file of a deleted draft lies
    "activities.KeptUpload",  # as evidence, private to its owner
    "activities.Evidence",  # the name of a file, which is no text; the file itself is looked at by its side
    "oversight.Draw",
    "oversight.Reminder",
    "oversight.ReminderLetter",
}


def typed_texts(model):
    for field in model._meta.local_fields:
        text = isinstance(field, (models.TextField, models.CharField)) and not isinstance(field, models.URLField)
        if text and field.editable and not field.choices and not (field.unique and field.max_length <= 64):
            yield field.name


def open_texts():
    for model in apps.get_models():
        label = model._meta.app_label
        ours = label in APPS and label not in APART and not hasattr(model, "instance_type")
        if ours and model._meta.label not in MACHINE_MADE and "history_id" not in [f.name for f in model._meta.fields]:
            asked = set(getattr(model, "free_texts", ())) | set().union(*NOT_ASKED.values())
            yield from (f"{model._meta.label}.{name}" for name in typed_texts(model) if name not in asked)


def test_a_text_that_nobody_thought_of_would_be_noticed():
    with isolate_apps("oversight"):

        class Remark(models.Model):
            text = models.TextField()

            class Meta:
                app_label = "oversight"

            def __str__(self):
                return self.text

        assert list(typed_texts(Remark)) == ["text"]


def texts_of_all_models():
    for model in apps.get_models():
        ours = model._meta.app_label in APPS and "history_id" not in [field.name for field in model._meta.fields]
        for name in getattr(model, "free_texts", ()) if ours else ():
            yield pytest.param(model, name, id=f"{model._meta.label}.{name}")


@pytest.mark.parametrize(("model", "name"), list(texts_of_all_models()))
def test_no_text_that_others_read_is_made_of_what_nobody_can_see(model, name):
    several_lines = isinstance(model._meta.get_field(name), models.TextField)
    row = model(**{name: "\u200b\n\u2060" if several_lines else "\u200b \u2060"})
    others = [field.name for field in model._meta.fields if field.name != name]
    with pytest.raises(ValidationError) as refused:
        row.clean_fields(exclude=others)
    assert "invisible" in [error.code for error in refused.value.error_dict[name]]


def test_every_text_that_others_read_is_asked_about():
    assert sorted(open_texts()) == []
