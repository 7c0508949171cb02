import { AppError } from '@biatec-tokens/core';
import type { HttpContext } from './httpEnv.ts';

/** Reads the body, but never more than `bytesMax`. @throws {AppError} PAYLOAD_TOO_LARGE */
export async function readBody(c: HttpContext, bytesMax: number): Promise<Uint8Array<ArrayBuffer>> {
  const announced = c.req.header('content-length');
  if (announced !== undefined) {
    // The HTTP parser holds the sender to the announced length.
    if (Number(announced) > bytesMax) throw tooLarge(bytesMax);
    return new Uint8Array(await c.req.raw.arrayBuffer());
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of c.req.raw.body ?? []) {
    length += chunk.length;
    if (length > bytesMax) throw tooLarge(bytesMax);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * Reads a JSON body; undefined when there is none.
 *
 * @throws {AppError} PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE or MALFORMED_JSON
 */
export async function readJson(c: HttpContext, bytesMax: number): Promise<unknown> {
  const bytes = await readBody(c, bytesMax);
  if (bytes.length === 0) return undefined;
  const type = c.req.header('content-type') ?? '';
  if (!/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type)) {
    throw new AppError({
      code: 'UNSUPPORTED_MEDIA_TYPE',
      message: 'Cannot read the body: its Content-Type should be "application/json"',
    });
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // The parser's own words quote the body, which may hold a secret.
    throw new AppError({
      code: 'MALFORMED_JSON',
      message: 'Cannot read the body: it is no well-formed JSON in UTF-8',
    });
  }
}

export function tooLarge(bytesMax: number): AppError {
  return new AppError({
    code: 'PAYLOAD_TOO_LARGE',
    message: `Cannot read the body: it is larger than ${bytesMax} bytes`,
    details: { bytesMax },
  });
}
