"""The annotator of SummarizeFunction, which a thread loads from the time when this module is imported.

Reading the model from a new environment's disk takes time, and onnxruntime loads it without Python's lock. Meanwhile
the function loads the AWS SDK and its own code. So that this begins early, this module imports little.
"""

from concurrent.futures import Future, ThreadPoolExecutor

from functions.summarize.annotator.annotator import Annotator


def _begin_to_load() -> "Future[Annotator]":
    threads = ThreadPoolExecutor(1, "early-annotator")
    loading = threads.submit(Annotator.load)
    threads.shutdown(wait=False)
    return loading


# Its result raises the errors of `Annotator.load`.
loading_annotator = _begin_to_load()
