variable "name" {
  description = "Prefix of every resource."
  type        = string
  default     = "pmis"
}

variable "project" {
  description = "Google Cloud project."
  type        = string
}

variable "region" {
  description = "Region of everything."
  type        = string
  default     = "europe-west3"
}

variable "image" {
  description = "The image, by digest: europe-west3-docker.pkg.dev/PROJECT/pmis/pmis@sha256:…"
  type        = string
}

variable "host" {
  description = "The name that people use, without https://; its DNS record points to the output address."
  type        = string
}

variable "notification_channels" {
  description = "Cloud Monitoring channels that alerts are sent to."
  type        = list(string)
}

variable "web" {
  description = "Whole cores, memory, and the range of instances; min 1 keeps a page's first answer below a second, 0 costs nothing at night."
  type        = object({ cpu = number, memory = string, min = number, max = number })
  default     = { cpu = 1, memory = "2Gi", min = 1, max = 10 }
}

variable "worker" {
  description = "Cores, memory, and how many run at all times: workers take no requests, so that nothing scales them by itself."
  type        = object({ cpu = number, memory = string, count = number })
  default     = { cpu = 1, memory = "1Gi", count = 2 }
}

variable "database" {
  description = "Cloud SQL tier, disk now and at most, max_connections, and the days that a point in time can be restored (at most 7)."
  type        = object({ tier = string, disk_gb = number, max_disk_gb = number, max_connections = number, pitr_days = number })
  default     = { tier = "db-custom-2-7680", disk_gb = 100, max_disk_gb = 500, max_connections = 300, pitr_days = 7 }
}

variable "redis_gb" {
  description = "Memory of Memorystore."
  type        = number
  default     = 1
}

variable "secrets_version" {
  description = "Raise by one to have new database passwords and a new SECRET_KEY made; run the init job and deploy afresh afterwards."
  type        = number
  default     = 1
}

variable "integration_secrets" {
  description = "Further variables of ENV_VARS.md to the names of secrets in Secret Manager, such as SMTP_URL, AZURE_OPENAI_API_KEY or BACKUP_PASSPHRASE."
  type        = map(string)
  default     = {}
}

variable "integration_settings" {
  description = "Further variables of ENV_VARS.md that are no secret, such as MAIL_FROM or AI_PROVIDER."
  type        = map(string)
  default     = {}
}

variable "backup_schedule" {
  description = "When a backup is taken beside Cloud SQL's own (cron, UTC)."
  type        = string
  default     = "30 2 * * *"
}

variable "backup_trial_schedule" {
  description = "When the newest backup is restored for a trial."
  type        = string
  default     = "30 4 * * 0"
}

variable "no_mail_hours" {
  description = "Hours without any mail after which an alert is raised."
  type        = number
  default     = 48
}

variable "requests_per_minute_per_ip" {
  description = "Requests a minute from one address that Cloud Armor lets through; a whole office may share one."
  type        = number
  default     = 6000
}
