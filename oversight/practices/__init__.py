"""Good practice: proposed by a side, edited and published by the ministry, adopted by others."""
