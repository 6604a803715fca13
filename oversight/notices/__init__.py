"""Whose turn it is, told: what happened at the desk, what is not said yet, and one letter a day to each person."""
