from hypothesis import given
from hypothesis import strategies as st

from kerege.domain.marking import TLP, Marking, strictest

MARKINGS = st.builds(Marking, st.sampled_from(TLP), st.frozensets(st.sampled_from(["border", "police", "osce"])))


@given(MARKINGS, MARKINGS)
def test_joining_two_markings_does_not_depend_on_their_order(a: Marking, b: Marking) -> None:
    assert a.stricter(b) == b.stricter(a)


@given(MARKINGS, MARKINGS, MARKINGS)
def test_joining_three_markings_does_not_depend_on_the_grouping(a: Marking, b: Marking, c: Marking) -> None:
    assert a.stricter(b).stricter(c) == a.stricter(b.stricter(c))


@given(MARKINGS, MARKINGS)
def test_joining_never_widens(a: Marking, b: Marking) -> None:
    joined = a.stricter(b)
    assert joined.tlp.restriction == max(a.tlp.restriction, b.tlp.restriction)
    for part in (a, b):
        if part.tlp.restriction >= TLP.AMBER.restriction:
            assert joined.releasable_to <= part.releasable_to


def test_amber_for_two_agencies_joined_with_amber_for_one_is_for_that_one() -> None:
    wide = Marking(TLP.AMBER, frozenset({"border", "police"}))
    narrow = Marking(TLP.AMBER_STRICT, frozenset({"police", "osce"}))
    assert wide.stricter(narrow) == Marking(TLP.AMBER_STRICT, frozenset({"police"}))


def test_nothing_joined_is_clear() -> None:
    assert strictest([]) == Marking(TLP.CLEAR)
