"""From a basket to an order of several producers."""
