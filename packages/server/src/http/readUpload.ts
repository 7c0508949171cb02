/**
 * One file out of a multipart/form-data body, as a stream.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7578
 */
import { Readable } from 'node:stream';
import { AppError, mediaField } from '@biatec-tokens/core';
import { Dicer } from '@fastify/busboy';
import type { IncomingFile } from '../services/content/uploads.ts';
import type { HttpContext } from './httpEnv.ts';
import { tooLarge } from './readBody.ts';

export interface Upload {
  readonly file: IncomingFile;
  /** Lets go of what was not read. */
  cancel(): void;
}

/** Header fields of a part by their names in lower case. */
type PartHeader = Readonly<Record<string, readonly string[]>>;

/** Boundaries and part headers around a file. */
const envelopeBytesMax = 16_384;

/**
 * Reads a body up to the beginning of its one file. The bytes of the file end only after the whole form was seen to be
 * well-formed and to hold nothing else.
 *
 * @throws {AppError} UNSUPPORTED_MEDIA_TYPE, MEDIA_UPLOAD_INVALID or PAYLOAD_TOO_LARGE; the file's bytes throw them too
 */
export async function readUpload(c: HttpContext, bytesMax: number): Promise<Upload> {
  const announced = Number(c.req.header('content-length') ?? 0);
  if (announced > bytesMax + envelopeBytesMax) throw tooLarge(bytesMax);
  const form = openForm(c.req.header('content-type') ?? '');
  const source = c.req.raw.body === null ? Readable.from([]) : Readable.fromWeb(c.req.raw.body);

  const started = Promise.withResolvers<{ part: Dicer.PartStream; declaredType: string }>();
  const ended = Promise.withResolvers<void>();
  // Whoever reads neither must not end the process.
  ended.promise.catch(() => undefined);
  let failure: AppError | undefined;
  let opened: Dicer.PartStream | undefined;

  function fail(error: AppError): void {
    failure ??= error;
    started.reject(failure);
    ended.reject(failure);
    source.unpipe(form);
    // A sender that is cut off would not see the answer.
    source.resume();
    opened?.destroy(failure);
  }

  form.on('part', (part) => {
    part.on('error', () => undefined);
    if (opened !== undefined) return fail(invalid('it has more than one part, should have one'));
    opened = part;
    part.on('header', (header: object) => {
      const { name, declaredType } = describePart(header as PartHeader);
      if (name !== mediaField)
        return fail(invalid(`its part is not called "${mediaField}", should be`));
      started.resolve({ part, declaredType });
    });
  });
  form.on('finish', () => {
    started.reject(invalid(`it has no part "${mediaField}", should have one`));
    ended.resolve();
  });
  form.on('error', (cause: unknown) => fail(invalid('it is no complete multipart form', cause)));
  source.on('error', (cause) => fail(invalid('it broke off', cause)));
  source.pipe(form);

  const { part, declaredType } = await started.promise;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of part) yield chunk as Uint8Array;
    } catch (cause) {
      throw failure ?? invalid('it broke off', cause);
    }
    await ended.promise;
  }
  return {
    file: { declaredType, bytes: bytes() },
    cancel: () => {
      if (!form.writableFinished) fail(invalid('nobody reads on'));
    },
  };
}

/** The parser of parts alone: what it does not understand it hands over, instead of passing over it. */
function openForm(contentType: string): Dicer {
  if (!/^multipart\/form-data\s*(?:;|$)/i.test(contentType))
    throw new AppError({
      code: 'UNSUPPORTED_MEDIA_TYPE',
      message: 'Cannot read the body: its Content-Type should be "multipart/form-data"',
    });
  const [, quoted, plain] =
    /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) throw invalid('its Content-Type names no boundary, should name one');
  return new Dicer({ boundary, maxHeaderPairs: 20 });
}

function describePart(header: PartHeader): { name: string | undefined; declaredType: string } {
  const [disposition = ''] = header['content-disposition'] ?? [];
  const [type = ''] = header['content-type'] ?? [];
  const [, quoted, plain] =
    /^form-data\s*;(?:.*;)?\s*name=(?:"([^"]*)"|([^\s;"]+))/i.exec(disposition) ?? [];
  return {
    name: quoted ?? plain,
    // RFC 7578, 4.4: a part that says nothing is text.
    declaredType: type.split(';')[0]?.trim().toLowerCase() || 'text/plain',
  };
}

function invalid(reason: string, cause?: unknown): AppError {
  return new AppError({
    code: 'MEDIA_UPLOAD_INVALID',
    message: `Cannot read the upload: ${reason}`,
    ...(cause === undefined ? {} : { cause }),
  });
}
