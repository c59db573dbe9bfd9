# Made by Terraform and written straight to Secret Manager: the values stand in no state, plan or variable.
ephemeral "random_password" "made" {
  for_each = toset(["administrator", "owner", "app", "secret_key"])
  length   = 48
  special  = false
}

locals {
  # Cloud SQL's certificate names the instance, not its address: it is known by the instance's own authority.
  verified      = "uselibpqcompat=true&sslmode=verify-ca&sslrootcert=/ca/ca.pem"
  database_host = "${google_sql_database_instance.main.private_ip_address}:5432"

  # Which of our own secrets each kind of container is given.
  kinds = {
    app   = toset(["DATABASE_URL", "REDIS_URL", "SECRET_KEY", "S3_SECRET_ACCESS_KEY_APP"])
    owner = toset(["DATABASE_URL", "REDIS_URL", "SECRET_KEY", "S3_SECRET_ACCESS_KEY_OWNER", "DATABASE_OWNER_URL", "DATABASE_ADMIN_URL"])
  }
}

resource "google_secret_manager_secret" "own" {
  for_each   = setunion(local.kinds.app, local.kinds.owner)
  secret_id  = "${var.name}-${each.key}"
  depends_on = [google_project_service.apis]

  replication {
    auto {}
  }
}

resource "google_secret_manager_secret_version" "database_url" {
  secret                 = google_secret_manager_secret.own["DATABASE_URL"].id
  secret_data_wo         = "postgresql://pmis_app:${ephemeral.random_password.made["app"].result}@${local.database_host}/pmis?${local.verified}"
  secret_data_wo_version = var.secrets_version
}

resource "google_secret_manager_secret_version" "database_owner_url" {
  secret                 = google_secret_manager_secret.own["DATABASE_OWNER_URL"].id
  secret_data_wo         = "postgresql://pmis_owner:${ephemeral.random_password.made["owner"].result}@${local.database_host}/pmis?${local.verified}"
  secret_data_wo_version = var.secrets_version
}

resource "google_secret_manager_secret_version" "database_admin_url" {
  secret                 = google_secret_manager_secret.own["DATABASE_ADMIN_URL"].id
  secret_data_wo         = "postgresql://postgres:${ephemeral.random_password.made["administrator"].result}@${local.database_host}/postgres?${local.verified}"
  secret_data_wo_version = var.secrets_version
}

resource "google_secret_manager_secret_version" "redis_url" {
  secret                 = google_secret_manager_secret.own["REDIS_URL"].id
  secret_data_wo         = "rediss://:${google_redis_instance.main.auth_string}@${google_redis_instance.main.host}:${google_redis_instance.main.port}/0"
  secret_data_wo_version = var.secrets_version
}

resource "google_secret_manager_secret_version" "secret_key" {
  secret                 = google_secret_manager_secret.own["SECRET_KEY"].id
  secret_data_wo         = ephemeral.random_password.made["secret_key"].result
  secret_data_wo_version = var.secrets_version
}

resource "google_secret_manager_secret_version" "bucket_key" {
  for_each               = local.kinds
  secret                 = google_secret_manager_secret.own["S3_SECRET_ACCESS_KEY_${upper(each.key)}"].id
  secret_data_wo         = google_storage_hmac_key.files[each.key].secret
  secret_data_wo_version = var.secrets_version
}

# The authorities of Cloud SQL and Memorystore, as one file: no secret, but Cloud Run mounts nothing else.
resource "google_secret_manager_secret" "ca" {
  secret_id  = "${var.name}-ca"
  depends_on = [google_project_service.apis]

  replication {
    auto {}
  }
}

resource "google_secret_manager_secret_version" "ca" {
  secret      = google_secret_manager_secret.ca.id
  secret_data = join("\n", [google_sql_database_instance.main.server_ca_cert[0].cert, google_redis_instance.main.server_ca_certs[0].cert])
}
