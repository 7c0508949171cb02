/** The command line of biatec-devnet. */
import { parseArgs } from 'node:util';

export type CliOptions = {
  readonly algorandPort: number;
  readonly evmPort: number;
  readonly blockTimeMs: number;
  readonly stateDir: string | undefined;
  readonly token: string | undefined;
};

export const help = `biatec-devnet: an Algorand node and an EVM chain on this machine, for development and tests.
Anyone may read its keys and falsify its answers: never hold value on it.

  --algorand-port N  port of the Algorand node (default 4001; 0: any free)
  --evm-port N       port of the EVM chain (default 8545; 0: any free)
  --block-time S     seconds between blocks, may be a fraction (default 0: a block per transaction)
  --state DIR        keep both chains in this directory (default: in memory only)
  --token TOKEN      API token of the Algorand node (default: a random one)
  --help             this text

When both run, it prints one line of JSON: where they are and the accounts that hold the funds.
SIGINT and SIGTERM end it.
`;

/** Undefined when help is asked for; throws a RangeError or TypeError that says what is wrong. */
export function parseCliOptions(args: readonly string[]): CliOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      'algorand-port': { type: 'string', default: '4001' },
      'evm-port': { type: 'string', default: '8545' },
      'block-time': { type: 'string', default: '0' },
      state: { type: 'string' },
      token: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    algorandPort: parsePort('--algorand-port', values['algorand-port']),
    evmPort: parsePort('--evm-port', values['evm-port']),
    blockTimeMs: parseSeconds('--block-time', values['block-time']),
    stateDir: values.state,
    token: values.token,
  };
}

function parsePort(option: string, text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new RangeError(`${option} is a port from 0 to 65535, not "${text}"`);
}

function parseSeconds(option: string, text: string): number {
  const ms = Math.round(Number(text) * 1_000);
  if (/^\d+(\.\d+)?$/.test(text) && ms <= 3_600_000) return ms;
  throw new RangeError(`${option} is a number of seconds from 0 to 3600, not "${text}"`);
}
