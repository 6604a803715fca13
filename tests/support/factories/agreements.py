"""Agreements that both sides have accepted."""

from activities.agreements import workflow


def agreed(drafter, other, pair, *texts):
    """The edition that one side drafted and both accepted; `texts` as the workflow's draft() takes them."""
    return workflow.accept(workflow.accept(workflow.draft(drafter, pair, *texts), drafter), other)
