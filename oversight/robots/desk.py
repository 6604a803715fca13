"""The group robots of one's own university or province: setting, trying, stopping and removing them."""

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe

from accounts.permissions import requires
from core.exceptions import Refused
from core.forms import submit

from . import workflow
from .forms import HourForm, RobotForm
from .models import Robot, RobotService

DONE = {
    "trial": _("The trial message is on its way. Check the group; the result is shown here."),
    "stop": _("Stopped. Nothing is sent until you start it again."),
    "start": _("Started again."),
    "remove": _("Removed, and its address with it."),
}
TITLES = {
    "trial": _("Send a trial message"),
    "stop": _("Stop"),
    "start": _("Start again"),
    "remove": _("Remove the robot"),
}
owners_only = requires(workflow.places_of)


@require_safe
@owners_only
def robots(request):
    """The robots that are set, and what became of their last message."""
    own = Robot.objects.of(request.user).select_related("university", "set_by")
    allowed = set(RobotService.objects.filter(allowed=True).values_list("name", flat=True))
    facts = {"robots": own, "allowed": allowed, "active": "desk"}
    return render(request, "oversight/robots/robots.html", facts)


@sensitive_post_parameters("address", "secret")
@sensitive_variables("form")
@owners_only
def new(request):
    """Set a robot. The form has no token by which it would be kept for the next sign-in: it holds a secret."""
    form = RobotForm(request.user, request.POST or None)
    if submit(request, form, partial(workflow.set_up, request.user)):
        messages.success(request, _("Added. The ministry has to allow it before anything is sent."))
        return redirect("desk_robots")
    facts = {"form": form, "word": settings.SITE["name"], "active": "desk"}
    return render(request, "oversight/robots/robot_form.html", facts)


@owners_only
def hour(request, pk):
    """Choose another time of day."""
    robot = own_robot(request, pk)
    form = HourForm(request.POST or None, initial={"hour": robot.hour})
    if submit(request, form, lambda values: workflow.change_hour(robot, request.user, values["hour"])):
        messages.success(request, _("Saved."))
        return redirect("desk_robots")
    return render(request, "oversight/robots/robot_form.html", {"form": form, "robot": robot, "active": "desk"})


@owners_only
def step(request, pk, name):
    """Take one of the steps; removing is asked about on a page of its own."""
    if name not in workflow.STEPS:
        raise Http404
    robot = own_robot(request, pk)
    if request.method != "POST":
        facts = {"robot": robot, "name": name, "title": TITLES[name], "active": "desk"}
        return render(request, "oversight/robots/robot_step.html", facts)
    try:
        workflow.STEPS[name](robot, request.user)
        messages.success(request, DONE[name])
    except Refused as refusal:
        messages.warning(request, refusal.message)
    return redirect("desk_robots")


def own_robot(request, pk):
    return get_object_or_404(Robot.objects.of(request.user).select_related("university"), pk=pk)
