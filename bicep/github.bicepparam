// An example to copy: docs/deploying-azure.md.

using 'github.bicep'

param name = 'nvdemo'
param repository = 'example/nv-demo'
