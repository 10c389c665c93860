#!/bin/sh
# Installs swr from its releases on GitHub: one file, for the user who runs this.
#
#   curl -fsSL https://github.com/OWNER/swr/releases/latest/download/install.sh | sh
#   curl -fsSL https://github.com/OWNER/swr/releases/latest/download/install.sh | sh -s -- --version 1.2.3 --bin-dir ~/bin
#
# Rule: nothing is installed whose sum is not the published one, a run that fails leaves all as it was, and root is
# never needed. POSIX sh; it needs curl or wget, tar, and one of sha256sum, shasum and openssl.
set -eu
LC_ALL=C
export LC_ALL

repository=https://github.com/OWNER/swr

usage() {
  cat <<EOF
usage: install.sh [--version X.Y.Z] [--bin-dir DIR]

  --version X.Y.Z   that version; else the latest
  --bin-dir DIR     install there; else into ~/.local/bin

SWR_RELEASES=URL takes the files from a mirror of $repository/releases.
EOF
}

fail() {
  printf 'install.sh: %s\n' "$1" >&2
  shift
  for hint in "$@"; do printf '  %s\n' "$hint" >&2; done
  exit 1
}

misused() {
  fail "$1" "see install.sh --help"
}

has() {
  command -v "$1" >/dev/null 2>&1
}

# The triple of this machine, as the releases name it.
find_target() {
  system=$(uname -s)
  machine=$(uname -m)
  case $system in
  Linux)
    if ! getconf GNU_LIBC_VERSION >/dev/null 2>&1 && ls /lib/ld-musl-* >/dev/null 2>&1; then
      fail "there is no swr for Alpine and other systems with musl" "swr is made with Deno, which needs glibc"
    fi
    triple=unknown-linux-gnu
    ;;
  Darwin)
    triple=apple-darwin
    # A shell under Rosetta says x86_64 on Apple's own processors.
    if [ "$(sysctl -n sysctl.proc_translated 2>/dev/null)" = 1 ]; then machine=arm64; fi
    ;;
  MINGW* | MSYS* | CYGWIN*)
    fail "this script is not for Windows" "take the .zip from $repository/releases"
    ;;
  *) fail "there is no swr for $system" "see $repository#install" ;;
  esac
  case $machine in
  x86_64 | amd64) target=x86_64-$triple ;;
  aarch64 | arm64) target=aarch64-$triple ;;
  *) fail "there is no swr for the processor $machine" "see $repository#install" ;;
  esac
}

# Encrypted, unless it stays on this machine; an @ or a backslash would make another host of it.
check_address() {
  case $releases in
  *[!A-Za-z0-9:/._~%+=,-]*) fail "SWR_RELEASES is no https address that can be taken: $releases" ;;
  https://*) ;;
  http://127.0.0.1:*/* | http://localhost:*/*) ;;
  *) fail "SWR_RELEASES is no https address: $releases" ;;
  esac
}

# download URL FILE
download() {
  if has curl; then
    case $1 in
    https://*) curl --fail --silent --show-error --location --proto '=https' --tlsv1.2 --output "$2" "$1" ;;
    *) curl --fail --silent --show-error --location --output "$2" "$1" ;;
    esac
  elif has wget; then
    case $1 in
    # wget has no option against a redirect to http (--https-only is for -r): a proxy that is not there takes those.
    https://*) http_proxy=http://127.0.0.1:1 wget -q -O "$2" "$1" ;;
    *) wget -q -O "$2" "$1" ;;
    esac
  else
    fail "neither curl nor wget is here" "install one of them"
  fi
}

sum_of() {
  if has sha256sum; then sha256sum "$1" | cut -d ' ' -f 1
  elif has shasum; then shasum -a 256 "$1" | cut -d ' ' -f 1
  elif has openssl; then openssl dgst -sha256 -r "$1" | cut -d ' ' -f 1
  else fail "there is nothing to compute a sum with" "install sha256sum, shasum or openssl"
  fi
}

