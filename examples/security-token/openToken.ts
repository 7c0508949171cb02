/** The token's contract, called with algokit-utils by the ARC-56 description that comes with it. */
import { microAlgo, type AlgorandClient } from '@algorandfoundation/algokit-utils';
import { AppClient } from '@algorandfoundation/algokit-utils/types/app-client';
import { arc1400 } from '@biatec-tokens/contracts';
import { encodeAddress, type ABIValue } from 'algosdk';

/** Arguments by their names in the description. */
type Args = Readonly<Record<string, ABIValue>>;

/** Key of the flag that lists an investor. */
export const kyc = Buffer.from('kyc');
/** No data. */
export const none = new Uint8Array();
/** Who makes the token's boxes grow pays for them; this covers any call, and what is too much stays with the token. */
const boxes = microAlgo(200_000);

/** A partition as the contract knows it: its label, filled up to 32 bytes. */
export function labelBytes(label: string): Uint8Array {
  const bytes = new Uint8Array(32);
  bytes.set(Buffer.from(label));
  return bytes;
}

/** The same, where the contract wants an address. */
export function partitionOf(label: string): string {
  return encodeAddress(labelBytes(label));
}

export function openToken(algorand: AlgorandClient, appId: bigint) {
  const app = new AppClient({ algorand, appId, appSpec: JSON.stringify(arc1400.arc56) });

  /** Arguments in the order of the method. */
  function callOf(sender: string, method: string, args: Args) {
    const described = arc1400.arc56.methods.find(({ name }) => name === method);
    return { sender, method, args: described?.args.map(({ name }) => args[name]) ?? [] };
  }

  return {
    /** Sends a call, and fails with the contract's own words when it is refused. */
    async send(sender: string, method: string, args: Args): Promise<void> {
      await algorand
        .newGroup()
        .addPayment({ sender, receiver: app.appAddress, amount: boxes })
        .addAppCallMethodCall(await app.params.call(callOf(sender, method, args)))
        .send({ suppressLog: true });
    },

    async balanceOf(holder: string, partition: string): Promise<bigint> {
      const args = { holder, partition };
      const call = callOf(holder, 'arc1410_balance_of_partition', args);
      return (await app.send.call(call)).return as bigint;
    },

    /** Whether a transfer would go through, and why not; nothing is sent. */
    async validate(args: Args & { from: string }): Promise<{ code: bigint; reason: string }> {
      const call = callOf(args.from, 'arc1594_validate_transfer', args);
      const answer = (await app.send.call(call)).return as { code: bigint; reason: Uint8Array };
      return { code: answer.code, reason: Buffer.from(answer.reason).toString() };
    },
  };
}
