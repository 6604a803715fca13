"""Inspections: rounds, checklists, findings, and how each was settled."""
