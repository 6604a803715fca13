"""Importing lists and opening batches from notices, in the admin."""
