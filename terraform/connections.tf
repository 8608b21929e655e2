# How the functions of both clouds connect to the database, and that they never ask it for more connections than it has.

locals {
  # An instance of a function on Lambda handles one event at a time; reconcile and postgres-init do two things at once. Where no
  # concurrency is reserved, the account's limit counts. On Azure instances × pool is all that bounds them: bicep/main.bicep has the
  # same number, which counts those on demand of each group of functions that scales by itself: HTTP, which has those that are always
  # ready besides, and the queue's index. The timers run once.
  connections = {
    api           = { instances = coalesce(var.api_concurrency, var.account_concurrency), pool = 1 }
    health        = { instances = coalesce(var.health_concurrency, var.account_concurrency), pool = 1 }
    index         = { instances = local.index_concurrency, pool = 1 }
    reconcile     = { instances = 2, pool = 2 }
    postgres-init = { instances = 1, pool = 2 }
    azure         = { instances = var.azure == null ? 0 : var.azure.always_ready + 2 * var.azure.maximum_instances + 1, pool = 2 }
  }

  most_connections = sum([for user in local.connections : user.instances * user.pool])
  # For RDS itself and for people.
  reserved_connections = 10

  database_settings = {
    for kind, server in {
      direct = {
        host = aws_db_instance.main.address
        # In the packages of both clouds, beside the executable: eng/package.sh.
        more = ["Root Certificate=global-bundle.pem"]
      }
      # The proxy's certificate is of ACM, whose roots every system has and the bundle has not.
      proxy = {
        host = one(aws_db_proxy.main[*].endpoint)
        more = []
      }
      } : kind => server.host == null ? null : join(";", concat(
        [
          "Host=${server.host}",
          "Port=${aws_db_instance.main.port}",
          "Database=${aws_db_instance.main.db_name}",
          "SSL Mode=VerifyFull",
          # Npgsql would ask for Kerberos first, which costs a round trip and a search for a library.
          "GSS Encryption Mode=Disable",
        ],
        server.more,
    ))
  }

  # The service then prepares no statements: each would pin a connection.
  pooler_settings = var.database.proxy ? { Nv__DatabasePooler = "rds-proxy" } : {}

  database = {
    for name, user in local.connections : name => join(";", [
      # Migrations hold a lock of their session, and so a connection of their own in any case.
      local.database_settings[var.database.proxy && name != "postgres-init" ? "proxy" : "direct"],
      "Maximum Pool Size=${user.pool}",
    ])
  }
}

# RDS Proxy, if asked for: transactions of many clients share few connections. It costs by the instance's size, about 22 USD a month. What
# pins a client to a connection for as long as it stays, and so takes the sharing away: SET, PREPARE and DISCARD as statements, temporary
# tables, cursors that outlive a transaction, LISTEN, nextval and setval, advisory locks, statements over 16 KB ("Avoiding pinning" in the
# RDS User Guide). The service does nothing of that.
resource "aws_db_proxy" "main" {
  count = var.database.proxy ? 1 : 0

  name                   = var.name
  engine_family          = "POSTGRESQL"
  require_tls            = true
  idle_client_timeout    = 1800
  role_arn               = aws_iam_role.proxy[0].arn
  vpc_subnet_ids         = [for subnet in aws_subnet.database : subnet.id]
  vpc_security_group_ids = [aws_security_group.proxy[0].id]

  auth {
    auth_scheme               = "SECRETS"
    iam_auth                  = "DISABLED"
    client_password_auth_type = "POSTGRES_SCRAM_SHA_256"
    secret_arn                = aws_secretsmanager_secret.postgres_service.arn
  }

  depends_on = [aws_iam_role_policy.proxy, aws_secretsmanager_secret_version.postgres_service]
}

resource "aws_db_proxy_default_target_group" "main" {
  count = var.database.proxy ? 1 : 0

  db_proxy_name = aws_db_proxy.main[0].name

  connection_pool_config {
    # The rest is postgres-init's, RDS's and people's.
    max_connections_percent      = 80
    connection_borrow_timeout    = 2
    max_idle_connections_percent = 20
  }
}

resource "aws_db_proxy_target" "main" {
  count = var.database.proxy ? 1 : 0

  db_proxy_name          = aws_db_proxy.main[0].name
  target_group_name      = aws_db_proxy_default_target_group.main[0].name
  db_instance_identifier = aws_db_instance.main.identifier
}

resource "aws_iam_role" "proxy" {
  count = var.database.proxy ? 1 : 0

  name = "${var.name}-proxy"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "rds.amazonaws.com" }
        Action    = "sts:AssumeRole"
        Condition = { StringEquals = { "aws:SourceAccount" = local.account } }
      },
    ]
  })
}

resource "aws_iam_role_policy" "proxy" {
  count = var.database.proxy ? 1 : 0

  name = "secret"
  role = aws_iam_role.proxy[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "DatabaseSecret"
        Effect   = "Allow"
        Action   = ["secretsmanager:GetSecretValue"]
        Resource = [aws_secretsmanager_secret.postgres_service.arn]
      },
    ]
  })
}
