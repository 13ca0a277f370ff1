"""No word typed on either side of a draft is ever lost."""

from hypothesis import given
from hypothesis import strategies as st

from interviewers.merge import Change, Conflict, merge

FIELDS = st.sampled_from(["value.judgment", "evidence.judgment", "evidence.impact", "summary"])
TEXTS = st.sampled_from(["", "a", "b", "c", "a b"])
DRAFTS = st.dictionaries(FIELDS, TEXTS.filter(bool))
CHANGES = st.dictionaries(FIELDS, st.builds(Change, before=TEXTS, after=TEXTS))


def changes_between(before: dict[str, str], after: dict[str, str]) -> dict[str, Change]:
    """What a page sends that has seen `before` and now holds `after`."""
    return {
        field: Change(before.get(field, ""), after.get(field, ""))
        for field in before.keys() | after.keys()
        if before.get(field, "") != after.get(field, "")
    }


def test_a_field_changed_here_only_takes_the_new_text() -> None:
    merged = merge({"summary": "old", "evidence.impact": "kept"}, {"summary": Change("old", "new")})
    assert (merged.fields, merged.conflicts) == ({"summary": "new", "evidence.impact": "kept"}, ())


def test_a_field_changed_there_only_keeps_its_text() -> None:
    merged = merge({"summary": "theirs"}, {"evidence.impact": Change("", "mine")})
    assert (merged.fields, merged.conflicts) == ({"summary": "theirs", "evidence.impact": "mine"}, ())


def test_a_field_changed_on_both_sides_is_a_conflict_with_both_texts() -> None:
    merged = merge({"summary": "theirs"}, {"summary": Change("old", "mine")})
    assert merged.fields == {"summary": "theirs"}
    assert merged.conflicts == (Conflict("summary", mine="mine", stored="theirs"),)


def test_a_text_emptied_on_one_side_and_changed_on_the_other_is_a_conflict() -> None:
    merged = merge({}, {"summary": Change("old", "mine")})
    assert merged.conflicts == (Conflict("summary", mine="mine", stored=""),)


def test_the_same_change_on_both_sides_is_none() -> None:
    merged = merge({"summary": "same"}, {"summary": Change("old", "same")})
    assert (merged.fields, merged.conflicts) == ({"summary": "same"}, ())


@given(DRAFTS, CHANGES)
def test_every_typed_text_is_stored_or_shown(stored: dict[str, str], changes: dict[str, Change]) -> None:
    merged = merge(stored, changes)
    shown = {(conflict.field, conflict.mine) for conflict in merged.conflicts}
    typed = {field: change for field, change in changes.items() if change.before != change.after}
    for field, change in typed.items():
        assert merged.fields.get(field, "") == change.after or (field, change.after) in shown


@given(DRAFTS, CHANGES)
def test_a_stored_text_gives_way_only_to_someone_who_had_seen_it(
    stored: dict[str, str], changes: dict[str, Change]
) -> None:
    merged = merge(stored, changes)
    for field, text in stored.items():
        assert merged.fields.get(field, "") == text or changes[field].before == text


@given(DRAFTS, DRAFTS, DRAFTS)
def test_two_pages_that_began_alike_lose_nothing_in_either_order(
    begun: dict[str, str], mine: dict[str, str], theirs: dict[str, str]
) -> None:
    first = merge(begun, changes_between(begun, theirs))
    assert first.fields == theirs
    second = merge(first.fields, changes_between(begun, mine))
    shown = {conflict.field: conflict for conflict in second.conflicts}
    for field in begun.keys() | mine.keys() | theirs.keys():
        typed = {side.get(field, "") for side in (mine, theirs)} - {begun.get(field, "")}
        kept = {second.fields.get(field, "")}
        if field in shown:
            kept |= {shown[field].mine, shown[field].stored}
        assert typed <= kept


@given(DRAFTS, CHANGES)
def test_saving_the_same_changes_again_stores_nothing_new(
    stored: dict[str, str], changes: dict[str, Change]
) -> None:
    once = merge(stored, changes)
    again = merge(once.fields, changes)
    assert (again.fields, again.conflicts) == (once.fields, once.conflicts)
