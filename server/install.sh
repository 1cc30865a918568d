# Sourced by server/start.sh and test/run.sh: looks for Node, installs system packages by apt where
# they are missing and that is possible, npm packages when the lock file changed. Each failure is one
# clear sentence in Vietnamese and English. Expects the project's root as working directory.

say() { printf '%s\n' "$@" >&2; }
fail() { say "" "$@"; exit 1; }

require_node() {
  command -v node >/dev/null 2>&1 || fail \
    "Chưa có Node.js: cần bản 20.19 trở lên (https://nodejs.org), rồi chạy lại lệnh này." \
    "Node.js is missing: 20.19 or newer is needed (https://nodejs.org); then run this line again."
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' || fail \
    "Node.js $(node --version) quá cũ: cần bản 20.19 trở lên (https://nodejs.org)." \
    "Node.js $(node --version) is too old: 20.19 or newer is needed (https://nodejs.org)."
}

# as_root COMMAND…: runs it as root, by sudo where needed; fails where that is not possible.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null 2>&1; then sudo "$@"; else return 1; fi
}

# apt_install PACKAGE…: installs system packages; fails where there is no apt or no right.
apt_install() {
  command -v apt-get >/dev/null 2>&1 || return 1
  say "Cài đặt gói hệ thống / Installing system packages: $*"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 && return 0
  as_root apt-get update -qq >/dev/null 2>&1 || return 1
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

require_ffmpeg() {
  command -v ffmpeg >/dev/null 2>&1 && command -v ffprobe >/dev/null 2>&1 && return 0
  apt_install ffmpeg || fail \
    "Chưa có ffmpeg. Nhờ người quản trị máy chạy: sudo apt-get install ffmpeg" \
    "ffmpeg is missing. Ask whoever looks after this machine to run: sudo apt-get install ffmpeg"
}

# One line that changes when what the packages are made from changes.
packages_stamp() { cat package.json package-lock.json <(node --version) | sha256sum | cut -d' ' -f1; }

# The database's native part loads?
native_part_works() { node -e 'new (require("better-sqlite3"))(":memory:").close()' >/dev/null 2>&1; }

install_packages() {
  local stamp; stamp=$(packages_stamp)
  if [ "$(cat node_modules/.cong-lang-stamp 2>/dev/null)" = "$stamp" ] && native_part_works; then return 0; fi
  if [ ! -f node_modules/.cong-lang-stamp ] && npm ls --all >/dev/null 2>&1 && native_part_works; then
    echo "$stamp" >node_modules/.cong-lang-stamp
    return 0
  fi
  say "Cài đặt các gói npm / Installing npm packages …"
  # The database's native part is built where no finished one fits: that takes a compiler and Python.
  npm ci --no-audit --no-fund --loglevel=error >&2 || { apt_install build-essential python3 && npm ci --no-audit --no-fund --loglevel=error >&2; } || fail \
    "Không cài được các gói npm: kiểm tra kết nối mạng rồi chạy lại." \
    "The npm packages could not be installed: look at the network and run this line again."
  # Some versions of npm skip install scripts that nobody has allowed.
  native_part_works || npm rebuild better-sqlite3 --loglevel=error >&2 || true
  native_part_works || { apt_install build-essential python3 && npm rebuild better-sqlite3 --loglevel=error >&2; } || true
  native_part_works || fail \
    "Không dựng được better-sqlite3. Cần: sudo apt-get install build-essential python3" \
    "better-sqlite3 could not be built. It needs: sudo apt-get install build-essential python3"
  echo "$stamp" >node_modules/.cong-lang-stamp
}

# One line that changes when a source file changes (names, sizes, times).
sources_stamp() {
  { packages_stamp
    find config storage recorder server web test/simulator test/bench tsconfig*.json -type f \
      -not -name '*.md' -not -name '*.test.ts' -printf '%p %s %T@\n' 2>/dev/null | LC_ALL=C sort
  } | sha256sum | cut -d' ' -f1
}

build() {
  local stamp; stamp=$(sources_stamp)
  [ "$(cat dist/.stamp 2>/dev/null)" = "$stamp" ] && [ -f dist/web/index.html ] && return 0
  say "Dựng phần mềm / Building …"
  rm -f dist/.stamp
  npm run -s build >&2 || fail \
    "Dựng phần mềm không thành công, xem lỗi ở trên." \
    "The build failed, see the errors above."
  echo "$stamp" >dist/.stamp
}
