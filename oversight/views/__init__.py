"""The public pages of what the ministry makes of it."""
