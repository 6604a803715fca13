"""Help: the handbooks of `docs/` as pages of the desk, one press away from each of its pages."""
