import type { AvmContract } from '../../avmContract.ts';

/** Why a contract refused a call, in the words of its app specification; the node's words for what is no failed assertion. */
export async function refusalOfCall(
  { arc56 }: AvmContract,
  sent: Promise<unknown>,
): Promise<string> {
  try {
    await sent;
  } catch (error) {
    const { message } = error as Error;
    const pc = /\bpc=(\d+)/.exec(message)?.[1];
    const known = arc56.sourceInfo.approval.sourceInfo.find((info) => info.pc.includes(Number(pc)));
    return pc !== undefined && known?.errorMessage !== undefined ? known.errorMessage : message;
  }
  throw new Error('Expected the contract to refuse: the call was confirmed');
}
