# ./dev bench month|county|xlsx: measured side by side in one run; figures as text and JSON in bench/out/. Sourced by ./dev.

# The files to measure on, made once: bench_files FOLDER SCALE FORMAT
bench_files() {
  [ -f "bench/out/$1/.made" ] && return
  say "生成虚构的文件（$2，$3）making fictional files in bench/out/$1"
  rm -rf "bench/out/$1"
  build/release/xiuhua synth --out "bench/out/$1" --scale "$2" --format "$3" --months 1
  touch "bench/out/$1/.made"
}

dev_bench() {
  local what=${1:-} scale='' keep=0
  [ $# -gt 0 ] && shift
  while [ $# -gt 0 ]; do
    case "$1" in
      --scale) scale=${2:?--scale village|county|prefecture}; shift ;;
      --keep) keep=1 ;;
      *) die "不认识的选项 unknown option: $1" ;;
    esac
    shift
  done
  case "$what" in month|county|xlsx) ;; *) die "./dev bench month|county|xlsx [--scale SCALE] [--keep]" ;; esac
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
