output "name" {
  description = "The bucket's name."
  value       = aws_s3_bucket.this.id
}

output "arn" {
  description = "The bucket's ARN."
  value       = aws_s3_bucket.this.arn
}

output "region" {
  description = "The bucket's region."
  value       = aws_s3_bucket.this.region
}

# For review and tests: what else can't be seen from outside.
output "protection" {
  description = "Policy, encryption, versioning, ownership, public access and lifecycle, as they are set."
  value = {
    policy = aws_s3_bucket_policy.this.policy
    encryption = one(flatten([
      for rule in aws_s3_bucket_server_side_encryption_configuration.this.rule :
      rule.apply_server_side_encryption_by_default[*].sse_algorithm
    ]))
    versioning    = aws_s3_bucket_versioning.this.versioning_configuration[0].status
    ownership     = aws_s3_bucket_ownership_controls.this.rule[0].object_ownership
    force_destroy = aws_s3_bucket.this.force_destroy
    public_access_blocked = alltrue([
      aws_s3_bucket_public_access_block.this.block_public_acls,
      aws_s3_bucket_public_access_block.this.block_public_policy,
      aws_s3_bucket_public_access_block.this.ignore_public_acls,
      aws_s3_bucket_public_access_block.this.restrict_public_buckets,
    ])
    lifecycle = { for rule in aws_s3_bucket_lifecycle_configuration.this.rule : rule.id => rule }
  }
}
