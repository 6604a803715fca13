"""Actions, their batches, the pairs in them, and how far each pair has come."""
