/** Building, signing and encoding an ASA creation with a sealed key, against nothing but Ed25519 of node:crypto. */
import { createPrivateKey, randomBytes, sign as signBare } from 'node:crypto';
import { algorandAccountOf, checkTokenRequest } from '@biatec-tokens/core';
import { buildGroup } from '../../packages/server/src/chains/algorand/build.ts';
import { leaseOf } from '../../packages/server/src/chains/algorand/lease.ts';
import { noteOf } from '../../packages/server/src/chains/algorand/note.ts';
import type { AlgorandPlan } from '../../packages/server/src/chains/algorand/plan.ts';
import { prepare, sign as signIssue } from '../../packages/server/src/chains/algorand/sign.ts';
import { describeStep } from '../../packages/server/src/chains/algorand/steps.ts';
import { createEnvironmentKeyProvider } from '../../packages/server/src/keys/environmentKeyProvider.ts';
import type { Issue } from '../../packages/server/src/ports/chainAdapter.ts';
import type { Account } from '../../packages/server/src/ports/store/accounts.ts';
import { createSigner } from '../../packages/server/src/signer/createSigner.ts';
import { createVault } from '../../packages/server/src/signer/createVault.ts';
import { keySubjectOf } from '../../packages/server/src/signer/subjects.ts';
import type { Bench } from './bench.ts';
import { tokens } from './issuances.ts';
import { formatFactor, formatMs, type Row } from './report.ts';
import { median, percentile } from './samples.ts';

const warmUp = 1_000;
const measured = 3_000;
const goalMs = 0.7;

export const sign: Bench = async () => {
  const bare = await timeEach(bareSignature());
  const rows: Row[] = [];
  for (const sponsored of [false, true]) {
    const signed = await timeEach(await issuance(sponsored));
    rows.push({
      what: sponsored
        ? 'the same in a group with a sponsor: two transactions, two sealed keys'
        : 'build, sign and encode an ASA creation, its sealed key opened and wiped',
      measured: `p50 ${formatMs(median(signed))}, p99 ${formatMs(percentile(signed, 0.99))}`,
      against: `bare Ed25519 of node:crypto: p50 ${formatMs(median(bare))}`,
      ratio: formatFactor(median(signed) / median(bare)),
      goal: sponsored ? '' : `p50 < ${goalMs} ms`,
      met: sponsored ? null : median(signed) < goalMs,
    });
  }
  return rows;
};

/** Everything between the frozen request and the bytes that are sent; only the chain is not asked. */
async function issuance(sponsored: boolean): Promise<() => Promise<unknown>> {
  const key = randomBytes(32).toString('base64');
  const keyProvider = createEnvironmentKeyProvider({ kind: 'environment', key, allowed: true });
  const vault = createVault({ keyProvider });
  // Whether an order is stored is a question for the database, whose rows are measured apart.
  const signer = createSigner({ vault, store: { isSignatureRequested: async () => true } });

  async function makeAccount(name: string): Promise<Account> {
    const seed = randomBytes(32);
    const owner = { id: `acc_${name}`, organizationId: 'org_bench', family: 'avm' } as const;
    const sealedKey = await vault.seal(keySubjectOf(owner), seed);
    const { address } = algorandAccountOf(seed);
    return { ...owner, slot: 0, address, sealedKey, createdAt: new Date() };
  }
  const issuer = await makeAccount('issuer');
  const sponsor = sponsored ? await makeAccount('sponsor') : null;
  const { tokenType, body } = tokens.algorand;
  const addresses = { avm: issuer.address, evm: `0x${'00'.repeat(20)}` };
  const checked = checkTokenRequest({ tokenType, body, issuer: addresses });
  if (!checked.ok) throw new Error('The token of the bench breaks a rule');
  const parameters = checked.parameters as unknown as Issue['parameters'];
  const params = {
    genesisId: 'bench-v1',
    genesisHash: randomBytes(32).toString('base64'),
    lastRound: 1_000n,
    minFee: 1_000n,
    feePerByte: 0n,
  };

  // The rest of a context is for asking the chain.
  const context = { signer } as Parameters<typeof signIssue>[0];
  let number = 0;
  return async () => {
    number += 1;
    const issue: Issue = { deploymentId: `dep_${number}`, tokenType, parameters, issuer, sponsor };
    const note = await noteOf(signer, issue);
    const { drafts, locks } = describeStep(issue, 'issue', { issuerShortfall: 0n });
    const group = buildGroup({
      drafts,
      params,
      note,
      leaseOf: (further) => leaseOf(issue.deploymentId, { laterStep: null, further }),
    });
    const plan: AlgorandPlan = {
      predictedAddress: null,
      feesBaseUnits: group.fee,
      minimumBalanceBaseUnits: locks,
      payer: sponsor ?? issuer,
      chainNonce: null,
      group,
    };
    return signIssue(context, prepare(issue, plan), 1);
  };
}

function bareSignature(): () => Promise<unknown> {
  // RFC 8410 §7: what stands before the seed in a PKCS #8 Ed25519 key.
  const head = Buffer.from('302e020100300506032b657004220420', 'hex');
  const der = Buffer.concat([head, randomBytes(32)]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  // As long as the bytes that are signed for an ASA creation.
  const message = randomBytes(300);
  return async () => signBare(null, message, key);
}

async function timeEach(work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let n = -warmUp; n < measured; n += 1) {
    const started = performance.now();
    await work();
    if (n >= 0) times.push(performance.now() - started);
  }
  return times;
}
