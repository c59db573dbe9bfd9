locals {
  panels = [
    { title = "Answers a second by class", filter = "metric.type=\"run.googleapis.com/request_count\" AND ${local.of_web}", align = "ALIGN_RATE", reduce = "REDUCE_SUM", by = ["metric.label.response_code_class"] },
    { title = "Response time p95, ms", filter = "metric.type=\"run.googleapis.com/request_latencies\" AND ${local.of_web}", align = "ALIGN_PERCENTILE_95", reduce = "REDUCE_MAX", by = [] },
    { title = "CPU of web", filter = "metric.type=\"run.googleapis.com/container/cpu/utilizations\" AND ${local.of_web}", align = "ALIGN_PERCENTILE_95", reduce = "REDUCE_MAX", by = [] },
    { title = "Instances", filter = "metric.type=\"run.googleapis.com/container/instance_count\" AND ${local.of_web}", align = "ALIGN_MAX", reduce = "REDUCE_SUM", by = ["metric.label.state"] },
    { title = "Jobs that are due", filter = "metric.type=\"logging.googleapis.com/user/${google_logging_metric.figures["queueDue"].name}\" AND resource.type=\"cloud_run_worker_pool\"", align = "ALIGN_DELTA", reduce = "REDUCE_MEAN", by = [] },
    { title = "Oldest due job, s", filter = "metric.type=\"logging.googleapis.com/user/${google_logging_metric.figures["queueOldestSeconds"].name}\" AND resource.type=\"cloud_run_worker_pool\"", align = "ALIGN_DELTA", reduce = "REDUCE_MEAN", by = [] },
    { title = "Database connections", filter = "metric.type=\"cloudsql.googleapis.com/database/postgresql/num_backends\" AND ${local.of_database}", align = "ALIGN_MEAN", reduce = "REDUCE_SUM", by = [] },
    { title = "Redis memory", filter = "metric.type=\"redis.googleapis.com/stats/memory/usage_ratio\" AND ${local.of_redis}", align = "ALIGN_MEAN", reduce = "REDUCE_MAX", by = [] },
  ]
}

resource "google_monitoring_dashboard" "main" {
  dashboard_json = jsonencode({
    displayName = "PMIS ${var.name}"
    gridLayout = {
      columns = "2"
      widgets = [for panel in local.panels : {
        title = panel.title
        xyChart = {
          dataSets = [{
            plotType = "LINE"
            timeSeriesQuery = { timeSeriesFilter = {
              filter      = panel.filter
              aggregation = { alignmentPeriod = "60s", perSeriesAligner = panel.align, crossSeriesReducer = panel.reduce, groupByFields = panel.by }
            } }
          }]
        }
      }]
    }
  })
}
