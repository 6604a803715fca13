"""Jobs: long work is put into a table with what it is about, and done after the answer by `manage.py work`.

A job is done once. What it reads and works out comes first, outside of any transaction, and tells its progress; what it
writes is one transaction together with the mark "done". A worker that dies leaves the job running with a heartbeat that
grows old: another one takes it up again, from its beginning, and nothing was written. A worker that was only slow, and
whose job was taken up by another, finds at the end that the job is not its own any more, and writes nothing.

After an unexpected error a job is tried again, three times in all; a refusal is final at once. Letters have a thread of
their own in the worker, so that a job holds them up for as long as it writes on SQLite, and not at all on PostgreSQL.
"""
