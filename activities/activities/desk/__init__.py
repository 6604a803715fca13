"""The pages on which coordinators enter, confirm, correct and merge activities."""
