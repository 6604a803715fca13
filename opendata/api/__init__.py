"""The parts of a reading API over `opendata.columns.Dataset` that know no model."""
