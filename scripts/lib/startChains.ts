import { PlainError } from './ensure.ts';
import { startProcess, type RunningProcess } from './startProcess.ts';

/** A node, and the account on it that pays. */
export interface Chain {
  readonly url: string;
  /** What an Algorand node asks for; empty on EVM. */
  readonly token: string;
  /** 25 words, or `0x` and 64 hex digits. */
  readonly funder: string;
  /** Whose node it is, in words for people. */
  readonly origin: string;
}

/** Both local networks, each on the devnet or on a node that was given. */
export interface Chains extends AsyncDisposable {
  readonly algorand: Chain;
  readonly evm: Chain;
  /** Undefined when both nodes were given. */
  readonly devnet: RunningProcess | undefined;
}

export interface StartChainsOptions {
  /** Time between blocks, in seconds. @default 0, a block per transaction */
  readonly blockTimeS?: number;
  /** @default any free one */
  readonly algorandPort?: number;
  /** @default any free one */
  readonly evmPort?: number;
  /** Folder that keeps both chains. @default in memory only */
  readonly stateDir?: string;
  readonly onDeath?: (sentence: string) => void;
}

/** Starts the devnet for whichever network the environment names no node of. */
export async function startChains(options: StartChainsOptions = {}): Promise<Chains> {
  const given = findGivenNodes(process.env);
  if (given.algorand !== undefined && given.evm !== undefined) {
    return { ...given, devnet: undefined, async [Symbol.asyncDispose]() {} } as Chains;
  }

  const { blockTimeS = 0, algorandPort = 0, evmPort = 0, stateDir, onDeath } = options;
  const devnet = await startProcess({
    name: 'devnet',
    file: 'packages/devnet/src/main.ts',
    args: [
      `--algorand-port=${algorandPort}`,
      `--evm-port=${evmPort}`,
      `--block-time=${blockTimeS}`,
      ...(stateDir === undefined ? [] : ['--state', stateDir]),
    ],
    isReady: (line) => line['ready'] === true,
    ...(onDeath === undefined ? {} : { onDeath }),
  });
  const ready = devnet.ready as unknown as {
    algorand: { url: string; token: string; funderMnemonic: string };
    evm: { url: string; funderPrivateKey: string };
  };
  const origin = blockTimeS === 0 ? 'devnet, instant blocks' : `devnet, ${blockTimeS} s blocks`;
  const { funderMnemonic, ...algorand } = ready.algorand;
  return {
    algorand: given.algorand ?? { ...algorand, funder: funderMnemonic, origin },
    evm: given.evm ?? {
      url: ready.evm.url,
      token: '',
      funder: ready.evm.funderPrivateKey,
      origin: `${origin} (anvil)`,
    },
    devnet,
    [Symbol.asyncDispose]: () => devnet[Symbol.asyncDispose](),
  };
}

/** Nodes the environment names; half a description is a mistake, and said. */
function findGivenNodes(env: NodeJS.ProcessEnv): { algorand?: Chain; evm?: Chain } {
  const algorand = readAll(env, ['ALGOD_URL', 'ALGOD_TOKEN', 'ALGOD_FUNDER_MNEMONIC']);
  const evm = readAll(env, ['EVM_RPC_URL', 'EVM_FUNDER_KEY']);
  return {
    ...(algorand && {
      algorand: {
        url: algorand.ALGOD_URL,
        token: algorand.ALGOD_TOKEN,
        funder: algorand.ALGOD_FUNDER_MNEMONIC,
        origin: 'your node, from ALGOD_URL',
      },
    }),
    ...(evm && {
      evm: {
        url: evm.EVM_RPC_URL,
        token: '',
        funder: evm.EVM_FUNDER_KEY,
        origin: 'your node, from EVM_RPC_URL',
      },
    }),
  };
}

function readAll<Name extends string>(
  env: NodeJS.ProcessEnv,
  names: readonly Name[],
): Record<Name, string> | undefined {
  const missing = names.filter((name) => !env[name]);
  if (missing.length === names.length) return undefined;
  if (missing.length === 0) {
    return Object.fromEntries(names.map((name) => [name, env[name] ?? ''])) as Record<Name, string>;
  }
  throw new PlainError(
    `To use your own node, set ${names.join(', ')}; missing: ${missing.join(', ')}`,
  );
}
