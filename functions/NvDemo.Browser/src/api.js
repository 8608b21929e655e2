import SwaggerUI from 'swagger-ui-dist/swagger-ui-es-bundle.js';
import 'swagger-ui-dist/swagger-ui.css';

// Credentials are sent as the reader gives them here, and never kept.
SwaggerUI({ dom_id: '#api', url: '../api/openapi.json', deepLinking: true, persistAuthorization: false, validatorUrl: null });
