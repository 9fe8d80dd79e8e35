#!/usr/bin/env python3
"""Splink on the persons of ./dev bench linkage: its documented way, stage by stage.

  splink_run.py INPUT.csv OUT_FOLDER tight|heavy THREADS

Runs in the bench's virtual environment. The comparison levels and blocking rules are those of spec-tight.yaml and
spec-heavy.yaml beside this file. Training follows Splink's tutorial: prior from deterministic rules, u from random
pairs (max_pairs=1e8), m by EM within two blocks. Writes pairs.csv (left_id, right_id, probability from 0.01 up),
clusters.csv and stages.json (seconds of each stage, versions).
"""
import json
import sys
import time

import duckdb
import splink
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

TIGHT = [("id_number",), ("name", "birth_date"), ("pinyin", "birth_date"), ("name", "village_code"),
         ("surname", "birth_date", "town_code"), ("phone", "birth_year"), ("village_code", "birth_date"),
         ("household_no", "sex", "birth_year")]
HEAVY = TIGHT + [("surname", "town_code")]


def settings(rules):
    name = cl.CustomComparison(output_column_name="name", comparison_levels=[
        cll.NullLevel("name"), cll.ExactMatchLevel("name", term_frequency_adjustments=True),
        cll.ExactMatchLevel("pinyin"), cll.LevenshteinLevel("pinyin", 2), cll.ElseLevel()])
    village = cl.CustomComparison(output_column_name="village_code", comparison_levels=[
        cll.NullLevel("village_code"), cll.ExactMatchLevel("village_code"), cll.ExactMatchLevel("town_code"),
        cll.ElseLevel()])
    return SettingsCreator(
        link_type="dedupe_only", unique_id_column_name="row_id",
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in rules],
        comparisons=[name, cl.ExactMatch("sex"), cl.LevenshteinAtThresholds("id_number", [1, 2]),
                     cl.LevenshteinAtThresholds("birth_date", [1, 2]), village,
                     cl.LevenshteinAtThresholds("phone", 1), cl.ExactMatch("household_no")],
        retain_matching_columns=False, retain_intermediate_calculation_columns=False)


class Stages:
    def __init__(self):
        self.seconds = {}

    def run(self, name, work):
        started = time.monotonic()
        result = work()
        self.seconds[name] = round(time.monotonic() - started, 3)
        print(f"  splink {name}: {self.seconds[name]} s", flush=True)
        return result


def main():
    source, out, weight, threads = sys.argv[1:5]
    rules = HEAVY if weight == "heavy" else TIGHT
    stages = Stages()
    connection = duckdb.connect()
    connection.execute(f"SET threads={int(threads)}")
    connection.execute(f"SET temp_directory='{out}/spill'")

    def load():
        columns = ", ".join(f"nullif({name}, '') AS {name}" for name in (
            "name", "surname", "pinyin", "sex", "id_number", "birth_date", "birth_year", "town_code", "village_code",
            "phone", "household_no"))
        connection.execute(f"CREATE TABLE persons AS SELECT CAST(row_id AS BIGINT) AS row_id, {columns} "
                           f"FROM read_csv('{source}', all_varchar=true)")
        return make_linker(connection, rules)

    linker = stages.run("load", load)
    training = linker.training
    stages.run("prior", lambda: training.estimate_probability_two_random_records_match(
        [block_on("id_number"), block_on("name", "birth_date")], recall=0.9))
    stages.run("u", lambda: training.estimate_u_using_random_sampling(max_pairs=1e8))

    def train_m():
        training.estimate_parameters_using_expectation_maximisation(block_on("id_number"))
        training.estimate_parameters_using_expectation_maximisation(block_on("name", "birth_date"))

    stages.run("m", train_m)
    pairs = stages.run("predict", lambda: linker.inference.predict(threshold_match_probability=0.01))
    clusters = stages.run("cluster", lambda: linker.clustering.cluster_pairwise_predictions_at_threshold(
        pairs, threshold_match_probability=0.5))

    def write():
        connection.execute(f"COPY (SELECT row_id_l AS left_id, row_id_r AS right_id, match_probability AS probability "
                           f"FROM {pairs.physical_name}) TO '{out}/pairs.csv' (HEADER)")
        connection.execute(f"COPY (SELECT row_id AS id, cluster_id FROM {clusters.physical_name}) "
                           f"TO '{out}/clusters.csv' (HEADER)")

    stages.run("write", write)
    with open(f"{out}/stages.json", "w", encoding="utf-8") as file:
        json.dump({"stages": stages.seconds, "splink": splink.__version__, "duckdb": duckdb.__version__}, file)


def make_linker(connection, rules):
    api = DuckDBAPI(connection=connection)
    if hasattr(api, "register"):  # Splink 5
        return Linker(api.register("persons"), settings(rules))
    return Linker("persons", settings(rules), db_api=api)


if __name__ == "__main__":
    main()
