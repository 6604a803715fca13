"""Rounds, inspections, findings and checklists."""
