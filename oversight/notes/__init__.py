"""Guidance notes: what a province tells both sides of a pair."""
