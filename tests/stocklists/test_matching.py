"""Which line is which listing: sure only when there is no other way to read it."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from brocante.stocklists.matching import Goods, match

BRICK = Goods(1, "brique creuse", "br 1", "", "allee a", (500, 200, None, None, None), None, "u")


def test_the_same_reference_batch_and_place_is_the_same() -> None:
    listing = replace(BRICK, key=9, title="autre nom")
    assert match([BRICK], [listing])[1].is_sure


def test_goods_that_moved_in_the_yard_are_still_the_same() -> None:
    found = match([replace(BRICK, location="allee b")], [replace(BRICK, key=9)])
    assert found[1].is_sure


def test_another_batch_is_other_goods() -> None:
    assert match([replace(BRICK, batch="b2")], [replace(BRICK, key=9, batch="b1")]) == {}


def test_without_reference_the_very_same_words_are_sure() -> None:
    bare = replace(BRICK, reference="")
    assert match([bare], [replace(bare, key=9)])[1].is_sure


def test_likeness_is_only_proposed() -> None:
    line = replace(BRICK, reference="", title="brique creuse rouge terre cuite")
    listing = replace(line, key=9, title="brique creuse rouge en terre cuite")
    assert not match([line], [listing])[1].is_sure


def test_another_figure_is_another_model() -> None:
    line = replace(BRICK, reference="", title="radiateur modele 122")
    assert match([line], [replace(line, key=9, title="radiateur modele 124")]) == {}


def test_two_listings_alike_are_nobodys() -> None:
    line = replace(BRICK, reference="", title="brique creuse rouge terre cuite")
    others = [
        replace(line, key=8, title="brique creuse rouge terre cuites"),
        replace(line, key=9, title="brique creuse rouge terres cuite"),
    ]
    assert match([line], others) == {}


_goods = st.builds(
    Goods,
    key=st.just(0),
    title=st.sampled_from(["brique", "brique rouge", "tuile 12", "tuile 13", ""]),
    reference=st.sampled_from(["", "a", "b"]),
    batch=st.sampled_from(["", "x", "y"]),
    location=st.sampled_from(["", "rack"]),
    dims=st.just((None,) * 5),
    condition=st.sampled_from([None, "surplus"]),
    unit=st.sampled_from(["u", "m2"]),
)


@given(st.lists(_goods, max_size=12), st.lists(_goods, max_size=12))
def test_no_listing_is_given_twice(lines: list[Goods], listings: list[Goods]) -> None:
    ours = [replace(one, key=place) for place, one in enumerate(lines)]
    theirs = [replace(one, key=100 + place) for place, one in enumerate(listings)]
    found = match(ours, theirs)
    taken = [one.listing for one in found.values()]
    assert len(taken) == len(set(taken))
    assert set(taken) <= {one.key for one in theirs}
    for line, one in found.items():
        listing = theirs[one.listing - 100]
        assert not (ours[line].batch and listing.batch and ours[line].batch != listing.batch)
