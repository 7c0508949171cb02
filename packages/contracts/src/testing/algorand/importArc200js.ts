import { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

type Answer = { success: boolean; returnValue?: unknown; error?: unknown };
/** The part of arc200js that these tests call. */
export type Arc200jsContract = {
  getMetadata(): Promise<Answer>;
  arc200_balanceOf(owner: string): Promise<Answer>;
  arc200_allowance(owner: string, spender: string): Promise<Answer>;
  arc200_transfer(to: string, value: bigint, simulate: boolean, wait: boolean): Promise<Answer>;
  arc200_approve(spender: string, value: bigint, simulate: boolean, wait: boolean): Promise<Answer>;
  arc200_transferFrom(
    from: string,
    to: string,
    value: bigint,
    simulate: boolean,
    wait: boolean,
  ): Promise<Answer>;
};
type Arc200js = new (
  appId: number,
  algod: unknown,
  indexer: unknown,
  options: object,
) => Arc200jsContract;

/**
 * Loads arc200js as npm has it, but for one word: its JSON imports say `assert`, as Node 20 wanted it, where today's Node wants `with`.
 * Also answers how to connect: it brings an older algosdk, whose clients it needs.
 */
export async function importArc200js(): Promise<{
  Arc200js: Arc200js;
  connect(node: { url: string; token: string }): unknown;
}> {
  const packageRequire = createRequire(import.meta.url);
  const url = pathToFileURL(packageRequire.resolve('arc200js')).href;
  const hooks = registerHooks({
    load(asked, context, next) {
      const loaded = next(asked, context);
      if (asked !== url || loaded.source === undefined || loaded.source === null) return loaded;
      const source = Buffer.from(loaded.source as Uint8Array).toString('utf8');
      return { ...loaded, source: source.replaceAll('assert { type', 'with { type') };
    },
  });
  try {
    const { default: Arc200js } = (await import(url)) as { default: Arc200js };
    const itsRequire = createRequire(createRequire(url).resolve('arccjs'));
    const { Algodv2 } = itsRequire('algosdk') as {
      Algodv2: new (token: string, server: string, port: string) => unknown;
    };
    return {
      Arc200js,
      connect({ url: nodeUrl, token }) {
        const { protocol, hostname, port } = new URL(nodeUrl);
        return new Algodv2(token, `${protocol}//${hostname}`, port);
      },
    };
  } finally {
    hooks.deregister();
  }
}
