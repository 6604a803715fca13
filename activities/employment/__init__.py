"""Employment snapshots: how many graduates of a university are employed, as of a day."""
