import { readFileSync } from 'node:fs';
import { startAlgorandNode } from '@biatec-tokens/devnet';

/** A node of the Algorand family for tests. */
export interface ChosenNode extends AsyncDisposable {
  /** Which it is; print it, so that a run says what it proves. */
  readonly using: string;
  /** What results are filed under: `devnet 0.1.0`, or `algod 5.1.0 dev` where a transaction makes a block. */
  readonly name: string;
  readonly url: string;
  readonly token: string;
  readonly funderMnemonic: string;
}

/** A real algod where one is given, else the devnet. */
export async function chooseNode(): Promise<ChosenNode> {
  const { ALGOD_URL: url, ALGOD_TOKEN: token, ALGOD_FUNDER_MNEMONIC: funderMnemonic } = process.env;
  if (url !== undefined && token !== undefined && funderMnemonic !== undefined) {
    const name = await nameOf({ url, token });
    const using = `algod at ${url}`;
    return { using, name, url, token, funderMnemonic, async [Symbol.asyncDispose]() {} };
  }
  const file = new URL('../../../../../devnet/package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  const node = await startAlgorandNode();
  return {
    ...node,
    using: 'the devnet',
    name: `devnet ${version}`,
    [Symbol.asyncDispose]: () => node.close(),
  };
}

async function nameOf(node: { readonly url: string; readonly token: string }): Promise<string> {
  const headers = { 'x-algo-api-token': node.token };
  const [versions, genesis] = await Promise.all([
    fetch(`${node.url}/versions`, { headers }).then((answer) => answer.json()),
    fetch(`${node.url}/genesis`, { headers }).then((answer) => answer.text()),
  ]);
  const {
    major,
    minor,
    build_number: patch,
  } = (versions as { build: Record<string, number> }).build;
  const isDevMode = /"devmode":\s*true/.test(genesis);
  return `algod ${major}.${minor}.${patch}${isDevMode ? ' dev' : ''}`;
}
