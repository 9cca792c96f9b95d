"""Ask the read API with nutgraf-client: documents of a day, a summary, statements of a person, failures.

    pip install ./clients/python
    python read_api.py documents 2026-11-22
    python read_api.py summary s3://bucket/report.pdf
    python read_api.py statements "Ingrid Halvorsen"
    python read_api.py failures
    python read_api.py --url https://….execute-api.eu-west-1.amazonaws.com --aws statements "Ingrid Halvorsen"

--url is by default the API of `make serve`. --token is what `nutgraf serve --auth` prints, or a token of the issuer
that the API trusts. --aws signs the requests with credentials of AWS, and needs nutgraf-client[aws].
"""

import argparse
import sys

from nutgraf_client import ApiError, AwsSignature, BearerToken, Client, UnreachableError


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:5056")
    access = parser.add_mutually_exclusive_group()
    access.add_argument("--token")
    access.add_argument("--aws", action="store_true")
    questions = parser.add_subparsers(dest="question", required=True)
    questions.add_parser("documents").add_argument("day", help="YYYY-MM-DD, UTC")
    questions.add_parser("summary").add_argument("uri", help="s3://bucket/key")
    questions.add_parser("statements").add_argument("name", help="a name, in any spelling")
    questions.add_parser("failures")
    options = parser.parse_args()

    auth = AwsSignature() if options.aws else BearerToken(options.token) if options.token else None
    with Client(options.url, auth) as client:
        try:
            answer(client, options)
        except (ApiError, UnreachableError) as error:
            sys.exit(str(error))


def answer(client: Client, options: argparse.Namespace) -> None:
    """Print the answer to a question."""
    if options.question == "documents":
        for document in client.documents(day=options.day):
            print(document.uploaded_at, document.uri, document.title or "(no title)", sep="  ")
    elif options.question == "summary":
        found = client.document(options.uri)
        print(found.status, found.state.code or "", found.state.advice or "")
        if found.summary:
            print(found.summary.title or "(no title)", found.summary.summary.text, sep="\n")
    elif options.question == "statements":
        for statement in client.statements("PERSON", options.name):
            print(f"{statement.name} {statement.cue or ''}: {statement.quote}", statement.uri, sep="\n  ")
    else:
        for failure in client.failures():
            print(failure.updated_at, failure.uri, failure.code, failure.advice, sep="  ")


if __name__ == "__main__":
    main()
