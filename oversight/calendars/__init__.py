"""One's own calendar: the events of one's pairs and what falls due, at a secret address for a calendar program."""
