"""The pages on which the ministry inspects and universities answer."""
