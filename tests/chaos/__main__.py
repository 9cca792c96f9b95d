"""Break the pipeline: `python -m tests.chaos --uploads 2000 --seed 1 --into FOLDER`. Status 1: a broken promise."""

import argparse
import sys
from contextlib import nullcontext
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from tests.chaos.campaign import Campaign
from tests.chaos.plants import PLANTS

# Where the progress is shown: standard output is for the report.
ERRORS = Console(stderr=True)


def main() -> int:
    """Run the campaign that the arguments ask for; its last line is one of JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--uploads", type=int, default=2_000, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed makes the same campaign")
    parser.add_argument("--into", type=Path, metavar="FOLDER", help="where the history and the last rows go")
    parser.add_argument("--plant", choices=sorted(PLANTS), help="a bug to be found, planted for this campaign")
    given = parser.parse_args()
    planted = PLANTS[given.plant].plant() if given.plant else nullcontext()
    with planted, Progress(console=ERRORS) as progress:
        bar = progress.add_task("uploads", total=given.uploads)
        campaign = Campaign(given.uploads, given.seed, note=lambda count: progress.update(bar, completed=count))
        report = campaign.run()
    if given.into:
        campaign.save(given.into)
    print(report.as_json())
    return 1 if report.violations else 0


if __name__ == "__main__":
    sys.exit(main())
