"""Totals are what a fresh count says."""

from django.utils.translation import gettext as _

from activities.activities.models import totals
from core.integrity import IntegrityProblem, integrity_check


@integrity_check("totals")
def totals_agree():
    for key, _stored, _fresh in totals.differences():
        sentence = _("A total is not what counting it anew gives; run manage.py rebuild_totals: %(total)s")
        yield IntegrityProblem("totals", sentence % {"total": key})
