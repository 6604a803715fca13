"""The outbox: letters are put into a table with what they are about, and sent after the answer by `manage.py work`.

No request waits for a mail server, and none works out whether an address is known. A letter is written when it is
sent, by the `LetterKind` that is registered for it: links and other secrets are never stored.

Sent at most once: a letter is claimed and the claim committed before it is written, and marked as handed over before
the mail server is given it. A failure before the server has the whole text leaves the letter due again, and so does a
worker that dies before the mark. If the server was given the whole text and its answer is lost, or the worker died
after the mark, nobody can know whether the letter went out; it is kept as unclear, shown to staff and not sent again.
What a letter of the day has said unclearly stands in the next one.
"""
