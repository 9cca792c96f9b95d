"""The components of the pipeline, one module each. functions.summarize.summarizer lists them in order."""