# The folder is made, and tried, before anything is fetched; clean_up removes what was made of it and stays empty.
prepare_folder() {
  hint="choose another folder: --bin-dir DIR; root is not needed"
  case $bin_dir in /*) ;; *) bin_dir=$PWD/$bin_dir ;; esac
  asked=$bin_dir at=$bin_dir
  while [ ! -e "$at" ]; do
    made=$at at=${at%/*}
    [ -n "$at" ] || at=/
  done
  mkdir -p "$bin_dir" 2>/dev/null || fail "cannot make the folder $bin_dir" "$hint"
  bin_dir=$(cd "$bin_dir" && pwd)
  if [ -d "$bin_dir/swr" ]; then fail "$bin_dir/swr is a folder" "$hint"; fi
  # A name that nobody can have put a link at.
  staged=$(mktemp "$bin_dir/.swr.new.XXXXXXXX" 2>/dev/null) || fail "cannot write into $bin_dir" "$hint"
}

# Sets version, archive and wanted (its sum) from the release's SHA256SUMS.
read_sums() {
  if [ -n "$version" ]; then
    from=$releases/download/v$version
  else
    from=$releases/latest/download
  fi
  download "$from/SHA256SUMS" "$work/SHA256SUMS" ||
    fail "cannot fetch $from/SHA256SUMS" "does that version exist? see $repository/releases"
  if [ -z "$version" ]; then
    version=$(sed -n "s/^[0-9a-f]\{64\}  swr-\([0-9][0-9.]*\)-$target\.tar\.gz\$/\1/p" "$work/SHA256SUMS")
    check_version "this release has no archive for $target"
  fi
  archive=swr-$version-$target.tar.gz
  wanted=$(sed -n "s/^\([0-9a-f]\{64\}\)  $archive\$/\1/p" "$work/SHA256SUMS")
  [ -n "$wanted" ] || fail "version $version has no archive for $target" "see $repository/releases"
}

# Three numbers; whatever else would become part of an address and of a pattern.
check_version() {
  case $version in
  *[!0-9.]* | .* | *. | *..* | *.*.*.*) ;;
  *.*.*) return 0 ;;
  esac
  fail "$1" "see $repository/releases"
}

fetch_and_check() {
  printf 'fetching %s\n' "$archive"
  download "$releases/download/v$version/$archive" "$work/$archive" ||
    fail "cannot fetch $releases/download/v$version/$archive"
  found=$(sum_of "$work/$archive")
  [ "$found" = "$wanted" ] || fail "$archive is not what was published: nothing was installed" \
    "its sum is   $found" "published is $wanted" "try again; if it stays so, report it: $repository/security"
  folder=swr-$version-$target
  (cd "$work" && gzip -dc "$archive" | tar -xf - "$folder/swr") 2>/dev/null ||
    fail "$archive cannot be unpacked: nothing was installed"
}

install_file() {
  cat "$work/$folder/swr" >"$staged"
  chmod 755 "$staged"
  # Tried in its place: programs may not be run from the folder for temporary files.
  said=$("$staged" --version 2>&1) || fail "this swr does not run here: nothing was installed" "it said: $said"
  # A rename: whoever runs swr at this moment has the old one or the new one.
  mv -f "$staged" "$bin_dir/swr"
}

report() {
  name=${repository#https://github.com/}
  printf 'installed %s into %s\n' "$(printf '%s\n' "$said" | head -n 1)" "$bin_dir"
  case :$PATH: in
  *:"$bin_dir":*) ;;
  *) printf "it is not on your PATH yet; add to your shell's start-up file:\n  export PATH=\"%s:\$PATH\"\n" "$bin_dir" ;;
  esac
  cat <<EOF
the sum was compared; to verify as well that it was built from this repository, with GitHub's CLI:
  gh attestation verify "$bin_dir/swr" --repo $name \\
    --signer-workflow $name/.github/workflows/release.yml --source-ref refs/tags/v$version
EOF
}

clean_up() {
  rm -rf "$work"
  if [ -n "$staged" ]; then rm -f "$staged"; fi
  while [ -n "$made" ]; do
    rmdir "$asked" 2>/dev/null || :
    if [ "$asked" = "$made" ]; then made=''; fi
    asked=${asked%/*}
  done
}

main() {
  version='' bin_dir='' staged='' made=''
  while [ $# -gt 0 ]; do
    case $1 in
    -h | --help) usage && exit 0 ;;
    --version | --bin-dir)
      if [ $# -lt 2 ] || [ -z "$2" ]; then misused "$1 needs a value"; fi
      if [ "$1" = --version ]; then version=${2#v}; else bin_dir=$2; fi
      shift 2
      ;;
    --version=*) version=${1#--version=} version=${version#v} && shift ;;
    --bin-dir=*) bin_dir=${1#--bin-dir=} && shift ;;
    *) misused "unknown: $1" ;;
    esac
  done
  [ -z "$version" ] || check_version "not a version: $version"
  if [ -z "$bin_dir" ]; then
    [ -n "${HOME:-}" ] || misused "HOME is not set: give --bin-dir"
    bin_dir=$HOME/.local/bin
  fi
  releases=${SWR_RELEASES:-$repository/releases}
  check_address
  find_target
  work=$(mktemp -d)
  trap clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  prepare_folder
  read_sums
  fetch_and_check
  install_file
  report
}

# In one piece: a download cut short runs nothing.
main "$@"
