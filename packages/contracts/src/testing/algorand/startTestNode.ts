import { randomBytes } from 'node:crypto';
import { startAlgorandNode } from '@biatec-tokens/devnet';
import {
  Algodv2,
  generateAccount,
  makePaymentTxnWithSuggestedParamsFromObject,
  mnemonicToSecretKey,
  type Account,
} from 'algosdk';
import { sendGroup } from './sendGroup.ts';

/** The node that the suites of the Algorand contracts ask. */
export type TestNode = AsyncDisposable & {
  readonly algod: Algodv2;
  readonly url: string;
  readonly token: string;
  /** New accounts, each holding so many microAlgos. */
  fund<N extends string>(names: readonly N[], microAlgos?: bigint): Promise<Record<N, Account>>;
};

/**
 * A real algod where one is given (`ALGOD_URL`, `ALGOD_TOKEN`, `ALGOD_FUNDER_MNEMONIC`), otherwise our devnet. The suites are the
 * same, and so must the results be.
 */
export async function startTestNode(): Promise<TestNode> {
  const given = findAlgod();
  const { url, token, funderMnemonic, close } =
    given === undefined ? await startAlgorandNode() : { ...given, close: async () => {} };
  const algod = new Algodv2(token, url);
  const funder = mnemonicToSecretKey(funderMnemonic);
  const { build } = await algod.versionsCheck().do();
  const version = `${build.major}.${build.minor}.${build.buildNumber}`;
  const name = given === undefined ? 'the devnet' : `algod ${version}`;
  console.info(`Contracts against ${name} at ${url}`);

  return {
    algod,
    url,
    token,
    async fund(names, microAlgos = 5_000_000n) {
      const accounts = names.map((name) => [name, generateAccount()] as const);
      const suggestedParams = await algod.getTransactionParams().do();
      await sendGroup(
        algod,
        accounts.map(([, account]) => ({
          transaction: makePaymentTxnWithSuggestedParamsFromObject({
            sender: funder.addr,
            receiver: account.addr,
            amount: microAlgos,
            note: randomBytes(8),
            suggestedParams,
          }),
          signer: funder,
        })),
      );
      return Object.fromEntries(accounts) as Record<(typeof names)[number], Account>;
    },
    [Symbol.asyncDispose]: close,
  };
}

function findAlgod(): { url: string; token: string; funderMnemonic: string } | undefined {
  const { ALGOD_URL: url, ALGOD_TOKEN: token, ALGOD_FUNDER_MNEMONIC: funderMnemonic } = process.env;
  if (url === undefined || token === undefined || funderMnemonic === undefined) return undefined;
  return { url, token, funderMnemonic };
}
