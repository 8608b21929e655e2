mock_provider "aws" { source = "./tests/aws" }

variables {
  name    = "test"
  region  = "eu-west-1"
  package = "versions.tf"
  bucket  = "test-files"
}

run "nobody_else_gets_in" {
  assert {
    condition     = module.bucket.protection.public_access_blocked
    error_message = "Public access is not blocked in all four ways."
  }
  assert {
    condition     = module.bucket.protection.ownership == "BucketOwnerEnforced"
    error_message = "ACLs have a say."
  }
  assert {
    condition     = module.bucket.protection.encryption == "AES256"
    error_message = "Objects are not encrypted."
  }
  assert {
    condition = jsondecode(module.bucket.protection.policy).Statement == [{
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::test-files", "arn:aws:s3:::test-files/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
    error_message = "The bucket's policy is TLS only, and nothing else."
  }
}

run "files_are_recoverable_and_end" {
  assert {
    condition     = module.bucket.protection.versioning == "Enabled" && module.bucket.protection.force_destroy == false
    error_message = "A mistake can delete files for good."
  }
  assert {
    condition = (
      module.bucket.protection.lifecycle["expire-files"].status == "Enabled" &&
      module.bucket.protection.lifecycle["expire-files"].expiration[0].days == 30
    )
    error_message = "Files are deleted after 30 days."
  }
  assert {
    condition = (
      module.bucket.protection.lifecycle["expire-old-versions"].status == "Enabled" &&
      module.bucket.protection.lifecycle["expire-old-versions"].noncurrent_version_expiration[0].noncurrent_days == 30
    )
    error_message = "Old versions go after 30 days."
  }
  assert {
    condition = (
      module.bucket.protection.lifecycle["abort-multipart-uploads"].status == "Enabled" &&
      module.bucket.protection.lifecycle["abort-multipart-uploads"].abort_incomplete_multipart_upload[0].days_after_initiation == 7
    )
    error_message = "Incomplete uploads go after seven days, as the service says."
  }
  assert {
    condition = (
      module.bucket.protection.lifecycle["expire-own-objects"].status == "Enabled" &&
      module.bucket.protection.lifecycle["expire-own-objects"].filter[0].prefix == ".nv/" &&
      module.bucket.protection.lifecycle["expire-own-objects"].expiration[0].days == 8 &&
      module.bucket.protection.lifecycle["expire-own-objects"].noncurrent_version_expiration[0].noncurrent_days == 1
    )
    error_message = "What uploads leave of their own goes after they have."
  }
}

run "files_stay_when_asked" {
  variables { expire_files_after_days = null }

  assert {
    condition     = module.bucket.protection.lifecycle["expire-files"].status == "Disabled"
    error_message = "Files are deleted although expiry is off."
  }
}

run "every_change_is_reported" {
  assert {
    condition = (
      toset(one(aws_s3_bucket_notification.main.topic).events) ==
      toset(["s3:ObjectCreated:*", "s3:ObjectRemoved:*", "s3:LifecycleExpiration:*"])
    )
    error_message = "Some changes are not reported; expired files would stay listed."
  }
  assert {
    condition     = one(aws_s3_bucket_notification.main.topic).topic_arn == aws_sns_topic.objects.arn
    error_message = "The events go elsewhere."
  }
}

run "browsers_at_the_service_itself" {
  assert {
    condition = (
      toset(one(aws_s3_bucket_cors_configuration.main.cors_rule).allowed_origins) ==
      toset(["https://api0000000.execute-api.eu-west-1.amazonaws.com"])
    )
    error_message = "The service's own pages, and no others, use presigned URLs by default."
  }
  assert {
    condition     = aws_s3_bucket_cors_configuration.main.bucket == "test-files"
    error_message = "Another bucket's."
  }
}

# "null" is what a page of another origin is called once it follows the service's redirect.
run "browsers_of_the_origins" {
  variables {
    cors_origins = ["https://app.example.com"]
    domain       = { host = "files.example.com", zone_id = "Z0000000000000" }
  }

  assert {
    condition = (
      toset(one(aws_s3_bucket_cors_configuration.main.cors_rule).allowed_origins) ==
      toset(["https://files.example.com", "https://aws.files.example.com", "https://app.example.com", "null"])
    )
    error_message = "Presigned URLs don't work from the origins."
  }
  assert {
    condition = (
      toset(one(aws_s3_bucket_cors_configuration.main.cors_rule).allowed_methods) == toset(["GET", "HEAD", "PUT"]) &&
      toset(one(aws_s3_bucket_cors_configuration.main.cors_rule).allowed_headers) == toset(["*"]) &&
      contains(one(aws_s3_bucket_cors_configuration.main.cors_rule).expose_headers, "ETag")
    )
    error_message = "Downloads, uploads and their parts, whose ETags complete them."
  }
  assert {
    condition     = module.api.configuration.environment.Nv__CorsOrigins == "https://app.example.com"
    error_message = "The service is not told of the origins."
  }
}

run "browsers_of_all_origins" {
  variables { cors_origins = ["*"] }

  assert {
    condition     = toset(one(aws_s3_bucket_cors_configuration.main.cors_rule).allowed_origins) == toset(["*"])
    error_message = "Presigned URLs don't work from everywhere."
  }
}
