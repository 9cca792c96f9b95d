"""The quotas and limits of AWS that the stack can reach, in us-east-1 where regions differ."""

from infra.cost.figures import FROM_MEMORY, Limit

FULL_PROCESSOR_MB = Limit(
    1769, "megabytes of a function that has one processor", 'Lambda Developer Guide, "Configure Lambda function memory"'
)
LAMBDA_CONCURRENCY = Limit(
    1000,
    "executions at a time in an account and region; a new account may have fewer",
    'Lambda Developer Guide, "Understanding Lambda function scaling"',
)
LAMBDA_SCALING = Limit(
    1000, "more environments of a function in 10 s", 'Lambda Developer Guide, "Lambda scaling behavior"'
)
POLLERS_AT_FIRST = Limit(
    5,
    "batches that a mapping of a standard queue reads at a time when it is idle; fewer only without MaximumConcurrency",
    'Lambda Developer Guide, "Configuring scaling behavior for SQS event source mappings"',
)
POLLERS_A_MINUTE = Limit(300, "more batches at a time in each minute", POLLERS_AT_FIRST.source)
MAXIMUM_CONCURRENCY = Limit(
    1000, "the greatest MaximumConcurrency", 'CloudFormation Template Reference, "ScalingConfig"'
)
LONG_POLL_SECONDS = Limit(20, "seconds of a long poll", 'SQS Developer Guide, "Amazon SQS standard queue quotas"')
SQS_IN_FLIGHT = Limit(
    120_000, "messages of a queue in flight, about", 'SQS Developer Guide, "Amazon SQS standard queue quotas"'
)
S3_WRITES = Limit(
    3500,
    "PUT, COPY, POST, DELETE a second for each partition of a bucket's keys, at least",
    'S3 User Guide, "Best practices design patterns: optimizing Amazon S3 performance"',
)
S3_READS = Limit(5500, "GET, HEAD a second for each partition of a bucket's keys, at least", S3_WRITES.source)
TABLE_AT_FIRST = Limit(
    4000,
    "write units a second of a new table on demand; it grows to twice its last peak within 30 minutes",
    'DynamoDB Developer Guide, "DynamoDB on-demand capacity mode"',
)
TABLE_WRITES = Limit(
    40_000, "write units a second of a table on demand", 'DynamoDB Developer Guide, "Quotas in Amazon DynamoDB"'
)
TABLE_READS = Limit(40_000, "read units a second of a table on demand", TABLE_WRITES.source)
PARTITION_WRITES = Limit(
    1000,
    "write units a second of a partition, of a table or an index",
    'DynamoDB Developer Guide, "Best practices for designing and using partition keys effectively"',
)
TRANSACTION_FACTOR = Limit(
    2, "times the units of a write in a transaction", 'DynamoDB Developer Guide, "DynamoDB transactions: how it works"'
)
ITEM_OVERHEAD_BYTES = Limit(
    100, "bytes that are billed with each stored item", 'DynamoDB Developer Guide, "DynamoDB item sizes and formats"'
)
STREAM_POLLS = Limit(
    4,
    "reads a second of each shard of a stream by a pipe",
    'EventBridge User Guide, "Amazon DynamoDB stream as a source for EventBridge Pipes"',
)
NEW_TABLE_PARTITIONS = Limit(4, "partitions of a new table on demand, and shards of its stream", FROM_MEMORY)
PUT_EVENTS = Limit(10_000, "requests of PutEvents a second", 'EventBridge User Guide, "Amazon EventBridge quotas"')
PUT_EVENTS_BATCH = Limit(
    10, "events in a request", 'EventBridge User Guide, "Amazon EventBridge Pipes batching and concurrency"'
)
SQS_CHUNK_BYTES = Limit(65_536, "bytes of a message that are billed as one request", "Amazon SQS pricing, quoted")
PLATFORM_LOG_BYTES = Limit(400, "bytes that Lambda itself logs for each invocation (START, END, REPORT)", FROM_MEMORY)
COMPREHEND_UNIT_CHARACTERS = Limit(100, "characters of a unit of Comprehend", "Amazon Comprehend pricing")
COMPREHEND_LEAST_UNITS = Limit(3, "units that a request to Comprehend has at least", "Amazon Comprehend pricing")
