"""The concurrent executions of a stack, and the parameters that fit into an account."""

from hypothesis import given
from hypothesis import strategies as st

from infra.local.deployment import deployed
from infra.operations.concurrency import MINIMUM, Account, Demand, demand_of, fitting


def test_the_demand_is_that_of_the_deployed_mappings_and_schedules() -> None:
    parameters = {"ParseConcurrency": "7", "SummarizeConcurrency": "9"}
    demand = demand_of(parameters)
    assert demand.stages == {"ParseConcurrency": 7, "SummarizeConcurrency": 9}
    with deployed(parameters) as stack:
        mappings = sum(mapping.maximum_concurrency or 0 for mapping in stack.mappings())
        assert demand.total == mappings + len(stack.schedules())


@given(st.integers(2, 1000), st.integers(2, 1000), st.integers(0, 3000))
def test_parameters_that_fit_use_the_whole_account_and_keep_summarize_as_fast_as_parse(
    parse: int, summarize: int, free: int
) -> None:
    demand = Demand({"ParseConcurrency": parse, "SummarizeConcurrency": summarize}, others=5)
    found = fitting(demand, Account(1000, free))
    if found is None:
        assert free - demand.others < 2 * MINIMUM
        return
    assert min(found.values()) >= MINIMUM
    assert sum(found.values()) == free - demand.others
    if summarize >= parse:
        assert found["SummarizeConcurrency"] >= found["ParseConcurrency"]
