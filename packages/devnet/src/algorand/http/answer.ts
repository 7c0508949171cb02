/** Answers that come in JSON or MessagePack, as the client asks. */
import { encodeWire } from '../wire/encode.ts';
import type { FieldTable, Wire } from '../wire/fields.ts';
import { wireToJson } from '../wire/json.ts';
import type { ApiAnswer } from './api.ts';
import type { Format } from './parameters.ts';

export function answerWire<T extends FieldTable>(
  format: Format,
  table: T,
  value: NoInfer<Wire<T>>,
): ApiAnswer {
  return format === 'json'
    ? { json: wireToJson(table, value) }
    : { bytes: encodeWire(table, value), contentType: 'application/msgpack' };
}
