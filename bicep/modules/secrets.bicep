// The settings that may hold a password.

@description('Name of the vault with the app\'s secrets.')
param vaultName string

@description('StackExchange.Redis configuration string.')
@secure()
param redis string

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName

  resource redisSecret 'secrets' = {
    name: 'redis'
    properties: {
      contentType: 'StackExchange.Redis configuration'
      value: redis
    }
  }
}

@description('Where the Redis configuration is read; without a version, so that it is always the latest.')
output redisUri string = vault::redisSecret.properties.secretUri
