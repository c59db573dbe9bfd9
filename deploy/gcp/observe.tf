# Every worker logs {"msg":"figures","figures":{…}} each METRICS_LOG_SECONDS; all say the same, so that their mean is exact.
locals {
  figures = toset(["queueDue", "queueDuePerWorker", "queueOldestSeconds", "jobsDead", "workers", "mailLastReceivedSeconds", "mailSourcesDown", "backupAgeSeconds", "databaseConnectionsShare"])
}

resource "google_logging_metric" "figures" {
  for_each        = local.figures
  name            = "${var.name}/${each.key}"
  filter          = "resource.type=\"cloud_run_worker_pool\" AND resource.labels.worker_pool_name=\"${google_cloud_run_v2_worker_pool.worker.name}\" AND jsonPayload.msg=\"figures\" AND jsonPayload.figures.${each.key}>=0"
  value_extractor = "EXTRACT(jsonPayload.figures.${each.key})"

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "DISTRIBUTION"
  }
}

resource "google_monitoring_uptime_check_config" "health" {
  display_name = "${var.name} /health"
  timeout      = "10s"
  period       = "60s"

  http_check {
    path         = "/health"
    port         = 443
    use_ssl      = true
    validate_ssl = true
  }

  monitored_resource {
    type   = "uptime_url"
    labels = { project_id = var.project, host = var.host }
  }
}

locals {
  of_web      = "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=\"${google_cloud_run_v2_service.web.name}\""
  of_worker   = "resource.type=\"cloud_run_worker_pool\" AND resource.labels.worker_pool_name=\"${google_cloud_run_v2_worker_pool.worker.name}\""
  of_database = "resource.type=\"cloudsql_database\" AND resource.labels.database_id=\"${var.project}:${google_sql_database_instance.main.name}\""
  of_redis    = "resource.type=\"redis_instance\" AND resource.labels.instance_id=\"${google_redis_instance.main.id}\""

  # name => what is measured, how it is aligned and put together, the limit, for how long, and the runbook.
  alerts = merge(
    { for name, limit in { queueOldestSeconds = 300, jobsDead = 0, mailSourcesDown = 0, mailLastReceivedSeconds = var.no_mail_hours * 3600, backupAgeSeconds = 93600 } : name => {
      filter                                  = "metric.type=\"logging.googleapis.com/user/${google_logging_metric.figures[name].name}\" AND resource.type=\"cloud_run_worker_pool\"", align = "ALIGN_DELTA", reduce = "REDUCE_MEAN", above = limit, seconds = 300, runbook = local.runbooks[name]
    } },
    {
      web-cpu              = { filter = "metric.type=\"run.googleapis.com/container/cpu/utilizations\" AND ${local.of_web}", align = "ALIGN_PERCENTILE_95", reduce = "REDUCE_MAX", above = 0.8, seconds = 600, runbook = "high-cpu" }
      worker-cpu           = { filter = "metric.type=\"run.googleapis.com/container/cpu/utilizations\" AND ${local.of_worker}", align = "ALIGN_PERCENTILE_95", reduce = "REDUCE_MAX", above = 0.8, seconds = 600, runbook = "high-cpu" }
      web-memory           = { filter = "metric.type=\"run.googleapis.com/container/memory/utilizations\" AND ${local.of_web}", align = "ALIGN_PERCENTILE_99", reduce = "REDUCE_MAX", above = 0.9, seconds = 300, runbook = "high-memory" }
      worker-memory        = { filter = "metric.type=\"run.googleapis.com/container/memory/utilizations\" AND ${local.of_worker}", align = "ALIGN_PERCENTILE_99", reduce = "REDUCE_MAX", above = 0.9, seconds = 300, runbook = "high-memory" }
      slow-responses       = { filter = "metric.type=\"run.googleapis.com/request_latencies\" AND ${local.of_web}", align = "ALIGN_PERCENTILE_95", reduce = "REDUCE_MAX", above = 1000, seconds = 600, runbook = "slow-responses" }
      database-cpu         = { filter = "metric.type=\"cloudsql.googleapis.com/database/cpu/utilization\" AND ${local.of_database}", align = "ALIGN_MEAN", reduce = "REDUCE_MAX", above = 0.8, seconds = 600, runbook = "high-cpu" }
      database-disk        = { filter = "metric.type=\"cloudsql.googleapis.com/database/disk/utilization\" AND ${local.of_database}", align = "ALIGN_MEAN", reduce = "REDUCE_MAX", above = 0.9, seconds = 600, runbook = "database-down" }
      database-connections = { filter = "metric.type=\"cloudsql.googleapis.com/database/postgresql/num_backends\" AND ${local.of_database}", align = "ALIGN_MEAN", reduce = "REDUCE_SUM", above = floor(var.database.max_connections * 0.8), seconds = 300, runbook = "database-connections" }
      redis-memory         = { filter = "metric.type=\"redis.googleapis.com/stats/memory/usage_ratio\" AND ${local.of_redis}", align = "ALIGN_MEAN", reduce = "REDUCE_MAX", above = 0.9, seconds = 300, runbook = "redis-memory" }
    },
  )

  runbooks = { queueOldestSeconds = "queue-old", jobsDead = "dead-jobs", mailSourcesDown = "mail-source-down", mailLastReceivedSeconds = "no-mail", backupAgeSeconds = "backup-old" }
}

