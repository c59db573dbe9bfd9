output "address" {
  description = "What the DNS record of host points to (A)."
  value       = google_compute_global_address.web.address
}

output "bucket" {
  description = "Attachments and backups."
  value       = google_storage_bucket.files.name
}

output "database_address" {
  description = "Private address of PostgreSQL, for a restored one to be compared with."
  value       = google_sql_database_instance.main.private_ip_address
}
