/** The beginning of a chain: made at random, so that no two devnets are taken for one another. */
import { createPrivateKey, createPublicKey, randomBytes } from 'node:crypto';
import { mnemonicFromSeed } from 'algosdk';
import { type Address, encodeAddress } from './address.ts';
import { digestOf } from './hash.ts';
import type { ChainFacts } from './ledger/evaluate.ts';
import { type Account, emptyAccount } from './ledger/state.ts';
import { consensus } from './params.ts';
import { encodeWire } from './wire/encode.ts';
import type { FieldTable, Wire } from './wire/fields.ts';
import { type JsonValue, wireToJson } from './wire/json.ts';

/** All that has to be kept to begin the same chain again. */
export type Genesis = {
  readonly network: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly funderMnemonic: string;
  readonly funderAddress: Address;
};

const schemaId = 'v1';
const funderAmount = 9_000_000_000_000_000n;
const feeSink = 'A7NMWS3NT3IUDMLVO26ULGXGIIOUQ3ND2TXSER6EBGRZNOBOUIQXHIBGDE';
const rewardsPool = '7777777777777777777777777777777777777777777777777774MSJUVU';
const specialAmount = 100_000n;

const accountFields = { algo: 'uint', onl: 'uint' } as const satisfies FieldTable;
const genesisFields = {
  alloc: { list: { addr: 'string', comment: 'string', state: { object: accountFields } } },
  devmode: 'bool',
  fees: 'string',
  id: 'string',
  network: 'string',
  proto: 'string',
  rwd: 'string',
  timestamp: 'uint',
} as const satisfies FieldTable;

const notParticipating = 2n;

export function createGenesis({ now }: { readonly now: Date }): Genesis {
  const seed = randomBytes(32);
  return {
    network: `devnet-${randomBytes(6).toString('hex')}`,
    timestamp: Math.floor(now.getTime() / 1_000),
    funderMnemonic: mnemonicFromSeed(seed),
    funderAddress: addressOfSeed(seed),
  };
}

export function chainFactsOf(genesis: Genesis): ChainFacts {
  return {
    genesisId: `${genesis.network}-${schemaId}`,
    genesisHash: digestOf('GE', encodeWire(genesisFields, document(genesis))),
    feeSink,
    rewardsPool,
  };
}

export function allocationOf(genesis: Genesis): ReadonlyMap<Address, Account> {
  const special: Account = { ...emptyAccount, amount: specialAmount, status: 'NotParticipating' };
  return new Map([
    [rewardsPool, special],
    [feeSink, special],
    [genesis.funderAddress, { ...emptyAccount, amount: funderAmount }],
  ]);
}

/** The genesis as GET /genesis shows it. */
export function genesisToJson(genesis: Genesis): JsonValue {
  return wireToJson(genesisFields, document(genesis));
}

function document(genesis: Genesis): Wire<typeof genesisFields> {
  const special = { algo: specialAmount, onl: notParticipating };
  return {
    alloc: [
      { addr: rewardsPool, comment: 'RewardsPool', state: special },
      { addr: feeSink, comment: 'FeeSink', state: special },
      { addr: genesis.funderAddress, comment: 'Funder', state: { algo: funderAmount } },
    ],
    devmode: true,
    fees: feeSink,
    id: schemaId,
    network: genesis.network,
    proto: consensus.version,
    rwd: rewardsPool,
    timestamp: BigInt(genesis.timestamp),
  };
}

function addressOfSeed(seed: Uint8Array): Address {
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  const key = createPublicKey(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }));
  return encodeAddress(key.export({ format: 'der', type: 'spki' }).subarray(-32));
}
