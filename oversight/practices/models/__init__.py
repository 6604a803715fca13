"""Good practice, the activities it cites, and the pairs that adopted it."""
