"""What activities are: mechanisms, kinds, and the indicators that each kind asks for."""
