"""Full-text search: what people type, read the Vietnamese way and answered by a backend."""
