/** Keys outside of the server: the issuer's, taken along, and those of two investors. */
import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { algo, AlgorandClient } from '@algorandfoundation/algokit-utils';
import { arc76PasswordInput, deriveArc76Seed, encodeAlgorandMnemonic } from '@biatec-tokens/core';
import { Algodv2, generateAccount, mnemonicToSecretKey } from 'algosdk';

const derive = promisify(pbkdf2);

export async function openWallet() {
  const { ALGOD_URL, ALGOD_TOKEN, ALGOD_FUNDER_MNEMONIC } = process.env;
  if (ALGOD_URL === undefined || ALGOD_FUNDER_MNEMONIC === undefined)
    throw new Error('Set ALGOD_URL, ALGOD_TOKEN and ALGOD_FUNDER_MNEMONIC: see README.md');
  const { origin, port } = new URL(ALGOD_URL);
  const algorand = AlgorandClient.fromClients({
    algod: new Algodv2(ALGOD_TOKEN ?? '', origin, port),
  });
  const funder = mnemonicToSecretKey(ALGOD_FUNDER_MNEMONIC);
  algorand.setSignerFromAccount(funder);

  async function open(account: ReturnType<typeof generateAccount>): Promise<string> {
    algorand.setSignerFromAccount(account);
    // The server pays for issuing; what is sent past it needs a fee of its own.
    await algorand.send.payment({
      sender: funder.addr,
      receiver: account.addr,
      amount: algo(3),
      suppressLog: true,
    });
    return account.addr.toString();
  }

  return {
    algorand,
    createInvestor: () => open(generateAccount()),
    /** The account that the server made from these words: ARC-76, password form, slot 0. */
    async openIssuer(mnemonic: string): Promise<string> {
      const seed = await deriveArc76Seed(
        arc76PasswordInput({ password: mnemonic }),
        (password, salt, iterations, length) =>
          derive(password, salt, iterations, length, 'sha256'),
      );
      return open(mnemonicToSecretKey(encodeAlgorandMnemonic(seed)));
    },
  };
}
