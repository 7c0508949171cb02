import { invalidAnswer } from '../errors.ts';
import type { AlgorandContext } from './context.ts';
import { readerOf } from './fields.ts';

/** An application as a node has it. */
export interface ApplicationState {
  readonly creator: string;
  readonly approval: Uint8Array;
  readonly clear: Uint8Array;
  /** Value of its global state under this key; null where it has none. */
  value(key: Uint8Array): bigint | Uint8Array | null;
}

/** Reads an application by its id; undefined while the node does not know it. */
export async function readApplication(
  { networkId, rest }: Pick<AlgorandContext, 'networkId' | 'rest'>,
  applicationId: bigint,
): Promise<ApplicationState | undefined> {
  const { status, body } = await rest.get(`/v2/applications/${applicationId}`);
  if (status === 404) return undefined;
  if (status !== 200)
    throw invalidAnswer(networkId, `an application came with HTTP status ${status}`);
  const params = readerOf(networkId, readerOf(networkId, body).object('params'));
  const values = new Map(
    params.objects('global-state').map((entry) => {
      const pair = readerOf(networkId, entry);
      return [pair.text('key'), valueOf(readerOf(networkId, pair.object('value')))] as const;
    }),
  );
  return {
    creator: params.text('creator'),
    approval: Buffer.from(params.text('approval-program'), 'base64'),
    clear: Buffer.from(params.text('clear-state-program'), 'base64'),
    value: (key) => values.get(Buffer.from(key).toString('base64')) ?? null,
  };
}

/** Type 1 of a value is bytes, type 2 a number; empty bytes are left out. */
function valueOf(field: ReturnType<typeof readerOf>): bigint | Uint8Array {
  return field.integer('type') === 1n
    ? Buffer.from(field.optionalText('bytes') ?? '', 'base64')
    : field.integer('uint');
}

/** Reads a box; null where the application has none of this name. */
export async function readBox(
  { networkId, rest }: Pick<AlgorandContext, 'networkId' | 'rest'>,
  applicationId: bigint,
  name: Uint8Array,
): Promise<Uint8Array | null> {
  const encoded = encodeURIComponent(`b64:${Buffer.from(name).toString('base64')}`);
  const { status, body } = await rest.get(`/v2/applications/${applicationId}/box?name=${encoded}`);
  if (status === 404) return null;
  if (status !== 200) throw invalidAnswer(networkId, `a box came with HTTP status ${status}`);
  return Buffer.from(readerOf(networkId, body).optionalText('value') ?? '', 'base64');
}

/** The call that made an application, as its block has it. */
export interface Creation {
  readonly approval: Uint8Array;
  readonly clear: Uint8Array;
  readonly args: readonly Uint8Array[];
}

/** Reads the call that made an application; undefined where the node no longer has its block. */
export async function readCreation(
  { networkId, rest }: Pick<AlgorandContext, 'networkId' | 'rest'>,
  applicationId: bigint,
  round: bigint,
): Promise<Creation | undefined> {
  const { status, body } = await rest.get(`/v2/blocks/${round}?format=json`);
  if (status !== 200) return undefined;
  const transactions = readerOf(networkId, readerOf(networkId, body).object('block')).objects(
    'txns',
  );
  const entry = transactions.find((one) => one['apid'] === applicationId);
  if (entry === undefined) return undefined;
  const call = readerOf(networkId, readerOf(networkId, entry).object('txn'));
  return {
    approval: Buffer.from(call.text('apap'), 'base64'),
    clear: Buffer.from(call.text('apsu'), 'base64'),
    args: call.texts('apaa').map((text) => Buffer.from(text, 'base64')),
  };
}
