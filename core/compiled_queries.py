"""Queries whose SQL is written once: Django takes longer to write most of them than the database to answer."""

from copy import copy
from functools import lru_cache, wraps

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.utils import timezone
from django.utils.translation import get_language

from core.version_facts import PLAIN, is_made_of

MOST = 100  # statements of one function, some kilobytes each


def compiled(make):
    """A decorator for a function that makes a queryset: when it is called, what the queryset reads, as a list.

    The queryset is made once for what the function is given, which are plain values, the language and the day; it must
    depend on nothing else. TypeError for other values.
    """

    @lru_cache(MOST, typed=True)
    def made(_language, _day, *given):
        return make(*given)

    @lru_cache(MOST, typed=True)
    def written(using, *how):
        compiler = made(*how).query.get_compiler(using)
        return compiler, compiler.as_sql()

    @wraps(make)
    def read(*given):
        if not is_made_of(given, PLAIN):
            raise TypeError(f"{make.__qualname__} is given more than plain values")
        how = get_language(), timezone.localdate(), *given
        rows = made(*how).all()
        try:
            rows.query.get_compiler = Written(*written(rows.db, *how))
        except EmptyResultSet:
            return []
        return list(rows)

    return read


class Written:
    """Gives a query the compiler that has written its SQL, to be asked on the connection at hand."""

    def __init__(self, compiler, sql):
        self.compiler, self.sql = compiler, sql

    def __call__(self, using, **_how):
        compiler = copy(self.compiler)
        compiler.connection, compiler.as_sql = connections[using], lambda: self.sql
        return compiler
