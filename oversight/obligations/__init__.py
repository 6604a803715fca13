"""What pairs owe on a day, the board that shows it, and reminding those whose turn it is."""
