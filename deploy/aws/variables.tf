variable "name" {
  description = "Prefix of every resource."
  type        = string
  default     = "pmis"
}

variable "region" {
  description = "AWS region of everything."
  type        = string
  default     = "eu-central-1"
}

variable "image" {
  description = "The image, by digest: 123456789012.dkr.ecr.eu-central-1.amazonaws.com/pmis@sha256:…"
  type        = string
}

variable "public_url" {
  description = "The https address that people use."
  type        = string

  validation {
    condition     = startswith(var.public_url, "https://")
    error_message = "public_url must be an https address."
  }
}

variable "certificate_arn" {
  description = "ACM certificate of public_url, in the same region."
  type        = string
}

variable "alarm_topic_arn" {
  description = "SNS topic that alarms are sent to."
  type        = string
}

variable "vpc" {
  description = "A VPC that exists: public subnets for the balancer, private ones with a way out (NAT or endpoints) for the rest, in two zones or more. Null: one is made."
  type        = object({ id = string, public_subnet_ids = list(string), private_subnet_ids = list(string) })
  default     = null
}

variable "vpc_cidr" {
  description = "Addresses of the VPC that is made where vpc is null."
  type        = string
  default     = "10.60.0.0/16"
}

variable "web" {
  description = "CPU units (1024: one core), MiB, and the range of tasks."
  type        = object({ cpu = number, memory = number, min = number, max = number })
  default     = { cpu = 1024, memory = 2048, min = 2, max = 10 }
}

variable "worker" {
  description = "The same for workers."
  type        = object({ cpu = number, memory = number, min = number, max = number })
  default     = { cpu = 512, memory = 1024, min = 1, max = 6 }
}

variable "database" {
  description = "RDS instance class, storage now and at most, max_connections, and the days that a point in time can be restored."
  type        = object({ class = string, storage_gb = number, max_storage_gb = number, max_connections = number, pitr_days = number })
  default     = { class = "db.t4g.medium", storage_gb = 100, max_storage_gb = 500, max_connections = 300, pitr_days = 14 }
}

variable "database_ca" {
  description = "PEM of the region's RDS authorities: file(\"eu-central-1-bundle.pem\") of https://truststore.pki.rds.amazonaws.com/eu-central-1/eu-central-1-bundle.pem"
  type        = string
}

variable "redis_node_type" {
  description = "ElastiCache node type; two nodes run."
  type        = string
  default     = "cache.t4g.small"
}

variable "secrets_version" {
  description = "Raise by one to have new database passwords and a new SECRET_KEY made; run the init task and deploy afresh afterwards."
  type        = number
  default     = 1
}

variable "integration_secrets" {
  description = "Further variables of ENV_VARS.md to Secrets Manager ARNs, such as SMTP_URL, AZURE_OPENAI_API_KEY or BACKUP_PASSPHRASE."
  type        = map(string)
  default     = {}
}

variable "integration_settings" {
  description = "Further variables of ENV_VARS.md that are no secret, such as MAIL_FROM or AI_PROVIDER."
  type        = map(string)
  default     = {}
}

variable "backup_schedule" {
  description = "When a backup is taken beside RDS's own snapshots (cron of EventBridge, UTC)."
  type        = string
  default     = "cron(30 2 * * ? *)"
}

variable "backup_trial_schedule" {
  description = "When the newest backup is restored for a trial."
  type        = string
  default     = "cron(30 4 ? * SUN *)"
}

variable "no_mail_hours" {
  description = "Hours without any mail after which an alarm is raised."
  type        = number
  default     = 48
}

variable "requests_per_minute_per_ip" {
  description = "Requests a minute from one address that the firewall lets through; a whole office may share one."
  type        = number
  default     = 6000
}
