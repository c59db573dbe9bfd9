locals {
  namespace = "PMIS/${var.name}"
  # Every worker logs {"msg":"figures","figures":{…}} each METRICS_LOG_SECONDS; all say the same, so that the greatest counts.
  figures = toset(["queueDue", "queueDuePerWorker", "queueOldestSeconds", "jobsDead", "workers", "mailLastReceivedSeconds", "mailSourcesDown", "backupAgeSeconds", "databaseConnectionsShare"])

  balancer = { LoadBalancer = aws_lb.web.arn_suffix }
  database = { DBInstanceIdentifier = aws_db_instance.main.identifier }
  service  = { for name in keys(local.services) : name => { ClusterName = aws_ecs_cluster.main.name, ServiceName = name } }
  # The group's nodes are named after it.
  redis_nodes = toset(["001", "002"])
}

resource "aws_cloudwatch_log_group" "parts" {
  for_each          = local.parts
  name              = "/${var.name}/${each.key}"
  retention_in_days = 90
}

resource "aws_cloudwatch_log_metric_filter" "figures" {
  for_each       = local.figures
  name           = each.key
  log_group_name = aws_cloudwatch_log_group.parts["worker"].name
  pattern        = "{ $.msg = \"figures\" && $.figures.${each.key} >= 0 }"

  metric_transformation {
    namespace = local.namespace
    name      = each.key
    value     = "$.figures.${each.key}"
  }
}

locals {
  # name => what is measured, the limit, for how many minutes, and what silence means.
  alarms = merge(
    { for name, dimensions in local.service : "${name}-cpu" => { namespace = "AWS/ECS", metric = "CPUUtilization", statistic = "Average", dimensions = dimensions, above = 80, minutes = 10, silence = "missing", runbook = "high-cpu" } },
    { for name, dimensions in local.service : "${name}-memory" => { namespace = "AWS/ECS", metric = "MemoryUtilization", statistic = "Maximum", dimensions = dimensions, above = 90, minutes = 5, silence = "missing", runbook = "high-memory" } },
    { for node in local.redis_nodes : "redis-memory-${node}" => { namespace = "AWS/ElastiCache", metric = "DatabaseMemoryUsagePercentage", statistic = "Maximum", dimensions = { CacheClusterId = "${aws_elasticache_replication_group.main.id}-${node}" }, above = 90, minutes = 5, silence = "missing", runbook = "redis-memory" } },
    {
      unhealthy-web        = { namespace = "AWS/ApplicationELB", metric = "UnHealthyHostCount", statistic = "Maximum", dimensions = merge(local.balancer, { TargetGroup = aws_lb_target_group.web.arn_suffix }), above = 0, minutes = 5, silence = "missing", runbook = "down" }
      slow-responses       = { namespace = "AWS/ApplicationELB", metric = "TargetResponseTime", statistic = "p95", dimensions = local.balancer, above = 1, minutes = 10, silence = "notBreaching", runbook = "slow-responses" }
      database-cpu         = { namespace = "AWS/RDS", metric = "CPUUtilization", statistic = "Average", dimensions = local.database, above = 80, minutes = 10, silence = "missing", runbook = "high-cpu" }
      database-connections = { namespace = "AWS/RDS", metric = "DatabaseConnections", statistic = "Maximum", dimensions = local.database, above = floor(var.database.max_connections * 0.8), minutes = 5, silence = "breaching", runbook = "database-connections" }
      queue-age            = { namespace = local.namespace, metric = "queueOldestSeconds", statistic = "Maximum", dimensions = {}, above = 300, minutes = 5, silence = "missing", runbook = "queue-old" }
      dead-jobs            = { namespace = local.namespace, metric = "jobsDead", statistic = "Maximum", dimensions = {}, above = 0, minutes = 5, silence = "missing", runbook = "dead-jobs" }
      no-mail              = { namespace = local.namespace, metric = "mailLastReceivedSeconds", statistic = "Maximum", dimensions = {}, above = var.no_mail_hours * 3600, minutes = 5, silence = "missing", runbook = "no-mail" }
      mail-source          = { namespace = local.namespace, metric = "mailSourcesDown", statistic = "Maximum", dimensions = {}, above = 0, minutes = 10, silence = "missing", runbook = "mail-source-down" }
      backup-age           = { namespace = local.namespace, metric = "backupAgeSeconds", statistic = "Maximum", dimensions = {}, above = 93600, minutes = 30, silence = "missing", runbook = "backup-old" }
      redis-failing        = { namespace = "AWS/ElastiCache", metric = "AuthenticationFailures", statistic = "Sum", dimensions = { CacheClusterId = "${aws_elasticache_replication_group.main.id}-001" }, above = 10, minutes = 5, silence = "notBreaching", runbook = "redis-down" }
    },
  )
}

resource "aws_cloudwatch_metric_alarm" "one" {
  for_each            = local.alarms
  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "docs/runbooks/${each.value.runbook}.md"
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  statistic           = startswith(each.value.statistic, "p") ? null : each.value.statistic
  extended_statistic  = startswith(each.value.statistic, "p") ? each.value.statistic : null
  dimensions          = each.value.dimensions
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.above
  period              = 60
  evaluation_periods  = each.value.minutes
  treat_missing_data  = each.value.silence
  alarm_actions       = [var.alarm_topic_arn]
  ok_actions          = [var.alarm_topic_arn]
}

resource "aws_cloudwatch_metric_alarm" "free_storage" {
  alarm_name          = "${var.name}-database-storage"
  alarm_description   = "docs/runbooks/database-down.md"
  namespace           = "AWS/RDS"
  metric_name         = "FreeStorageSpace"
  statistic           = "Minimum"
  dimensions          = local.database
  comparison_operator = "LessThanThreshold"
  threshold           = 10 * 1024 * 1024 * 1024
  period              = 300
  evaluation_periods  = 3
  alarm_actions       = [var.alarm_topic_arn]
  ok_actions          = [var.alarm_topic_arn]
}

# Where no worker lives, nothing is logged: silence is the alarm.
resource "aws_cloudwatch_metric_alarm" "no_worker" {
  alarm_name          = "${var.name}-no-worker"
  alarm_description   = "docs/runbooks/no-worker.md"
  namespace           = local.namespace
  metric_name         = "workers"
  statistic           = "Maximum"
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  period              = 60
  evaluation_periods  = 5
  treat_missing_data  = "breaching"
  alarm_actions       = [var.alarm_topic_arn]
  ok_actions          = [var.alarm_topic_arn]
}

resource "aws_cloudwatch_metric_alarm" "errors" {
  alarm_name          = "${var.name}-errors"
  alarm_description   = "docs/runbooks/high-error-rate.md"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5
  evaluation_periods  = 5
  treat_missing_data  = "notBreaching"
  alarm_actions       = [var.alarm_topic_arn]
  ok_actions          = [var.alarm_topic_arn]

  metric_query {
    id          = "share"
    label       = "5xx, % of answers"
    expression  = "100 * (FILL(of_web, 0) + FILL(of_balancer, 0)) / FILL(all, 1)"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { of_web = "HTTPCode_Target_5XX_Count", of_balancer = "HTTPCode_ELB_5XX_Count", all = "RequestCount" }

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/ApplicationELB"
        metric_name = metric_query.value
        stat        = "Sum"
        period      = 60
        dimensions  = local.balancer
      }
    }
  }
}
