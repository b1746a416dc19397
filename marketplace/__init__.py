"""Who deals with whom: baskets, orders, stock, delivery, imports, audit."""
