"""What is known of a list before it is read: the rules of its action, and what somebody said about its tables."""

from dataclasses import dataclass

from .choice import ColumnChoice


@dataclass(frozen=True)
class ListShape:
    """`several`: a recipient may have several supporters; `roles`: what the action calls their parts.

    `choice` is what a person said where the reader could not tell.
    """

    several: bool = False
    roles: tuple[str, ...] = ()
    choice: ColumnChoice | None = None
