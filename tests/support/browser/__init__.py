"""Working the pages: forms filled in, states to look at, ways of typing, checks of a page in a real browser."""
