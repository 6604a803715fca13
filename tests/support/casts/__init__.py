"""Fixtures of people, universities and batches that several tests stand on; a conftest takes the ones it needs."""
