# ./dev soak: the long forms of the tests, for a night. Sourced by ./dev.
#   XIUHUA_SOAK=200 (kills of import and of run each)   XIUHUA_FUZZ_SECONDS=600 (each fuzz target)

soak_kills() {
  say "断电 ${XIUHUA_SOAK:-200} 次 kills of import and of run, ${XIUHUA_SOAK:-200} each"
  XIUHUA_SOAK=${XIUHUA_SOAK:-200} python3 tests/fault/faults.py build/release/xiuhua kill ||
    die "kill -9 留下了问题 a kill left something wrong"
  XIUHUA_KILL_ROUNDS=${XIUHUA_SOAK:-200} build/release/ingest_test --gtest_brief=1 --gtest_filter='ImportKilled.*' ||
    die "kill -9 留下了问题 a kill left something wrong"
  python3 tests/fault/faults.py build/release/xiuhua others || die "tests/fault/faults.py others"
}

soak_fuzz() {
  local seconds=${XIUHUA_FUZZ_SECONDS:-600} target name found=0
  say "模糊测试，每个目标 $seconds 秒 fuzzing, $seconds s each target"
  dev_build fuzz
  for target in build/fuzz/bench/*_fuzz build/fuzz/*_fuzz; do
    [ -x "$target" ] || continue
    found=$((found + 1))
    name=$(basename "$target")
    mkdir -p "build/fuzz/corpus/$name" "build/fuzz/crashes"
    say "$name"
    "$target" -max_total_time="$seconds" -rss_limit_mb=2048 -timeout=10 -print_final_stats=1 \
      -artifact_prefix="build/fuzz/crashes/$name-" "build/fuzz/corpus/$name" >"build/fuzz/$name.log" 2>&1 ||
      { tail -n 30 "build/fuzz/$name.log" >&2; die "$name: build/fuzz/crashes/"; }
    grep -E 'number_of_executed_units' "build/fuzz/$name.log" || true
  done
  [ "$found" -gt 0 ] || die "没有找到模糊测试目标 no fuzz target was built"
}

# Every test under the address and undefined-behaviour sanitizers.
soak_sanitizers() {
  dev_build asan
  ASAN_OPTIONS=detect_leaks=0 ctest --test-dir build/asan --output-on-failure -j "$JOBS" --timeout 1200 -LE slow
}

dev_soak() {
  local started=$SECONDS
  dev_setup
  dev_build release
  soak_sanitizers
  soak_kills
  soak_fuzz
  run_tidy
  say "全部通过 all passed in $(((SECONDS - started) / 60)) min"
}
