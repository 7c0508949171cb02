import {
  assert,
  Contract,
  Global,
  gtxn,
  op,
  TransactionType,
  Txn,
} from '@algorandfoundation/algorand-typescript';

/**
 * An app whose callers pay for the boxes they make.
 *
 * Boxes raise the minimum balance of the app's account, so whoever makes one could use up what others paid in. Here every call,
 * whatever it does, is measured: when the minimum balance is higher after it than before, the transaction directly before it
 * in the group must pay at least the difference to the app. Each payment stands before one call only, so none counts twice.
 * More than needed is kept, and a call that makes no box needs no payment.
 */
export abstract class PaidBoxes extends Contract {
  override approvalProgram(): boolean {
    // By the opcode: the account's own property fails while the account holds nothing.
    const before = op.minBalance(Global.currentApplicationAddress);
    const isApproved = super.approvalProgram();
    const after = op.minBalance(Global.currentApplicationAddress);
    if (after > before) {
      assert(Txn.groupIndex > 0, 'payment for the box is missing');
      const payment = gtxn.Transaction(Txn.groupIndex - 1);
      assert(payment.type === TransactionType.Payment, 'payment for the box is missing');
      assert(
        payment.receiver === Global.currentApplicationAddress,
        'payment for the box is not to the app',
      );
      assert(payment.amount >= after - before, 'payment for the box is too small');
    }
    return isApproved;
  }
}
