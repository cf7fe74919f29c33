#!/usr/bin/env bash
# Browser tests need Chromium and a Chinese font. Install them where that is allowed;
# where it is not, say what will be skipped and why. Never fails.
have() { command -v chromium >/dev/null && fc-list 2>/dev/null | grep -qi 'noto.*cjk'; }
have && exit 0
if ! command -v apt-get >/dev/null; then
  why="没有 apt-get / there is no apt-get"
elif [ "$(id -u)" = 0 ]; then
  run=""
elif sudo -n true 2>/dev/null; then
  run="sudo"
else
  why="不是 root，也不能免密 sudo / neither root nor sudo without a password"
fi
if [ -z "${why:-}" ]; then
  echo "… 安装 chromium 与 fonts-noto-cjk installing" >&2
  { $run apt-get update -qq && $run apt-get install -y -qq --no-install-recommends \
      chromium fonts-noto-cjk fontconfig; } >/dev/null 2>&1 && have && exit 0
  why="apt-get 失败（离线？） / apt-get failed (offline?)"
fi
echo "– 浏览器测试将跳过 browser tests will be skipped: $why. 请安装 chromium 和 fonts-noto-cjk" >&2
exit 0
