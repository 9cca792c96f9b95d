"""The vector of the document, for the search by meaning."""

from functions.summarize.annotator.pooling import pooled
from functions.summarize.reading import Reading
from shared.documents.document import PipelineWarning
from shared.search.vectors import DocumentVector, graph_id, packed


class PoolVectors:
    """Sets the vector of a document in English. Vectors of two annotators can't be compared."""

    def __init__(self, revision: str) -> None:
        """`revision`: the SHA-256 of the graph of the annotator of English texts."""
        self._revision = revision
        self._graph = graph_id(revision)

    def __call__(self, reading: Reading) -> list[PipelineWarning]:
        """Pool the vectors of the readable sentences."""
        lengths = [sentence.end - sentence.start for sentence in reading.readable]
        vector = pooled(reading.annotations.vectors, lengths) if reading.encoder.revision == self._revision else None
        reading.document_vector = None if vector is None else DocumentVector(self._graph, packed(vector.tolist()))
        return []
