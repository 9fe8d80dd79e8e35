# ./dev test, lint, fmt: sourced by ./dev.

format_sources() { git ls-files 'src/*.h' 'src/*.cc' 'tests/*.cc' 'bench/*.cc'; }

dev_fmt() {
  say "格式化 formatting with clang-format 19"
  format_sources | xargs -r clang-format-19 -i
}

check_format() {
  say "检查格式 checking the format"
  format_sources | xargs -r clang-format-19 --dry-run -Werror 2>build/format.log ||
    { head -n 20 build/format.log >&2; die "格式不对，运行 ./dev fmt / run ./dev fmt"; }
}

# clang-tidy 19 over the sources; arguments are handed on (./dev soak adds the static analyzer).
run_tidy() {
  say "clang-tidy 19"
  git ls-files 'src/*.cc' | grep -vE '_(test|fuzz|bench)\.cc$' |
    xargs -r -P "$JOBS" -n 3 clang-tidy-19 -p build/release --quiet --extra-arg=-Wno-unknown-warning-option --extra-arg=-Wno-deprecated-declarations \
      --warnings-as-errors='*' "$@" >build/tidy.log 2>&1 ||
    { grep -E '(error|warning):' build/tidy.log | sort -u | head -n 40 >&2; die "clang-tidy: build/tidy.log"; }
}

dev_lint() {
  python3 tools/check_layers.py
  python3 tools/check_sizes.py
  check_format
  say "业务包检查 packs"
  build/release/xiuhua pack lint
  run_tidy
}

run_ctest() {
  say "测试 running the tests of preset $1"
  ctest --test-dir "build/$1" --output-on-failure -j "$JOBS" --timeout 900 "${@:2}"
}

# The named test programs under the address and undefined-behaviour sanitizers; ./dev soak runs all of them.
run_sanitized() {
  dev_build asan "$@"
  local program
  for program in "$@"; do
    say "带地址与未定义行为检查 under the sanitizers: $program"
    ASAN_OPTIONS=detect_leaks=0 "build/asan/$program" --gtest_brief=1 ||
      die "$program 在 sanitizers 下没有通过 / failed under the sanitizers"
  done
}

dev_test() {
  local started=$SECONDS
  dev_setup
  dev_build release
  dev_lint
  run_sanitized text_test store_test sql_test lake_test workbook_test ingest_test
  run_ctest release
  say "全部通过 all passed in $(((SECONDS - started) / 60)) min $(((SECONDS - started) % 60)) s"
}
