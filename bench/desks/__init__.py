"""Pages of officers and producers at the size of a whole country, beside the public listing."""
