"""What tests ask: refusals, elements and texts of pages, secrets that must not show, promises of the demonstration."""
