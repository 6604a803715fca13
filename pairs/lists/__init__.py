"""Published lists: from rows to a plan, a preview, and the pairs of a batch."""
