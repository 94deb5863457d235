"""The same simulated reports linked by splink 5, for comparison; it is no dependency of Kerege.

`python -m benchmarks._linkage_cases FOLDER` writes the cases. Then, in an environment that holds splink:
`python benchmarks/_linkage_splink.py FOLDER/real.csv ...`.
"""

from __future__ import annotations

import resource
import sys
import time
from itertools import product

import duckdb
import splink.comparison_level_library as levels
from splink import DuckDBAPI, Linker, SettingsCreator
from splink.comparison_library import CustomComparison

REACH_KM, REACH_DAYS = 8, 4
DISTANCE = "sqrt(power(x_l - x_r, 2) + power(y_l - y_r, 2))"
COLUMNS = {
    "place": (DISTANCE, (0.5, 1, 1.5, 2, 3, 4, 5.5, 8)),
    "time": ("abs(t_l - t_r)", (0.1, 0.25, 0.5, 1, 1.5, 2, 3)),
    "people": ("abs(people_l - people_r)", (0.5, 1.5, 2.5)),
    "words": (
        "-len(list_intersect(words_l, words_r)) / greatest(len(words_l), len(words_r))",
        (-0.45, -0.26, -0.14, -0.06),
    ),
}  # fmt: skip


def comparison(name: str) -> CustomComparison:
    expression, edges = COLUMNS[name]
    steps = [levels.CustomLevel(f"{expression} <= {edge}", f"up to {edge}") for edge in edges]
    return CustomComparison(output_column_name=name, comparison_levels=[*steps, levels.ElseLevel()])


def settings(has_words: bool, share: float) -> SettingsCreator:
    kind = CustomComparison(
        output_column_name="kind",
        comparison_levels=[
            levels.ExactMatchLevel("kind").configure(tf_adjustment_column="kind"),
            levels.ElseLevel(),
        ],
    )
    # Two grids, one shifted by half a cell in every direction: together they hold every pair within reach.
    cells = [
        " and ".join(f"l.{axis}{shift} = r.{axis}{shift}" for axis, shift in zip("xyt", shifts, strict=True))
        for shifts in product("01", repeat=3)
    ]
    return SettingsCreator(
        link_type="link_only",
        unique_id_column_name="unique_id",
        comparisons=[comparison("place"), comparison("time"), comparison("people"), kind]
        + ([comparison("words")] if has_words else []),
        blocking_rules_to_generate_predictions=cells,
        max_iterations=50,
        probability_two_random_records_match=share,
    )


def run(path: str) -> None:
    began, cpu = time.perf_counter(), time.process_time()
    connection = duckdb.connect()
    connection.execute("set threads to 2")
    connection.execute(f"create table cases as select * from read_csv('{path}')")
    has_words = "words" in [row[0] for row in connection.execute("describe cases").fetchall()]
    every = "* replace (string_split(words::varchar, ' ') as words)" if has_words else "*"
    database = DuckDBAPI(connection)
    tables = []
    sources = [row[0] for row in connection.execute("select distinct source from cases order by 1").fetchall()]
    # The cells have columns of their own: training leaves out every comparison whose columns its blocking names.
    cells = ", ".join(
        f"floor({axis} / {2 * size} + {shift}) as {axis}{int(2 * shift)}"
        for axis, size in (("x", REACH_KM), ("y", REACH_KM), ("t", REACH_DAYS))
        for shift in (0, 0.5)
    )
    for name in sources:
        connection.execute(f"create table {name} as select {every}, {cells} from cases where source = '{name}'")
        tables.append(database.register(name, dataset_display_name=f"{name}_reports"))
    # Splink is given the true share of pairs that are one, which nobody knows outside a simulation.
    share = connection.execute(
        """
        select (select count(*) from cases l join cases r using (truth) where l.source < r.source)
             / (select count(*) from (select 1 from cases) a) ::double
        """
    ).fetchone()[0]
    counts = [row[0] for row in connection.execute("select count(*) from cases group by source").fetchall()]
    pairs_possible = (sum(counts) ** 2 - sum(own**2 for own in counts)) / 2
    linker = Linker(tables, settings(has_words, share * sum(counts) / pairs_possible), log_level="ERROR")
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(
        "l.x0 = r.x0 and l.y0 = r.y0 and l.t0 = r.t0", fix_u_probabilities=True
    )
    trained = time.perf_counter()
    pairs = linker.inference.predict(threshold_match_probability=0.05)
    ways = {}
    for threshold in (0.05, 0.1, 0.2, 0.5, 0.8):
        ways[f"components {threshold}"] = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold)
        ways[f"single best {threshold}"] = linker.clustering.cluster_using_single_best_links(
            pairs,
            duplicate_free_datasets=[f"{name}_reports" for name in sources],
            threshold_match_probability=threshold,
        )
    ended = time.perf_counter()
    print(
        f"{path}: {ended - began:.1f} s wall ({trained - began:.1f} s training), "
        f"{time.process_time() - cpu:.1f} CPU s, "
        f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"
    )
    for name, clusters in ways.items():
        connection.execute(f"create or replace view found as select * from {clusters.physical_name}")
        precision, recall = connection.execute(
            """
            with told as (select c.truth, f.cluster_id from cases c join found f using (unique_id)),
            shared as (select count(*) n from told group by truth, cluster_id),
            made as (select count(*) n from told group by cluster_id),
            really as (select count(*) n from told group by truth)
            select (select sum(n * (n - 1) / 2) from shared) / (select sum(n * (n - 1) / 2) from made),
                   (select sum(n * (n - 1) / 2) from shared) / (select sum(n * (n - 1) / 2) from really)
            """
        ).fetchone()
        print(f"  {name}: precision {precision:.4f}, recall {recall:.4f}")


for argument in sys.argv[1:]:
    run(argument)
