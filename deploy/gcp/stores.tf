# The roles pmis_owner and pmis_app are made by the init job.
resource "google_sql_database_instance" "main" {
  name                = var.name
  database_version    = "POSTGRES_17"
  region              = var.region
  deletion_protection = true

  settings {
    tier                        = var.database.tier
    edition                     = "ENTERPRISE"
    availability_type           = "REGIONAL"
    disk_type                   = "PD_SSD"
    disk_size                   = var.database.disk_gb
    disk_autoresize             = true
    disk_autoresize_limit       = var.database.max_disk_gb
    deletion_protection_enabled = true

    ip_configuration {
      ipv4_enabled    = false
      private_network = google_compute_network.main.id
      ssl_mode        = "ENCRYPTED_ONLY"
    }

    backup_configuration {
      enabled                        = true
      point_in_time_recovery_enabled = true
      transaction_log_retention_days = var.database.pitr_days
      start_time                     = "01:00"

      backup_retention_settings {
        retained_backups = 14
      }
    }

    database_flags {
      name  = "max_connections"
      value = tostring(var.database.max_connections)
    }

    database_flags {
      name  = "log_min_duration_statement"
      value = "1000"
    }

    insights_config {
      query_insights_enabled = true
    }
  }

  lifecycle {
    precondition {
      condition     = local.most_connections <= var.database.max_connections
      error_message = "All instances together may open ${local.most_connections} connections, with 20 left for jobs and people: raise database.max_connections or lower web.max, worker.count or DATABASE_POOL_MAX."
    }
  }

  depends_on = [google_service_networking_connection.services]
}

resource "google_sql_user" "administrator" {
  instance            = google_sql_database_instance.main.name
  name                = "postgres"
  password_wo         = ephemeral.random_password.made["administrator"].result
  password_wo_version = var.secrets_version
}

resource "google_redis_instance" "main" {
  name                    = var.name
  region                  = var.region
  tier                    = "STANDARD_HA"
  memory_size_gb          = var.redis_gb
  redis_version           = "REDIS_7_2"
  authorized_network      = google_compute_network.main.id
  connect_mode            = "PRIVATE_SERVICE_ACCESS"
  auth_enabled            = true
  transit_encryption_mode = "SERVER_AUTHENTICATION"
  redis_configs           = { maxmemory-policy = "noeviction" }

  persistence_config {
    persistence_mode    = "RDB"
    rdb_snapshot_period = "ONE_HOUR"
  }

  depends_on = [google_service_networking_connection.services]
}

# Attachments below attachments/, backups below backups/; reached by its S3-compatible side.
resource "google_storage_bucket" "files" {
  name                        = "${var.project}-${var.name}-files"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = false

  versioning {
    enabled = true
  }

  # What was overwritten or deleted is kept for a month more.
  lifecycle_rule {
    condition {
      days_since_noncurrent_time = 30
    }

    action {
      type = "Delete"
    }
  }
}

resource "google_storage_hmac_key" "files" {
  for_each              = local.kinds
  service_account_email = google_service_account.kinds[each.key].email
}
