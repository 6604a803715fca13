"""Reports of errors on pages: sent by any reader, answered by an editor in the admin, deleted after a time."""
