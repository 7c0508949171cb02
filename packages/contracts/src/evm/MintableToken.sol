// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import {ERC20Capped} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Capped.sol";
import {ERC20Pausable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Pausable.sol";

import {ERC20FullNamePermit} from "./extensions/ERC20FullNamePermit.sol";

/// @title ERC-20 whose issuer can mint up to a cap and pause all movement
/// @notice Every right belongs to the issuer named in the constructor. Whoever sends the creating
/// transaction, or relays it through a CREATE2 factory, gets none: `msg.sender` is never read.
contract MintableToken is ERC20, ERC20Capped, ERC20Burnable, ERC20Pausable, ERC20FullNamePermit, AccessControl {
    /// @notice May create tokens, up to the cap.
    bytes32 public constant MINTER_ROLE = keccak256("MINTER_ROLE");

    /// @notice May stop and resume every transfer, mint and burn.
    bytes32 public constant PAUSER_ROLE = keccak256("PAUSER_ROLE");

    uint8 private constant DECIMALS_MAX = 18;

    uint8 private immutable _decimals;

    /// @notice More decimal places were asked for than wallets and exchanges handle.
    error InvalidDecimals(uint8 decimals, uint8 decimalsMax);

    /// @notice The issuer is the zero address, so nobody could ever mint, pause or pass the roles on.
    error InvalidIssuer(address issuer);

    /// @param name_ Name of the token, also the name in the permit signing domain.
    /// @param symbol_ Ticker of the token.
    /// @param decimals_ Decimal places, 0 to 18.
    /// @param initialSupply Base units created now, 0 to `cap_`.
    /// @param cap_ Base units that may exist at any one time, at least 1.
    /// @param initialReceiver Owner of the initial supply, not zero even if that supply is.
    /// @param issuer Holder of all three roles, not zero.
    constructor(
        string memory name_,
        string memory symbol_,
        uint8 decimals_,
        uint256 initialSupply,
        uint256 cap_,
        address initialReceiver,
        address issuer
    ) ERC20(name_, symbol_) ERC20Capped(cap_) {
        if (decimals_ > DECIMALS_MAX) revert InvalidDecimals(decimals_, DECIMALS_MAX);
        if (issuer == address(0)) revert InvalidIssuer(issuer);

        _decimals = decimals_;
        _grantRole(DEFAULT_ADMIN_ROLE, issuer);
        _grantRole(MINTER_ROLE, issuer);
        _grantRole(PAUSER_ROLE, issuer);
        _mint(initialReceiver, initialSupply);
    }

    /// @notice Creates `amount` base units for `to`. Burned units make room under the cap again.
    function mint(address to, uint256 amount) external onlyRole(MINTER_ROLE) {
        _mint(to, amount);
    }

    /// @notice Stops every transfer, mint and burn. Approvals and permits still work.
    function pause() external onlyRole(PAUSER_ROLE) {
        _pause();
    }

    /// @notice Lets tokens move again.
    function unpause() external onlyRole(PAUSER_ROLE) {
        _unpause();
    }

    /// @inheritdoc ERC20
    function decimals() public view override returns (uint8) {
        return _decimals;
    }

    /// @dev One path for mint, burn and transfer: paused is refused first, then the cap is held.
    function _update(
        address from,
        address to,
        uint256 amount
    ) internal override(ERC20, ERC20Capped, ERC20Pausable) {
        super._update(from, to, amount);
    }
}
