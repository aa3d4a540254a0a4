#!/usr/bin/env bash
# Check the exported models and the recorded fixtures against a freshly installed PyTorch.
#
# Installs requirements.txt into a temporary environment, runs both programs with --check, and
# removes the environment. Where PyTorch cannot be installed it says so in one line and succeeds.
#
# Exit status: 0 all agree, or PyTorch cannot be installed; 1 a difference; 2 other trouble.
#
#   TCK_TMP   folder for the environment; otherwise the system's temporary folder
#   PYTHON    interpreter to use; otherwise python3
set -euo pipefail

home="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
torch="$(grep '^torch==' "$home/requirements.txt")"
work="$(mktemp -d "${TCK_TMP:-${TMPDIR:-/tmp}}/layer-tck.XXXXXX")"
trap 'rm -rf "$work"' EXIT
export TMPDIR="$work"
python="$work/venv/bin/python"

not_installable() {
  echo "PyTorch ${torch#torch==} cannot be installed here: the export check was not run"
  exit 0
}

install() {
  "$python" -m pip --disable-pip-version-check --retries 0 --timeout 15 install --quiet "$@" \
    >"$work/pip.log" 2>&1
}

# Where pip is set up with further indexes, the main one may be out of reach and cost a timeout for
# every package: the first of the further ones is tried in its place.
index=()
further="${PIP_EXTRA_INDEX_URL:-$("${PYTHON:-python3}" -m pip config get global.extra-index-url 2>&- || true)}"
if read -r first _ < <(tr -s '[:space:]' ' ' <<<"$further") && [[ -n "$first" ]]; then
  index=(--index-url "$first")
fi

"${PYTHON:-python3}" -m venv "$work/venv" >"$work/venv.log" 2>&1 || not_installable
if ! install "${index[@]}" "$torch"; then
  index=()
  install "$torch" || not_installable
fi
if ! install "${index[@]}" -r "$home/requirements.txt"; then
  cat "$work/pip.log" >&2
  echo "error: $torch can be installed here, but the rest of requirements.txt cannot" >&2
  exit 2
fi

status=0
for program in "$home/export.py" "$home/../fixtures/record.py"; do
  last=0
  "$python" "$program" --check || last=$?
  [[ "$last" -le "$status" ]] || status="$last"
done
exit "$status"
