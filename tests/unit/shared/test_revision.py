"""The ordering rule for every order of every set of events."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.revision import PREDECESSORS, SEQUENCER_WIDTH, Revision, Status, may_write

SEQUENCERS = st.text("0123456789ABCDEF", max_size=SEQUENCER_WIDTH)
REVISIONS = st.builds(Revision, SEQUENCERS, st.integers(0, 999_999))
State = tuple[Revision, Status]


def apply(writes: tuple[State, ...]) -> tuple[State | None, list[State]]:
    """Return the final state after writes in this order, and all states in between."""
    current: State | None = None
    history: list[State] = []
    for revision, status in writes:
        if may_write(current, revision, status):
            current = (revision, status)
            history.append(current)
    return current, history


def histories(revisions: int) -> st.SearchStrategy[list[State]]:
    """Generate histories of an object: at each revision a claim, then the end of an upload or of a removal."""
    ends = st.sampled_from(
        [
            [Status.PROCESSING],
            [Status.DELETED],
            [Status.PROCESSING, Status.SUMMARIZED],
            [Status.PROCESSING, Status.FAILED],
            [Status.PROCESSING, Status.FAILED, Status.SUMMARIZED],
        ]
    )
    return st.lists(ends, min_size=1, max_size=revisions).map(
        lambda chosen: [(Revision(f"0{n:X}"), status) for n, statuses in enumerate(chosen) for status in statuses]
    )


@given(histories(3).filter(lambda history: len(history) <= 6))
def test_every_order_of_the_same_writes_ends_in_the_same_state(history: list[State]) -> None:
    ends = {apply(order)[0] for order in permutations(history)}
    assert ends == {history[-1]}


@given(histories(3).filter(lambda history: len(history) <= 4), st.data())
def test_writes_that_arrive_repeatedly_change_nothing(history: list[State], data: st.DataObject) -> None:
    repeated = data.draw(st.permutations(history * 3))
    assert apply(tuple(repeated))[0] == history[-1]


@given(st.lists(st.tuples(REVISIONS, st.sampled_from(Status)), max_size=30))
def test_a_state_never_goes_back(writes: list[State]) -> None:
    rank = {Status.PROCESSING: 0, Status.FAILED: 1, Status.DELETED: 1, Status.SUMMARIZED: 2}
    _, history = apply(tuple(writes))
    steps = [(revision, rank[status]) for revision, status in history]
    assert steps == sorted(steps)
    assert len(steps) == len(set(steps))


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [
        (Status.PROCESSING, Status.SUMMARIZED, True),
        (Status.PROCESSING, Status.FAILED, True),
        (Status.PROCESSING, Status.DELETED, True),
        (Status.FAILED, Status.SUMMARIZED, True),
        (Status.PROCESSING, Status.PROCESSING, False),
        (Status.SUMMARIZED, Status.FAILED, False),
        (Status.SUMMARIZED, Status.DELETED, False),
        (Status.DELETED, Status.SUMMARIZED, False),
        (Status.FAILED, Status.PROCESSING, False),
    ],
)
def test_at_an_equal_revision_only_steps_forward_are_allowed(before: Status, after: Status, allowed: bool) -> None:
    revision = Revision("0055AED6DCD90281E5")
    assert may_write((revision, before), revision, after) is allowed


def test_every_status_has_its_predecessors() -> None:
    assert PREDECESSORS.keys() == set(Status)


def test_sequencers_of_differing_length_are_padded_on_the_right() -> None:
    assert Revision("0A") == Revision("0A00")
    assert Revision("0A") < Revision("0A01")
    assert Revision("0B") > Revision("0AFFFF")
    assert Revision("") < Revision("00000000000000000000000000000001")


@given(REVISIONS, REVISIONS)
def test_revisions_are_ordered_as_their_strings_are(one: Revision, other: Revision) -> None:
    assert (one < other) == (str(one) < str(other))
    assert len(str(one)) == len(str(other))
    assert Revision.parse(str(one)) == one


@given(REVISIONS.filter(lambda revision: revision.generation < 999_999))
def test_another_look_at_the_same_version_comes_after_the_first(revision: Revision) -> None:
    assert revision < revision.next_generation
    assert revision.next_generation.sequencer == revision.sequencer


@pytest.mark.parametrize("sequencer", ["xyz", "0" * (SEQUENCER_WIDTH + 1), "-1", "٣"])
def test_what_is_no_sequencer_is_refused(sequencer: str) -> None:
    with pytest.raises(ValueError, match="hexadecimal"):
        Revision(sequencer)


@pytest.mark.parametrize("text", ["", "0A", "0A-x", "-"])
def test_what_is_no_revision_is_not_parsed(text: str) -> None:
    with pytest.raises(ValueError, match="not a revision"):
        Revision.parse(text)
