"""The fixture of these tests: the stack with each summarizer."""

import pytest

from infra.local.deployment import Deployment
from tests.support.core_template import EXTRACTED, HOSTED, WRITTEN, deployed


@pytest.fixture(params=[EXTRACTED, WRITTEN, HOSTED], ids=["extracted", "written", "hosted"])
def deployment(request: pytest.FixtureRequest) -> Deployment:
    """The stack with each summarizer."""
    return deployed(**request.param)
