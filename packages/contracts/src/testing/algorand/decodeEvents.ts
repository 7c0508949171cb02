import { createHash } from 'node:crypto';
import { ABITupleType, type ABIValue } from 'algosdk';
import type { AvmContract } from '../../avmContract.ts';

/** An ARC-28 event, its fields by name; a field `name` is called `name_` here. */
export type Event = { readonly name: string } & Readonly<Record<string, ABIValue>>;

/** Logs as the app specification describes them; a log that it does not describe is a failure. */
export function decodeEvents({ arc56 }: AvmContract, logs: readonly Uint8Array[]): Event[] {
  return logs.filter(isEvent).map((log) => {
    const prefix = Buffer.from(log.slice(0, 4)).toString('hex');
    for (const { name, args } of arc56.events) {
      const tuple = `(${args.map(({ type }) => type).join(',')})`;
      const digest = createHash('sha512-256').update(`${name}${tuple}`).digest('hex');
      if (!digest.startsWith(prefix)) continue;
      const values = ABITupleType.from(tuple).decode(log.slice(4)) as ABIValue[];
      const fields = args.map((field, index) => [
        field.name === 'name' ? 'name_' : field.name,
        values[index] as ABIValue,
      ]);
      return { name, ...Object.fromEntries(fields) } as Event;
    }
    throw new Error(`Cannot find the event of a log that starts with ${prefix}`);
  });
}

// ARC-1594 logs its codes alone, in 8 bytes; none of our events is so short.
function isEvent(log: Uint8Array): boolean {
  return log.length !== 8;
}
