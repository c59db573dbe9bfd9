# PMIS on Google Cloud: Cloud Run, Cloud SQL, Memorystore, Cloud Storage. DEPLOYMENT_GUIDE.md, "Google Cloud", says in which order.
terraform {
  # Ephemeral values and write-only arguments keep passwords out of the state.
  required_version = ">= 1.11.0"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "6.50.0"
    }
    random = {
      source  = "hashicorp/random"
      version = "3.7.2"
    }
  }

  # The state holds Redis' password and the bucket's key: keep it in a bucket that few may read.
  #   terraform init -backend-config=bucket=… -backend-config=prefix=pmis
  backend "gcs" {}
}

provider "google" {
  project        = var.project
  region         = var.region
  default_labels = { application = "pmis", environment = var.name }
}

resource "google_project_service" "apis" {
  for_each           = toset(["run", "sqladmin", "redis", "secretmanager", "servicenetworking", "compute", "cloudscheduler", "monitoring", "logging", "iam"])
  service            = "${each.key}.googleapis.com"
  disable_on_destroy = false
}
