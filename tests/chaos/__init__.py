"""Chaos tests: campaigns that inject faults into the pipeline, and a checker of its guarantees."""
