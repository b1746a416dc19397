"""Measures the shop beside the ceiling that Flask and Jinja allow; see docs/benchmarks.md."""
