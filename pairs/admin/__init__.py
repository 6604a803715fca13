"""The ministry staff's pages: ordinary records, and the way from a notice to published pairs."""

from . import batch, list_import, pair, university

__all__ = ["batch", "list_import", "pair", "university"]
