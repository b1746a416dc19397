"""Measures search beside other engines over the same made-up catalogue; see docs/benchmarks.md."""
