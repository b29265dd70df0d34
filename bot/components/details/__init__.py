"""The details a message mentions: numbers, addresses, amounts, dates, names, products."""
