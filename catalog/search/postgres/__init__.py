"""The search index as tables of the PostgreSQL database: tsvectors with a GIN index, and counts of words."""
