"""The names of a record that is merged go to the one that stays; no name by which either was known is lost."""

from pairs.directory.models.university import UniversityName

FORMERLY = UniversityName.Kind.ALIAS


def follow(kept, other, name_today, by, reason):
    """Give `kept` the names of `other`, and those under which the two records stood if it is now called otherwise."""
    own = {name.name: name for name in kept.names.all()}
    for name in other.names.all():
        name._history_user, name._change_reason = by, reason
        if name.name in own:
            combine(own[name.name], name, by, reason)
            name.delete()
        else:
            name.university = own.setdefault(name.name, name).university = kept
            name.save()
    for record in (kept, other):
        if record.name != name_today and record.name not in own:
            own[record.name] = formerly(record, kept, by, reason)


def combine(name, double, by, reason):
    """Let `name` say what its `double` said as well: the longer span of days, and what it does not say itself."""
    since = min(filter(None, [name.since, double.since]), default=None)
    until = max(filter(None, [name.until, double.until]), default=None)
    name.since, name.until = sorted([since, until]) if since and until else (since, until)
    name.name_en, name.source = name.name_en or double.name_en, name.source or double.source
    if UniversityName.Kind.OFFICIAL in (name.kind, double.kind):
        name.kind = UniversityName.Kind.OFFICIAL
    elif name.kind in UniversityName.FOR_SEARCH_ONLY:
        name.kind = double.kind
    name._history_user, name._change_reason = by, reason
    name.save()


def formerly(record, kept, by, reason):
    """Keep the name of a record for `kept`, with the day of its facts, which is all that is known of it."""
    day, facts = record.facts_as_of, {"name": record.name, "name_en": record.name_en, "source": record.source}
    name = UniversityName(university=kept, kind=FORMERLY, since=day, until=day, **facts)
    name._history_user, name._change_reason = by, reason
    name.save()
    return name
