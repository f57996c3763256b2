"""Messages stored with the write they tell of, delivered by their own process."""
