"""What the desk tells of inspections: findings that wait for an answer, and those of one pair."""

from django import template

from oversight.inspections.models.finding import Finding
from oversight.inspections.models.inspection import Inspection
from oversight.practices.models.practice import Practice

register = template.Library()

SHOWN = 5  # of each kind on the desk; the rest stands in the list


class Waiting:
    """What waits for one person: findings to answer and practices that came back; true when there is anything."""

    def __init__(self, user):
        findings = Finding.objects.to_answer_by(user)
        returned = Practice.objects.returned_to(user).newest_first()
        self.findings, self.finding_count = list(findings.for_rows()[:SHOWN]), findings.count()
        self.practices, self.practice_count = list(returned.for_rows()[:SHOWN]), returned.count()

    def __bool__(self):
        return bool(self.findings or self.practices)


@register.simple_tag
def oversight_turns(user):
    """What the ministry waits for from `user`."""
    return Waiting(user)


@register.inclusion_tag("oversight/inspections/includes/pair_findings.html")
def pair_findings(pair, user):
    """The inspections of a pair and their findings that `user` may read; nothing while there are none."""
    findings = Finding.objects.open_to(user).of_pair(pair).for_rows().most_urgent_first()
    return {"inspections": Inspection.objects.open_to(user).of_pair(pair).for_rows(), "findings": findings}
