"""The audit log: what the histories do not hold. Who came in, what was refused, taken away, imported, and whose rights
changed; when, from where, and in which request."""
