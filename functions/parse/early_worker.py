"""The worker of ParseFunction, whose process starts when this module is imported.

The process loads the parsers while the function loads the AWS SDK and creates its clients, on another processor. So
that this begins early, this module imports little.
"""

from functions.parse.worker.parse_worker import ParseWorker, WorkerLimits
from shared.settings import ParseSettings

settings = ParseSettings.from_environment()
worker = ParseWorker(WorkerLimits.of(settings))
worker.begin_to_start()
