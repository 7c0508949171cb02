/** Boxes as programs use them: named by the group, paid from its I/O budget, kept by the account of the application. */
import { AvmError } from '../avm/avmError.ts';
import { type BoxPurpose, type Environment, onCompletion } from '../avm/environment.ts';
import { applicationAddress } from '../ledger/applications.ts';
import type { State } from '../ledger/state.ts';
import { consensus } from '../params.ts';
import type { RunContext } from './environment.ts';
import type { GroupCalls } from './groupCalls.ts';
import { boxNameKey } from './resources.ts';

export function boxAccess({ calls, txn, appId, state }: RunContext): Environment['boxes'] {
  return {
    open: (bytes, purpose, size) => {
      if (txn.apan === onCompletion.clearState) {
        throw new AvmError('boxes may not be accessed from ClearState program');
      }
      return openBox({ calls, state, appId, name: toText(bytes), purpose, size: Number(size) });
    },

    create: (bytes, content) => {
      const name = toText(bytes);
      if (content.length > consensus.maxBoxBytes) {
        throw new AvmError(
          `box size too large: ${content.length}, maximum is ${consensus.maxBoxBytes}`,
        );
      }
      state.putBox(appId, name, content);
      countBox(state, appId, { boxes: 1n, bytes: name.length + content.length });
    },

    write: (bytes, content) => state.putBox(appId, toText(bytes), content),

    delete: (bytes) => {
      const name = toText(bytes);
      const content = state.findBox(appId, name);
      if (content === undefined) return;
      state.deleteBox(appId, name);
      countBox(state, appId, { boxes: -1n, bytes: -(name.length + content.length) });
    },
  };
}

type Opening = {
  readonly calls: GroupCalls;
  readonly state: State;
  readonly appId: bigint;
  readonly name: string;
  readonly purpose: BoxPurpose;
  readonly size: number;
};

function openBox(opening: Opening): Uint8Array | undefined {
  const { calls, state, appId, name, purpose, size } = opening;
  const { resources, overrides } = calls;
  const known = resources.boxes.get(boxNameKey(appId, name));
  if (known === undefined) allowUnnamed(opening);
  const content = state.findBox(appId, name);
  if (purpose === 'create' && content !== undefined) return content;

  const wasDirty = known?.isDirty ?? false;
  calls.dirtyBytes += dirtied(purpose, { wasDirty, held: content?.length, size });
  const isDirty = purpose === 'read' ? wasDirty : purpose !== 'delete';
  resources.setBox(appId, name, isDirty);
  if (calls.dirtyBytes > calls.ioBudget) {
    throw new AvmError(
      `write budget exceeded (${calls.dirtyBytes} > ${calls.ioBudget}) while ${verbs[purpose]} box ${describe(name)}`,
    );
  }
  overrides.unnamed?.takeWrites(calls.dirtyBytes);
  return content;
}

/** An application made in this group may touch boxes that no one could name, one for each empty box reference. */
function allowUnnamed({ calls, state, appId, name }: Opening): void {
  const { resources, overrides } = calls;
  const isNewApp = resources.createdApps.has(appId);
  if (isNewApp && resources.unnamedBoxes > 0) {
    resources.unnamedBoxes -= 1;
    return;
  }
  const bytes = state.findBox(appId, name)?.length ?? 0;
  if (overrides.unnamed?.allowsBox({ appId, name, isNewApp, bytes })) return;
  throw new AvmError(`invalid Box reference ${describe(name)}`);
}

/** How many bytes more (or fewer) the group will have to write at its end. */
function dirtied(
  purpose: BoxPurpose,
  { wasDirty, held, size }: { wasDirty: boolean; held: number | undefined; size: number },
): number {
  const before = wasDirty ? (held ?? 0) : 0;
  switch (purpose) {
    case 'read':
      return 0;
    case 'create':
    case 'write':
      return wasDirty ? 0 : (held ?? size);
    case 'resize':
      return size - before;
    case 'delete':
      return -before;
  }
}

const verbs: Record<BoxPurpose, string> = {
  create: 'creating',
  read: 'accessing',
  write: 'writing',
  resize: 'resizing',
  delete: 'accessing',
};

function countBox(
  state: State,
  appId: bigint,
  change: { readonly boxes: bigint; readonly bytes: number },
): void {
  state.updateAccount(applicationAddress(appId), ({ boxes, boxBytes }) => ({
    boxes: boxes + change.boxes,
    boxBytes: boxBytes + BigInt(change.bytes),
  }));
}

function toText(name: Uint8Array): string {
  return Buffer.from(name.buffer, name.byteOffset, name.length).toString('latin1');
}

function describe(name: string): string {
  return `0x${Buffer.from(name, 'latin1').toString('hex')}`;
}
