"""How the portal's connections to its databases behave, whatever their addresses."""


def database_options(database, debug, connect_seconds, statement_seconds):
    """What Django is told of `database`, its description of one, beside where it is.

    On PostgreSQL `connect_seconds` and `statement_seconds` are waited for at most; 0 is for ever.
    """
    # Opening SQLite anew costs more than most pages ask of it. The server of DEBUG makes a thread for each request, and
    # a connection belongs to its thread.
    kept = {"CONN_MAX_AGE": 0 if debug else 60}
    if database["ENGINE"].endswith("sqlite3"):
        # Four writers at once: without these lines half of their writes end in "database is locked".
        options = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,  # seconds that a writer waits for another
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
        return kept | {"OPTIONS": options}
    # Nobody waits for ever for a database that is away, nor holds a worker meanwhile; core/timeouts.py keeps both
    # limits on this side as well. What an index leads to is in memory or on a disk without arms: PostgreSQL takes it
    # for four times as dear as reading all in a row, and reads whole tables for a page of them.
    told = f"-c statement_timeout={statement_seconds * 1000} -c random_page_cost=1.1"
    limits = {"connect_timeout": connect_seconds, "options": told}
    return kept | {"CONN_HEALTH_CHECKS": True, "OPTIONS": limits | database.get("OPTIONS", {})}
