locals {
  pool            = tonumber(lookup(var.integration_settings, "DATABASE_POOL_MAX", "10"))
  web_concurrency = max(1, floor(var.web.cpu / 1024))
  # Of all tasks at their most, with room for migrations, backups and people.
  most_connections = local.pool * (var.web.max * local.web_concurrency + var.worker.max) + 20

  settings = merge({
    PMIS_ENV            = "production"
    PUBLIC_URL          = var.public_url
    TRUST_PROXY         = "1"
    LOG_LEVEL           = "info"
    WEB_CONCURRENCY     = tostring(local.web_concurrency)
    METRICS_LOG_SECONDS = "60"
    STORAGE             = "s3"
    S3_BUCKET           = aws_s3_bucket.files.id
    S3_REGION           = var.region
    BACKUP_STORE        = "s3"
    # Read by Node itself: the authorities that the container `ca` writes.
    NODE_EXTRA_CA_CERTS = "/data/ca.pem"
  }, var.integration_settings)

  secrets = merge({
    DATABASE_URL = aws_secretsmanager_secret.own["DATABASE_URL"].arn
    REDIS_URL    = aws_secretsmanager_secret.own["REDIS_URL"].arn
    SECRET_KEY   = aws_secretsmanager_secret.own["SECRET_KEY"].arn
  }, var.integration_secrets)

  owner_secrets = merge(local.secrets, {
    DATABASE_OWNER_URL = aws_secretsmanager_secret.own["DATABASE_OWNER_URL"].arn
  })

  administrator_arn = aws_db_instance.main.master_user_secret[0].secret_arn

  # As the administrator: makes the roles, and a database for a trial restore. pg reads PGPASSWORD where an address has none.
  administrator_settings = { DATABASE_ADMIN_URL = "postgresql://postgres@${local.database_host}/postgres?${local.verified}" }
  administrator_secrets  = merge(local.owner_secrets, { PGPASSWORD = "${local.administrator_arn}:password::" })

  # Web and worker never hold the owner's password. `init`, `migrate` and `backup` are one-off tasks (run-task.sh).
  parts = {
    web     = { command = ["node", "build/server.js"], cpu = var.web.cpu, memory = var.web.memory, kind = "app", settings = {}, secrets = local.secrets }
    worker  = { command = ["node", "build/worker.js"], cpu = var.worker.cpu, memory = var.worker.memory, kind = "app", settings = {}, secrets = local.secrets }
    init    = { command = ["node", "build/cli.js", "db", "init"], cpu = 256, memory = 512, kind = "owner", settings = local.administrator_settings, secrets = local.administrator_secrets }
    migrate = { command = ["node", "build/cli.js", "db", "migrate"], cpu = 256, memory = 512, kind = "owner", settings = {}, secrets = local.owner_secrets }
    backup  = { command = ["node", "build/cli.js", "backup", "create"], cpu = 1024, memory = 2048, kind = "owner", settings = local.administrator_settings, secrets = local.administrator_secrets }
  }

  health = {
    web    = ["CMD", "node", "build/healthcheck.js"]
    worker = ["CMD", "node", "build/healthcheck.js", "worker"]
  }

  mounts = [
    { sourceVolume = "tmp", containerPath = "/tmp" },
    { sourceVolume = "data", containerPath = "/data" },
  ]

  log_options = { for part in keys(local.parts) : part => {
    logDriver = "awslogs"
    options = {
      "awslogs-group"         = "/${var.name}/${part}"
      "awslogs-region"        = var.region
      "awslogs-stream-prefix" = part
    }
  } }

  # Ends before the program starts.
  ca_containers = { for part in keys(local.parts) : part => {
    name                   = "ca"
    image                  = var.image
    essential              = false
    command                = ["node", "-e", "require('node:fs').writeFileSync('/data/ca.pem', process.env.CA)"]
    user                   = "1000:1000"
    readonlyRootFilesystem = true
    environment            = [{ name = "CA", value = var.database_ca }]
    mountPoints            = local.mounts
    logConfiguration       = local.log_options[part]
  } }

  containers = { for part, it in local.parts : part => merge({
    name                   = part
    image                  = var.image
    essential              = true
    command                = it.command
    dependsOn              = [{ containerName = "ca", condition = "SUCCESS" }]
    user                   = "1000:1000"
    readonlyRootFilesystem = true
    stopTimeout            = 25
    environment            = [for name, value in merge(local.settings, it.settings) : { name = name, value = value }]
    secrets                = [for name, arn in it.secrets : { name = name, valueFrom = arn }]
    portMappings           = [for port in part == "web" ? [3000] : [] : { containerPort = port, protocol = "tcp" }]
    mountPoints            = local.mounts
    linuxParameters        = { initProcessEnabled = true, capabilities = { drop = ["ALL"] } }
    logConfiguration       = local.log_options[part]
    }, { for command in [lookup(local.health, part, null)] :
    "healthCheck" => { command = command, interval = 15, timeout = 5, retries = 3, startPeriod = 30 } if command != null
  }) }
}

resource "aws_ecs_cluster" "main" {
  name = var.name

  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}

resource "aws_ecs_task_definition" "parts" {
  for_each                 = local.parts
  family                   = "${var.name}-${each.key}"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = each.value.cpu
  memory                   = each.value.memory
  execution_role_arn       = aws_iam_role.execution[each.value.kind].arn
  task_role_arn            = aws_iam_role.task[each.value.kind].arn
  container_definitions    = jsonencode([local.ca_containers[each.key], local.containers[each.key]])

  # Writable for the image's user because the image declares them (VOLUME); gone with the task.
  volume {
    name = "tmp"
  }

  volume {
    name = "data"
  }

  depends_on = [aws_cloudwatch_log_group.parts]
}

resource "aws_ecs_service" "web" {
  name                              = "web"
  cluster                           = aws_ecs_cluster.main.id
  task_definition                   = aws_ecs_task_definition.parts["web"].arn
  desired_count                     = var.web.min
  launch_type                       = "FARGATE"
  health_check_grace_period_seconds = 60
  propagate_tags                    = "SERVICE"

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets         = local.private_subnets
    security_groups = [aws_security_group.tasks.id]
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.web.arn
    container_name   = "web"
    container_port   = 3000
  }

  # Autoscaling moves it.
  lifecycle {
    ignore_changes = [desired_count]
  }

  depends_on = [aws_lb_listener.https]
}

resource "aws_ecs_service" "worker" {
  name            = "worker"
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.parts["worker"].arn
  desired_count   = var.worker.min
  launch_type     = "FARGATE"
  propagate_tags  = "SERVICE"

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets         = local.private_subnets
    security_groups = [aws_security_group.tasks.id]
  }

  lifecycle {
    ignore_changes = [desired_count]
  }
}
