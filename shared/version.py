"""The version of the pipeline, written into every Document and Summary that it makes."""

PIPELINE_VERSION = "0.1.0"
