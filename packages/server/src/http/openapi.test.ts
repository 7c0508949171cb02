import { expect, test } from 'vitest';
import { createOpenApi } from './openapi.ts';
import { routes, type Route } from './rest/routes.ts';

const api: any = createOpenApi();

test('every route is described, each token type by itself', () => {
  const described = Object.entries<object>(api.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );

  for (const { method, path } of routes as readonly Route[]) {
    expect(described).toContain(`${method} ${path.replace('{tokenType}', 'arc3-fnft')}`);
  }
  expect(described).toHaveLength(routes.length - 2 + 11 * 2 + 2);
});

test('every reference leads somewhere, and operation ids are unique', () => {
  const text = JSON.stringify(api);
  for (const [, reference = ''] of text.matchAll(/"\$ref":"#([^"]+)"/g)) {
    if (!reference.startsWith('/components') && !reference.startsWith('/paths')) continue;
    const found = reference
      .slice(1)
      .split('/')
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce((value: any, part) => value?.[part], api);
    expect([reference, typeof found]).toEqual([reference, 'object']);
  }
  const operationIds = [...text.matchAll(/"operationId":"([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(operationIds).size).toBe(operationIds.length);
});

test('an issuance shows its fields, its key and who may ask', () => {
  const operation = api.paths['/api/v1/token/asa-ft'].post;

  expect(operation).toMatchObject({
    security: [{ bearer: [] }],
    responses: { 202: {}, default: {} },
  });
  expect(operation.parameters.map(({ name }: { name: string }) => name)).toEqual([
    'Idempotency-Key',
  ]);
  expect(Object.keys(api.components.schemas.AsaFtRequest.properties)).toContain('totalSupply');
});
