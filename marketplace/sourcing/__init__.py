"""Retailers source from producers: requests, quotes, samples, contracts and purchase orders."""
