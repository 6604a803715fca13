"""A reader who keeps a copy of the public data by the API alone: everything once, then what changed."""

from django.test import Client

from public.api.resources import RESOURCES


class Copy:
    """Rows by kind and key, and the data version up to which they are complete."""

    def __init__(self, rows=None, since=0):
        self.client, self.rows, self.since, self.texts = Client(), dict(rows or {}), since, []

    def ask(self, path):
        answer = self.client.get(path)
        self.texts.append(answer.content.decode())
        return answer

    def follow(self, limit=7, meanwhile=lambda: None):
        """Ask what changed, page by page, and fetch it; between two pages anything may happen `meanwhile`."""
        path = f"/api/v1/changes?since={self.since}&limit={limit}"
        while path:
            answer = self.ask(path).json()
            for change in answer["rows"]:
                self.take(change)
            path = answer["next"]
            meanwhile()
        self.since = answer["version"]
        return answer

    def take(self, change):
        """Do what one change asks for."""
        place = (change["kind"], change["key"])
        if change["change"] == "gone":
            self.rows.pop(place, None)
            return
        answer = self.ask(change["url"])
        assert answer.status_code == 200, change
        self.rows[place] = answer.json()

    def later(self):
        """The same copy in other hands, which goes its own way from here."""
        return Copy(self.rows, self.since)


def everything_public(copy):
    """What all lists of the API hold, by kind and key: each row as at its own address."""
    return {(table.kind, row["key"]): row for table in tables() for row in rows_of(copy, table)}


def tables():
    return [resource.table for resource in RESOURCES.values()]


def rows_of(copy, table):
    path = f"/api/v1/{table.name}/?limit=100"
    while path:
        answer = copy.ask(path).json()
        yield from answer["rows"]
        path = answer["next"]
