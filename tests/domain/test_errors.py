from kerege.domain.errors import InputError, RejectedRow


def test_an_input_error_says_what_where_and_how_to_mend_it() -> None:
    error = InputError("The sheet holds no rows", where="may.xlsx", mend="Save it with its header row")
    assert str(error) == "may.xlsx: The sheet holds no rows. Save it with its header row."
    assert str(InputError("Nothing was sent")) == "Nothing was sent."


def test_a_rejected_row_names_its_line_and_column() -> None:
    assert (
        str(RejectedRow(17, "", "", "It has 3 cells, the header has 5")) == "line 17: It has 3 cells, the header has 5"
    )
