output "balancer_address" {
  description = "What the name of public_url points to (CNAME, or an alias record)."
  value       = aws_lb.web.dns_name
}

output "bucket" {
  description = "Attachments and backups."
  value       = aws_s3_bucket.files.id
}

output "database_address" {
  description = "Host of PostgreSQL, for a restored one to be compared with."
  value       = aws_db_instance.main.address
}

output "task_network" {
  description = "What run-task.sh starts one-off tasks with."
  value = {
    cluster = aws_ecs_cluster.main.name
    name    = var.name
    network = "awsvpcConfiguration={subnets=[${join(",", local.private_subnets)}],securityGroups=[${aws_security_group.tasks.id}]}"
  }
}
