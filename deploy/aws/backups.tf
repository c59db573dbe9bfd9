# Beside RDS's own snapshots and point in time: PMIS' backups, which any PostgreSQL can take, with the attachments.
locals {
  backup_tasks = {
    take  = { when = var.backup_schedule, command = ["node", "build/cli.js", "backup", "create"] }
    trial = { when = var.backup_trial_schedule, command = ["node", "build/cli.js", "backup", "verify", "--restore"] }
  }
}

resource "aws_scheduler_schedule" "backup" {
  for_each                     = local.backup_tasks
  name                         = "${var.name}-backup-${each.key}"
  schedule_expression          = each.value.when
  schedule_expression_timezone = "UTC"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = aws_ecs_cluster.main.arn
    role_arn = aws_iam_role.scheduler.arn
    input    = jsonencode({ containerOverrides = [{ name = "backup", command = each.value.command }] })

    ecs_parameters {
      # The newest revision at the time of the run.
      task_definition_arn = aws_ecs_task_definition.parts["backup"].arn_without_revision
      launch_type         = "FARGATE"

      network_configuration {
        subnets         = local.private_subnets
        security_groups = [aws_security_group.tasks.id]
      }
    }

    retry_policy {
      maximum_retry_attempts = 2
    }
  }
}
