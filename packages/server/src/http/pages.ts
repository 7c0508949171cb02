import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError, errorCodes, type ErrorCode } from '@biatec-tokens/core';
import type { Hono } from 'hono';
import { answer, answerJson } from './answer.ts';
import type { HttpEnv } from './httpEnv.ts';
import { createOpenApi } from './openapi.ts';

const require = createRequire(import.meta.url);

export const pagePaths = ['/openapi.json', '/swagger', '/swagger/{file}', '/docs/errors/{code}'];

/** Of the package swagger-ui-dist: the page works offline, and loads nothing from elsewhere. */
const swaggerFiles = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
} as const;

const swaggerPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>BiatecTokens API</title>
<link rel="stylesheet" href="/swagger/swagger-ui.css">
<link rel="icon" type="image/png" href="/swagger/favicon-32x32.png">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/swagger/swagger-ui-bundle.js"></script>
<script src="/swagger/start.js"></script>
</body>
</html>
`;

const swaggerStart = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  persistAuthorization: false,
  validatorUrl: null,
});
`;

// Swagger UI sets style attributes and draws its icons from data: URLs; it runs no inline script.
const swaggerPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What people read: the API description, a page to try it, and a page for every error code. */
export function mountPages(app: Hono<HttpEnv>): void {
  const openApi = createOpenApi();
  const folder = dirname(require.resolve('swagger-ui-dist/package.json'));

  app.get('/openapi.json', (c) => answerJson(c, openApi));
  app.get('/swagger', (c) =>
    answer(c, swaggerPage, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': swaggerPolicy,
    }),
  );
  app.get('/swagger/start.js', (c) =>
    answer(c, swaggerStart, { 'Content-Type': 'text/javascript; charset=utf-8' }),
  );
  for (const [file, type] of Object.entries(swaggerFiles)) {
    app.get(`/swagger/${file}`, async (c) => {
      const bytes = await readFile(join(folder, file));
      return answer(c, new Uint8Array(bytes), {
        'Content-Type': type,
        'Cache-Control': 'public, max-age=86400',
      });
    });
  }

  app.get('/docs/errors/:code', (c) => {
    const code = c.req.param('code');
    if (!Object.hasOwn(errorCodes, code)) {
      throw new AppError({ code: 'NOT_FOUND', message: 'Cannot find an error of this code' });
    }
    return answer(c, errorPage(code as ErrorCode), { 'Content-Type': 'text/html; charset=utf-8' });
  });
}

// The catalogue is ours and holds no markup, but its quotes and brackets must not become any.
function errorPage(code: ErrorCode): string {
  const { number, status, cause, remedy } = errorCodes[code];
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${code}</title></head>
<body>
<h1>${code}</h1>
<p>Error ${number}, HTTP status ${status}</p>
<h2>Why it happens</h2>
<p>${escapeHtml(cause)}</p>
<h2>What to do</h2>
<p>${escapeHtml(remedy)}</p>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
