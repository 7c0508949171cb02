import {
  abimethod,
  assert,
  Global,
  GlobalState,
  Txn,
  type Account,
  type bytes,
} from '@algorandfoundation/algorand-typescript';
import type { Uint256, Uint8 } from '@algorandfoundation/algorand-typescript/arc4';
import { Arc1643 } from './arc1643.algo';

/** Security token: ARC-200 with partitions (ARC-1410), transfer rules (ARC-1594), documents (ARC-1643), a controller (ARC-1644) and an owner (ARC-88). */
export class Arc1400 extends Arc1643 {
  /** Where the first supply goes. */
  protected initialPartition = GlobalState<Account>({ key: 'initial-partition' });

  /**
   * Makes the app and freezes its parameters. A cap of zero means none.
   *
   * @param partition where the first supply goes; the zero address is the default partition
   * @param whitelistRequired whether only listed accounts may hold the token
   */
  @abimethod({ onCreate: 'require' })
  public create(
    name: bytes,
    symbol: bytes,
    decimals: Uint8,
    cap: Uint256,
    initialSupply: Uint256,
    initialReceiver: Account,
    partition: Account,
    whitelistRequired: boolean,
  ): void {
    this.freezeParameters(name, symbol, decimals.asUint64(), initialSupply, initialReceiver);
    this.supplyCap.value = cap;
    this.requireWithinCap();
    this.initialPartition.value = partition;
    this.whitelistRequired.value = whitelistRequired ? 1 : 0;
    this.halt.value = 0;
    this.issuable.value = 1;
    this.controller.value = Global.zeroAddress;
    this.pendingController.value = Global.zeroAddress;
    this.activateRound.value = 0;
    this.controllerDelay.value = 0;
    this.controllable.value = 1;
    this.requireJust.value = 1;
  }

  /** Opens the partitions, lists the receiver and issues the first supply; the creator only, once, with a payment before it. */
  @abimethod()
  public bootstrap(): void {
    assert(Txn.sender === Global.creatorAddress, 'only the creator can bootstrap');
    assert(this.bootstrapped.value === 0, 'already bootstrapped');
    this.bootstrapped.value = 1;
    this.settleOwner();
    const receiver = this.initialReceiver.value;
    const partition = this.initialPartition.value;
    this.openPartition(Global.zeroAddress);
    if (partition !== Global.zeroAddress) this.openPartition(partition);
    this.listInvestor(receiver);
    this.creditNew(partition, receiver, this.totalSupply.value);
  }
}
