// An example to copy: the VPN, the public name, mail and a budget. The names of AWS's things are outputs of Terraform; docs/deploying-azure.md
// has the order.

using 'main.bicep'

param name = 'nvdemo'
param publicHost = 'files.example.org'
param certificateName = 'files-example-org'

param bucket = 'nvdemo-files-example'
param awsRegion = 'eu-central-1'
param awsRoleArn = 'arn:aws:iam::123456789012:role/nv-demo-azure'
param awsAudience = 'api://00000000-0000-0000-0000-000000000000'
param clientSecretName = 'nv-demo/client'
param databaseSecretName = 'nv-demo/postgres-service'
param topicArn = 'arn:aws:sns:eu-central-1:123456789012:nv-demo-object-events'
param deadLetterQueueUrl = 'https://sqs.eu-central-1.amazonaws.com/123456789012/nv-demo-webhook-dead'
param database = 'Host=nv-demo.example.eu-central-1.rds.amazonaws.com;Database=nvdemo;SSL Mode=VerifyFull;Root Certificate=global-bundle.pem;Maximum Pool Size=2;GSS Encryption Mode=Disable'
// Off unless they are wanted; the first two as on AWS.
// param corsOrigins = 'https://app.example.org'
// param undelete = true
// param otlpEndpoint = 'http://10.30.0.10:4318'
// param otherSettings = {
//   OTEL_TRACES_SAMPLER_ARG: '0.1'
// }
param redis = readEnvironmentVariable('NV_REDIS')
param redisIamCache = 'nv-demo'
param redisIamUser = 'nv-demo-service'

param addressSpace = '10.30.0.0/16'
param vpn = {
  sku: 'VpnGw1AZ'
  asn: 65515
  awsAsn: 64512
  awsAddresses: [
    '203.0.113.11'
    '203.0.113.12'
    '203.0.113.21'
    '203.0.113.22'
  ]
}
param vpnSharedKeys = json(readEnvironmentVariable('NV_VPN_KEYS'))

param operatorAddresses = [
  '198.51.100.7'
]
param alertEmail = 'operators@example.org'
param budget = {
  amount: 500
  start: '2026-01-01'
}
