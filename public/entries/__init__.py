"""What was entered, as the desk lists it: filtered, as files, and as the report of a month."""
