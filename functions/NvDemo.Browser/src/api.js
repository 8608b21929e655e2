import SwaggerUI from 'swagger-ui-dist/swagger-ui-es-bundle.js';
import 'swagger-ui-dist/swagger-ui.css';

// Credentials are sent as the reader gives them here, and never kept.
// A key's slashes are those of the path.
const slashes = (request) => Object.assign(request, { url: request.url.replace(/^[^?]*/, (path) => path.replace(/%2F/gi, '/')) });
SwaggerUI({ requestInterceptor: slashes, dom_id: '#api', url: '../api/openapi.json', deepLinking: true, persistAuthorization: false, validatorUrl: null });
