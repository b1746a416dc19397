"""Money: what it costs to sell here, how it is paid, and what is owed to whom."""
