"""Mechanisms, kinds and indicators."""
