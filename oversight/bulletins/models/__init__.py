"""Bulletins, their figures, and dated corrections."""
