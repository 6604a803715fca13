"""Whole tables as the database has them, to be compared before and after."""


def tables(models):
    """Every column of every row of `models`, by table and key."""
    return {
        model._meta.label: {row["pk"]: row for row in model._base_manager.values("pk", *names(model))}
        for model in models
    }


def names(model):
    return [field.attname for field in model._meta.concrete_fields]
