"""Bulletins: figures frozen as of a day, with the headline sentence of the ministry."""
