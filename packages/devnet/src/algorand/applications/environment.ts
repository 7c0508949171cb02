/** What one program sees: the ledger through the rules of availability. It also records what the program changes. */
import { zeroAddress } from '../address.ts';
import type { ChainView, Environment } from '../avm/environment.ts';
import { minimumBalance } from '../apply/balances.ts';
import type { State } from '../ledger/state.ts';
import { boxAccess } from './boxAccess.ts';
import { EvalDeltaRecord } from './evalDelta.ts';
import type { GroupCalls } from './groupCalls.ts';
import { createReferences, type References } from './references.ts';
import { globalAccess, localAccess } from './stateAccess.ts';
import type { Transaction } from '../wire/fields.ts';

export type CallContext = {
  readonly calls: GroupCalls;
  readonly groupIndex: number;
  readonly txn: Transaction;
  readonly appId: bigint;
  /** Version of the program that runs. */
  readonly version: number;
  /** The state the program changes; its caller keeps it or throws it away. */
  readonly state: State;
  readonly chain: ChainView;
};

/** A context with what is made for one run. */
export type RunContext = CallContext & {
  readonly references: References;
  readonly delta: EvalDeltaRecord;
};

export function createEnvironment(call: CallContext): {
  readonly environment: Environment;
  readonly delta: EvalDeltaRecord;
} {
  const { calls, groupIndex, appId, state, chain } = call;
  const run: RunContext = {
    ...call,
    references: createReferences(call),
    delta: new EvalDeltaRecord(),
  };
  const { logLimits, showsOpcodes = false } = calls.overrides;
  const environment: Environment = {
    group: calls.group,
    groupIndex,
    applicationId: appId,
    creator: state.apps.get(appId)?.creator ?? zeroAddress,
    budget: calls.budget,
    chain,
    ...(logLimits && { logLimits }),
    showsOpcodes,
    accounts: accountAccess(run),
    assets: assetAccess(run),
    applications: applicationAccess(run),
    globals: globalAccess(run),
    locals: localAccess(run),
    boxes: boxAccess(run),
  };
  return { environment, delta: run.delta };
}

function accountAccess({ state, references }: RunContext): Environment['accounts'] {
  return {
    get: (reference) => {
      const account = state.getAccount(references.account(reference));
      return {
        balance: account.amount,
        minBalance: minimumBalance(account),
        authAddress: account.authAddress,
        totalUints: account.appSchema.uints,
        totalByteSlices: account.appSchema.byteSlices,
        totalExtraPages: account.appExtraPages,
        applicationsCreated: account.appsCreated,
        applicationsOptedIn: account.appsOptedIn,
        assetsCreated: account.assetsCreated,
        assetsHeld: account.assetsHeld,
        boxes: account.boxes,
        boxBytes: account.boxBytes,
        incentiveEligible: account.incentiveEligible ?? false,
        // No one proposes blocks here.
        lastProposed: 0n,
        lastHeartbeat: account.lastHeartbeat ?? 0n,
      };
    },
  };
}

function assetAccess({ state, references }: RunContext): Environment['assets'] {
  return {
    find: (reference) => state.assets.get(references.asset(reference)),
    findHolding: (accountReference, assetReference) => {
      const { account, assetId } = references.holding(accountReference, assetReference);
      return state.findHolding(account, assetId);
    },
  };
}

function applicationAccess({ state, references }: RunContext): Environment['applications'] {
  return {
    find: (reference) => {
      const id = references.app(reference);
      const app = state.apps.get(id);
      if (app === undefined) return undefined;
      return {
        id,
        creator: app.creator,
        approvalProgram: app.approvalProgram,
        clearStateProgram: app.clearProgram,
        globalSchema: { nui: app.globalSchema.uints, nbs: app.globalSchema.byteSlices },
        localSchema: { nui: app.localSchema.uints, nbs: app.localSchema.byteSlices },
        extraPages: app.extraPages,
        version: app.version,
      };
    },
  };
}
