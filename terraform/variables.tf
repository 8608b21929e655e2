variable "name" {
  description = "Prefix of every name: functions, queues, roles, secrets."
  type        = string
  default     = "nv-demo"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,18}[a-z0-9]$", var.name))
    error_message = "name has 3 to 20 characters: lower-case letters, digits and hyphens, a letter first."
  }
}

variable "region" {
  description = "AWS region of everything but the replica."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region is the name of an AWS region, such as eu-west-1."
  }
}

variable "tags" {
  description = "Tags for everything, besides service = name."
  type        = map(string)
  default     = {}
}

# The service

variable "package" {
  description = "Path of the functions' zip: one executable named bootstrap, which NV_FUNCTION tells which function it is."
  type        = string

  # Lambda takes any zip; no function would start.
  validation {
    condition = (
      try(regex("(x64|arm64)\\.zip$", var.package)[0], null) == null ||
      endswith(var.package, lookup({ x86_64 = "x64.zip", arm64 = "arm64.zip" }, var.architecture, ".zip"))
    )
    error_message = "package was built for another architecture than ${var.architecture}: its name says ${basename(var.package)}."
  }
}

variable "architecture" {
  description = "What the package was built for: arm64, which costs a fifth less, or x86_64."
  type        = string
  default     = "arm64"

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture is arm64 or x86_64."
  }
}

variable "inline_limit" {
  description = "Nv__InlineLimit: largest body that goes through the service, bytes. null: the service's default."
  type        = number
  default     = null

  validation {
    condition     = var.inline_limit == null || try(var.inline_limit >= 1 && var.inline_limit <= 4587520, false)
    error_message = "inline_limit is 1 to 4587520 bytes: Lambda's payload in base64 has no room for more."
  }
}

variable "spool_limit" {
  description = "Nv__SpoolLimit: most bytes of uploads in an instance's /tmp, which Lambda makes 512 MB large. null: the service's default."
  type        = number
  default     = null

  validation {
    condition     = var.spool_limit == null || try(var.spool_limit >= 16777216 && var.spool_limit <= 500000000, false)
    error_message = "spool_limit is 16777216 to 500000000 bytes, which are one upload and Lambda's /tmp."
  }
}

variable "presign_seconds" {
  description = "Nv__PresignSeconds: life of presigned URLs. null: the service's default."
  type        = number
  default     = null

  validation {
    condition     = var.presign_seconds == null || try(var.presign_seconds >= 1 && var.presign_seconds <= 604800, false)
    error_message = "presign_seconds is 1 to 604800, seven days."
  }
}

variable "cors_origins" {
  description = "Nv__CorsOrigins: origins whose pages may call the service and use its presigned URLs; [\"*\"] for all."
  type        = list(string)
  default     = []

  validation {
    condition = alltrue([for origin in var.cors_origins : origin == "*" || (
      can(regex("^https?://[A-Za-z0-9.-]+(:[0-9]+)?$", origin)) && !can(regex("^(https:.*:443|http:.*:80)$", origin))
    )])
    error_message = "cors_origins are origins as browsers send them: https://app.example.com, without a path or the usual port."
  }
}

variable "access_log" {
  description = "Nv__AccessLog: a line in the combined format for each request, in the logs of api and health."
  type        = bool
  default     = false
}

variable "undelete" {
  description = <<-EOT
    Nv__Undelete, and the rights that it takes: clients may bring back what was deleted, for keep_old_versions_days, by a copy of its newest
    version. The functions may then list and read all versions, and delete none.
  EOT
  type        = bool
  default     = false
}

variable "otlp_endpoint" {
  description = "OTEL_EXPORTER_OTLP_ENDPOINT: a collector of traces inside the VPC, such as http://10.20.0.10:4318. null: none."
  type        = string
  default     = null

  validation {
    condition     = var.otlp_endpoint == null || can(regex("^https?://[^/:]+:[0-9]+$", var.otlp_endpoint))
    error_message = "otlp_endpoint is http(s)://host:port."
  }
}

variable "api_concurrency" {
  description = <<-EOT
    Most requests at once; they are reserved. Each holds one database connection (connections.tf). null: the account's limit,
    account_concurrency. An account whose limit is still 10 can reserve none: null here, for health_concurrency and for
    authorizer_concurrency, and a lower throttle.
  EOT
  type        = number
  default     = 40

  validation {
    condition     = var.api_concurrency == null || try(var.api_concurrency >= 1, false)
    error_message = "api_concurrency is 1 or more."
  }
}

