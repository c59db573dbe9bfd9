locals {
  panels = [
    { title = "Requests and errors a minute", stat = "Sum", metrics = [for name in ["RequestCount", "HTTPCode_Target_4XX_Count", "HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count"] : ["AWS/ApplicationELB", name, "LoadBalancer", aws_lb.web.arn_suffix]] },
    { title = "Response time, s", stat = "p95", metrics = [for stat in ["p50", "p95", "p99"] : ["AWS/ApplicationELB", "TargetResponseTime", "LoadBalancer", aws_lb.web.arn_suffix, { stat = stat }]] },
    { title = "CPU, %", stat = "Average", metrics = [for name in keys(local.services) : ["AWS/ECS", "CPUUtilization", "ClusterName", aws_ecs_cluster.main.name, "ServiceName", name]] },
    { title = "Memory, %", stat = "Maximum", metrics = [for name in keys(local.services) : ["AWS/ECS", "MemoryUtilization", "ClusterName", aws_ecs_cluster.main.name, "ServiceName", name]] },
    { title = "Queue: due, dead, workers", stat = "Maximum", metrics = [for name in ["queueDue", "jobsDead", "workers"] : [local.namespace, name]] },
    { title = "Oldest due job and last mail, s", stat = "Maximum", metrics = [for name in ["queueOldestSeconds", "mailLastReceivedSeconds"] : [local.namespace, name]] },
    { title = "Database: connections, CPU", stat = "Maximum", metrics = [for name in ["DatabaseConnections", "CPUUtilization"] : ["AWS/RDS", name, "DBInstanceIdentifier", aws_db_instance.main.identifier]] },
    { title = "Redis memory, %", stat = "Maximum", metrics = [for node in local.redis_nodes : ["AWS/ElastiCache", "DatabaseMemoryUsagePercentage", "CacheClusterId", "${aws_elasticache_replication_group.main.id}-${node}"]] },
  ]
}

resource "aws_cloudwatch_dashboard" "main" {
  dashboard_name = var.name
  dashboard_body = jsonencode({
    widgets = [for at, panel in local.panels : {
      type       = "metric"
      width      = 12
      height     = 6
      x          = (at % 2) * 12
      y          = floor(at / 2) * 6
      properties = { title = panel.title, region = var.region, stat = panel.stat, period = 60, view = "timeSeries", metrics = panel.metrics }
    }]
  })
}
