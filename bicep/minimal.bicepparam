// What a first deployment needs and no more: neither VPN nor public name, and nobody is told of alerts.

using 'main.bicep'

param name = 'nvdemo'
param publicHost = 'files.example.org'

param bucket = 'nvdemo-files-example'
param awsRegion = 'eu-central-1'
param awsRoleArn = 'arn:aws:iam::123456789012:role/nv-demo-azure'
param awsAudience = 'api://00000000-0000-0000-0000-000000000000'
param clientSecretName = 'nv-demo/client'
param databaseSecretName = 'nv-demo/postgres-service'
param topicArn = 'arn:aws:sns:eu-central-1:123456789012:nv-demo-object-events'
param database = 'Host=nv-demo.example.eu-central-1.rds.amazonaws.com;Database=nvdemo;SSL Mode=VerifyFull;Root Certificate=global-bundle.pem;Maximum Pool Size=2;GSS Encryption Mode=Disable'
param redis = readEnvironmentVariable('NV_REDIS')
