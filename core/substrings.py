"""Finding the rows whose text holds some letters by an index instead of reading every text.

A model names a SubstringIndex in its `Meta.indexes`; `.filter(text__holds="…")` then finds what `contains` finds. The
index is one of trigrams: `pg_trgm` on PostgreSQL, a full-text table (FTS5) on SQLite that triggers keep in step with
every write. Where PostgreSQL has no `pg_trgm`, or this user may not create it, every text is read as before.
"""

from django.db import models
from django.db.backends.ddl_references import Statement, Table
from django.db.models.lookups import Contains

TRIGRAM = 3  # letters
TERMS = "_terms"  # of the table beside the index on SQLite that has its trigrams in order
HIGHEST = "\U0010ffff"


class SubstringIndex(models.Index):
    """An index of one text by every three letters that follow each other in it; every text ends with a line feed."""

    def create_sql(self, model, schema_editor, using="", **kwargs):
        if schema_editor.connection.vendor != "sqlite":
            return self.statement(POSTGRESQL, model, schema_editor)
        # Where Django makes a table anew, it gets its own name only before these run.
        schema_editor.deferred_sql.extend(self.statement(sql, model, schema_editor) for sql in SQLITE)
        return self.statement("SELECT 1", model, schema_editor)

    def remove_sql(self, model, schema_editor, **kwargs):
        if schema_editor.connection.vendor != "sqlite":
            return self.statement("DROP INDEX IF EXISTS %(name)s", model, schema_editor)
        for sql in SQLITE_GONE:
            schema_editor.execute(self.statement(sql, model, schema_editor))
        return self.statement("SELECT 1", model, schema_editor)

    def statement(self, sql, model, schema_editor):
        (field,) = self.fields
        names = {"name": self.name, "column": model._meta.get_field(field).column, "key": model._meta.pk.column}
        names |= {part: f"{self.name}_{part}" for part in ("terms", "new", "gone", "changed")}
        quoted = {name: schema_editor.quote_name(text) for name, text in names.items()}
        return Statement(sql, table=Table(model._meta.db_table, schema_editor.quote_name), **quoted)


# Without the extension, or leave to create it, there is no index; the same rows are found.
POSTGRESQL = """DO $$ BEGIN
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX %(name)s ON %(table)s USING gin (%(column)s gin_trgm_ops);
EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported OR undefined_object THEN
RAISE NOTICE USING MESSAGE = 'There is no index of substrings: ' || SQLERRM;
END $$"""
REMOVE = "INSERT INTO %(name)s (%(name)s, rowid, %(column)s) VALUES ('delete', old.%(key)s, old.%(column)s)"
ADD = "INSERT INTO %(name)s (rowid, %(column)s) VALUES (new.%(key)s, new.%(column)s)"
CHANGED = "UPDATE OF %(column)s ON %(table)s WHEN old.%(column)s IS NOT new.%(column)s"
SQLITE_GONE = [
    *(f"DROP TRIGGER IF EXISTS %({trigger})s" for trigger in ("new", "gone", "changed")),
    "DROP TABLE IF EXISTS %(terms)s",
    "DROP TABLE IF EXISTS %(name)s",
]
SQLITE = [
    *SQLITE_GONE,
    "CREATE VIRTUAL TABLE %(name)s USING fts5"
    " (%(column)s, content=%(table)s, content_rowid=%(key)s, tokenize='trigram')",
    "CREATE VIRTUAL TABLE %(terms)s USING fts5vocab(%(name)s, 'instance')",
    f"CREATE TRIGGER %(new)s AFTER INSERT ON %(table)s BEGIN {ADD}; END",
    f"CREATE TRIGGER %(gone)s AFTER DELETE ON %(table)s BEGIN {REMOVE}; END",
    f"CREATE TRIGGER %(changed)s AFTER {CHANGED} BEGIN {REMOVE}; {ADD}; END",
    "INSERT INTO %(name)s (%(name)s) VALUES ('rebuild')",
]


@models.TextField.register_lookup
class Holds(Contains):
    """What `contains` finds, by the index where the column has one."""

    lookup_name = "holds"

    def as_sql(self, compiler, connection):
        return Contains(self.lhs, self.rhs).as_sql(compiler, connection)

    def as_sqlite(self, compiler, connection):
        sql, parameters = self.as_sql(compiler, connection)
        index, text = index_of(self.lhs), self.rhs
        if not index or len(text) < TRIGRAM - 1:
            return sql, parameters
        key, _none = compiler.compile(self.lhs.target.model._meta.pk.get_col(self.lhs.alias))
        found, given = among_terms(index, text) if len(text) < TRIGRAM else among_texts(index, text)
        return f"({key} IN ({found}) AND {sql})", [*given, *parameters]


def among_texts(index, text):
    return f'SELECT rowid FROM "{index}" WHERE "{index}" MATCH %s', [phrase(text)]


def among_terms(index, text):
    """Two letters are searched as the beginning of the three that the index holds."""
    first = text.lower()
    return f'SELECT doc FROM "{index}{TERMS}" WHERE term >= %s AND term < %s', [first, first + HIGHEST]


def phrase(text):
    """`text` as FTS5 reads it letter by letter."""
    return '"{}"'.format(text.replace('"', '""'))


def index_of(column):
    """The name of the index of a column of a model, or None."""
    field = getattr(column, "target", None)
    indexes = field.model._meta.indexes if field is not None else ()
    return next((one.name for one in indexes if isinstance(one, SubstringIndex) and one.fields == [field.name]), None)
