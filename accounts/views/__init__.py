"""Pages of one's own account, of invitations, and of the people whom the ministry's editors look after."""
