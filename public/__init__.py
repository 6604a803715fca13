"""Pages that show the things of several apps: home, search, pair, university, batch, data, about."""