variable "account_concurrency" {
  description = <<-EOT
    The account's limit of concurrent executions in this region, which is 10 for a new account: what a function may take for which none are
    reserved. aws lambda get-account-settings --query AccountLimit.ConcurrentExecutions tells it.
  EOT
  type        = number
  default     = 10

  validation {
    condition     = var.account_concurrency >= 1
    error_message = "account_concurrency is 1 or more."
  }
}

variable "health_concurrency" {
  description = "Most requests for /health at once, reserved for them alone; each holds one database connection. null: account_concurrency."
  type        = number
  default     = 5

  validation {
    condition     = var.health_concurrency == null || try(var.health_concurrency >= 1, false)
    error_message = "health_concurrency is 1 or more."
  }
}

variable "authorizer_concurrency" {
  description = "Most credentials that are checked at once; reserved. null: none reserved."
  type        = number
  default     = 10

  validation {
    condition     = var.authorizer_concurrency == null || try(var.authorizer_concurrency >= 1, false)
    error_message = "authorizer_concurrency is 1 or more."
  }
}

variable "authorizer_ttl" {
  description = <<-EOT
    Seconds for which the gateway keeps who the caller is, or that it is nobody. Until then a new client is refused, and a removed one
    allowed, for as long; the authorizer itself reads the secret once a minute. 0: each request asks.
  EOT
  type        = number
  default     = 60

  validation {
    condition     = var.authorizer_ttl >= 0 && var.authorizer_ttl <= 3600
    error_message = "authorizer_ttl is 0 to 3600."
  }
}

variable "throttle" {
  description = <<-EOT
    Requests per second that the gateway lets through, and the burst above them; past both it answers 429, on a best effort ("Throttle
    requests to your REST APIs" in its guide). Each route of gateway.tf has both for itself. p99 is api's Duration in seconds, as measured:
    no route alone lets more through than api_concurrency has instances for. A dozen lead to api, some of them without credentials (OPTIONS,
    /ui, /api/openapi.json), and several at once can let through more: what Lambda then refuses is a 503 that nobody can tell from a failure.
  EOT
  type = object({
    rate  = optional(number, 50)
    burst = optional(number, 20)
    p99   = optional(number, 0.4)
  })
  default = {}

  validation {
    condition     = var.throttle.rate > 0 && var.throttle.burst > 0 && var.throttle.p99 > 0
    error_message = "throttle has a rate, a burst and a p99 over 0."
  }
  validation {
    condition     = var.throttle.burst + var.throttle.rate * var.throttle.p99 <= coalesce(var.api_concurrency, var.account_concurrency)
    error_message = "throttle lets more through a route than api has instances for: burst + rate × p99 is at most api_concurrency, or account_concurrency where that is null."
  }
}

variable "health_throttle" {
  description = "The same for each method of /health: Route 53 and the canary ask less than once a second."
  type = object({
    rate  = optional(number, 50)
    burst = optional(number, 5)
  })
  default = {}

  validation {
    condition     = var.health_throttle.rate >= 5 && var.health_throttle.burst >= 5
    error_message = "health_throttle leaves Route 53 a rate and a burst of 5 at least."
  }
}

variable "reconcile_schedule" {
  description = <<-EOT
    When the index is compared with the bucket, in UTC: an expression of EventBridge Scheduler, at least daily. A run goes on where the last one
    stopped. Where it is not hourly, a run that is missing is told after a day, not after an hour.
  EOT
  type        = string
  default     = "rate(15 minutes)"

  validation {
    condition     = can(regex(local.daily, var.reconcile_schedule))
    error_message = "reconcile_schedule is rate(...) of a day at most or cron(minutes hours * * ? *): its alarm looks back a day."
  }
}

variable "reconcile_hours" {
  description = "Nv__ReconcileHours: age of the last complete comparison from which a run begins another."
  type        = number
  default     = 24

  validation {
    condition     = var.reconcile_hours >= 1 && var.reconcile_hours <= 720 && floor(var.reconcile_hours) == var.reconcile_hours
    error_message = "reconcile_hours is 1 to 720, whole."
  }
}

# Storage

variable "bucket" {
  description = "Name of the bucket. Bucket names are global: take one that nobody else has."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.bucket))
    error_message = "bucket has 3 to 63 lower-case letters, digits and hyphens (no dots: TLS certificates don't fit names with dots)."
  }
}

