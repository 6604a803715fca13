"""The public pages that show the things of several apps."""
