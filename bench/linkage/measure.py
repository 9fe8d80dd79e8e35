#!/usr/bin/env python3
"""./dev bench linkage: the linkage engine beside Splink, on the same made-up persons, rules and levels, in one run.

  measure.py --divisions FOLDER --work FOLDER --json FILE [--python VENV_PYTHON] [--no-heavy-splink] [--sizes 100k,1m,10m]
             [--loads tight,heavy] [--threads 2]

Without --python only our engine is measured. Only the standard library. 10 million persons are given to our engine
alone, with tight blocking, for the slope and the memory. Splink's heavy run is made at 1 million persons only.
"""
import argparse
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from measure import fresh, last_lines, must, run, show  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = "build/release"
ROWS = {"100k": 100_000, "1m": 1_000_000, "10m": 10_000_000}
SEED = "20261123"


def persons(options, size):
    path = f"{options.work}/persons-{size}.csv"
    made = f"{options.work}/persons-{size}.made"
    if not os.path.exists(made):
        log = f"{options.work}/persons-{size}.log"
        must(run([f"{BUILD}/bench/linkage_persons", str(ROWS[size]), SEED, options.divisions, path], log), log, "persons")
        open(made, "w", encoding="utf-8").close()
    return path


def score(options, source, out):
    log = f"{out}/score.json"
    must(run([f"{BUILD}/bench/linkage_score", source, f"{out}/pairs.csv", f"{out}/clusters.csv"], log), log, "score")
    return json.loads(last_lines(log)[0])


def ours(options, size, load):
    source, out = persons(options, size), fresh(f"{options.work}/ours-{size}-{load}")
    log = f"{out}/log.txt"
    # Learnt where Splink learns too: on the tight blocks. Blocks of surname and town are full of families, which a model
    # without labels takes for matches.
    learnt = f"{options.work}/ours-{size}-tight/link"
    model = ["--model", f"{learnt}/model.json"] if load == "heavy" and os.path.exists(f"{learnt}/model.json") else []
    figures = run([f"{BUILD}/xiuhua", "-q", "--threads", str(options.threads), "--memory-mb", str(options.memory_mb), "link",
                   "--spec", f"{HERE}/spec-{load}.yaml", "--input", f"persons={source}", "--out", f"{out}/link"] + model, log)
    must(figures, log, "xiuhua link")
    with open(f"{out}/link/report.json", encoding="utf-8") as file:
        report = json.load(file)
    figures["stages"] = report.get("seconds", {})
    if model:
        with open(f"{learnt}/report.json", encoding="utf-8") as file:
            figures["learnt_elsewhere_s"] = json.load(file)["seconds"].get("train", 0)
    figures["candidate_pairs"] = report["candidate_pairs"]
    figures["accuracy"] = score(options, source, f"{out}/link")
    return figures


def splink(options, size, load):
    source, out = persons(options, size), fresh(f"{options.work}/splink-{size}-{load}")
    log = f"{out}/log.txt"
    figures = run([options.python, f"{HERE}/splink_run.py", source, out, load, str(options.threads)], log)
    must(figures, log, "Splink")
    with open(f"{out}/stages.json", encoding="utf-8") as file:
        told = json.load(file)
    figures.update(stages=told["stages"], versions={"splink": told["splink"], "duckdb": told["duckdb"]})
    figures["accuracy"] = score(options, source, out)
    return figures


def training_and_prediction(figures):
    """Seconds of the two halves: all that comes before the pairs are scored, and from blocking to the clusters."""
    stages = figures["stages"]
    training = sum(seconds for name, seconds in stages.items() if name in ("prior", "u", "m", "prepare", "train"))
    scoring = stages.get("predict", stages.get("block", 0) + stages.get("score", 0))
    return round(training, 2), round(scoring, 2)


def describe(name, figures, pairs):
    show(name, figures)
    training, scoring = training_and_prediction(figures)
    figures.update(train_s=training, predict_s=scoring)
    if pairs and scoring:
        figures["pairs_per_s"] = round(pairs / scoring)
    right = figures["accuracy"]
    print(f"    训练 train {training:.1f} s   比对 predict {scoring:.1f} s   {figures.get('pairs_per_s', 0):,} 对/秒 pairs/s   "
          f"F1 {right['at_half']['f1']:.4f} (0.5)  {right['best']['f1']:.4f} (best)  P {right['at_half']['precision']:.4f} "
          f"R {right['at_half']['recall']:.4f}", flush=True)


def ratio(ours_value, other_value):
    return round(other_value / ours_value, 1) if ours_value else None


def compare(mine, other):
    found = {"end_to_end": ratio(mine["wall_s"], other["wall_s"]), "cpu": ratio(mine["cpu_s"], other["cpu_s"]),
             "train": ratio(mine["train_s"], other["train_s"]), "predict": ratio(mine["predict_s"], other["predict_s"]),
             "memory": ratio(mine["peak_mb"], other["peak_mb"])}
    print("    倍数 ratios (Splink ÷ ours): " + "  ".join(f"{name} {value}" for name, value in found.items()), flush=True)
    return found


def measure(options, size, load):
    print(f"{size} {load}", flush=True)
    mine = ours(options, size, load)
    pairs = mine["candidate_pairs"]
    print(f"    候选对 candidate pairs {pairs:,}")
    describe(f"xiuhua link {size} {load}", mine, pairs)
    result = {"size": size, "rows": ROWS[size], "load": load, "candidate_pairs": pairs, "ours": mine}
    wanted = options.python and size != "10m" and (load == "tight" or (size == "1m" and not options.no_heavy_splink))
    if wanted:
        result["splink"] = splink(options, size, load)
        describe(f"splink {size} {load}", result["splink"], pairs)
        result["ratios"] = compare(mine, result["splink"])
    return result


def slope(results):
    tight = {r["size"]: r["ours"]["cpu_s"] for r in results if r["load"] == "tight"}
    if "1m" not in tight or "10m" not in tight:
        return None
    found = {"cpu_10m_over_1m": round(tight["10m"] / tight["1m"], 2)}
    print(f"斜率 slope, 10 M over 1 M, processor seconds (10 = linear): {found['cpu_10m_over_1m']}")
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--divisions", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--json", required=True)
    parser.add_argument("--python", default="")
    parser.add_argument("--no-heavy-splink", action="store_true")
    parser.add_argument("--sizes", default="100k,1m,10m")
    parser.add_argument("--loads", default="tight,heavy")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--memory-mb", type=int, default=8192)
    options = parser.parse_args()
    os.makedirs(options.work, exist_ok=True)
    results = []
    for size in options.sizes.split(","):
        for load in options.loads.split(","):
            if load == "heavy" and size != "1m":
                continue
            results.append(measure(options, size, load))
            document = {"load_average": os.getloadavg(), "threads": options.threads, "runs": results,
                        "slope": slope(results)}
            with open(options.json, "w", encoding="utf-8") as file:
                json.dump(document, file, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
