"""Reading a published list: bytes or pasted text in, rows and findings out. Touches no table."""

from .reading import Finding, ListRow, Reading

__all__ = ["Finding", "ListRow", "Reading"]
