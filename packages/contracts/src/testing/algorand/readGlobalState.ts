import { ABIType, type ABIValue, type Algodv2 } from 'algosdk';
import type { App } from './callApp.ts';

type StateKey = { key: string; valueType: string };

/** Global state by the names and types of the app specification. */
export async function readGlobalState(
  algod: Algodv2,
  { appId, contract }: App,
): Promise<Record<string, ABIValue>> {
  const { params } = await algod.getApplicationByID(appId).do();
  const { global } = contract.arc56.state.keys as { global: Record<string, StateKey> };
  const named = Object.entries(global).flatMap(([name, { key, valueType }]) => {
    const entry = params?.globalState?.find(
      (stored) => Buffer.from(stored.key).toString('base64') === key,
    );
    if (entry === undefined) return [];
    const { type, uint, bytes } = entry.value;
    if (type === 2) return [[name, uint] as const];
    return [
      [name, valueType === 'AVMBytes' ? bytes : ABIType.from(valueType).decode(bytes)],
    ] as const;
  });
  return Object.fromEntries(named);
}
