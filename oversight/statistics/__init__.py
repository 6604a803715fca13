"""The public statistics: what is asked, what the totals say, and how it is drawn. They never read the activities."""
