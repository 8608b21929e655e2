@export()
@description('Tags of a resource.')
type resourceTags = {
  *: string
}

@export()
@description('Environment variables of the service, by name: docs/settings.md.')
type serviceSettings = {
  *: string
}

@export()
@sealed()
@description('A budget of the resource group.')
type budgetSettings = {
  @description('A month\'s costs, in the currency of the subscription, of which mail is sent at 80 % and, as a forecast, at 100 %.')
  @minValue(1)
  amount: int

  @description('First day of the month in which the budget is first deployed, such as 2026-01-01. It stays as it is afterwards.')
  @minLength(10)
  @maxLength(10)
  start: string
}

@export()
@sealed()
@description('The site-to-site VPN to the AWS VPC.')
type vpnSettings = {
  @description('Size of the gateway. VpnGw1AZ carries 650 Mbit/s.')
  sku: 'VpnGw1AZ' | 'VpnGw2AZ' | 'VpnGw3AZ'

  @description('BGP autonomous system number of the gateway; other than AWS\'s.')
  @minValue(1)
  @maxValue(4294967294)
  asn: int

  @description('BGP autonomous system number of the AWS virtual private gateway.')
  @minValue(1)
  @maxValue(4294967294)
  awsAsn: int

  @description('Outside addresses of AWS\'s tunnels: two to the first Azure instance, two to the second. Empty until AWS has them.')
  @maxLength(4)
  awsAddresses: string[]
}

@export()
@secure()
@description('Keys of the VPN\'s tunnels, by the outside address of the AWS tunnel.')
type vpnKeys = {
  *: string
}
