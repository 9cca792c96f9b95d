"""Run a chaos campaign: `python -m tests.chaos --uploads 2000 --seed 1 --into FOLDER`. Exit code 1: a violation."""

import argparse
import sys
from contextlib import nullcontext
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from tests.chaos.campaign import Campaign
from tests.chaos.plants import PLANTS

# Progress goes to standard error, because standard output is for the report.
STDERR = Console(stderr=True)


def main() -> int:
    """Run the campaign in the arguments. The last line of the output is the report as JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--uploads", type=int, default=2_000, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed gives the same campaign")
    parser.add_argument("--into", type=Path, metavar="FOLDER", help="folder for the history and the final rows")
    parser.add_argument("--plant", choices=sorted(PLANTS), help="plant a bug that the campaign must find")
    arguments = parser.parse_args()
    planted = PLANTS[arguments.plant].plant() if arguments.plant else nullcontext()
    with planted, Progress(console=STDERR) as progress:
        bar = progress.add_task("uploads", total=arguments.uploads)
        campaign = Campaign(arguments.uploads, arguments.seed, note=lambda count: progress.update(bar, completed=count))
        report = campaign.run()
    if arguments.into:
        campaign.save(arguments.into)
    print(report.as_json())
    return 1 if report.violations else 0


if __name__ == "__main__":
    sys.exit(main())
