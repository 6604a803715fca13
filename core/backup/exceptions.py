"""Why a backup was not made, or is not taken."""


class BackupRefused(Exception):  # noqa: N818 - nothing went wrong in the code
    """Says to people what is wrong and what to do; nothing was changed."""
