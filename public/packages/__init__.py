"""The whole public database as one file: built when the data have changed, served with its checksum."""
