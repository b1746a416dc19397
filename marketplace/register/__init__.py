"""Imports into the catalogue and its register."""