variable "expire_files_after_days" {
  description = "Days after which a file is deleted; null: never."
  type        = number
  default     = 30

  validation {
    condition     = var.expire_files_after_days == null || try(var.expire_files_after_days >= 1, false)
    error_message = "expire_files_after_days is 1 or more, or null."
  }
}

variable "keep_old_versions_days" {
  description = "Days for which deleted and overwritten files can be recovered."
  type        = number
  default     = 30

  validation {
    condition     = var.keep_old_versions_days >= 1
    error_message = "keep_old_versions_days is 1 or more."
  }
}

variable "vpc_cidr" {
  description = "Addresses of the VPC, /16 to /22. With a VPN they must not overlap Azure's."
  type        = string
  default     = "10.20.0.0/16"

  validation {
    condition     = can(cidrhost(var.vpc_cidr, 0)) && can(regex("/(1[6-9]|2[0-2])$", var.vpc_cidr))
    error_message = "vpc_cidr is an IPv4 range from /16 to /22."
  }
}

variable "database" {
  description = <<-EOT
    The Postgres instance. multi_az survives the loss of a zone, for twice the price. max_connections goes with instance_class: RDS's own
    formula is memory in bytes / 9531392. proxy puts RDS Proxy before it (connections.tf). A higher password_version makes another password
    of the service's role, which postgres-init then sets.
  EOT
  type = object({
    version             = optional(string, "17")
    instance_class      = optional(string, "db.t4g.micro")
    max_connections     = optional(number, 112)
    proxy               = optional(bool, false)
    password_version    = optional(number, 1)
    multi_az            = optional(bool, false)
    storage_gb          = optional(number, 20)
    max_storage_gb      = optional(number, 100)
    backup_days         = optional(number, 7)
    deletion_protection = optional(bool, true)
  })
  default = {}

  validation {
    condition     = var.database.backup_days >= 7 && var.database.backup_days <= 35
    error_message = "database.backup_days is 7 to 35."
  }
  validation {
    condition     = can(regex("^[0-9]+$", var.database.version))
    error_message = "database.version is a major version of Postgres; minor ones are installed by themselves."
  }
  validation {
    condition     = var.database.max_storage_gb > var.database.storage_gb
    error_message = "database.max_storage_gb is over storage_gb."
  }
  validation {
    condition     = var.database.password_version >= 1 && floor(var.database.password_version) == var.database.password_version
    error_message = "database.password_version is 1 or more, whole."
  }
}

variable "cache" {
  description = "The Valkey nodes. Two or more fail over by themselves; the service works without any, only slower."
  type = object({
    node_type = optional(string, "cache.t4g.micro")
    nodes     = optional(number, 1)
  })
  default = {}

  validation {
    condition     = var.cache.nodes >= 1 && var.cache.nodes <= 6
    error_message = "cache.nodes is 1 to 6."
  }
}

variable "log_days" {
  description = "Days for which logs are kept."
  type        = number
  default     = 7

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365], var.log_days)
    error_message = "log_days is one of CloudWatch's periods: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365."
  }
}

# The public side

variable "domain" {
  description = <<-EOT
    host is the name under which clients reach the service on whichever cloud; AWS alone also answers at aws.<host>. zone_id is the Route 53
    zone of both, whose apex host can't be. null: the API's own address, on AWS alone.
  EOT
  type = object({
    host    = string
    zone_id = string
  })
  default = null

  validation {
    condition     = var.domain == null || can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.){2,}[a-z]{2,}$", var.domain.host))
    error_message = "domain.host is a name below a zone, such as files.example.com, in lower case."
  }
}

variable "waf" {
  description = "Whether a web ACL (rate per address, addresses of bad repute) stands before the API; about 7 USD a month."
  type        = bool
  default     = false
}

variable "api_gateway_account" {
  description = "Whether to give API Gateway its role for logs. An account has one in a region, for all APIs: false where it is set."
  type        = bool
  default     = true
}

# Watching

variable "alarm_emails" {
  description = "Addresses that alarms go to; each must confirm."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for address in var.alarm_emails : can(regex("^[^@ ]+@[^@ ]+$", address))])
    error_message = "alarm_emails are e-mail addresses."
  }
}

