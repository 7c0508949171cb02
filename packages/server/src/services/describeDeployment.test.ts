import { deploymentStatus, type DeploymentState } from '@biatec-tokens/core';
import { expect, test } from 'vitest';
import type { Deployment, HistoryRow } from '../ports/store/deployments.ts';
import { describeDeployment } from './describeDeployment.ts';
import { explainDeployment } from './explainDeployment.ts';

const at = (second: number) => new Date(Date.UTC(2026, 2, 1, 12, 0, second));

const issuer = 'GD64YIY3TWGDMCNPP553DZPPR6LDUSFQOIJVFDPPXWEG3FVOJCCDBBHU5A';

function givenDeployment(change: Partial<Deployment> = {}): Deployment {
  return {
    id: 'dep_00000000000000000000000000',
    organizationId: 'org_0',
    networkId: 'algorand-testnet',
    tokenType: 'asa-ft',
    reference: null,
    parameters: { name: 'Bond' },
    issuerAccountId: 'acc_0',
    issuer,
    state: 'Queued',
    version: 1,
    sequence: 1,
    transactionId: null,
    block: null,
    assetId: null,
    contractAddress: null,
    readBack: null,
    error: null,
    waiting: null,
    correlationId: 'req_0',
    createdBy: 'user',
    createdAt: at(0),
    updatedAt: at(0),
    dueAt: at(1),
    ...change,
  };
}

function givenHistory(...states: [DeploymentState, number][]): HistoryRow[] {
  return states.map(([state, second], index) => ({
    deploymentId: 'dep_00000000000000000000000000',
    sequence: index + 1,
    state,
    reason: 'DEPLOYMENT_QUEUED',
    message: 'As told',
    transactionId: null,
    block: null,
    actor: 'system',
    at: at(second),
  }));
}

test('timings measure the latest run, in ms', () => {
  const history = givenHistory(
    ['Queued', 0],
    ['Failed', 5],
    ['Queued', 10],
    ['Submitted', 11],
    ['Pending', 11],
    ['Confirmed', 15],
    ['Indexed', 17],
    ['Completed', 18],
  );

  const { timings } = describeDeployment(givenDeployment({ state: 'Completed' }), history);

  expect(timings).toEqual({
    queuedMs: 1_000,
    confirmationMs: 4_000,
    finalityMs: 2_000,
    totalMs: 8_000,
  });
});

test('explorer pages follow what the token is on its network', () => {
  const asset = describeDeployment(givenDeployment({ assetId: 77n, transactionId: 'TX' }), []);
  expect(deploymentStatus.parse(asset).explorerUrls).toEqual({
    transaction: 'https://lora.algokit.io/testnet/transaction/TX',
    token: 'https://lora.algokit.io/testnet/asset/77',
    issuer: `https://lora.algokit.io/testnet/account/${issuer}`,
  });

  const application = {
    assetId: 9n,
    contractAddress: issuer,
    tokenType: 'arc200-mintable',
  } as const;
  expect(describeDeployment(givenDeployment(application), []).explorerUrls.token).toBe(
    'https://lora.algokit.io/testnet/application/9',
  );

  const contract = {
    networkId: 'base',
    tokenType: 'erc20-preminted',
    contractAddress: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
  } as const;
  expect(describeDeployment(givenDeployment(contract), []).explorerUrls.token).toBe(
    'https://basescan.org/token/0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
  );
});

test('why says what is missing, what comes next and what a person can do', () => {
  const waiting = {
    kind: 'sponsor-funds',
    message: 'The sponsor is short by 0.2 ALGO',
    details: { address: issuer },
    since: at(3),
  } as const;

  const why = explainDeployment(givenDeployment({ waiting, dueAt: at(9) }), []);

  expect(why).toMatchObject({
    waitingFor: { kind: 'sponsor-funds', since: at(3).toISOString() },
    nextAction: { at: at(9).toISOString() },
    humanAction: 'Send the missing amount to the address in the details',
  });
});

test('at rest nothing is waited for; a failure says whether a retry helps', () => {
  const error = {
    errorCode: 'BLOCKCHAIN_TRANSACTION_FAILED',
    errorMessage: 'Reverted',
    suggestedAction: '',
    details: null,
  } as const;
  const explain = (retryable: boolean) =>
    explainDeployment(
      givenDeployment({ state: 'Failed', dueAt: null, error: { ...error, retryable } }),
      [],
    );

  expect(explain(true)).toMatchObject({ waitingFor: null, nextAction: null });
  expect(explain(true).humanAction).toContain('retry');
  expect(explain(false).humanAction).toContain('cannot be retried');
});
