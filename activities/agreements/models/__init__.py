"""Agreements and the commitments in them."""
