"""`python -m infra.cli`, for an environment in which the command `nutgraf` is not installed."""

from infra.cli.app import main

main()
