from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from kerege.domain.errors import InputError
from kerege.files.series import CountSeries, read_series


def written(folder: Path, text: str, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return path


WEEKS = "unit,date,count,population\na,2021-01-04,3,100\na,2021-01-18,5,110\nb,2021-01-11,0,50\n"


def check_weeks(series: CountSeries) -> None:
    assert series.frequency == 52
    assert series.times == (date(2021, 1, 4), date(2021, 1, 11), date(2021, 1, 18))
    assert series.unit_ids == ("a", "b")
    np.testing.assert_array_equal(series.counts, [[3, np.nan], [np.nan, 0], [5, np.nan]])
    assert series.populations is not None
    np.testing.assert_array_equal(series.populations, [[100, np.nan], [np.nan, 50], [110, np.nan]])


def test_what_is_not_in_the_file_is_not_reported_and_not_zero(tmp_path: Path) -> None:
    check_weeks(read_series(written(tmp_path, WEEKS)))


def test_gzip_and_parquet_give_the_same(tmp_path: Path) -> None:
    check_weeks(read_series(written(tmp_path, WEEKS, "a.csv.gz")))
    frame = pl.read_csv(written(tmp_path, WEEKS), try_parse_dates=True)
    frame.write_parquet(tmp_path / "a.parquet")
    check_weeks(read_series(tmp_path / "a.parquet"))


def test_integer_time_months_and_years(tmp_path: Path) -> None:
    series = read_series(written(tmp_path, "t,count\n3,1\n5,2\n"), frequency=12)
    assert series.times == (3, 4, 5)
    assert series.unit_ids == ("all",)
    assert series.time_name == "t"
    months = read_series(written(tmp_path, "date,count\n2020-12,1\n2021-02,2\n2021-01,\n"))
    assert months.frequency == 12
    assert months.times == (date(2020, 12, 1), date(2021, 1, 1), date(2021, 2, 1))
    assert np.isnan(months.counts[1, 0])
    years = read_series(written(tmp_path, "date,count\n1985,1\n1987,2\n1986,3\n"))
    assert (years.frequency, years.counts[:, 0].tolist()) == (1, [1.0, 3.0, 2.0])


def test_a_byte_order_mark_is_no_part_of_a_name(tmp_path: Path) -> None:
    assert read_series(written(tmp_path, "\ufefft,count\n1,4\n")).counts.tolist() == [[4.0]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("unit,when,count\na,1,2\n", "column 't' is missing"),
        ("t,number\n1,2\n", "column 'count' is missing"),
        ("t,count\n", "holds no rows"),
        ("t,count\n1,-2\n", "line 2, column count: '-2' is no whole number of at least 0"),
        ("t,count\n1,2\n2,2.5\n", "line 3, column count"),
        ("t,count\n1,nan\n", "column count"),
        ("t,count\n1,x\n", "column count"),
        ("t,count,population\n1,2,-1\n", "column population"),
        ("t,count\nfirst,2\n", "line 2, column t"),
        ("t,count\n1,2\n1,3\n", "given twice"),
        ("t,count\n1,2\n900000000,3\n", "more than 200,000"),
        ("date,count\n2021-13-01,2\n2021-01-01,1\n", "line 2, column date: '2021-13-01' is no date"),
        ("date,count\n2021-01-04,2\n", "--frequency"),
        ("date,count\n2021-01-04,2\n2021-01-11,1\n2021-01-19,1\n", "whole number of weeks"),
        ("date,count\n2021-01-04,2\n2021-01-07,1\n", "3 days apart"),
        ("t,count\n1,2,3\n", "cannot be read"),
    ],
)
def test_each_mistake_is_named_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError) as raised:
        read_series(written(tmp_path, text))
    assert said in str(raised.value)
    assert "a.csv" in str(raised.value)


def test_a_file_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_series(tmp_path / "none.csv")
    with pytest.raises(InputError, match="cannot be read"):
        read_series(written(tmp_path, "no parquet", "a.parquet"))
    (tmp_path / "b.csv.gz").write_bytes(b"not packed")
    with pytest.raises(InputError, match="cannot be read"):
        read_series(tmp_path / "b.csv.gz")
