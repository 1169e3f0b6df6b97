#!/bin/sh
# SPDX-License-Identifier: MIT
#
# A sweep in shards under GNU parallel, on this machine or, with a file system that all share, on several:
#
#     gnu_parallel.sh STUDY.json DIR 10
#     gnu_parallel.sh STUDY.json DIR 10 --sshlogin north,south --workdir .
#
# What follows the number of shards goes to parallel. The same command again goes on where it was; at the end DIR/whole
# holds what one machine would have written.
set -eu

study=$1 directory=$2 shards=$3
shift 3
fcsim=${FCSIM:-fcsim}

mkdir -p "$directory"
seq "$shards" | parallel --jobs "${JOBS:-100%}" --retries 2 --quote "$@" \
    "$fcsim" sweep "$study" --shard "{}/$shards" -o "$directory/shard-{}" --jobs 1 --quiet

set --
for shard in $(seq "$shards"); do
    set -- "$@" "$directory/shard-$shard"
done
"$fcsim" merge "$@" -o "$directory/whole" --quiet