resource "google_monitoring_alert_policy" "one" {
  for_each              = local.alerts
  display_name          = "${var.name} ${each.key}"
  combiner              = "OR"
  notification_channels = var.notification_channels

  documentation {
    content = "docs/runbooks/${each.value.runbook}.md"
  }

  conditions {
    display_name = each.key

    condition_threshold {
      filter          = each.value.filter
      comparison      = "COMPARISON_GT"
      threshold_value = each.value.above
      duration        = "${each.value.seconds}s"

      aggregations {
        alignment_period     = "120s"
        per_series_aligner   = each.value.align
        cross_series_reducer = each.value.reduce
      }
    }
  }
}

resource "google_monitoring_alert_policy" "errors" {
  display_name          = "${var.name} errors"
  combiner              = "OR"
  notification_channels = var.notification_channels

  documentation {
    content = "docs/runbooks/high-error-rate.md"
  }

  conditions {
    display_name = "More than 5 % of answers are 5xx"

    condition_threshold {
      filter             = "metric.type=\"run.googleapis.com/request_count\" AND ${local.of_web} AND metric.labels.response_code_class=\"5xx\""
      denominator_filter = "metric.type=\"run.googleapis.com/request_count\" AND ${local.of_web}"
      comparison         = "COMPARISON_GT"
      threshold_value    = 0.05
      duration           = "300s"

      aggregations {
        alignment_period     = "60s"
        per_series_aligner   = "ALIGN_RATE"
        cross_series_reducer = "REDUCE_SUM"
      }

      denominator_aggregations {
        alignment_period     = "60s"
        per_series_aligner   = "ALIGN_RATE"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }
}

resource "google_monitoring_alert_policy" "down" {
  display_name          = "${var.name} down"
  combiner              = "OR"
  notification_channels = var.notification_channels

  documentation {
    content = "docs/runbooks/down.md"
  }

  conditions {
    display_name = "/health does not answer 200"

    condition_threshold {
      filter          = "metric.type=\"monitoring.googleapis.com/uptime_check/check_passed\" AND resource.type=\"uptime_url\" AND metric.labels.check_id=\"${google_monitoring_uptime_check_config.health.uptime_check_id}\""
      comparison      = "COMPARISON_GT"
      threshold_value = 1
      duration        = "120s"

      # Of the places that ask, how many were not answered.
      aggregations {
        alignment_period     = "120s"
        per_series_aligner   = "ALIGN_NEXT_OLDER"
        cross_series_reducer = "REDUCE_COUNT_FALSE"
        group_by_fields      = ["resource.label.*"]
      }
    }
  }
}

# Where no worker lives, nothing is logged: silence is the alert.
resource "google_monitoring_alert_policy" "no_worker" {
  display_name          = "${var.name} no worker"
  combiner              = "OR"
  notification_channels = var.notification_channels

  documentation {
    content = "docs/runbooks/no-worker.md"
  }

  conditions {
    display_name = "No worker has logged its figures"

    condition_absent {
      filter   = "metric.type=\"logging.googleapis.com/user/${google_logging_metric.figures["workers"].name}\" AND resource.type=\"cloud_run_worker_pool\""
      duration = "300s"

      aggregations {
        alignment_period     = "60s"
        per_series_aligner   = "ALIGN_DELTA"
        cross_series_reducer = "REDUCE_MEAN"
      }
    }
  }
}
