"""Agreements: what the two universities of a pair promise each other."""
