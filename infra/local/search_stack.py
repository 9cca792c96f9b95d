"""The search by meaning on this machine: search.yaml beside a core stack, with its functions."""

from collections.abc import Mapping

from infra.local.clients import LOCAL_STACK
from infra.local.deployment import Deployment
from infra.local.moto_stack import MotoStack
from infra.local.template import SEARCH_TEMPLATE, translate

STACK_NAME = f"{LOCAL_STACK}-search"

# The parameter of template.yaml that the search needs.
CORE_PARAMETERS = {"SemanticSearch": "true"}

# Outputs that are parameters of read.yaml.
_OF_READ = ("VectorBucketName", "SearchFunctionName")


def deploy_search(core: MotoStack, parameters: Mapping[str, str] | None = None) -> dict[str, str]:
    """Create the stack of search.yaml in moto and run its functions. Return the parameters for read.yaml."""
    of_core = core.deployment.parameters
    given: dict[str, str] = {
        "TableName": core.name("SummariesTable"),
        "DocumentsBucket": core.name("DocumentsBucket"),
        "BatchingSeconds": "1",
        **{name: of_core[name] for name in ("EventBusName", "KmsKeyArn") if name in of_core},
        **(parameters or {}),
    }
    deployment = Deployment(translate(given, SEARCH_TEMPLATE), given, core.clients, STACK_NAME)
    core.add(deployment)
    return {name: deployment.outputs[name] for name in _OF_READ}
