"""The API: the public tables for programs, under /api/v1/."""
