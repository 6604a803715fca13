"""The audit log of sign-ins and rights, and its pages on the ministry's desk."""
