"""Actions, batches, pairs and milestones."""
