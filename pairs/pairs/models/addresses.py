"""The last parts of the public addresses of pairs, made of numbers and codes."""


def group_address(batch, serial, recipient):
    """The last part of the address of a place in the list of a batch."""
    return f"{batch}-{serial or recipient}"


def member_address(batch, serial, recipient, group_place, supporter):
    """The last part of the address of one of several supporters that stand or stood at a place."""
    return f"{group_address(batch, serial, recipient)}-{group_place if serial else supporter}"
