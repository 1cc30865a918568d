#!/usr/bin/env bash
# Installs what is missing, builds what changed, starts the system. Arguments and PORT pass through.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. server/install.sh
require_node
require_ffmpeg
install_packages
build
exec node dist/server/launch.js "$@"
