"""The ministry staff's pages: ordinary records, and the way from a notice to published pairs."""

from pairs.directory.admin import register_log, university
from pairs.lists.admin import list_import, name_decision
from pairs.pairs.admin import batch, pair

__all__ = ["batch", "list_import", "name_decision", "pair", "register_log", "university"]
