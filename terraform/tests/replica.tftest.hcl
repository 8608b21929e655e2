mock_provider "aws" { source = "./tests/aws" }

variables {
  name    = "test"
  region  = "eu-west-1"
  package = "versions.tf"
  bucket  = "test-files"
}

run "none_unless_asked" {
  assert {
    condition = (
      (
        length(module.replica_bucket) +
        length(aws_s3_bucket_replication_configuration.main) +
        length(aws_db_instance_automated_backups_replication.main) +
        length(aws_kms_key.replica) +
        length(aws_iam_role.replication)
      ) ==
      0
    )
    error_message = "Copies cost."
  }
}

run "another_region" {
  variables { replica = { region = "eu-central-1", bucket = "test-replica" } }

  assert {
    condition = (
      module.replica_bucket[0].protection.public_access_blocked &&
      module.replica_bucket[0].protection.versioning == "Enabled" &&
      module.replica_bucket[0].protection.encryption == "AES256" &&
      module.replica_bucket[0].region == "eu-central-1"
    )
    error_message = "The copies are as safe as the files, and elsewhere."
  }
  assert {
    condition = (
      aws_s3_bucket_replication_configuration.main[0].rule[0].status == "Enabled" &&
      aws_s3_bucket_replication_configuration.main[0].rule[0].destination[0].bucket == "arn:aws:s3:::test-replica" &&
      aws_s3_bucket_replication_configuration.main[0].bucket == "test-files"
    )
    error_message = "Files are copied."
  }
  assert {
    condition     = aws_s3_bucket_replication_configuration.main[0].rule[0].delete_marker_replication[0].status == "Enabled"
    error_message = "Deleted files would come back in the copy."
  }
  assert {
    condition = (
      aws_db_instance_automated_backups_replication.main[0].region == "eu-central-1" &&
      aws_db_instance_automated_backups_replication.main[0].source_db_instance_arn == aws_db_instance.main.arn &&
      aws_db_instance_automated_backups_replication.main[0].retention_period >= 7
    )
    error_message = "The database's backups are copied, for 7 days at least."
  }
  assert {
    condition = (
      aws_kms_key.replica[0].region == "eu-central-1" &&
      aws_kms_key.replica[0].enable_key_rotation &&
      aws_db_instance_automated_backups_replication.main[0].kms_key_id == aws_kms_key.replica[0].arn
    )
    error_message = "The copies are encrypted with a key of their region."
  }
  assert {
    condition     = [for replica in aws_secretsmanager_secret.client.replica : replica.region] == ["eu-central-1"]
    error_message = "Clients could not sign in there."
  }
}
