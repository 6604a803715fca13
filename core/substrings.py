"""Finding the rows whose text holds some letters by an index instead of reading every text.

A model names a SubstringIndex in its `Meta.indexes`. Of one text `.filter(text__holds="…")` then finds what `contains`
finds, of several `.filter(AnyHolds("…", "title", "place"))` what `icontains` finds in one of them. The index is one of
trigrams: `pg_trgm` on PostgreSQL, a full-text table (FTS5) on SQLite that triggers keep in step with every write. Where
PostgreSQL has no `pg_trgm`, or this user may not create it, every text is read as before.
"""

from django.db import models
from django.db.backends.ddl_references import Statement, Table
from django.db.models.lookups import Contains, IContains

TRIGRAM = 3  # letters
TERMS = "_terms"  # of the table beside the index on SQLite that has its trigrams in order
HIGHEST = "\U0010ffff"


class SubstringIndex(models.Index):
    """An index of texts, which are never NULL, by every three letters that follow each other in them.

    With `any_case` it is of them in capitals on PostgreSQL, as AnyHolds asks for them; on SQLite case never matters.
    """

    def __init__(self, *args, any_case=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.any_case = any_case

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | ({"any_case": True} if self.any_case else {})

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
        quote = schema_editor.quote_name
        names = {"name": self.name, "key": model._meta.pk.column}
        names |= {part: f"{self.name}_{part}" for part in ("terms", "new", "gone", "changed")}
        quoted = {name: quote(text) for name, text in names.items()}
        columns = [quote(model._meta.get_field(field).column) for field in self.fields]
        indexed = "UPPER({}::text) gin_trgm_ops" if self.any_case else "{} gin_trgm_ops"
        quoted |= {
            "columns": ", ".join(columns),
            "indexed": ", ".join(indexed.format(column) for column in columns),
            "differ": " OR ".join(f"old.{column} IS NOT new.{column}" for column in columns),
            "text": lines_of(columns),
            "old_text": lines_of(f"old.{column}" for column in columns),
            "new_text": lines_of(f"new.{column}" for column in columns),
        }
        return Statement(sql, table=Table(model._meta.db_table, quote), **quoted)


def lines_of(columns):
    """All of the texts in one, each of which ends with a line feed: two letters at an end begin three as well."""
    return " || ".join(f"{column} || char(10)" for column in columns)


# Without the extension, or leave to create it, there is no index; the same rows are found.
POSTGRESQL = """DO $$ BEGIN
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX %(name)s ON %(table)s USING gin (%(indexed)s);
EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported OR undefined_object THEN
RAISE NOTICE USING MESSAGE = 'There is no index of substrings: ' || SQLERRM;
END $$"""
REMOVE = "INSERT INTO %(name)s (%(name)s, rowid, words) VALUES ('delete', old.%(key)s, %(old_text)s)"
ADD = "INSERT INTO %(name)s (rowid, words) VALUES (new.%(key)s, %(new_text)s)"
SQLITE_GONE = [
    *(f"DROP TRIGGER IF EXISTS %({trigger})s" for trigger in ("new", "gone", "changed")),
    "DROP TABLE IF EXISTS %(terms)s",
    "DROP TABLE IF EXISTS %(name)s",
]
SQLITE = [
    *SQLITE_GONE,
    "CREATE VIRTUAL TABLE %(name)s USING fts5 (words, content='', tokenize='trigram')",
    "CREATE VIRTUAL TABLE %(terms)s USING fts5vocab(%(name)s, 'instance')",
    f"CREATE TRIGGER %(new)s AFTER INSERT ON %(table)s BEGIN {ADD}; END",
    f"CREATE TRIGGER %(gone)s AFTER DELETE ON %(table)s BEGIN {REMOVE}; END",
    f"CREATE TRIGGER %(changed)s AFTER UPDATE OF %(columns)s ON %(table)s WHEN %(differ)s BEGIN {REMOVE}; {ADD}; END",
    "INSERT INTO %(name)s (rowid, words) SELECT %(key)s, %(text)s FROM %(table)s",
]


@models.TextField.register_lookup
class Holds(Contains):
    """What `contains` finds, by the index where the column has one."""

    lookup_name = "holds"

    def as_sql(self, compiler, connection):
        return Contains(self.lhs, self.rhs).as_sql(compiler, connection)

    def as_sqlite(self, compiler, connection):
        return narrowed(compiler, [self.lhs], self.rhs, self.as_sql(compiler, connection))


class AnyHolds(models.Lookup):
    """The condition that one of some texts holds `text` in any case, by the index where they have one together.

    A lookup, since Django compares other conditions with True on SQLite, where no index answers that.
    """

    prepare_rhs = False

    def __init__(self, text, *fields):
        super().__init__(models.Func(*fields, output_field=models.TextField()), text)

    def as_sql(self, compiler, connection):
        told = [compiler.compile(IContains(column, self.rhs)) for column in self.lhs.source_expressions]
        return f"({' OR '.join(sql for sql, _given in told)})", [one for _sql, given in told for one in given]

    def as_sqlite(self, compiler, connection):
        return narrowed(compiler, self.lhs.source_expressions, self.rhs, self.as_sql(compiler, connection))


def narrowed(compiler, columns, text, condition):
    """A condition on columns that hold `text`, asked of those rows alone that the index of the columns finds."""
    sql, parameters = condition
    index = index_of(columns)
    if not index or len(text) < TRIGRAM - 1:
        return sql, parameters
    key, _none = compiler.compile(columns[0].target.model._meta.pk.get_col(columns[0].alias))
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


def index_of(columns):
    """The name of the index that some columns of a model have together, or None."""
    fields = [getattr(column, "target", None) for column in columns]
    indexes = fields[0].model._meta.indexes if all(fields) else ()
    names = [field.name for field in fields if field]
    return next((one.name for one in indexes if isinstance(one, SubstringIndex) and one.fields == names), None)
