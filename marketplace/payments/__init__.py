"""Money for something: an amount, a purpose, a reference, and what came of it."""
