"""The version of the pipeline, which every Document and Summary contains."""

PIPELINE_VERSION = "0.1.0"
