"""Tables whose rows are added and read: neither page nor command changes or removes one before its time."""

from django.db import models
from django.db.backends.ddl_references import Statement, Table


class AppendOnly(models.BaseConstraint):
    """Rows are never changed, and removed only when their column `at` lies more than `kept_days` days back.

    Triggers of the database hold this against the models, querysets and SQL of whoever is no owner of the table. Both
    databases refuse with an IntegrityError of the same words.
    """

    def __init__(self, *, name, kept_days):
        super().__init__(name=name)
        self.kept_days = kept_days

    def deconstruct(self):
        _path, args, kwargs = super().deconstruct()
        return "core.audit.append_only.AppendOnly", args, kwargs | {"kept_days": self.kept_days}

    def __eq__(self, other):
        return isinstance(other, AppendOnly) and (self.name, self.kept_days) == (other.name, other.kept_days)

    __hash__ = None

    def constraint_sql(self, model, schema_editor):
        """Nothing within CREATE TABLE; the triggers follow it."""
        schema_editor.deferred_sql.extend(self.statements(CREATE, model, schema_editor))

    def create_sql(self, model, schema_editor):
        *before, last = self.statements(CREATE, model, schema_editor)
        for sql in before:
            schema_editor.execute(sql, None)
        return last

    def remove_sql(self, model, schema_editor):
        *before, last = self.statements(REMOVE, model, schema_editor)
        for sql in before:
            schema_editor.execute(sql, None)
        return last

    def validate(self, *args, **kwargs):
        """A row by itself is always fine."""

    def statements(self, by_vendor, model, schema_editor):
        """The statements for the database at hand."""
        quote = schema_editor.quote_name
        names = {part: quote(f"{self.name}_{part}") for part in ("add", "change", "remove", "empty")}
        facts = {"name": quote(self.name), "key": quote(model._meta.pk.column), "days": self.kept_days, **names}
        table = Table(model._meta.db_table, quote)
        return [Statement(sql, table=table, **facts) for sql in by_vendor[schema_editor.connection.vendor]]


MESSAGE = "Entries of this table are not changed, nor removed before their time."
REFUSED = f"SELECT RAISE(ABORT, '{MESSAGE}')"
CREATE = {
    # INSERT OR REPLACE would remove a row without a trigger for it.
    "sqlite": [
        "CREATE TRIGGER %(add)s BEFORE INSERT ON %(table)s"
        f" WHEN EXISTS (SELECT 1 FROM %(table)s WHERE %(key)s = new.%(key)s) BEGIN {REFUSED}; END",
        f"CREATE TRIGGER %(change)s BEFORE UPDATE ON %(table)s BEGIN {REFUSED}; END",
        "CREATE TRIGGER %(remove)s BEFORE DELETE ON %(table)s"
        f" WHEN old.at >= datetime('now', '-%(days)s days') BEGIN {REFUSED}; END",
    ],
    "postgresql": [
        f"""CREATE FUNCTION %(name)s() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF TG_OP = 'DELETE' THEN
  IF old.at < now() - interval '%(days)s days' THEN RETURN old; END IF;
END IF;
RAISE EXCEPTION USING MESSAGE = '{MESSAGE}', ERRCODE = 'integrity_constraint_violation';
END $$""",
        "CREATE TRIGGER %(change)s BEFORE UPDATE OR DELETE ON %(table)s FOR EACH ROW EXECUTE FUNCTION %(name)s()",
        "CREATE TRIGGER %(empty)s BEFORE TRUNCATE ON %(table)s FOR EACH STATEMENT EXECUTE FUNCTION %(name)s()",
    ],
}
REMOVE = {
    "sqlite": [f"DROP TRIGGER IF EXISTS %({part})s" for part in ("add", "change", "remove")],
    "postgresql": ["DROP FUNCTION IF EXISTS %(name)s() CASCADE"],
}
