#!/usr/bin/env bash
# Runs a one-off task and waits for its end; its log is printed, its exit code is ours. In the folder of the Terraform state:
#   ./run-task.sh init | migrate | backup                        its usual command
#   ./run-task.sh migrate doctor --json                          any other command of pmis, with what that task may read
set -euo pipefail
cd "$(dirname "$0")"
part=${1:?init, migrate or backup}; shift
of() { terraform output -json task_network | jq -r ".$1"; }
cluster=$(of cluster) name=$(of name)
overrides='{}'
[ $# = 0 ] || overrides=$(jq -nc --arg part "$part" '{containerOverrides: [{name: $part, command: (["node", "build/cli.js"] + $ARGS.positional)}]}' --args "$@")
task=$(aws ecs run-task --cluster "$cluster" --launch-type FARGATE --task-definition "$name-$part" \
  --network-configuration "$(of network)" --overrides "$overrides" --query 'tasks[0].taskArn' --output text)
[ "$task" != None ] || { echo 'The task was not started: aws ecs run-task said why above.' >&2; exit 1; }
aws ecs wait tasks-stopped --cluster "$cluster" --tasks "$task"
aws logs get-log-events --log-group-name "/$name/$part" --log-stream-name "$part/$part/${task##*/}" --start-from-head \
  --query 'events[].message' --output text | tr '\t' '\n'
code=$(aws ecs describe-tasks --cluster "$cluster" --tasks "$task" --query "tasks[0].containers[?name=='$part'].exitCode | [0]" --output text)
exit "${code/None/1}"
