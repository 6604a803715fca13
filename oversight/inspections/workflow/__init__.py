"""The workflows of rounds, of inspections and of findings; see core.workflow for `by` and `version`."""
