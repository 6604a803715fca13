"""What all pages of the admin share: their history, a reason for each change, lists that refuse wrong filters."""
