# One executable, five functions. Each has its own role: what one may do, the others may not.

locals {
  package = { path = var.package, architecture = var.architecture }

  vpc = {
    subnet_ids         = [for subnet in aws_subnet.private : subnet.id]
    security_group_ids = [aws_security_group.functions.id]
  }

  # The gateway gives up after 29 s.
  api_timeout   = 29
  index_timeout = 30

  # An instance of api or index handles one event at a time; reconcile reads and repairs at once.
  database_connections = { api = 1, index = 1, reconcile = 2, postgres-init = 2, azure = 20 }
  database = {
    for user, connections in local.database_connections : user => "${local.database_settings};Maximum Pool Size=${connections}"
  }

  service_settings = merge(local.cache_settings, {
    Nv__Bucket         = module.bucket.name
    Nv__PublicUrl      = local.public_url
    Nv__DatabaseSecret = local.database_secret
  })

  request_settings = {
    for name, value in {
      Nv__InlineLimit    = var.inline_limit
      Nv__PresignSeconds = var.presign_seconds
      Nv__CorsOrigins    = length(var.cors_origins) == 0 ? null : join(",", var.cors_origins)
    } : name => tostring(value) if value != null
  }

  read_database_secret = {
    sid       = "DatabaseSecret"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [local.database_secret]
  }

  # Without ListBucket S3 answers 403, not 404, for a file that is not there.
  use_files = [
    {
      sid       = "Files"
      actions   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"]
      resources = ["${module.bucket.arn}/*"]
    },
    {
      sid       = "Bucket"
      actions   = ["s3:ListBucket"]
      resources = [module.bucket.arn]
    },
  ]
}

module "api" {
  source = "./modules/function"

  name           = var.name
  function       = "api"
  description    = "Answers every HTTP request"
  package        = local.package
  memory         = 512
  timeout        = local.api_timeout
  concurrency    = var.api_concurrency
  environment    = merge(local.service_settings, local.request_settings, { Nv__Database = local.database.api })
  statements     = concat(local.use_files, [local.read_database_secret, local.use_cache])
  vpc            = local.vpc
  log_days       = var.log_days
  pinned_version = lookup(var.pinned_versions, "api", null)
}

# Outside the VPC: it needs nothing in there, and alone may read who the clients are.
module "authorizer" {
  source = "./modules/function"

  name        = var.name
  function    = "authorizer"
  description = "Tells API Gateway who the caller is"
  package     = local.package
  # Slow hashes want a good share of a processor.
  memory      = 512
  timeout     = 10
  environment = { Nv__ClientSecret = aws_secretsmanager_secret.client.name }
  statements = [
    {
      sid       = "ClientSecret"
      actions   = ["secretsmanager:GetSecretValue"]
      resources = [aws_secretsmanager_secret.client.arn]
    },
  ]
  log_days       = var.log_days
  pinned_version = lookup(var.pinned_versions, "authorizer", null)
}

module "index" {
  source = "./modules/function"

  name        = var.name
  function    = "index"
  description = "Indexes what the bucket reports"
  package     = local.package
  memory      = 256
  timeout     = local.index_timeout
  environment = merge(local.service_settings, { Nv__Database = local.database.index })
  statements = [
    {
      sid       = "Events"
      actions   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
      resources = [aws_sqs_queue.objects.arn]
    },
    local.read_database_secret,
    local.use_cache,
  ]
  vpc            = local.vpc
  log_days       = var.log_days
  pinned_version = lookup(var.pinned_versions, "index", null)
}

# Invoked by whoever deploys, after each deployment: docs/deploying-aws.md.
module "postgres_init" {
  source = "./modules/function"

  name           = var.name
  function       = "postgres-init"
  description    = "Brings the database's schema up to date"
  package        = local.package
  memory         = 256
  timeout        = 900
  environment    = { Nv__Database = local.database.postgres-init, Nv__DatabaseSecret = local.database_secret }
  statements     = [local.read_database_secret]
  vpc            = local.vpc
  log_days       = var.log_days
  pinned_version = lookup(var.pinned_versions, "postgres-init", null)
}

module "reconcile" {
  source = "./modules/function"

  name        = var.name
  function    = "reconcile"
  description = "Compares the index with the bucket and repairs it"
  package     = local.package
  memory      = 512
  timeout     = 900
  environment = merge(local.service_settings, { Nv__Database = local.database.reconcile })
  statements = [
    {
      sid       = "Bucket"
      actions   = ["s3:ListBucket"]
      resources = [module.bucket.arn]
    },
    local.read_database_secret,
    local.use_cache,
  ]
  vpc            = local.vpc
  log_days       = var.log_days
  pinned_version = lookup(var.pinned_versions, "reconcile", null)
}

locals {
  functions = {
    api           = module.api
    authorizer    = module.authorizer
    index         = module.index
    postgres-init = module.postgres_init
    reconcile     = module.reconcile
  }
}
