"""How many examples a property test tries: few and always the same in `make test`, many at random in `make fuzz`."""

from hypothesis import HealthCheck, settings

TEST, SEARCH = "test", "search"

# Times the examples of `make test` that `make fuzz` tries.
SEARCH_FACTOR = 20


def register_profiles() -> None:
    """Register both profiles, and load the one of `make test`. `--hypothesis-profile=search` selects the other."""
    # Without a deadline, a busy machine fails no test. Examples may share a stack: each uses keys of its own.
    search = settings(
        max_examples=50 * SEARCH_FACTOR,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
    settings.register_profile(SEARCH, search)
    settings.register_profile(TEST, search, max_examples=50, derandomize=True, database=None)
    settings.load_profile(TEST)


def examples(count: int) -> settings:
    """Try `count` examples in `make test`, SEARCH_FACTOR times as many in `make fuzz`."""
    searching = settings.get_current_profile_name() == SEARCH
    return settings(max_examples=count * SEARCH_FACTOR if searching else count)
