"""On-demand list prices in us-east-1, in dollars: of AWS, and of the services that Nutgraf is compared with.

Free tiers are not included, except for the reads of a stream, for which AWS states only the price beyond the free tier.

The price pages of AWS were not available. A source with `quoted` means that others quote the page; the other prices are
from memory. Check a price before you base a decision on it.
"""

import math

from infra.cost.figures import FROM_MEMORY, Price, flat

_GB = 1024**3
_MILLION = 1_000_000
_BILLION = 1_000_000_000

LAMBDA_REQUEST = flat("Lambda requests", 0.20 / _MILLION, "AWS Lambda Pricing, quoted")
LAMBDA_GB_SECOND = {
    "x86_64": Price(
        "Lambda GB-seconds, x86_64",
        ((6 * _BILLION, 0.0000166667), (15 * _BILLION, 0.000015), (math.inf, 0.0000133334)),
        "AWS Lambda Pricing, quoted",
    ),
    "arm64": Price(
        "Lambda GB-seconds, arm64",
        ((7.5 * _BILLION, 0.0000133334), (18.75 * _BILLION, 0.0000120001), (math.inf, 0.0000106667)),
        "AWS Lambda Pricing, quoted; the last tier " + FROM_MEMORY,
    ),
}
S3_WRITE = flat("S3 PUT, COPY, POST, LIST", 0.005 / 1000, "Amazon S3 pricing, quoted")
S3_READ = flat("S3 GET, HEAD", 0.0004 / 1000, "Amazon S3 pricing, " + FROM_MEMORY)
S3_STORAGE = Price(
    "S3 Standard, GB a month",
    ((50 * 1024, 0.023), (500 * 1024, 0.022), (math.inf, 0.021)),
    "Amazon S3 pricing, " + FROM_MEMORY,
)
SQS_REQUEST = Price(
    "SQS requests, standard queue",
    ((100 * _BILLION, 0.40 / _MILLION), (200 * _BILLION, 0.30 / _MILLION), (math.inf, 0.24 / _MILLION)),
    "Amazon SQS pricing, quoted",
)
DYNAMODB_WRITE = flat(
    "DynamoDB write request units", 0.625 / _MILLION, "Amazon DynamoDB pricing since November 2024, quoted"
)
DYNAMODB_READ = flat(
    "DynamoDB read request units", 0.125 / _MILLION, "Amazon DynamoDB pricing since November 2024, quoted"
)
DYNAMODB_STORAGE = flat("DynamoDB storage, GB a month", 0.25, "Amazon DynamoDB pricing, an older copy")
DYNAMODB_BACKUP = flat("point-in-time recovery, GB a month", 0.20, "Amazon DynamoDB pricing, " + FROM_MEMORY)
STREAM_READ = Price(
    "reads of a DynamoDB stream by others than Lambda, a pipe among them",
    ((2.5 * _MILLION, 0.0), (math.inf, 0.02 / 100_000)),
    'DynamoDB Developer Guide, "Evaluate your DynamoDB streams usage": reads by Lambda are free, reads by any other '
    "consumer are charged; Amazon DynamoDB pricing, quoted",
)
PIPE_REQUEST = flat(
    "EventBridge Pipes requests, behind the filter", 0.40 / _MILLION, "Amazon EventBridge pricing, quoted"
)
EVENT = flat("EventBridge custom events", 1.00 / _MILLION, "Amazon EventBridge pricing, quoted")
SCHEDULE = flat("EventBridge Scheduler invocations", 1.00 / _MILLION, "Amazon EventBridge pricing, quoted")
LOG_INGESTION = Price(
    "CloudWatch Logs of Lambda, GB",
    ((10 * 1024, 0.50), (30 * 1024, 0.25), (50 * 1024, 0.10), (math.inf, 0.05)),
    "Amazon CloudWatch pricing since May 2025, quoted",
)
LOG_STORAGE = flat("CloudWatch Logs kept, GB a month", 0.03, "Amazon CloudWatch pricing, quoted")
CUSTOM_METRIC = Price(
    "CloudWatch custom metrics a month",
    ((10_000, 0.30), (250_000, 0.10), (1_000_000, 0.05), (math.inf, 0.02)),
    "Amazon CloudWatch pricing, " + FROM_MEMORY,
)
ENDPOINT_HOUR = flat("VPC interface endpoint, hours in an availability zone", 0.01, "AWS PrivateLink pricing, quoted")
ENDPOINT_DATA = flat("VPC interface endpoint, GB up to 1 PB a month", 0.01, "AWS PrivateLink pricing, quoted")
TEXTRACT_PAGE = Price(
    "Textract DetectDocumentText, pages",
    ((_MILLION, 0.0015), (math.inf, 0.0006)),
    "Amazon Textract pricing, " + FROM_MEMORY,
)

LANGUAGE_MODELS: dict[str, tuple[Price, Price]] = {
    name: (
        flat(f"{name}, tokens in", read / _MILLION, source),
        flat(f"{name}, tokens out", written / _MILLION, source),
    )
    for name, read, written, source in (
        ("Amazon Nova Micro", 0.035, 0.14, "Amazon Bedrock pricing, as others quoted it in 2026"),
        ("Amazon Nova Lite", 0.06, 0.24, "Amazon Bedrock pricing, as others quoted it in 2026"),
        (
            "Claude Haiku 4.5",
            1.00,
            5.00,
            "Amazon Bedrock pricing, as others quoted it in 2026: the global endpoint; one in a region costs 10% more",
        ),
    )
}

# A document takes a request of each kind.
COMPREHEND: dict[str, Price] = {
    kind: Price(
        f"Amazon Comprehend, {kind}, units",
        ((10 * _MILLION, 0.0001), (50 * _MILLION, 0.00005), (math.inf, 0.000025)),
        "Amazon Comprehend pricing, quoted; the second and third tier " + FROM_MEMORY,
    )
    for kind in ("entities", "key phrases")
}


def gigabytes(size: float) -> float:
    """Convert bytes to the gigabytes that AWS bills."""
    return size / _GB
