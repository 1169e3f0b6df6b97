#!/bin/sh
# SPDX-License-Identifier: MIT
#
# A sweep as an array of Slurm jobs, one shard each:
#
#     sbatch --array=1-10 slurm_array.sh STUDY.json DIR 10
#
# and when all have ended:    fcsim merge DIR/shard-* -o DIR/whole
#
# A shard that failed, was lost or ran out of time:    sbatch --array=3 slurm_array.sh STUDY.json DIR 10
# What it had done before is read from its directory and not run again.
#
#SBATCH --job-name=fcsim
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=1
#SBATCH --mem=2G
#SBATCH --time=04:00:00
#SBATCH --requeue
#SBATCH --open-mode=append
set -eu

study=$1 directory=$2 shards=$3

exec "${FCSIM:-fcsim}" sweep "$study" --shard "$SLURM_ARRAY_TASK_ID/$shards" -o "$directory/shard-$SLURM_ARRAY_TASK_ID" \
    --jobs "${SLURM_CPUS_PER_TASK:-1}" --quiet
