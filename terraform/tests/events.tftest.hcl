mock_provider "aws" { source = "./tests/aws" }

variables {
  name    = "test"
  region  = "eu-west-1"
  package = "versions.tf"
  bucket  = "test-files"
  domain  = { host = "files.example.com", zone_id = "Z0000000000000" }
  azure = {
    tenant_id       = "11111111-1111-1111-1111-111111111111"
    audience        = "api://nv-demo"
    subject         = "22222222-2222-2222-2222-222222222222"
    front_door_host = "nv-demo.azurefd.net"
  }
}

run "the_topic_takes_our_bucket_only" {
  assert {
    condition = jsondecode(aws_sns_topic_policy.objects.policy).Statement == [{
      Sid       = "BucketEvents"
      Effect    = "Allow"
      Principal = { Service = "s3.amazonaws.com" }
      Action    = ["sns:Publish"]
      Resource  = "arn:aws:sns:eu-west-1:123456789012:test-object-events"
      Condition = {
        ArnEquals    = { "aws:SourceArn" = "arn:aws:s3:::test-files" }
        StringEquals = { "aws:SourceAccount" = "123456789012" }
      }
    }]
    error_message = "Others may publish."
  }
  assert {
    condition     = aws_sns_topic.objects.signature_version == 2
    error_message = "The webhook takes SHA-256 signatures only."
  }
}

run "the_queues_take_our_topic_only" {
  assert {
    condition = alltrue([
      for queue in [
        { policy = aws_sqs_queue_policy.objects.policy, arn = "arn:aws:sqs:eu-west-1:123456789012:test-objects" },
        { policy = aws_sqs_queue_policy.webhook_dead[0].policy, arn = "arn:aws:sqs:eu-west-1:123456789012:test-webhook-dead" },
      ] :
      [
        for s in jsondecode(queue.policy).Statement :
        [s.Effect, s.Principal.Service, join(" ", s.Action), s.Resource, jsonencode(s.Condition)]
        ] == [[
          "Allow", "sns.amazonaws.com", "sqs:SendMessage", queue.arn,
          jsonencode(
            {
              ArnEquals    = { "aws:SourceArn" = "arn:aws:sns:eu-west-1:123456789012:test-object-events" }
              StringEquals = { "aws:SourceAccount" = "123456789012" }
            },
          ),
      ]]
    ])
    error_message = "Others may send."
  }
}

run "no_event_is_lost" {
  assert {
    condition = (
      aws_sqs_queue.objects.visibility_timeout_seconds >=
      6 * module.index.configuration.timeout + aws_lambda_event_source_mapping.index.maximum_batching_window_in_seconds
    )
    error_message = "A message would come again while its batch is still being indexed."
  }
  assert {
    condition = (
      jsondecode(aws_sqs_queue.objects.redrive_policy) ==
      { deadLetterTargetArn = "arn:aws:sqs:eu-west-1:123456789012:test-objects-dead", maxReceiveCount = 5 }
    )
    error_message = "What fails 5 times goes to objects-dead."
  }
  assert {
    condition = (
      jsondecode(aws_sqs_queue_redrive_allow_policy.objects_dead.redrive_allow_policy) ==
      { redrivePermission = "byQueue", sourceQueueArns = ["arn:aws:sqs:eu-west-1:123456789012:test-objects"] }
    )
    error_message = "objects-dead is for objects."
  }
  assert {
    condition = alltrue([
      for queue in [aws_sqs_queue.objects_dead, aws_sqs_queue.webhook_dead[0]] :
      queue.message_retention_seconds == 1209600
    ])
    error_message = "Dead letters are kept for 14 days."
  }
  assert {
    condition = alltrue([
      for queue in [aws_sqs_queue.objects, aws_sqs_queue.objects_dead, aws_sqs_queue.webhook_dead[0]] :
      queue.sqs_managed_sse_enabled
    ])
    error_message = "A queue is not encrypted."
  }
  assert {
    condition = (
      [aws_sqs_queue.objects.name, aws_sqs_queue.objects_dead.name, aws_sqs_queue.webhook_dead[0].name] ==
      ["test-objects", "test-objects-dead", "test-webhook-dead"]
    )
    error_message = "The queues' names."
  }
}

run "the_index_function_takes_them_as_s3_sent_them" {
  assert {
    condition = (
      aws_sns_topic_subscription.objects.protocol == "sqs" &&
      aws_sns_topic_subscription.objects.endpoint == aws_sqs_queue.objects.arn &&
      aws_sns_topic_subscription.objects.raw_message_delivery
    )
    error_message = "The function reads S3's message, without SNS's wrapping."
  }
  assert {
    condition     = toset(aws_lambda_event_source_mapping.index.function_response_types) == toset(["ReportBatchItemFailures"])
    error_message = "One bad message would fail its whole batch."
  }
  assert {
    condition = (
      aws_lambda_event_source_mapping.index.event_source_arn == aws_sqs_queue.objects.arn &&
      aws_lambda_event_source_mapping.index.function_name == module.index.alias_arn
    )
    error_message = "The queue feeds index:live."
  }
}

run "no_webhook_before_it_answers" {
  assert {
    condition     = length(aws_sns_topic_subscription.webhook) == 0
    error_message = "The webhook is subscribed without its flag."
  }
}

run "the_webhook_with_its_flag" {
  variables {
    azure = {
      tenant_id          = "11111111-1111-1111-1111-111111111111"
      audience           = "api://nv-demo"
      subject            = "22222222-2222-2222-2222-222222222222"
      front_door_host    = "nv-demo.azurefd.net"
      webhook_subscribed = true
    }
  }

  assert {
    condition     = length(aws_sns_topic_subscription.webhook) == 1
    error_message = "The webhook is not subscribed."
  }
  assert {
    condition = (
      aws_sns_topic_subscription.webhook[0].protocol == "https" &&
      aws_sns_topic_subscription.webhook[0].endpoint == "https://nv-demo.azurefd.net/api/events/sns"
    )
    error_message = "The webhook is POST /api/events/sns."
  }
  assert {
    condition = (
      !aws_sns_topic_subscription.webhook[0].raw_message_delivery &&
      aws_sns_topic_subscription.webhook[0].endpoint_auto_confirms
    )
    error_message = "Raw messages have no signature; nobody else confirms."
  }
  assert {
    condition = (
      jsondecode(aws_sns_topic_subscription.webhook[0].redrive_policy) ==
      { deadLetterTargetArn = "arn:aws:sqs:eu-west-1:123456789012:test-webhook-dead" }
    )
    error_message = "What the webhook does not take goes to webhook-dead."
  }
}

run "a_webhook_elsewhere" {
  variables {
    azure = {
      tenant_id          = "11111111-1111-1111-1111-111111111111"
      audience           = "api://nv-demo"
      subject            = "22222222-2222-2222-2222-222222222222"
      front_door_host    = "nv-demo.azurefd.net"
      webhook_url        = "https://nv-demo.azurewebsites.net/api/events/sns"
      webhook_subscribed = true
    }
  }

  assert {
    condition     = aws_sns_topic_subscription.webhook[0].endpoint == "https://nv-demo.azurewebsites.net/api/events/sns"
    error_message = "azure.webhook_url is without effect."
  }
}
