# PMIS on AWS: ECS Fargate, RDS, ElastiCache, S3. DEPLOYMENT_GUIDE.md, "AWS", says in which order.
terraform {
  # Ephemeral values and write-only arguments keep passwords out of the state.
  required_version = ">= 1.11.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "6.25.0"
    }
    random = {
      source  = "hashicorp/random"
      version = "3.7.2"
    }
  }

  # The state holds the password of Redis: keep it in an encrypted bucket, not on a laptop.
  #   terraform init -backend-config=bucket=… -backend-config=key=pmis.tfstate -backend-config=region=…
  backend "s3" {
    encrypt      = true
    use_lockfile = true
  }
}

provider "aws" {
  region = var.region

  default_tags {
    tags = { Application = "pmis", Environment = var.name }
  }
}
