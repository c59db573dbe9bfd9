# Made by Terraform and written straight to Secrets Manager: no value stands in the state, in a plan or in a variable.
ephemeral "random_password" "owner" {
  length  = 40
  special = false
}

ephemeral "random_password" "app" {
  length  = 40
  special = false
}

ephemeral "random_password" "secret_key" {
  length  = 48
  special = false
}

locals {
  database_host = "${aws_db_instance.main.address}:5432"
  # The authorities of RDS are in NODE_EXTRA_CA_CERTS.
  verified = "sslmode=verify-full"
}

resource "aws_secretsmanager_secret" "own" {
  for_each = toset(["DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY"])
  name     = "${var.name}/${each.key}"
}

resource "aws_secretsmanager_secret_version" "database_url" {
  secret_id                = aws_secretsmanager_secret.own["DATABASE_URL"].id
  secret_string_wo         = "postgresql://pmis_app:${ephemeral.random_password.app.result}@${local.database_host}/pmis?${local.verified}"
  secret_string_wo_version = var.secrets_version
}

resource "aws_secretsmanager_secret_version" "database_owner_url" {
  secret_id                = aws_secretsmanager_secret.own["DATABASE_OWNER_URL"].id
  secret_string_wo         = "postgresql://pmis_owner:${ephemeral.random_password.owner.result}@${local.database_host}/pmis?${local.verified}"
  secret_string_wo_version = var.secrets_version
}

resource "aws_secretsmanager_secret_version" "redis_url" {
  secret_id                = aws_secretsmanager_secret.own["REDIS_URL"].id
  secret_string_wo         = "rediss://:${random_password.redis.result}@${aws_elasticache_replication_group.main.primary_endpoint_address}:6379/0"
  secret_string_wo_version = var.secrets_version
}

resource "aws_secretsmanager_secret_version" "secret_key" {
  secret_id                = aws_secretsmanager_secret.own["SECRET_KEY"].id
  secret_string_wo         = ephemeral.random_password.secret_key.result
  secret_string_wo_version = var.secrets_version
}
