"""Roles of the ministry in tables of transitions, see core.workflow."""


def editor(situation):
    return situation.by.is_editor


def overseer(situation):
    """An inspector or an editor."""
    return situation.by.oversees
