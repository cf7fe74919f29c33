#!/usr/bin/env bash
# Make .venv exactly as requirements.lock says. Needs Python 3.11+ and the package index
# once; afterwards everything works offline.
set -euo pipefail
python=${1:-python3}
fail() { echo "✗ $*" >&2; exit 1; }

command -v "$python" >/dev/null || fail "没有找到 $python，请安装 Python 3.11 或更新版本 / no $python: install Python 3.11 or newer"
"$python" - <<'PY' || fail "$("$python" --version) 太旧或太新，需要 3.11 到 3.13，可用 make PYTHON=python3.12 / Python 3.11 to 3.13 is needed"
import sys
raise SystemExit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PY
echo "… 建立环境 setting up .venv ($("$python" --version))" >&2
[ -x .venv/bin/python ] || "$python" -m venv .venv \
  || fail "无法建立虚拟环境，Debian/Ubuntu 请先 apt install python3-venv / cannot make a virtual environment: apt install python3-venv"

# uv installs the lock in seconds; it comes from the lock itself
awk '/^uv==/{on=1} on{print} on && !/\\$/{exit}' requirements.lock > .venv/uv.lock
.venv/bin/python -m pip install --quiet --disable-pip-version-check \
  --require-hashes --no-deps -r .venv/uv.lock \
  || fail "装不上 uv：需要能访问软件包仓库一次 / cannot install: the package index must be reached once"
# the system's certificates: offices often have a proxy with one of its own
.venv/bin/uv pip sync --quiet --system-certs --require-hashes --compile-bytecode \
  requirements.lock || fail "装不上 requirements.lock 所列软件包 / cannot install the packages of requirements.lock"
.venv/bin/uv pip install --quiet --offline --no-deps --no-build-isolation --editable .
touch .venv/ready
