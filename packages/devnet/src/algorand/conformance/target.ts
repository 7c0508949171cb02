/**
 * The node the conformance suite asks: a real algod when one is given (ALGOD_URL, ALGOD_TOKEN, ALGOD_FUNDER_MNEMONIC),
 * this package's node otherwise. The suite is the same; where the two differ, the devnet is wrong.
 */
import { afterAll, beforeAll } from 'vitest';
import { startAlgorandNode } from '../startAlgorandNode.ts';
import { type Client, type ClientOptions, createClient } from './client.ts';

export type Target = Client & AsyncDisposable & { readonly name: string };

/** Opens the target for the tests of one file. */
export function useTarget(): { readonly current: Target } {
  let target: Target | undefined;
  beforeAll(async () => {
    target = await openTarget();
    console.info(`Algorand conformance against ${target.name}`);
  });
  afterAll(async () => target?.[Symbol.asyncDispose]());
  return {
    get current() {
      if (target === undefined)
        throw new Error('Cannot use the target: it is opened before the tests');
      return target;
    },
  };
}

/** The real algod that was given, if one was. */
export function findAlgod(): ClientOptions | undefined {
  const url = process.env['ALGOD_URL'];
  const token = process.env['ALGOD_TOKEN'];
  const funderMnemonic = process.env['ALGOD_FUNDER_MNEMONIC'];
  if (url === undefined || token === undefined || funderMnemonic === undefined) return undefined;
  return { url, token, funderMnemonic };
}

async function openTarget(): Promise<Target> {
  const algod = findAlgod();
  if (algod !== undefined) {
    const client = createClient(algod);
    return { ...client, name: `algod at ${algod.url}`, [Symbol.asyncDispose]: async () => {} };
  }
  const node = await startAlgorandNode();
  return {
    ...createClient(node),
    name: `the devnet at ${node.url}`,
    [Symbol.asyncDispose]: () => node.close(),
  };
}
