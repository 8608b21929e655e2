# One executable, six functions. Each has its own role: what one may do, the others may not.

locals {
  package = { path = var.package, architecture = var.architecture }

  # The gateway gives up after 29 s.
  api_timeout   = 29
  index_timeout = 30

  # One at a time. Where nothing can be reserved for api, nothing can for these.
  one_at_a_time = var.api_concurrency == null ? null : 1

  # A run may take until the next one begins, and an operator's own goes beside it.
  reconcile_concurrency = var.api_concurrency == null ? null : 2

  service_settings = merge(local.cache_settings, local.pooler_settings, local.trace_settings, {
    Nv__Bucket         = module.bucket.name
    Nv__PublicUrl      = local.public_url
    Nv__DatabaseSecret = aws_secretsmanager_secret.postgres_service.name
  })

  trace_settings = var.otlp_endpoint == null ? {} : { OTEL_EXPORTER_OTLP_ENDPOINT = var.otlp_endpoint }

  # Azure's half has them too: outputs.tf.
  shared_request_settings = {
    for name, value in {
      Nv__InlineLimit    = var.inline_limit
      Nv__SpoolLimit     = var.spool_limit
      Nv__PresignSeconds = var.presign_seconds
      Nv__CorsOrigins    = length(var.cors_origins) == 0 ? null : join(",", var.cors_origins)
      Nv__Undelete       = var.undelete ? true : null
    } : name => tostring(value) if value != null
  }

  request_settings = merge(local.shared_request_settings, var.access_log ? { Nv__AccessLog = "true" } : {})

  list_bucket = {
    sid       = "Bucket"
    actions   = ["s3:ListBucket"]
    resources = [module.bucket.arn]
  }

  # Without ListBucket S3 answers 403, not 404, for a file that is not there.
  read_files = [
    {
      sid       = "Files"
      actions   = ["s3:GetObject"]
      resources = ["${module.bucket.arn}/*"]
    },
    local.list_bucket,
  ]

  use_files = [
    {
      sid       = "Files"
      actions   = concat(local.file_actions, local.version_actions.files)
      resources = ["${module.bucket.arn}/*"]
    },
    merge(local.list_bucket, { actions = concat(local.list_bucket.actions, local.version_actions.bucket) }),
  ]

  file_actions = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"]

  # To find the newest version of what was deleted, and to copy it: docs/settings.md.
  version_actions = {
    files  = var.undelete ? ["s3:GetObjectVersion"] : []
    bucket = var.undelete ? ["s3:ListBucketVersions"] : []
  }
}

module "api" {
  source = "./modules/function"

  name        = var.name
  function    = "api"
  description = "Answers HTTP requests, but for /health"
  package     = local.package
  memory      = 512
  timeout     = local.api_timeout
  concurrency = var.api_concurrency
  environment = merge(local.service_settings, local.request_settings, { Nv__Database = local.database.api })
  statements  = concat(local.use_files, [local.read_database_secret, local.use_cache])
  vpc         = local.vpc
  log_days    = var.log_days
  gradual     = true
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
  concurrency = var.authorizer_concurrency
  environment = { Nv__ClientSecret = aws_secretsmanager_secret.client.name }
  statements = [
    {
      sid       = "ClientSecret"
      actions   = ["secretsmanager:GetSecretValue"]
      resources = [aws_secretsmanager_secret.client.arn]
    },
  ]
  log_days = var.log_days
  gradual  = true
}

# Apart from api, so that neither load nor an attack on the one takes the instances of the other, and Route 53 does not move everybody to the
# other cloud because many are here. It can't tell that api fails: an alarm does, and failover looks at both.
module "health" {
  source = "./modules/function"

  name        = var.name
  function    = "health"
  description = "Answers /health"
  package     = local.package
  memory      = 256
  timeout     = 10
  concurrency = var.health_concurrency
  environment = merge(local.service_settings, local.request_settings, { Nv__Database = local.database.health })
  statements  = [local.list_bucket, local.read_database_secret, local.use_cache]
  vpc         = local.vpc
  log_days    = var.log_days
  gradual     = true
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
  statements = concat(local.read_files, [
    {
      sid       = "Events"
      actions   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
      resources = [aws_sqs_queue.objects.arn]
    },
    local.read_database_secret,
    local.use_cache,
  ])
  vpc      = local.vpc
  log_days = var.log_days
}

# Invoked by whoever deploys, before the rest of each deployment: docs/deploying-aws.md.
module "postgres_init" {
  source = "./modules/function"

  name        = var.name
  function    = "postgres-init"
  description = "Brings the database's schema and the service's role up to date"
  package     = local.package
  memory      = 256
  timeout     = 900
  concurrency = local.one_at_a_time
  environment = {
    Nv__Database        = local.database.postgres-init
    Nv__DatabaseSecret  = aws_secretsmanager_secret.postgres_service.name
    Nv__MigrationSecret = local.migration_secret
  }
  statements = [local.read_database_secret, local.read_migration_secret]
  vpc        = local.vpc
  log_days   = var.log_days
}

module "reconcile" {
  source = "./modules/function"

  name        = var.name
  function    = "reconcile"
  description = "Compares the index with the bucket and repairs it"
  package     = local.package
  memory      = 512
  timeout     = 900
  concurrency = local.reconcile_concurrency
  environment = merge(local.service_settings, {
    Nv__Database       = local.database.reconcile
    Nv__ReconcileHours = tostring(var.reconcile_hours)
  })
  statements = concat(local.read_files, [local.read_database_secret, local.use_cache])
  vpc        = local.vpc
  log_days   = var.log_days
}

locals {
  functions = {
    api           = module.api
    authorizer    = module.authorizer
    health        = module.health
    index         = module.index
    postgres-init = module.postgres_init
    reconcile     = module.reconcile
  }
}