variable "canary" {
  description = <<-EOT
    The daily upload, list, download and delete through every cloud, and when, in UTC: an expression of EventBridge Scheduler, at least daily.
  EOT
  type = object({
    enabled  = optional(bool, true)
    schedule = optional(string, "cron(0 6 * * ? *)")
  })
  default = {}

  validation {
    condition     = can(regex(local.daily, var.canary.schedule))
    error_message = "canary.schedule is rate(...) of a day at most or cron(minutes hours * * ? *): its alarm looks back a day."
  }
}

# The other cloud, the other region

variable "azure" {
  description = <<-EOT
    The service's half on Azure; null: AWS alone.
    - tenant_id: the Entra tenant.
    - audience: aud of the tokens that the Functions app gets for our app registration: its client id, or its application id URI.
    - provider_arn: an account has one provider for a tenant; its ARN where there is one already. It must have audience among its own.
    - subject: sub of those tokens: the object id of the app's managed identity.
    - front_door_host: host name of the Front Door endpoint (….azurefd.net), where DNS fails over to and the canary goes.
    - front_door_validation: value of the TXT record by which Front Door checks that domain.host is ours.
    - health_path: what its health check asks for.
    - webhook_url: POST /api/events/sns of the Functions app; by default through Front Door.
    - webhook_subscribed: whether the topic delivers there. It must answer first: SNS asks it to confirm.
    - maximum_instances: maximumInstances of bicep/main.bicep; connections.tf says how many of the database each may hold.
    - always_ready: alwaysReadyInstances of the same.
    - vpn: the active-active gateway's public addresses, its ASN and the VNet's ranges. null: Azure has another way to the VPC.
  EOT
  type = object({
    tenant_id             = string
    audience              = string
    provider_arn          = optional(string)
    subject               = string
    front_door_host       = string
    front_door_validation = optional(string)
    health_path           = optional(string, "/health")
    webhook_url           = optional(string)
    webhook_subscribed    = optional(bool, false)
    maximum_instances     = optional(number, 8)
    always_ready          = optional(number, 1)
    vpn = optional(object({
      peer_ips      = list(string)
      asn           = optional(number, 65515)
      address_space = list(string)
    }))
  })
  default = null

  validation {
    condition     = var.azure == null || var.domain != null
    error_message = "azure needs domain: one name for both clouds."
  }
  validation {
    condition     = var.azure == null || can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.azure.tenant_id))
    error_message = "azure.tenant_id is a GUID in lower case."
  }
  validation {
    condition     = var.azure == null || can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.azure.subject))
    error_message = "azure.subject is the object id of the managed identity, a GUID in lower case."
  }
  validation {
    condition     = var.azure == null || can(regex("^[^*]{8,}$", var.azure.audience))
    error_message = "azure.audience is the aud of the tokens, as it is: no pattern."
  }
  validation {
    condition     = var.azure == null || can(regex("^[a-z0-9.-]+\\.[a-z]+$", var.azure.front_door_host))
    error_message = "azure.front_door_host is a host name, without https://."
  }
  validation {
    condition     = try(var.azure.webhook_url, null) == null || can(regex("^https://", var.azure.webhook_url))
    error_message = "azure.webhook_url is an https URL."
  }
  validation {
    condition     = var.azure == null || can(regex("^/", var.azure.health_path))
    error_message = "azure.health_path begins with a slash."
  }
  validation {
    condition = try(var.azure.vpn, null) == null || try(
      length(var.azure.vpn.peer_ips) == 2 && alltrue([for ip in var.azure.vpn.peer_ips : can(cidrhost("${ip}/32", 0))]), false
    )
    error_message = "azure.vpn.peer_ips are the two public addresses of an active-active gateway."
  }
  validation {
    condition = try(var.azure.vpn, null) == null || try(
      length(var.azure.vpn.address_space) > 0 && alltrue([for range in var.azure.vpn.address_space : can(cidrhost(range, 0))]), false
    )
    error_message = "azure.vpn.address_space are the ranges of the VNet."
  }
}

variable "replica" {
  description = <<-EOT
    Copies in another region, for the loss of this one: the bucket's objects in bucket, the database's backups. null: none.
  EOT
  type = object({
    region = string
    bucket = string
  })
  default = null

  validation {
    condition     = try(var.replica.region, null) != var.region
    error_message = "replica.region is another region."
  }
  validation {
    condition     = var.replica == null || can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.replica.bucket))
    error_message = "replica.bucket is a bucket name without dots."
  }
}
