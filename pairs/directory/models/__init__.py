"""Universities with their names, and registers that wait to be imported."""
