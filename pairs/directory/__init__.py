"""The universities: their facts and names, how a name is searched for, and the national register."""
