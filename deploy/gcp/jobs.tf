# `gcloud run jobs execute pmis-migrate --wait` before the services are given a new image; `--args` runs any other command.
resource "google_cloud_run_v2_job" "parts" {
  for_each            = local.jobs
  name                = "${var.name}-${each.key}"
  location            = var.region
  deletion_protection = false

  template {
    template {
      service_account = google_service_account.kinds["owner"].email
      max_retries     = 0
      timeout         = "14400s"

      vpc_access {
        egress = "PRIVATE_RANGES_ONLY"

        network_interfaces {
          network    = google_compute_network.main.id
          subnetwork = google_compute_subnetwork.run.id
        }
      }

      containers {
        image   = var.image
        command = ["node", "build/cli.js"]
        args    = each.value

        resources {
          limits = { cpu = "1", memory = "2Gi" }
        }

        volume_mounts {
          name       = "ca"
          mount_path = "/ca"
        }

        dynamic "env" {
          for_each = local.settings.owner

          content {
            name  = env.key
            value = env.value
          }
        }

        dynamic "env" {
          for_each = local.secrets.owner

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
  }

  depends_on = [google_secret_manager_secret_iam_member.readers, google_secret_manager_secret_version.ca]
}

# Beside Cloud SQL's own backups and point in time: PMIS' backups, which any PostgreSQL can take, with the attachments.
locals {
  backup_jobs = { backup = var.backup_schedule, backup-trial = var.backup_trial_schedule }
}

resource "google_cloud_scheduler_job" "backup" {
  for_each  = local.backup_jobs
  name      = "${var.name}-${each.key}"
  region    = var.region
  schedule  = each.value
  time_zone = "Etc/UTC"

  retry_config {
    retry_count = 2
  }

  http_target {
    http_method = "POST"
    uri         = "https://run.googleapis.com/v2/${google_cloud_run_v2_job.parts[each.key].id}:run"

    oauth_token {
      service_account_email = google_service_account.scheduler.email
    }
  }
}
