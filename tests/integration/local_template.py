"""The small template of the tests of the local stack: local_template.yaml."""

from pathlib import Path

TEMPLATE = Path(__file__).with_name("local_template.yaml")
