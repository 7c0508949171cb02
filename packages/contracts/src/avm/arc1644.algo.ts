/**
 * ARC-1644 (draft): a controller who can move or destroy units without the holder's consent, and must say why.
 *
 * What a controller does passes over everything that binds the holder (consent, eligibility, lock-up, halt, a closed partition), not over what
 * binds the receiver: nothing is forced upon an account that may not hold the token. A controller cannot issue.
 */
import {
  abimethod,
  assert,
  emit,
  Global,
  GlobalState,
  op,
  readonly,
  Txn,
  Account,
  BigUint,
  type bytes,
  type uint64,
} from '@algorandfoundation/algorand-typescript';
import { Uint256 } from '@algorandfoundation/algorand-typescript/arc4';
import { Arc1594 } from './arc1594.algo';

// The drafts' fields, and the SHA-256 of the justification: the text itself may be longer than a log can be.
type arc1644_controller_transfer = {
  controller: Account;
  from: Account;
  to: Account;
  amount: uint64;
  code: uint64;
  justification: bytes<32>;
};
type arc1644_controller_redeem = {
  controller: Account;
  from: Account;
  amount: uint64;
  code: uint64;
  justification: bytes<32>;
};
type arc1644_controller_transfer_partition = {
  controller: Account;
  from: Account;
  to: Account;
  partition: Account;
  amount: uint64;
  code: uint64;
  justification: bytes<32>;
};
type arc1644_controller_redeem_partition = {
  controller: Account;
  from: Account;
  partition: Account;
  amount: uint64;
  code: uint64;
  justification: bytes<32>;
};
type arc1644_controller_changed = { old: Account; new: Account };

export abstract class Arc1644 extends Arc1594 {
  protected controller = GlobalState<Account>();
  /** Always 1. */
  protected requireJust = GlobalState<uint64>({ key: 'require-just' });
  /** Appointed, and in office from `activate-round` on; the zero address when nobody is waiting. */
  protected pendingController = GlobalState<Account>({ key: 'pending-controller' });
  protected activateRound = GlobalState<uint64>({ key: 'activate-round' });
  /** Rounds between an appointment and its effect. */
  protected controllerDelay = GlobalState<uint64>({ key: 'controller-delay' });

  /** 1 while a controller can act. */
  @readonly
  public arc1644_is_controllable(): uint64 {
    return this.isControllable() && this.currentController() !== Global.zeroAddress ? 1 : 0;
  }

  /** The controller in office, or the zero address. */
  @readonly
  public arc1644_controller(): Account {
    return this.currentController();
  }

  /** Appoints a controller, in office after the delay; the zero address removes the one in office at once. The owner only. */
  @abimethod()
  public arc1644_set_controller(new_controller: Account): void {
    this.requireOwner();
    assert(this.isControllable(), '51 ControllerDisabled');
    const old = this.currentController();
    if (new_controller === Global.zeroAddress) {
      this.setController(Global.zeroAddress, Global.zeroAddress);
    } else {
      this.setController(old, new_controller);
      this.activateRound.value = Global.round + this.controllerDelay.value;
    }
    emit<arc1644_controller_changed>({ old, new: new_controller });
  }

  /** Makes later appointments wait longer; the owner only, who cannot shorten it again. */
  @abimethod()
  public arc1644_set_controller_delay(rounds: uint64): void {
    this.requireOwner();
    assert(rounds >= this.controllerDelay.value, 'the delay cannot become shorter');
    assert(rounds <= 100_000_000, 'the delay is too long');
    this.controllerDelay.value = rounds;
  }

  /** Gives control up for ever: no controller, and no redemption by the owner without consent. The owner only. */
  @abimethod()
  public arc1644_disable_controller(): void {
    this.requireOwner();
    const old = this.currentController();
    this.setController(Global.zeroAddress, Global.zeroAddress);
    this.controllable.value = 0;
    emit<arc1644_controller_changed>({ old, new: Global.zeroAddress });
  }

  /** Moves units of the default partition. */
  @abimethod()
  public arc1644_controller_transfer(
    from: Account,
    to: Account,
    amount: uint64,
    data: bytes,
    operator_data: bytes,
  ): uint64 {
    this.requireController(operator_data);
    this.forceMove(Global.zeroAddress, from, to, amount);
    emit<arc1644_controller_transfer>({
      controller: Txn.sender,
      from,
      to,
      amount,
      code: 0,
      justification: op.sha256(operator_data),
    });
    return 0;
  }

  /** Destroys units of the default partition. */
  @abimethod()
  public arc1644_controller_redeem(from: Account, amount: uint64, operator_data: bytes): uint64 {
    this.requireController(operator_data);
    this.forceRedeem(Global.zeroAddress, from, amount);
    emit<arc1644_controller_redeem>({
      controller: Txn.sender,
      from,
      amount,
      code: 0,
      justification: op.sha256(operator_data),
    });
    return 0;
  }

  /** Moves units within a partition. */
  @abimethod()
  public arc1644_controller_transfer_partition(
    from: Account,
    to: Account,
    partition: bytes<32>,
    amount: uint64,
    data: bytes,
    operator_data: bytes,
  ): uint64 {
    this.requireController(operator_data);
    this.forceMove(Account(partition), from, to, amount);
    emit<arc1644_controller_transfer_partition>({
      controller: Txn.sender,
      from,
      to,
      partition: Account(partition),
      amount,
      code: 0,
      justification: op.sha256(operator_data),
    });
    return 0;
  }

  /** Destroys units in a partition. */
  @abimethod()
  public arc1644_controller_redeem_partition(
    from: Account,
    partition: bytes<32>,
    amount: uint64,
    operator_data: bytes,
  ): uint64 {
    this.requireController(operator_data);
    this.forceRedeem(Account(partition), from, amount);
    emit<arc1644_controller_redeem_partition>({
      controller: Txn.sender,
      from,
      partition: Account(partition),
      amount,
      code: 0,
      justification: op.sha256(operator_data),
    });
    return 0;
  }

  private requireController(operator_data: bytes): void {
    this.requireBootstrapped();
    assert(this.isControllable(), '51 ControllerDisabled');
    const controller = this.currentController();
    assert(controller !== Global.zeroAddress, '51 ControllerDisabled');
    assert(Txn.sender === controller, '50 ControllerUnauthorized');
    assert(operator_data.length > 0, '52 JustificationRequired');
  }

  private forceMove(partition: Account, from: Account, to: Account, amount: uint64): void {
    this.requireSuccess(this.coverCode(from, partition, BigUint(amount)));
    this.requireSuccess(this.arrivingCode(to, partition));
    this.rebook(partition, from, to, new Uint256(BigUint(amount)));
  }

  private forceRedeem(partition: Account, from: Account, amount: uint64): void {
    this.requireSuccess(this.coverCode(from, partition, BigUint(amount)));
    this.destroy(partition, from, new Uint256(BigUint(amount)));
  }

  private setController(inOffice: Account, pending: Account): void {
    this.controller.value = inOffice;
    this.pendingController.value = pending;
  }

  private currentController(): Account {
    const pending = this.pendingController.value;
    if (pending !== Global.zeroAddress && Global.round >= this.activateRound.value) return pending;
    return this.controller.value;
  }
}
