/** Where a chain lives: a directory with its genesis and its blocks, or nowhere when it is kept in memory only. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Block } from '../blocks/block.ts';
import { allocationOf, chainFactsOf, createGenesis, type Genesis } from '../genesis.ts';
import { createLedger, type Ledger } from '../ledger/ledger.ts';
import { consensus } from '../params.ts';
import { decodeSignedTransactions } from '../wire/decode.ts';
import { encodeWire } from '../wire/encode.ts';
import { signedTransactionFields } from '../wire/fields.ts';
import type { EvaluatedTransaction } from '../ledger/evaluate.ts';
import { openBlockLog, readBlockLog } from './blockLog.ts';
import { lockDirectory } from './lockDirectory.ts';

export type OpenChain = {
  readonly genesis: Genesis;
  readonly ledger: Ledger;
  /** Keeps a block; nothing to do for a chain in memory. */
  append(block: Block): void;
  synced(): Promise<void>;
  close(): Promise<void>;
};

export function openChain(stateDir: string | undefined): OpenChain {
  return stateDir === undefined ? openInMemory() : openOnDisk(stateDir);
}

function openInMemory(): OpenChain {
  const genesis = createGenesis({ now: new Date() });
  const done = async (): Promise<void> => {};
  return { genesis, ledger: ledgerFor(genesis), append: () => {}, synced: done, close: done };
}

function openOnDisk(stateDir: string): OpenChain {
  mkdirSync(stateDir, { recursive: true });
  const unlock = lockDirectory(stateDir);
  const genesis = loadGenesis(join(stateDir, 'genesis.json'));
  const ledger = ledgerFor(genesis);
  const path = join(stateDir, 'blocks.jsonl');
  if (existsSync(path)) replayBlocks(ledger, path);
  const log = openBlockLog(path);
  return {
    genesis,
    ledger,
    append: (block) =>
      log.append({
        round: block.round.toString(),
        timestamp: block.timestamp.toString(),
        groups: encodeGroups(block.transactions),
        hash: Buffer.from(block.hash).toString('base64'),
      }),
    synced: () => log.synced(),
    close: async () => {
      await log.close();
      unlock();
    },
  };
}

function ledgerFor(genesis: Genesis): Ledger {
  return createLedger({ chain: chainFactsOf(genesis), allocation: allocationOf(genesis) });
}

/** The file holds the funder's words, so it is for its owner only. */
function loadGenesis(path: string): Genesis {
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as Genesis;
  const genesis = createGenesis({ now: new Date() });
  writeFileSync(`${path}.new`, JSON.stringify(genesis, undefined, 2), { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
  return genesis;
}

function replayBlocks(ledger: Ledger, path: string): void {
  for (const { round, timestamp, groups, hash } of readBlockLog(path)) {
    for (const group of groups) {
      ledger.replay(
        decodeSignedTransactions(Buffer.from(group, 'base64'), consensus.maxTxGroupSize),
      );
    }
    const block = ledger.closeBlock(BigInt(timestamp));
    if (block.round.toString() !== round || Buffer.from(block.hash).toString('base64') !== hash) {
      throw new Error(
        `Cannot open the chain in "${path}": block ${round} replays to another hash; delete the directory to start afresh`,
      );
    }
  }
}

/** Transactions with one group id are one group; those without are one each. */
function encodeGroups(transactions: readonly EvaluatedTransaction[]): readonly string[] {
  const groups: Buffer[] = [];
  let previous: Uint8Array | undefined;
  for (const { signed, txn } of transactions) {
    const bytes = encodeWire(signedTransactionFields, signed);
    const isSameGroup =
      previous !== undefined && txn.grp !== undefined && Buffer.from(previous).equals(txn.grp);
    if (isSameGroup) groups.push(Buffer.concat([groups.pop()!, bytes]));
    else groups.push(bytes);
    previous = txn.grp;
  }
  return groups.map((group) => group.toString('base64'));
}
