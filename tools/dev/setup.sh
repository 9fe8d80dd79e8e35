# ./dev setup and build: Debian packages by apt, DuckDB and the public tables by npm. Sourced by ./dev.

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
    die "需要 root 或 sudo 来安装 Debian 包 / root or sudo is needed to install Debian packages: $*"; fi
}

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >build/setup.log 2>&1 ||
    { tail -n 20 build/setup.log >&2; die "apt-get 安装失败 / apt-get failed: $* (build/setup.log)"; }
}

dev_setup() {
  mkdir -p build
  local missing=() name
  while read -r name; do
    case "$name" in ''|'#'*) continue ;; esac
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || missing+=("$name")
  done <deps/debian.txt
  command -v npm >/dev/null || missing+=(nodejs npm)
  if [ ${#missing[@]} -gt 0 ]; then
    say "安装 Debian 包 installing Debian packages: ${missing[*]}"
    as_root apt-get update -qq >build/setup.log 2>&1 || { cat build/setup.log >&2; die "apt-get update"; }
    apt_install "${missing[@]}"
  fi
  local want; want=$(sha256sum deps/package-lock.json | cut -d' ' -f1)
  # A link belongs to another checkout: npm would empty what it points to.
  if [ ! -L deps/node_modules ] && [ "$(cat deps/node_modules/.lock.sha256 2>/dev/null)" != "$want" ]; then
    say "安装 npm 包 installing npm packages (DuckDB, division tables)"
    (cd deps && npm ci --ignore-scripts --omit=optional --no-audit --no-fund --loglevel=error) ||
      die "npm ci 失败；检查网络后重试 / npm ci failed; check the network and try again"
    printf '%s' "$want" >deps/node_modules/.lock.sha256
  fi
  say "依赖就绪 dependencies are in place"
}

# dev_build PRESET [TARGET...]
dev_build() {
  local preset=$1; shift
  say "编译 building preset $preset"
  [ -f "build/$preset/build.ninja" ] || cmake --preset "$preset" >"build/configure-$preset.log" 2>&1 ||
    { tail -n 30 "build/configure-$preset.log" >&2; die "cmake configure failed"; }
  cmake --build --preset "$preset" -j "$JOBS" ${1:+--target "$@"}
}
