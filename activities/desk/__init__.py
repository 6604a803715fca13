"""The coordinators' desk: whose turn it is, logging what was done, and the two sides of every entry."""
