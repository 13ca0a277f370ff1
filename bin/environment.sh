# Sourced by bin/start and bin/test, never run: one virtual environment in .venv for both, brought up to date
# only when its pins have changed. Test pins contain the run-time pins at the same versions, so neither command
# ever takes away what the other installed.

fail() {
  printf '%s: %s\n' "bin/${0##*/}" "$1" >&2
  exit 1
}

# Sets `python` to the first interpreter on the PATH that is new enough.
find_python() {
  for python in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      return
    fi
  done
  fail "Python 3.11 or newer is needed, and none was found on the PATH."
}

# Makes .venv unless there is a whole one, and sets `python` to its interpreter.
make_environment() {
  if ! .venv/bin/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    find_python
    "$python" -c 'import ensurepip, venv' 2>/dev/null \
      || fail "$python has no venv module; on Debian and Ubuntu it comes with the package python3-venv."
    echo "Making the virtual environment .venv"
    "$python" -m venv --clear .venv || fail "The virtual environment .venv could not be made."
  fi
  python=.venv/bin/python
}

# install_pins base|test: the stamp is the list that was installed last, written only after it all went well.
install_pins() {
  local pins="requirements/$1.txt" stamp=".venv/installed-$1.txt"
  if ! cmp -s "$pins" "$stamp"; then
    echo "Installing the packages of $pins"
    "$python" -m pip install -qq --no-input --disable-pip-version-check --require-hashes -r "$pins" \
      || fail "The packages of $pins could not be installed; the lines above say why."
    cp "$pins" "$stamp"
  fi
}
