import { BaseError, ContractFunctionRevertedError, type Hex } from 'viem';

/** The custom error, or the panic, that a contract refuses a transaction with. */
export async function refusalOf(sent: Promise<Hex>): Promise<{ error: string; args: unknown }> {
  try {
    await sent;
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    const reverted = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
    const { data } = (reverted ?? {}) as Partial<ContractFunctionRevertedError>;
    if (data === undefined) throw error;
    return { error: data.errorName, args: data.args };
  }
  throw new Error('Expected the contract to refuse: the transaction was sent');
}
