"""The form that sets a group robot. What is typed into it is kept nowhere else, not even for the next sign-in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import TwoTexts, WorkflowForm
from core.numbers import whole_number
from pairs.directory.provinces import Province
from pairs.models import University

from .models import HOURS
from .workflow import places_of

KEEP_OUT = {"autocomplete": "off", "spellcheck": "false"}


class HourForm(TwoTexts, WorkflowForm):
    """At what time of day a group is told."""

    hour = forms.ChoiceField(
        label=_("Time of the daily message"),
        choices=[(str(hour), f"{hour:02d}:00") for hour in HOURS],
        initial="9",
        help_text=_("One message a day at most, and only on days on which something waits."),
    )

    def clean_hour(self):
        return whole_number(self.cleaned_data["hour"])


class RobotForm(HourForm):
    """The address of a robot, and for which place it is."""

    address = forms.CharField(
        label=_("Webhook address of the robot"),
        max_length=300,
        widget=forms.TextInput(KEEP_OUT),
        help_text=_(
            "Whole, as WeCom, DingTalk or Feishu shows it. Whoever knows it can write into your group, so it is stored "
            "encrypted and never shown again."
        ),
    )
    secret = forms.CharField(
        label=_("Signing secret (optional)"),
        max_length=100,
        required=False,
        widget=forms.TextInput(KEEP_OUT),
        help_text=_("Only if signing is switched on for the robot, in DingTalk or Feishu."),
    )
    place = forms.ChoiceField(label=_("For which university or province"))
    field_order = ["place", "address", "secret", "hour"]

    def __init__(self, user, data=None):
        super().__init__(data)
        self.places = {str(place["university_id"] or place["province"]): place for place in places_of(user)}
        if len(self.places) == 1:
            del self.fields["place"]
        else:
            self.fields["place"].choices = self.names()

    def names(self):
        """(value, name) of each place."""
        schools = University.objects.in_bulk([place["university_id"] for place in self.places.values()])
        for value, place in self.places.items():
            school = schools.get(place["university_id"])
            yield value, school.name if school else Province(place["province"]).label

    def arguments(self):
        facts = dict(self.cleaned_data)
        chosen = facts.pop("place", None) or next(iter(self.places))
        return self.places[chosen], facts["address"], facts["secret"], facts["hour"]
