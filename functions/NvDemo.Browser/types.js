// The types of what the service sends and takes, from the schemas of its description.
import { readFileSync, writeFileSync } from 'node:fs';
import openapi, { astToString } from 'openapi-typescript';

const schemas = JSON.parse(readFileSync('schemas.json', 'utf8'));
const types = await openapi({ openapi: '3.1.1', info: { title: 'NvDemo', version: '1' }, paths: {}, components: { schemas } });
writeFileSync('src/schemas.ts', astToString(types));
