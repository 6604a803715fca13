"""The sheet of the month: a table of many activities, read, checked, corrected, and submitted as one act."""
