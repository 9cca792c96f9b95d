"""What the cost is computed with beside the template and the measurements: values that the command line can set."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Values that neither the template nor a measurement contains."""

    # Rate of the busiest minutes, as a multiple of the daily mean.
    peak_factor: float = 4
    # Mean fill level of message batches (0 to 1). A batch has at least one message.
    batch_fill: float = 0.5
    # Share of the batches whose messages overlap (0 to 1). Messages about one object, large files and messages of
    # Nutgraf itself are handled one after another.
    overlap: float = 1
    # Duration of a call to S3. The performance guide states 100 to 200 ms for small objects.
    s3_milliseconds: float = 100
    # Duration of a call to DynamoDB. The guide states single-digit milliseconds.
    dynamodb_milliseconds: float = 10
    # Duration of a DynamoDB transaction, which processes its items twice.
    transaction_milliseconds: float = 20
    # Duration of a call of a pipe to an event bus.
    put_events_milliseconds: float = 50
    # Share of documents that mention the most frequent name.
    frequent_name: float = 0.2
    # Share of documents that quote the most frequent speaker. A document has one row for all quotes of a speaker.
    frequent_speaker: float = 0.15
    # Share of documents that have a row of the search under the most frequent word.
    frequent_word: float = 0.1
    # Share of the measured new names that are new among many documents. Nearly all names of the measured ones are new.
    new_names: float = 0.1
    # Share of messages that fail once and wait for their visibility timeout.
    failures: float = 0.01
    # Pages of a document, for services that charge by page. The measured documents have fewer words than a page.
    pages: float = 1
    # Characters of English text per token of a language model.
    characters_per_token: float = 4
    # Tokens of the instructions for a language model, in addition to the document.
    prompt_tokens: float = 700
    # Tokens of its answer: a summary, key points, who said what and who is who.
    answer_tokens: float = 900
    # Tokens of the instructions of a SummaryModel of Amazon Bedrock, and of the summary that it writes: 75 words.
    summary_prompt_tokens: float = 300
    summary_answer_tokens: float = 110
    # Dollars for a million tokens that it reads and writes. The defaults are the prices of Amazon Nova Micro.
    million_tokens_read: float = 0.035
    million_tokens_written: float = 0.14
    # Duration of its answer. The other messages of the batch wait meanwhile.
    summary_milliseconds: float = 2000
