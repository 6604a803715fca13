"""Kinds of jobs: what is worked out, what is written, and which page shows the outcome."""

KINDS = {}


class JobKind:
    """How jobs of one kind are done. Subclasses stand in `jobs.py` of their app or feature.

    A ValidationError is a refusal: its messages are shown to people, and the job is not tried again.
    """

    code = ""
    label = ""  # what staff read in place of the code

    def prepare(self, job, progress):
        """Read and work out what `write` needs, telling `progress`; it may be called again from the beginning."""

    def write(self, job, prepared):
        """Write what was `prepared` and return the result, as JSON; in the transaction that marks the job as done."""
        raise NotImplementedError

    def url(self, job):
        """The page that shows what a finished job has done; empty when there is none."""
        return ""

    def asked_at(self, job):
        """The page where to go on when it failed; empty when there is none."""
        return ""


def register(kind):
    """Class decorator: jobs with its code are done by this kind."""
    KINDS[kind.code] = kind()
    return kind
