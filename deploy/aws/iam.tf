data "aws_caller_identity" "me" {}

data "aws_iam_policy_document" "assume" {
  for_each = { tasks = "ecs-tasks.amazonaws.com", scheduler = "scheduler.amazonaws.com" }

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = [each.value]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.me.account_id]
    }
  }
}

locals {
  # The sets of secrets that containers are started with: each role reads its own and no others.
  executions = {
    app   = values(local.secrets)
    owner = concat(values(local.owner_secrets), [local.administrator_arn])
  }
}

# Starts containers: pulls the image, writes logs, reads the secrets of its kind of task.
resource "aws_iam_role" "execution" {
  for_each           = local.executions
  name               = "${var.name}-execution-${each.key}"
  assume_role_policy = data.aws_iam_policy_document.assume["tasks"].json
}

resource "aws_iam_role_policy_attachment" "execution" {
  for_each   = local.executions
  role       = aws_iam_role.execution[each.key].name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

data "aws_iam_policy_document" "secrets" {
  for_each = local.executions

  statement {
    actions   = ["secretsmanager:GetSecretValue"]
    resources = each.value
  }
}

resource "aws_iam_role_policy" "secrets" {
  for_each = local.executions
  name     = "secrets"
  role     = aws_iam_role.execution[each.key].id
  policy   = data.aws_iam_policy_document.secrets[each.key].json
}

# What the programs themselves may do. Only the backup task writes and deletes backups; nobody deletes attachments.
data "aws_iam_policy_document" "bucket" {
  for_each = { app = false, owner = true }

  statement {
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.files.arn]
  }

  statement {
    actions   = ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"]
    resources = ["${aws_s3_bucket.files.arn}/attachments/*"]
  }

  statement {
    actions   = each.value ? ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload", "s3:DeleteObject"] : ["s3:GetObject"]
    resources = ["${aws_s3_bucket.files.arn}/backups/*"]
  }
}

resource "aws_iam_role" "task" {
  for_each           = data.aws_iam_policy_document.bucket
  name               = "${var.name}-task-${each.key}"
  assume_role_policy = data.aws_iam_policy_document.assume["tasks"].json
}

resource "aws_iam_role_policy" "bucket" {
  for_each = data.aws_iam_policy_document.bucket
  name     = "bucket"
  role     = aws_iam_role.task[each.key].id
  policy   = each.value.json
}

# Starts the backup task and no other.
resource "aws_iam_role" "scheduler" {
  name               = "${var.name}-scheduler"
  assume_role_policy = data.aws_iam_policy_document.assume["scheduler"].json
}

data "aws_iam_policy_document" "scheduler" {
  statement {
    actions   = ["ecs:RunTask"]
    resources = [for end in ["", ":*"] : "${aws_ecs_task_definition.parts["backup"].arn_without_revision}${end}"]

    condition {
      test     = "ArnEquals"
      variable = "ecs:cluster"
      values   = [aws_ecs_cluster.main.arn]
    }
  }

  statement {
    actions   = ["iam:PassRole"]
    resources = [aws_iam_role.execution["owner"].arn, aws_iam_role.task["owner"].arn]
  }
}

resource "aws_iam_role_policy" "scheduler" {
  name   = "run-backup"
  role   = aws_iam_role.scheduler.id
  policy = data.aws_iam_policy_document.scheduler.json
}
