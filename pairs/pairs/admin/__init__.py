"""Batches and pairs in the admin, with milestones and changes of the period."""
