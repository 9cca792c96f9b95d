#!/bin/sh
# Queries the summaries table with the AWS CLI: query.sh TABLE URI
#
# Prints the status of an upload, then its title, its summary and its key points, and the documents of the same day.
set -eu

if [ $# -ne 2 ]; then
    echo "usage: query.sh TABLE s3://bucket/key" >&2
    exit 2
fi
table=$1
uri=$2

key() { printf '{"pk": {"S": "%s"}, "sk": {"S": "%s"}}' "$uri" "$1"; }

echo "status:"
aws dynamodb get-item --table-name "$table" --key "$(key state)" --output text \
    --query 'Item.[status.S, code.S, message.S]'

echo "summary:"
aws dynamodb get-item --table-name "$table" --key "$(key summary)" --output text \
    --query 'Item.[title.S, summary.M.text.S]'

echo "key points:"
aws dynamodb get-item --table-name "$table" --key "$(key summary)" --output text \
    --query 'Item.key_points.L[].[M.span.M.text.S]'

uploaded=$(aws dynamodb get-item --table-name "$table" --key "$(key summary)" --output text \
    --query 'Item.source.M.uploaded_at.S')
day=${uploaded%%T*}
echo "uploaded on $day:"
aws dynamodb query --table-name "$table" --index-name by-day --no-scan-index-forward --output text \
    --key-condition-expression 'day_key = :day' \
    --expression-attribute-values "{\":day\": {\"S\": \"day#$day#0\"}}" --query 'Items[].[uri.S, title.S]'
