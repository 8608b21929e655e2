// What a first deployment needs and no more: neither VPN nor public name, and nobody is told of alerts.

using 'main.bicep'

param name = 'nvdemo'
param publicHost = 'files.example.org'

param bucket = 'nvdemo-files-example'
param awsRegion = 'eu-central-1'
param awsRoleArn = 'arn:aws:iam::123456789012:role/nvdemo-azure'
param awsAudience = 'api://nvdemo-aws'
param topicArn = 'arn:aws:sns:eu-central-1:123456789012:nvdemo-object-events'
param database = 'Host=nvdemo.example.eu-central-1.rds.amazonaws.com;Database=nvdemo;SSL Mode=VerifyFull;Root Certificate=global-bundle.pem;Maximum Pool Size=5'
param redis = readEnvironmentVariable('NV_REDIS')
