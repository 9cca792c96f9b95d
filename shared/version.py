"""The version of Nutgraf. Every Document and Summary stores the version that wrote it."""

PIPELINE_VERSION = "0.13.0"
