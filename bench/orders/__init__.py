"""Measures the placing of orders on both databases; see docs/benchmarks.md."""
