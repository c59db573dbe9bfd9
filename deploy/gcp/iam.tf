# `app` is what web and worker run as, `owner` what jobs that know the owner of the tables run as.
resource "google_service_account" "kinds" {
  for_each     = local.kinds
  account_id   = "${var.name}-${each.key}"
  display_name = "PMIS ${each.key}"
  depends_on   = [google_project_service.apis]
}

locals {
  readable_secrets = merge([for kind, names in local.kinds : merge(
    { for name in names : "${kind}/${name}" => { kind = kind, secret = google_secret_manager_secret.own[name].secret_id } },
    { for name, secret in var.integration_secrets : "${kind}/${name}" => { kind = kind, secret = secret } },
    { "${kind}/ca" = { kind = kind, secret = google_secret_manager_secret.ca.secret_id } },
  )]...)
}

resource "google_secret_manager_secret_iam_member" "readers" {
  for_each  = local.readable_secrets
  secret_id = each.value.secret
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.kinds[each.value.kind].member
}

# Only the backup job writes and deletes backups.
resource "google_storage_bucket_iam_member" "list" {
  for_each = local.kinds
  bucket   = google_storage_bucket.files.name
  role     = "roles/storage.legacyBucketReader"
  member   = google_service_account.kinds[each.key].member
}

resource "google_storage_bucket_iam_member" "read" {
  for_each = local.kinds
  bucket   = google_storage_bucket.files.name
  role     = "roles/storage.objectViewer"
  member   = google_service_account.kinds[each.key].member
}

resource "google_storage_bucket_iam_member" "write" {
  for_each = { app = "attachments/", owner = "" }
  bucket   = google_storage_bucket.files.name
  role     = "roles/storage.objectUser"
  member   = google_service_account.kinds[each.key].member

  condition {
    title      = "${each.key}-writes"
    expression = "resource.name.startsWith(\"projects/_/buckets/${google_storage_bucket.files.name}/objects/${each.value}\")"
  }
}

# Starts the backup job and no other.
resource "google_service_account" "scheduler" {
  account_id   = "${var.name}-scheduler"
  display_name = "PMIS scheduler"
  depends_on   = [google_project_service.apis]
}

resource "google_cloud_run_v2_job_iam_member" "scheduler" {
  for_each = local.backup_jobs
  name     = google_cloud_run_v2_job.parts[each.key].name
  location = var.region
  role     = "roles/run.invoker"
  member   = google_service_account.scheduler.member
}
