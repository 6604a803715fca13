"""Universities in the admin, and importing the national register."""
