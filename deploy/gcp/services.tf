locals {
  pool = tonumber(lookup(var.integration_settings, "DATABASE_POOL_MAX", "10"))
  # Of all instances at their most, with room for migrations, backups and people.
  most_connections = local.pool * (var.web.max * var.web.cpu + var.worker.count) + 20

  settings = { for kind in keys(local.kinds) : kind => merge({
    PMIS_ENV   = "production"
    PUBLIC_URL = "https://${var.host}"
    # The balancer appends two entries to X-Forwarded-For: the caller's and its own.
    TRUST_PROXY         = "2"
    LOG_LEVEL           = "info"
    WEB_CONCURRENCY     = tostring(var.web.cpu)
    METRICS_LOG_SECONDS = "60"
    STORAGE             = "s3"
    S3_ENDPOINT         = "https://storage.googleapis.com"
    S3_REGION           = "auto"
    S3_BUCKET           = google_storage_bucket.files.name
    S3_ACCESS_KEY_ID    = google_storage_hmac_key.files[kind].access_id
    BACKUP_STORE        = "s3"
    # Read by Node itself.
    NODE_EXTRA_CA_CERTS = "/ca/ca.pem"
  }, var.integration_settings) }

  # The key of the bucket has one name in the container and one secret of each kind.
  secrets = { for kind, names in local.kinds : kind => merge(
    { for name in names : trimsuffix(name, "_${upper(kind)}") => google_secret_manager_secret.own[name].secret_id },
    var.integration_secrets,
  ) }

  jobs = {
    init         = ["db", "init"]
    migrate      = ["db", "migrate"]
    backup       = ["backup", "create"]
    backup-trial = ["backup", "verify", "--restore"]
  }
}

resource "google_cloud_run_v2_service" "web" {
  name                = "${var.name}-web"
  location            = var.region
  ingress             = "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"
  deletion_protection = true

  # What may be seen without signing in is PMIS' own affair.
  invoker_iam_disabled = true

  template {
    service_account = google_service_account.kinds["app"].email
    # Live updates and the assistant's answer are streams.
    timeout                          = "900s"
    max_instance_request_concurrency = 80

    scaling {
      min_instance_count = var.web.min
      max_instance_count = var.web.max
    }

    vpc_access {
      egress = "PRIVATE_RANGES_ONLY"

      network_interfaces {
        network    = google_compute_network.main.id
        subnetwork = google_compute_subnetwork.run.id
      }
    }

    containers {
      image   = var.image
      command = ["node", "build/server.js"]

      ports {
        container_port = 3000
      }

      resources {
        limits            = { cpu = tostring(var.web.cpu), memory = var.web.memory }
        startup_cpu_boost = true
        # Live updates go on between requests.
        cpu_idle = false
      }

      startup_probe {
        period_seconds    = 2
        failure_threshold = 30

        http_get {
          path = "/health/live"
        }
      }

      liveness_probe {
        period_seconds  = 15
        timeout_seconds = 5

        http_get {
          path = "/health/live"
        }
      }

      volume_mounts {
        name       = "ca"
        mount_path = "/ca"
      }

      dynamic "env" {
        for_each = local.settings.app

        content {
          name  = env.key
          value = env.value
        }
      }

      dynamic "env" {
        for_each = local.secrets.app

        content {
          name = env.key

          value_source {
            secret_key_ref {
              secret  = env.value
              version = "latest"
            }
          }
        }
      }
    }

    volumes {
      name = "ca"

      secret {
        secret = google_secret_manager_secret.ca.secret_id

        items {
          version = "latest"
          path    = "ca.pem"
        }
      }
    }
  }

  depends_on = [google_secret_manager_secret_iam_member.readers, google_secret_manager_secret_version.ca]
}

# Takes no requests and opens no port: a worker pool.
resource "google_cloud_run_v2_worker_pool" "worker" {
  name                = "${var.name}-worker"
  location            = var.region
  launch_stage        = "BETA"
  deletion_protection = true

  scaling {
    manual_instance_count = var.worker.count
  }

  template {
    service_account = google_service_account.kinds["app"].email

    vpc_access {
      egress = "PRIVATE_RANGES_ONLY"

      network_interfaces {
        network    = google_compute_network.main.id
        subnetwork = google_compute_subnetwork.run.id
      }
    }

    containers {
      image   = var.image
      command = ["node", "build/worker.js"]

      resources {
        limits = { cpu = tostring(var.worker.cpu), memory = var.worker.memory }
      }

      volume_mounts {
        name       = "ca"
        mount_path = "/ca"
      }

      dynamic "env" {
        for_each = local.settings.app

        content {
          name  = env.key
          value = env.value
        }
      }

      dynamic "env" {
        for_each = local.secrets.app

        content {
          name = env.key

          value_source {
            secret_key_ref {
              secret  = env.value
              version = "latest"
            }
          }
        }
      }
    }

    volumes {
      name = "ca"

      secret {
        secret = google_secret_manager_secret.ca.secret_id

        items {
          version = "latest"
          path    = "ca.pem"
        }
      }
    }
  }

  depends_on = [google_secret_manager_secret_iam_member.readers, google_secret_manager_secret_version.ca]
}
